import { z } from 'zod'
import { languages } from '../../domain/language.ts'
import { changePassword, choosePassword, signIn } from '../../app/people/accounts.ts'
import { becomeFirstOperator, becomeOperator } from '../../app/people/manage-accounts.ts'
import { joinByLink } from '../../app/people/offers.ts'
import { noteDecision } from '../../app/people/security-events.ts'
import { signOut, type Fault, type SignedIn } from '../../app/people/sessions.ts'
import { acceptInvitation, askNewPassword, lookAtLink, proveAddress, signUp } from '../../app/people/sign-up.ts'
import { takeTerminalCode } from '../../app/people/terminal-code.ts'
import { fullProof, proofOf, siteOf } from '../passkey-site.ts'
import { bodyOf, companiesOf, ownOf, Refused, type Asked, type Route } from '../route.ts'
import { dropToken, keepSignedIn, keepToken } from '../session.ts'

const text = z.string().max(500)
const shape = z.union([
  z.strictObject({ email: text, password: text, oneTimeCode: text.optional() }),
  z.strictObject({ code: z.string().max(200) }),
])
const linkShape = z.strictObject({ link: z.string().max(200), password: text, company: text.optional() })
const lookShape = z.strictObject({ link: z.string().max(200) })
const language = z.enum(languages)
const resetShape = z.strictObject({ email: text, language })
const signUpShape = z.strictObject({ email: text, password: text, company: text, language })
const changeShape = z.strictObject({ next: text, proof: fullProof })
const firstShape = z.strictObject({ email: text, password: text })

const refusals: Record<Exclude<SignedIn['kind'], 'signedIn'>, Fault> = {
  tooMany: { path: 'password', message: 'tooMany' },
  wrong: { path: 'password', message: 'wrongPassword' },
  codeNeeded: { path: 'oneTimeCode', message: 'codeNeeded' },
  passkeyNeeded: { path: 'oneTimeCode', message: 'passkeyNeeded' },
  wrongCode: { path: 'oneTimeCode', message: 'wrongCode' },
}

/** @throws Refused */
export function orRefused(answer: SignedIn | Fault): Extract<SignedIn, { kind: 'signedIn' }> {
  if ('path' in answer) throw new Refused(400, [answer])
  if (answer.kind === 'signedIn') return answer
  if (answer.kind === 'tooMany') throw new Refused(429, [refusals.tooMany], answer.until)
  throw new Refused(403, [refusals[answer.kind]])
}

/** The new session takes the place of the one that asked. */
export function keep(asked: Asked, answer: SignedIn | Fault): Response {
  keepSignedIn(asked.context, orRefused(answer), asked.signIn.secure)
  return asked.context.json({ signedIn: true })
}

async function byLink(asked: Asked): Promise<SignedIn | Fault> {
  const { ports, caller } = asked
  const { link, password, company } = await bodyOf(asked, linkShape)
  const welcome = await lookAtLink(ports, link, caller)
  if (welcome === 'tooMany') throw new Refused(429, [refusals.tooMany])
  switch (welcome?.purpose) {
    case 'verify':
      return proveAddress(ports, link, password, caller)
    case 'signup':
      return acceptInvitation(ports, link, { password, company: company ?? '' }, caller)
    case 'operator':
      return becomeOperator(ports, link, password, caller)
    case 'join':
    case 'offer':
      return joinByLink(ports, link, password, caller)
    case 'password':
      return choosePassword(ports, link, password, caller)
    case undefined: {
      const decision = { kind: 'link', outcome: 'refused', account: null, caller, about: 'unknownOrOver' } as const
      await noteDecision(ports, decision)
      return { kind: 'wrong' }
    }
  }
}

