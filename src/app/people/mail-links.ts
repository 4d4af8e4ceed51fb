/** Mails with a link that works once, and how many of them anybody may cause. */
import { accountMail, type AccountMailKind } from '../../domain/tell/account-mail.ts'
import { hour } from '../../domain/delays.ts'
import type { Language } from '../../domain/language.ts'
import type { Ports } from '../run/ports.ts'
import { hashOf } from './sessions.ts'
import { writeMail } from '../tell/write-mail.ts'

/** In an hour: to one address, caused by one person or company, and from the whole installation. */
const toOneAddress = 10
const fromOne = 20
const fromAll = 300
/** Asked by people who forgot a password; only what goes to an account is a mail. */
const askedByAll = 3000

/** @param cause who wants it; null: a stranger, of whom only the address is known */
export async function mayMail(ports: Ports, email: string, cause: string | null): Promise<boolean> {
  // Strangers who fill their hour take nothing from the invitations of people who are signed in.
  return counted(ports, [...ofBoth(ports, email, cause), [isStranger(cause) ? 'mailed:all' : 'mailed:known', fromAll]])
}

/** Counts a code to the account's own mailbox, for the account alone: no other account can use it up. */
export async function mayMailSelf(ports: Ports, accountId: string): Promise<boolean> {
  return counted(ports, [[`mailed:self:${markOf(ports, accountId)}`, toOneAddress]])
}

/** The cause of a caller known by address alone. */
export const strangersCause = 'address '

/** Asked before it is known whether there is an account, so that unknown addresses use up no mail of others. */
export async function mayAsk(ports: Ports, email: string, cause: string | null): Promise<boolean> {
  return counted(ports, [...ofBoth(ports, email, cause), ['mailed:asked', askedByAll]])
}

/** Of such a one that has. */
export async function mayMailAsked(ports: Ports): Promise<boolean> {
  // The mails of sign-ups take none of the links that owners of accounts wait for.
  return counted(ports, [['mailed:links', fromAll]])
}

function isStranger(cause: string | null): boolean {
  return cause === null || cause.startsWith(strangersCause)
}

type Counted = [key: string, limit: number]

function ofBoth(ports: Ports, email: string, cause: string | null): Counted[] {
  // Mails that one company causes to a mailbox use up none of another company's.
  const to: Counted = isStranger(cause)
    ? [`mailed:to:${markOf(ports, email)}`, toOneAddress]
    : [`mailed:toKnown:${markOf(ports, `${cause} ${email}`)}`, toOneAddress]
  return cause === null ? [to] : [[`mailed:by:${markOf(ports, cause)}`, fromOne], to]
}

function markOf(ports: Ports, text: string): string {
  return ports.secrets.fingerprint(text, 'mails').slice(0, 32)
}

async function counted(ports: Ports, keys: Counted[]): Promise<boolean> {
  const now = await ports.clock.now()
  const { accounts } = ports.store.directory
  for (const [key, limit] of keys)
    if ((await accounts.count(key, { limit, windowMs: hour }, now)).kind !== 'granted') return false
  return true
}

export async function mailLink(
  ports: Ports,
  { kind, to, language, link }: { kind: AccountMailKind; to: string; language: Language; link: string },
): Promise<void> {
  const url = `${(ports.publicUrl ?? '').replace(/\/+$/u, '')}/welcome#${link}`
  const text = accountMail(kind, language, { url })
  await writeMail(ports, { kind: 'account', key: `account:${hashOf(ports, link)}`, to, language, text })
}
