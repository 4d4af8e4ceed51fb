import { z } from 'zod'
import { bodyOf, Refused, type Route } from '../route.ts'
import { closeSession, codeIsRight, isSignedIn, openSession } from '../session.ts'

const shape = z.object({ code: z.string().max(200) })

export const sessionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/session',
    needs: 'nobody',
    async answer(asked) {
      const { code } = await bodyOf(asked, shape)
      if (!codeIsRight(code, asked.signIn.code)) throw new Refused(403, [{ path: 'code', message: 'wrongCode' }])
      await openSession(asked.ports, asked.context, asked.signIn.secure)
      return asked.context.json({ signedIn: true })
    },
  },
  {
    method: 'DELETE',
    path: '/session',
    needs: 'nobody',
    answer({ context }) {
      closeSession(context)
      return Promise.resolve(context.json({ signedIn: false }))
    },
  },
  {
    /** Whether somebody is signed in, and what stands on every page. */
    method: 'GET',
    path: '/session',
    needs: 'nobody',
    async answer({ ports, context, signIn }) {
      const signedIn = await isSignedIn(ports, context)
      const now = signIn.testClock ? ports.calendar.isoText(await ports.clock.now()) : null
      if (!signedIn) return context.json({ signedIn, testClock: now, companies: [] })
      return context.json({ signedIn, testClock: now, companies: await ports.store.directory.tenants() })
    },
  },
]
