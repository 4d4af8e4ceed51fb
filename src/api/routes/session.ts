import { z } from 'zod'
import { changePassword, choosePassword, signIn, signOut, type Fault, type SignedIn } from '../../app/accounts.ts'
import { bodyOf, companiesOf, ownOf, Refused, type Asked, type Route } from '../route.ts'
import { closeSession, codeIsRight, keepToken, openSession } from '../session.ts'

const text = z.string().max(500)
const shape = z.union([
  z.object({ email: text, password: text, oneTimeCode: text.optional() }),
  z.object({ code: z.string().max(200) }),
])
const linkShape = z.object({ link: z.string().max(200), password: text })
const changeShape = z.object({ current: text, next: text })

const refusals: Record<Exclude<SignedIn['kind'], 'signedIn'>, Fault> = {
  tooMany: { path: 'password', message: 'tooMany' },
  wrong: { path: 'password', message: 'wrongPassword' },
  codeNeeded: { path: 'oneTimeCode', message: 'codeNeeded' },
  wrongCode: { path: 'oneTimeCode', message: 'wrongCode' },
}

function keep(asked: Asked, answer: SignedIn | Fault): Response {
  if ('path' in answer) throw new Refused(400, [answer])
  if (answer.kind !== 'signedIn') throw new Refused(answer.kind === 'tooMany' ? 429 : 403, [refusals[answer.kind]])
  keepToken(asked.context, answer.token, asked.signIn.secure)
  return asked.context.json({ signedIn: true })
}

export const sessionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/session',
    needs: 'nobody',
    about: 'Signs in, with an account or with the code of the terminal.',
    body: shape,
    async answer(asked) {
      const body = await bodyOf(asked, shape)
      if ('email' in body) {
        const given = { password: body.password, code: body.oneTimeCode ?? null }
        return keep(asked, await signIn(asked.ports, body.email, given))
      }
      if (!codeIsRight(body.code, asked.signIn.code)) throw new Refused(403, [{ path: 'code', message: 'wrongCode' }])
      await openSession(asked.ports, asked.context, asked.signIn.secure)
      return asked.context.json({ signedIn: true })
    },
  },
  {
    method: 'DELETE',
    path: '/session',
    needs: 'nobody',
    about: 'Signs out.',
    async answer({ ports, context, visitor }) {
      if ('token' in visitor && visitor.token !== null) await signOut(ports, visitor.token)
      closeSession(context)
      return context.json({ signedIn: false })
    },
  },
  {
    /** Whether somebody is signed in, and what stands on every page. */
    method: 'GET',
    path: '/session',
    needs: 'nobody',
    about: 'Who is signed in, and the companies he sees.',
    async answer({ ports, context, signIn: at, visitor }) {
      const signedIn = visitor.kind !== 'nobody'
      const testClock = at.testClock ? ports.calendar.isoText(await ports.clock.now()) : null
      const companies = await companiesOf(ports, visitor)
      const account = 'account' in visitor ? (visitor.account?.email ?? null) : null
      return context.json({ signedIn, testClock, companies, account, operator: visitor.kind === 'operator' })
    },
  },
  {
    /** A link that works once: its owner chooses a password, and is signed in. */
    method: 'POST',
    path: '/session/link',
    needs: 'nobody',
    about: 'A link that works once: its owner chooses a password, and is signed in.',
    body: linkShape,
    async answer(asked) {
      const { link, password } = await bodyOf(asked, linkShape)
      return keep(asked, await choosePassword(asked.ports, link, password))
    },
  },
  {
    method: 'PUT',
    path: '/password',
    needs: 'account',
    about: "Changes one's own password; all other sessions end.",
    body: changeShape,
    async answer(asked) {
      const { current, next } = await bodyOf(asked, changeShape)
      const { account, token } = ownOf(asked)
      const fault = await changePassword(asked.ports, account, { current, next, sessionToken: token })
      if (fault !== null) throw new Refused(400, [fault])
      return asked.context.json({ changed: true })
    },
  },
]
