/** Passkeys: signing in with one, and those of one's own account. */
import { z } from 'zod'
import {
  addPasskey,
  removePasskey,
  renamePasskey,
  signInByPasskey,
  startPasskey,
  startProof,
  startSignIn,
} from '../../app/people/passkeys.ts'
import { shownName } from '../body.ts'
import {
  enrolment,
  enrolmentOf,
  fullProof,
  holderOf,
  keepHolder,
  madeKey,
  proofOf,
  siteOrRefused,
  usedKey,
} from '../passkey-site.ts'
import { bodyOf, idOf, ownOf, Refused, type Route } from '../route.ts'
import { keepSignedIn } from '../session.ts'
import { keep, orRefused } from './session.ts'

const signInShape = z.strictObject({ passkey: usedKey })
const name = shownName(60)
const addShape = z.strictObject({ name, passkey: madeKey })
const nameShape = z.strictObject({ name })

export const passkeySignInRoutes = [
  {
    method: 'POST',
    path: '/session/passkey/start',
    needs: 'nobody',
    about: 'What the browser is asked, to sign in with a passkey. It counts once, for five minutes, in this browser.',
    async answer(asked) {
      const started = await startSignIn(asked.ports, siteOrRefused(asked), asked.caller)
      if (started === null) throw new Refused(429, [{ path: 'passkey', message: 'tooMany' }])
      keepHolder(asked.context, started.holder, asked.signIn.secure)
      return asked.context.json({ ask: started.ask })
    },
  },
  {
    method: 'POST',
    path: '/session/passkey',
    needs: 'nobody',
    about: 'Signs in with a passkey. It is both proofs: the device, and that it saw its owner.',
    body: signInShape,
    async answer(asked) {
      const { passkey } = await bodyOf(asked, signInShape)
      const at = { site: siteOrRefused(asked), holder: holderOf(asked.context, asked.signIn.secure) }
      const signedIn = await signInByPasskey(asked.ports, passkey, at, asked.caller)
      if (signedIn.kind === 'wrong') throw new Refused(403, [{ path: 'passkey', message: 'wrongPasskey' }])
      return keep(asked, signedIn)
    },
  },
] as const satisfies readonly Route[]

export const passkeyRoutes = [
  {
    method: 'POST',
    path: '/passkeys/proof',
    needs: 'account',
    about: 'What the browser is asked, where a passkey is to be the full proof for a change of one’s own proofs.',
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const ask = await startProof(asked.ports, account, { site: siteOrRefused(asked), holder: token })
      return asked.context.json({ ask })
    },
  },
  {
    method: 'POST',
    path: '/passkeys/start',
    needs: 'account',
    about:
      'What the browser is asked, to make a passkey. By full proof; where it is the first second proof, by a code from the mailbox too.',
    body: enrolment,
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const given = enrolmentOf(asked, await bodyOf(asked, enrolment))
      const at = { token, caller: asked.caller, site: siteOrRefused(asked) }
      const started = await startPasskey(asked.ports, account, given, at)
      if ('path' in started) throw new Refused(400, [started])
      if (started.kind === 'tooMany') throw new Refused(429, [], started.until)
      return asked.context.json({ ask: started.ask })
    },
  },
  {
    method: 'POST',
    path: '/passkeys',
    needs: 'account',
    about:
      'Adds the passkey that the browser made; answers with recovery codes, this once, where there were none. All other sessions end.',
    body: addShape,
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const { name: called, passkey: answer } = await bodyOf(asked, addShape)
      const at = { token, caller: asked.caller, site: siteOrRefused(asked) }
      const added = await addPasskey(asked.ports, account, { name: called, answer }, at)
      if ('path' in added) throw new Refused(400, [added])
      keepSignedIn(asked.context, orRefused(added.signedIn), asked.signIn.secure)
      return asked.context.json({ codes: added.codes })
    },
  },
  {
    method: 'PUT',
    path: '/passkeys/:passkey',
    needs: 'account',
    about: 'Gives one of one’s own passkeys another name.',
    body: nameShape,
    async answer(asked) {
      const { account } = ownOf(asked)
      const wanted = { passkeyId: idOf(asked, 'passkey'), ...(await bodyOf(asked, nameShape)) }
      if (!(await renamePasskey(asked.ports, account, wanted, asked.caller))) throw new Refused(404)
      return asked.context.json({ renamed: true })
    },
  },
  {
    method: 'POST',
    path: '/passkeys/:passkey/end',
    needs: 'account',
    about: 'Removes one of one’s own passkeys, by full proof. All other sessions end.',
    body: fullProof,
    async answer(asked) {
      const { account, token } = ownOf(asked)
      const proof = proofOf(asked, await bodyOf(asked, fullProof))
      const removal = { passkeyId: idOf(asked, 'passkey'), proof }
      const removed = await removePasskey(asked.ports, account, removal, { token, caller: asked.caller })
      if (removed === null) throw new Refused(404)
      return keep(asked, removed)
    },
  },
] as const satisfies readonly Route[]
