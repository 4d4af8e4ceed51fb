/** Mails with a link that works once, and how many of them anybody may cause. */
import { accountMail, type AccountMailKind } from '../../domain/tell/account-mail.ts'
import { hour } from '../../domain/delays.ts'
import type { Language } from '../../domain/problem/problem.ts'
import type { Ports } from '../run/ports.ts'
import { hashOf } from './sessions.ts'
import { writeMail } from '../tell/write-mail.ts'

/** In an hour: to one address, caused by one person or company, and from the whole installation. */
const toOneAddress = 10
const fromOne = 20
const fromAll = 300

/** @param cause who wants it; null: a stranger, of whom only the address is known */
export async function mayMail(ports: Ports, email: string, cause: string | null): Promise<boolean> {
  const now = await ports.clock.now()
  const { accounts } = ports.store.directory
  const mark = (text: string): string => ports.secrets.fingerprint(text, 'mails').slice(0, 32)
  const counted: [key: string, limit: number][] = [
    ...(cause === null ? [] : ([[`mailed:by:${mark(cause)}`, fromOne]] as [string, number][])),
    [`mailed:to:${mark(email)}`, toOneAddress],
    ['mailed:all', fromAll],
  ]
  for (const [key, limit] of counted)
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
