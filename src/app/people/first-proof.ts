/**
 * Guards the first second proof of an account. A stranger who has only the password could make a proof and shut the owner out, so a code
 * from the mailbox is asked for beside the password. The operator's terminal can print that code too, so that a lost mailbox or a mail
 * server that is down shuts no user out.
 */
import { proofMail } from '../../domain/tell/proof-mail.ts'
import type { Language } from '../../domain/language.ts'
import type { Account } from '../../ports/people/accounts.ts'
import { newLink, noSignUp, proofCodeMinutes } from './accounts.ts'
import { proveFully, type FullProof, type InSession, type TooMany } from './full-proof.ts'
import { addressOnly, takeTry, wasRight } from './guard.ts'
import { mayMailSelf } from './mail-links.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'
import { hashOf, type Fault } from './sessions.ts'
import { writeMail } from '../tell/write-mail.ts'

/** Where the code comes from. */
export type FirstProofBy = 'mail' | 'terminal'

export interface Enrolment {
  proof: FullProof
  /** Where the code comes from; null: none is asked for. */
  by: FirstProofBy | null
  /** The code, as it was typed; empty: none was. */
  code: string
}

/**
 * @param wanted the installation asks its people for second proofs
 * @returns null where there is one already, or where the installation sends no mails and is this machine's own
 */
export function firstProofBy(ports: Ports, account: Account, wanted: boolean): FirstProofBy | null {
  if (account.secondProof) return null
  if (ports.mailer !== null) return 'mail'
  return wanted ? 'terminal' : null
}

/** Mails the code to the mailbox of the account. @returns false: too many mails */
export async function mailProofCode(ports: Ports, account: Account, language: Language): Promise<boolean> {
  const { accountId, email } = account
  if (!(await mayMailSelf(ports, accountId))) return false
  const code = await newProofCode(ports, account)
  const text = proofMail(language, { code, minutes: proofCodeMinutes })
  await writeMail(ports, { kind: 'account', key: `proof:${hashOf(ports, code)}`, to: email, language, text })
  return true
}

/** Returns 80 bits that cannot be computed without the installation's key, in a form that people can read. */
export async function newProofCode(ports: Ports, { accountId }: Account): Promise<string> {
  const token = await newLink(ports, { purpose: 'proof', accountId, email: null, ...noSignUp }, codeLength)
  return token.replaceAll(/(.{5})(?=.)/gu, '$1-')
}

const codeLength = 20

/** Asks for the password first, with its second proof; then for the code, which counts once. @returns the obstacle, or null */
export async function proveToEnrol(
  ports: Ports,
  account: Account,
  { proof, by, code }: Enrolment,
  at: InSession,
): Promise<TooMany | Fault | null> {
  const refused = await proveFully(ports, account, proof, at)
  if (refused !== null || by === null) return refused
  const token = code.replaceAll(/[\s-]/gu, '').toLowerCase()
  if (token === '') return { path: 'mailed', message: by === 'mail' ? 'mailedNeeded' : 'terminalNeeded' }
  const lock = addressOnly(ports, at.caller)
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  const seen = await ports.signIns.link(token)
  const isOwn = seen?.purpose === 'proof' && seen.accountId === account.accountId
  if (!isOwn || (await ports.signIns.takeLink(token)) === null) {
    const about = 'wrongCodeForFirst'
    await noteDecision(ports, { kind: 'secondProof', outcome: 'refused', account, caller: at.caller, about })
    return { path: 'mailed', message: 'wrongMailed' }
  }
  await wasRight(ports, lock)
  return null
}
