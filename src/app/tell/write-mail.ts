/** Mails are written first and sent by a job: a server that is down, or a crash, loses none and doubles none. */
import { hour, mailDelays, mailTriedForMs, restOf, takenForMs } from '../../domain/delays.ts'
import type { NoticeText } from '../../domain/tell/notice.ts'
import type { Language } from '../../domain/language.ts'
import type { Mailer } from '../../ports/mail.ts'
import type { MailKind, NewMail, StoredMail, TryResult } from '../../ports/tables/notices.ts'
import type { Ports } from '../run/ports.ts'

const keptMs = 30 * 24 * hour
const mailsAtOnce = 20

export interface WrittenMail {
  kind: MailKind
  /** The same key twice is one mail. */
  key: string
  to: string
  language: Language
  text: NoticeText
}

export function asMail(ports: Ports, { kind, key, to, language, text }: WrittenMail): NewMail {
  const { subject, body } = text
  return { mailId: ports.random.id(), kind, dedupeKey: key, language, recipient: to, subject, body }
}

export async function writeMail(ports: Ports, mail: WrittenMail): Promise<void> {
  await ports.store.directory.mails.add(asMail(ports, mail), await ports.clock.now())
}

/** Every minute. Without a mail server they stay, and the operator sees them as not sent. */
export async function sendMails(ports: Ports): Promise<void> {
  const { mailer } = ports
  if (mailer === null) return
  const { mails } = ports.store.directory
  const now = await ports.clock.now()
  await mails.giveUpOlder(now - mailTriedForMs, now, 'not sent for a day')
  for (const mail of await mails.take(now, now + takenForMs, mailsAtOnce)) await sendOne(ports, mailer, mail)
}

async function sendOne(ports: Ports, mailer: Mailer, mail: StoredMail): Promise<void> {
  const { mailId, recipient, subject, body, tries } = mail
  const outcome = await mailer.send({ to: recipient, subject, text: body, mailId })
  const at = await ports.clock.now()
  const wait = restOf(mailDelays, tries)
  const result: TryResult =
    outcome.kind === 'sent'
      ? { kind: 'sent' }
      : { kind: outcome.kind === 'refused' ? 'givenUp' : 'again', reason: outcome.reason, nextTryAt: at + wait }
  await ports.store.directory.mails.record(mailId, result, at)
  if (outcome.kind !== 'sent') ports.log.warn('mail.failed', { mailId, reason: outcome.reason })
}

/** Nightly: mails of a month ago, and links that are over. */
export async function forgetMails(ports: Ports): Promise<void> {
  const now = await ports.clock.now()
  await ports.store.directory.mails.forget(now - keptMs)
  await ports.signIns.forgetLinks()
}
