/** A company's webhook, and the calls that wait for it. */
import { sql } from 'kysely'
import type { CompanyWebhook, Delivery, Webhook } from '../../../ports/tables/notices.ts'
import type { Secrets } from '../../../ports/secrets.ts'
import type { Session } from '../database.ts'
import { makerMay } from './members.ts'
import { at } from '../values.ts'

/** A webhook from before makers were kept goes on. */
const counts = sql<boolean>`(w.account_id is null or ${makerMay('w')})`

type Row = Omit<Webhook, 'url' | 'secret'> & { urlSealed: string; secretSealed: string }

export function webhookOf(session: Session, tenantId: string, secrets: Secrets): CompanyWebhook {
  const context = (field: 'url' | 'secret'): string => `${tenantId}|webhook.${field}`
  return {
    async get() {
      const [row] = await session.rows(sql<Row>`select url_sealed as "urlSealed", secret_sealed as "secretSealed",
        made_at as "madeAt", off_at as "offAt", off_reason as "offReason", made_by as "madeBy", not ${counts} as "makerGone", rests_at as "restsAt" from webhook w`)
      if (row === undefined) return null
      const { urlSealed, secretSealed, ...rest } = row
      return {
        ...rest,
        url: secrets.open(urlSealed, context('url')),
        secret: secrets.open(secretSealed, context('secret')),
      }
    },
    async save({ url, secret, at: when, accountId, by }) {
      await session.run(sql`insert into webhook (tenant_id, url_sealed, secret_sealed, made_at, account_id, made_by)
        values (current_tenant(), ${secrets.seal(url, context('url'))}, ${secrets.seal(secret, context('secret'))}, ${at(when)}, ${accountId}, ${by})
        on conflict (tenant_id) do update set url_sealed = excluded.url_sealed, secret_sealed = excluded.secret_sealed,
          made_at = excluded.made_at, account_id = excluded.account_id, made_by = excluded.made_by, off_at = null, off_reason = null, rests_at = null`)
    },
    async takeOver({ accountId, by }) {
      const written = await session.run(
        sql`update webhook w set account_id = ${accountId}, made_by = ${by}, rests_at = null where not ${counts} or rests_at is not null`,
      )
      return written > 0
    },
    async rest(accountId, when) {
      const written = await session.run(
        sql`update webhook w set rests_at = ${at(when)} where rests_at is null and (account_id = ${accountId}
          or (account_id is null and exists (select from membership m where m.tenant_id = w.tenant_id and m.account_id = ${accountId} and m.role = 'owner')))`,
      )
      return written > 0
    },
    async isOf(accountId) {
      return (await session.rows(sql`select from webhook where account_id = ${accountId}`)).length > 0
    },
    async remove() {
      await session.run(sql`delete from webhook`)
      await session.run(sql`delete from webhook_delivery where sent_at is null and given_up_at is null`)
    },
    async switchOff(reason, madeAt, when) {
      const written = await session.run(
        sql`update webhook set off_at = ${at(when)}, off_reason = ${reason} where made_at = ${at(madeAt)} and off_at is null`,
      )
      if (written === 0) return false
      await session.run(
        sql`update webhook_delivery set given_up_at = ${at(when)} where sent_at is null and given_up_at is null`,
      )
      return true
    },
    ...deliveriesOf(session),
  }
}

function deliveriesOf(
  session: Session,
): Pick<CompanyWebhook, 'addDelivery' | 'take' | 'record' | 'putBack' | 'forget'> {
  return {
    async addDelivery({ deliveryId, event, dedupeKey, body }, when) {
      await session.run(sql`insert into webhook_delivery (tenant_id, delivery_id, event, dedupe_key, body, created_at, next_try_at)
        values (current_tenant(), ${deliveryId}, ${event}, ${dedupeKey}, ${body}, ${at(when)}, ${at(when)})
        on conflict (tenant_id, dedupe_key) do nothing`)
    },
    take: (now, until, limit) =>
      session.rows(sql<Delivery>`update webhook_delivery set tries = tries + 1, next_try_at = ${at(until)} where delivery_id in (
        select delivery_id from webhook_delivery where sent_at is null and given_up_at is null and next_try_at <= ${at(now)}
        order by next_try_at, delivery_id limit ${limit} for update skip locked)
        returning delivery_id as "deliveryId", event, body, created_at as "createdAt", tries`),
    async record(deliveryId, result, when) {
      await session.run(
        result.kind === 'sent'
          ? sql`update webhook_delivery set sent_at = ${at(when)}, last_failure = null where delivery_id = ${deliveryId}`
          : sql`update webhook_delivery set last_failure = ${result.reason}, next_try_at = ${at(result.nextTryAt)},
              given_up_at = ${result.kind === 'givenUp' ? at(when) : null}::timestamptz
              where delivery_id = ${deliveryId} and sent_at is null`,
      )
    },
    async putBack(deliveryId, nextTryAt) {
      await session.run(sql`update webhook_delivery set tries = greatest(tries - 1, 0), next_try_at = ${at(nextTryAt)}
        where delivery_id = ${deliveryId} and sent_at is null`)
    },
    async forget(before) {
      await session.run(sql`delete from webhook_delivery where created_at < ${at(before)}`)
    },
  }
}
