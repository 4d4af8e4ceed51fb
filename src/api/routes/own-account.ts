/** One's own account: the second proof at sign-in, the devices that are signed in, what other companies offer. */
import { z } from 'zod'
import { firstProofBy, mailProofCode } from '../../app/people/first-proof.ts'
import { acceptOffer, shownOffer } from '../../app/people/offers.ts'
import { listPasskeys } from '../../app/people/passkeys.ts'
import { noteDecision } from '../../app/people/security-events.ts'
import { asksForCode } from '../../app/people/second-proof.ts'
import { endSession } from '../../app/people/end-session.ts'
import { listSessions } from '../../app/people/sessions.ts'
import { confirmTwoFactor, endTwoFactor, prepareTwoFactor, renewRecoveryCodes } from '../../app/people/two-factor.ts'
import { enrolment, enrolmentOf, fullProof, isWanted, proofOf, siteOf } from '../passkey-site.ts'
import { bodyOf, idOf, languageOf, ownOf, Refused, type Asked, type Route } from '../route.ts'
import { keepSignedIn } from '../session.ts'
import { keep, orRefused } from './session.ts'

const code = z.strictObject({ code: z.string().max(40) })

async function offersOf(asked: Asked) {
  const { account } = ownOf(asked)
  const now = await asked.ports.clock.now()
  const offers = await asked.ports.store.directory.offers.ofAddress(account.email, now)
  return asked.context.json(offers.map((offer) => shownOffer(asked.ports, offer)))
}

const offerRoutes = [
  {
    method: 'GET',
    path: '/offers',
    needs: 'account',
    about: 'Which companies offer one access.',
    answer: offersOf,
  },
  {
    method: 'POST',
    path: '/offers/:offer/accept',
    needs: 'account',
    about: 'Accepts an offer: from now on one is a member of the company.',
    async answer(asked) {
      const accepted = await acceptOffer(asked.ports, ownOf(asked).account, idOf(asked, 'offer'), asked.caller)
      if (accepted === null) throw new Refused(404)
      return offersOf(asked)
    },
  },
  {
    method: 'DELETE',
    path: '/offers/:offer',
    needs: 'account',
    about: 'Declines an offer.',
    async answer(asked) {
      const { account } = ownOf(asked)
      const gone = await asked.ports.store.directory.offers.decline(idOf(asked, 'offer'), account.email)
      if (!gone) throw new Refused(404)
      const { ports, caller } = asked
      await noteDecision(ports, { kind: 'invitation', outcome: 'done', account, caller, about: 'declined' })
      return offersOf(asked)
    },
  },
] as const satisfies readonly Route[]

export const ownAccountRoutes = [
  ...offerRoutes,
  {
    method: 'GET',
    path: '/sessions',
    needs: 'account',
    about: 'Where one is signed in, and with what.',
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const sessions = await listSessions(asked.ports, account, token)
      const passkeys = await listPasskeys(asked.ports, account)
      const twoFactor = await asksForCode(asked.ports, account)
      const firstBy = firstProofBy(asked.ports, account, isWanted(asked))
      return asked.context.json({ twoFactor, passkeys, passkeysHere: siteOf(asked) !== null, firstBy, sessions })
    },
  },
  {
    method: 'POST',
    path: '/sessions/:session/end',
    needs: 'account',
    about: 'Ends one of one’s own sessions, by full proof.',
    body: fullProof,
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const given = proofOf(asked, await bodyOf(asked, fullProof))
      const end = { sessionId: idOf(asked, 'session'), proof: given }
      const refused = await endSession(asked.ports, account, end, { token, caller: asked.caller })
      if (refused === 'unknown') throw new Refused(404)
      if (refused === null) return asked.context.json({ closed: true })
      throw 'path' in refused ? new Refused(400, [refused]) : new Refused(429, [], refused.until)
    },
  },
  {
    method: 'POST',
    path: '/second-proof/mail',
    needs: 'account',
    about: 'Mails the code by which an account gets its first second proof. It works once, for half an hour.',
    async answer(asked) {
      const { account } = ownOf(asked)
      if (firstProofBy(asked.ports, account, isWanted(asked)) !== 'mail')
        throw new Refused(409, [{ path: 'mailed', message: 'notNeeded' }])
      if (!(await mailProofCode(asked.ports, account, languageOf(asked))))
        throw new Refused(429, [{ path: 'mailed', message: 'tooMany' }])
      const { ports, caller } = asked
      await noteDecision(ports, { kind: 'secondProof', outcome: 'done', account, caller, about: 'codeMailed' })
      return asked.context.json({ mailed: true })
    },
  },
  {
    method: 'POST',
    path: '/two-factor',
    needs: 'account',
    about:
      'Makes a secret for one’s device, by full proof; where it is the first second proof, by a code from the mailbox too. It counts once a code of it was given.',
    body: enrolment,
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const given = enrolmentOf(asked, await bodyOf(asked, enrolment))
      const prepared = await prepareTwoFactor(asked.ports, account, given, { token, caller: asked.caller })
      if ('path' in prepared) throw new Refused(400, [prepared])
      if (prepared.kind === 'tooMany') throw new Refused(429, [], prepared.until)
      return asked.context.json({ secret: prepared.secret, address: prepared.address })
    },
  },
  {
    method: 'PUT',
    path: '/two-factor',
    needs: 'account',
    about: 'Confirms the device with a code; answers with recovery codes, this once. All other sessions end.',
    body: code,
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const given = (await bodyOf(asked, code)).code
      const confirmed = await confirmTwoFactor(asked.ports, account, given, { token, caller: asked.caller })
      return showCodes(asked, confirmed)
    },
  },
  {
    method: 'POST',
    path: '/two-factor/end',
    needs: 'account',
    about: 'No code of a device any more, by full proof. All other sessions end.',
    body: fullProof,
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const given = proofOf(asked, await bodyOf(asked, fullProof))
      return keep(asked, await endTwoFactor(asked.ports, account, given, { token, caller: asked.caller }))
    },
  },
  {
    method: 'POST',
    path: '/recovery-codes',
    needs: 'account',
    about: 'New recovery codes in place of those of before, by full proof; shown this once. All other sessions end.',
    body: fullProof,
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const given = proofOf(asked, await bodyOf(asked, fullProof))
      const renewed = await renewRecoveryCodes(asked.ports, account, given, { token, caller: asked.caller })
      return showCodes(asked, renewed)
    },
  },
] as const satisfies readonly Route[]

/** Shown this once, to the session that goes on. */
function showCodes(asked: Asked, made: Awaited<ReturnType<typeof renewRecoveryCodes>>) {
  if ('path' in made) throw new Refused(400, [made])
  if ('kind' in made) throw new Refused(429, [], made.until)
  keepSignedIn(asked.context, orRefused(made.signedIn), asked.signIn.secure)
  return asked.context.json({ codes: made.codes })
}