const linkRoutes = [
  {
    /** A link that works once: its owner chooses a password, and is signed in. */
    method: 'POST',
    path: '/session/link',
    needs: 'nobody',
    about: 'A link that works once: its owner chooses a password, or proves his address with it, and is signed in.',
    body: linkShape,
    answer: async (asked) => keep(asked, await byLink(asked)),
  },
  {
    method: 'POST',
    path: '/session/link/look',
    needs: 'nobody',
    about: 'What a link that works once is for. It stays.',
    body: lookShape,
    async answer(asked) {
      const welcome = await lookAtLink(asked.ports, (await bodyOf(asked, lookShape)).link, asked.caller)
      if (welcome === 'tooMany') throw new Refused(429, [refusals.tooMany])
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
      const answer = await askNewPassword(asked.ports, email, { language: spoken, caller: asked.caller })
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
      const answer = await signUp(asked.ports, wanted, { language: spoken, caller: asked.caller })
      if (answer.kind === 'fault') throw new Refused(400, [answer.fault])
      if (answer.kind === 'closed') throw new Refused(403)
      if (answer.kind === 'tooMany') throw new Refused(429, [refusals.tooMany])
      return asked.context.json({ mailed: true })
    },
  },
] as const satisfies readonly Route[]

export const sessionRoutes = [
  {
    method: 'POST',
    path: '/session',
    needs: 'nobody',
    about: 'Signs in, with an account or with the code of the terminal.',
    body: shape,
    async answer(asked) {
      const body = await bodyOf(asked, shape)
      const { ports, caller } = asked
      if ('email' in body) {
        const given = { password: body.password, code: body.oneTimeCode ?? null }
        return keep(asked, await signIn(ports, body.email, given, caller))
      }
      const opened = await takeTerminalCode(ports, asked.signIn.code ?? null, body.code, caller)
      if (opened.kind === 'tooMany') throw new Refused(429, [refusals.tooMany], opened.until)
      if (opened.kind === 'wrong') throw new Refused(403, [{ path: 'code', message: 'wrongCode' }])
      keepToken(asked.context, opened.token, asked.signIn.secure)
      return asked.context.json({ signedIn: true })
    },
  },
  {
    method: 'DELETE',
    path: '/session',
    needs: 'nobody',
    about: 'Signs out.',
    async answer({ ports, context, visitor, signIn: { secure }, caller }) {
      if ('token' in visitor) {
        await signOut(ports, visitor.token)
        await noteDecision(ports, { kind: 'signOut', outcome: 'done', account: visitor.account, caller, about: 'own' })
      }
      dropToken(context, secure)
      return context.json({ signedIn: false })
    },
  },
  {
    /** Returns whether the caller is signed in, and the data that every page shows. */
    method: 'GET',
    path: '/session',
    needs: 'nobody',
    about: 'Who is signed in, and the companies he sees.',
    async answer(asked) {
      const { ports, context, signIn: at, visitor } = asked
      const testClock = at.testClock ? ports.calendar.isoText(await ports.clock.now()) : null
      return context.json({
        signedIn: visitor.kind !== 'nobody',
        testClock,
        companies: companiesOf(visitor),
        account: 'account' in visitor ? (visitor.account?.email ?? null) : null,
        operator: visitor.kind === 'operator',
        secondProofMissing: 'secondProofMissing' in visitor && visitor.secondProofMissing,
        passkeysHere: siteOf(asked) !== null,
        signUp: ports.signUp.mode,
        mails: ports.mailer !== null,
      })
    },
  },
  ...linkRoutes,
  {
    method: 'POST',
    path: '/first-operator',
    needs: 'operator',
    about: 'Makes the account of the first operator, for whoever signed in with the code of the terminal.',
    body: firstShape,
    async answer(asked) {
      if (asked.visitor.kind !== 'operator' || asked.visitor.account !== null) throw new Refused(403)
      return keep(asked, await becomeFirstOperator(asked.ports, await bodyOf(asked, firstShape), asked.caller))
    },
  },
  {
    method: 'PUT',
    path: '/password',
    needs: 'account',
    about: "Changes one's own password, by full proof; all other sessions end.",
    body: changeShape,
    async answer(asked) {
      const { next, proof } = await bodyOf(asked, changeShape)
      const { account, token } = ownOf(asked)
      const change = { next, proof: proofOf(asked, proof) }
      return keep(asked, await changePassword(asked.ports, account, change, { token, caller: asked.caller }))
    },
  },
] as const satisfies readonly Route[]
