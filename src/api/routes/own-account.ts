/** One's own account: the second proof at sign-in, and the devices that are signed in. */
import { z } from 'zod'
import { listSessions } from '../../app/accounts.ts'
import { confirmTwoFactor, endTwoFactor, prepareTwoFactor } from '../../app/two-factor.ts'
import { bodyOf, ownOf, Refused, type Route } from '../route.ts'

const password = z.object({ password: z.string().max(500) })
const code = z.object({ code: z.string().max(40) })

export const ownAccountRoutes: Route[] = [
  {
    method: 'GET',
    path: '/sessions',
    needs: 'account',
    about: 'Where one is signed in.',
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const { directory } = asked.ports.store
      const twoFactor = (await directory.accounts.twoFactor(account.accountId))?.since != null
      return asked.context.json({ twoFactor, sessions: await listSessions(asked.ports, account, token) })
    },
  },
  {
    method: 'DELETE',
    path: '/sessions/:session',
    needs: 'account',
    about: 'Ends one of one’s own sessions.',
    async answer(asked) {
      const { account } = ownOf(asked)
      const id = asked.context.req.param('session') ?? ''
      await asked.ports.store.directory.accounts.closeOne(account.accountId, id)
      return asked.context.json({ closed: true })
    },
  },
  {
    method: 'POST',
    path: '/two-factor',
    needs: 'account',
    about: 'Makes a secret for one’s device. It counts once a code of it was given.',
    body: password,
    async answer(asked) {
      const { account } = ownOf(asked)
      const prepared = await prepareTwoFactor(asked.ports, account, (await bodyOf(asked, password)).password)
      if ('path' in prepared) throw new Refused(400, [prepared])
      return asked.context.json(prepared)
    },
  },
  {
    method: 'PUT',
    path: '/two-factor',
    needs: 'account',
    about: 'Confirms the device with a code; answers with recovery codes, this once.',
    body: code,
    async answer(asked) {
      const { account } = ownOf(asked)
      const codes = await confirmTwoFactor(asked.ports, account, (await bodyOf(asked, code)).code)
      if ('path' in codes) throw new Refused(400, [codes])
      return asked.context.json({ codes })
    },
  },
  {
    method: 'POST',
    path: '/two-factor/end',
    needs: 'account',
    about: 'No second proof any more.',
    body: password,
    async answer(asked) {
      const { account } = ownOf(asked)
      const fault = await endTwoFactor(asked.ports, account, (await bodyOf(asked, password)).password)
      if (fault !== null) throw new Refused(400, [fault])
      return asked.context.json({ ended: true })
    },
  },
]
