import { z } from 'zod'
import { changePassword, choosePassword, signIn, signOut, type Fault, type SignedIn } from '../../app/accounts.ts'
import { acceptInvitation, askNewPassword, lookAtLink, proveAddress, signUp } from '../../app/sign-up.ts'
import { bodyOf, companiesOf, ownOf, Refused, type Asked, type Route } from '../route.ts'
import { closeSession, codeIsRight, keepToken, openSession } from '../session.ts'

const text = z.string().max(500)
const shape = z.union([
  z.object({ email: text, password: text, oneTimeCode: text.optional() }),
  z.object({ code: z.string().max(200) }),
])
const linkShape = z.object({ link: z.string().max(200), password: text, company: text.optional() })
const lookShape = z.object({ link: z.string().max(200) })
const language = z.enum(['nl', 'fr', 'en'])
const resetShape = z.object({ email: text, language })
const signUpShape = z.object({ email: text, password: text, company: text, language })
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
      const companies = companiesOf(visitor)
      const account = 'account' in visitor ? (visitor.account?.email ?? null) : null
      return context.json({
        signedIn,
        testClock,
        companies,
        account,
        operator: visitor.kind === 'operator',
        signUp: ports.signUp.mode,
      })
    },
  },
  {
    /** A link that works once: its owner chooses a password, and is signed in. */
    method: 'POST',
    path: '/session/link',
    needs: 'nobody',
    about: 'A link that works once: its owner chooses a password, or proves his address with it, and is signed in.',
    body: linkShape,
    async answer(asked) {
      const { link, password, company } = await bodyOf(asked, linkShape)
      const welcome = await lookAtLink(asked.ports, link)
      if (welcome?.purpose === 'verify') return keep(asked, await proveAddress(asked.ports, link, password))
      if (welcome?.purpose === 'signup')
        return keep(asked, await acceptInvitation(asked.ports, link, { password, company: company ?? '' }))
      return keep(asked, await choosePassword(asked.ports, link, password))
    },
  },
  {
    method: 'POST',
    path: '/session/link/look',
    needs: 'nobody',
    about: 'What a link that works once is for. It stays.',
    body: lookShape,
    async answer(asked) {
      const welcome = await lookAtLink(asked.ports, (await bodyOf(asked, lookShape)).link)
      if (welcome === null) throw new Refused(404)
      return asked.context.json(welcome)
    },
  },
  {
    method: 'POST',
    path: '/session/new-password',
    needs: 'nobody',
    about: 'Mails a link to choose a new password, where the address has an account. The answer does not tell.',
    body: resetShape,
    async answer(asked) {
      const { email, language: spoken } = await bodyOf(asked, resetShape)
      const answer = await askNewPassword(asked.ports, email, spoken)
      if (answer === 'tooMany') throw new Refused(429, [refusals.tooMany])
      return asked.context.json({ asked: true })
    },
  },
  {
    method: 'POST',
    path: '/sign-up',
    needs: 'nobody',
    about: 'Asks for an account with a company of one’s own, where the operator allows it. The mail says the rest.',
    body: signUpShape,
    async answer(asked) {
      const { language: spoken, ...wanted } = await bodyOf(asked, signUpShape)
      const answer = await signUp(asked.ports, wanted, spoken)
      if (answer.kind === 'fault') throw new Refused(400, [answer.fault])
      if (answer.kind === 'closed') throw new Refused(403)
      if (answer.kind === 'tooMany') throw new Refused(429, [refusals.tooMany])
      return asked.context.json({ mailed: true })
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
