/**
 * Mails that wait to be sent. A table of the installation, because a mail belongs to a user and not to a company. Recipient and text are
 * sealed.
 */
import { sql, type RawBuilder } from 'kysely'
import type { AskedPassword, AskedPasswords } from '../../../ports/people/accounts.ts'
import type { ListedMail, Mails, NewMail, StoredMail } from '../../../ports/tables/notices.ts'
import type { Secrets } from '../../../ports/secrets.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

type Sealed = 'recipient' | 'subject' | 'body'
type Row = Omit<StoredMail, Sealed> & Record<`${Sealed}Sealed`, string>

const plain = `mail_id as "mailId", kind, language, created_at as "createdAt", tries, last_failure as "lastFailure",
  sent_at as "sentAt", given_up_at as "givenUpAt", recipient_sealed as "recipientSealed"`
const columns = sql.raw(
  `${plain}, dedupe_key as "dedupeKey", subject_sealed as "subjectSealed", body_sealed as "bodySealed"`,
)

/** Links, codes and warnings to owners go before all. Each other kind has a place in every turn, so that no flood holds back an alarm. */
const accountMailsInTurn = 16

function isDue(now: number): RawBuilder<unknown> {
  return sql`sent_at is null and given_up_at is null and next_try_at <= ${at(now)}`
}

function contextOf(field: Sealed, mailId: string): string {
  return `mail.${field}|${mailId}`
}

export function mailsOf(session: Session, secrets: Secrets): Mails {
  return {
    add: (mail, when) => insert(session, secrets, { mail, when }),
    async take(now, until, limit) {
      const rows =
        await session.rows(sql<Row>`update mail set tries = tries + 1, next_try_at = ${at(until)} where mail_id in (
          select m.mail_id from mail m join (select mail_id, (row_number() over (partition by kind order by next_try_at, mail_id) - 1)
              / case kind when 'account' then ${accountMailsInTurn}::int else 1 end as turn
            from mail where ${isDue(now)}) t using (mail_id)
          where ${isDue(now)}
          order by t.turn, m.kind <> 'account', m.next_try_at, m.mail_id limit ${limit} for update of m skip locked)
        returning ${columns}`)
      return rows.map(({ recipientSealed, subjectSealed, bodySealed, ...row }) => ({
        ...row,
        recipient: secrets.open(recipientSealed, contextOf('recipient', row.mailId)),
        subject: secrets.open(subjectSealed, contextOf('subject', row.mailId)),
        body: secrets.open(bodySealed, contextOf('body', row.mailId)),
      }))
    },
    async record(mailId, result, when) {
      await session.run(
        result.kind === 'sent'
          ? sql`update mail set sent_at = ${at(when)}, last_failure = null where mail_id = ${mailId}`
          : sql`update mail set last_failure = ${result.reason}, next_try_at = ${at(result.nextTryAt)},
              given_up_at = ${result.kind === 'givenUp' ? at(when) : null}::timestamptz where mail_id = ${mailId} and sent_at is null`,
      )
    },
    async giveUpOlder(before, when, reason) {
      await session.run(sql`update mail set given_up_at = ${at(when)}, last_failure = coalesce(last_failure, ${reason})
        where sent_at is null and given_up_at is null and next_try_at <= ${at(when)} and created_at < ${at(before)}`)
    },
    async newest(before, limit) {
      const rows = await session.rows(sql<
        Omit<ListedMail, 'recipient'> & { recipientSealed: string }
      >`select ${sql.raw(plain)} from mail
        where ${before === null}::boolean or created_at < ${before === null ? null : at(before)}::timestamptz
        order by created_at desc, mail_id limit ${limit}`)
      return rows.map(({ recipientSealed, ...row }) => ({
        ...row,
        recipient: secrets.open(recipientSealed, contextOf('recipient', row.mailId)),
      }))
    },
    async forget(before) {
      await session.run(sql`delete from mail where created_at < ${at(before)}`)
    },
    async addDigests(day, mails, when) {
      // The day is taken last: cut off in between, the same mails are written again under the same keys.
      for (const mail of mails) await insert(session, secrets, { mail, when })
      const taken = await session.run(sql`insert into digest_made (day) values (${day}::date) on conflict do nothing`)
      return taken === 1
    },
    async digestIsMade(day) {
      return (await session.rows(sql`select 1 from digest_made where day = ${day}::date`)).length > 0
    },
  }
}

async function insert(
  session: Session,
  secrets: Secrets,
  { mail, when }: { mail: NewMail; when: number },
): Promise<void> {
  const sealed = (field: Sealed): string => secrets.seal(mail[field], contextOf(field, mail.mailId))
  await session.run(sql`insert into mail (mail_id, kind, dedupe_key, language, recipient_sealed, subject_sealed, body_sealed,
      created_at, next_try_at)
    values (${mail.mailId}, ${mail.kind}, ${mail.dedupeKey}, ${mail.language}, ${sealed('recipient')}, ${sealed('subject')},
      ${sealed('body')}, ${at(when)}, ${at(when)}) on conflict (dedupe_key) do nothing`)
}

/** Requests for a new password: alike for every address, until the mails of the minute are written. */
export function askedPasswordsOf(session: Session): AskedPasswords {
  return {
    async add({ askedId, email, language, address, at: when }) {
      await session.run(sql`insert into password_asked (asked_id, email, language, address, asked_at)
        values (${askedId}, ${email}, ${language}, ${address}, ${at(when)})`)
    },
    list: (limit) =>
      session.rows(sql<AskedPassword>`select asked_id as "askedId", email, language, address, asked_at as at
        from password_asked order by asked_at limit ${limit}`),
    async remove(askedId) {
      await session.run(sql`delete from password_asked where asked_id = ${askedId}`)
    },
    async forget(email) {
      await session.run(sql`delete from password_asked where email = ${email}`)
    },
  }
}
