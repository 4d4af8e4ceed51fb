/**
 * Every column with sealed values, what each value is bound to, and when it goes. Keys rotate over this list, the nightly removal walks it,
 * and a buyer's request looks through it; `tenants.test.ts` holds it against the catalogue, so that a new column cannot be forgotten.
 */
import { sql, type RawBuilder } from 'kysely'
import { states } from '../../../domain/document/document-states.ts'
import { among } from '../books/state-steps.ts'

export interface SealedColumn {
  table: string
  column: string
  /** The context under which its writer sealed it, in SQL over the row. */
  context: RawBuilder<string>
  /** `secret`: no person in it; it goes with what it opens. `clear`: the value goes on its day. `row`: the whole row does. */
  goes: 'secret' | 'clear' | 'row'
  /** In SQL over the row `t`: it stays behind its day, until the last one that its table allows. */
  held?: RawBuilder<boolean>
  /** In SQL over the row `t`: it stays also behind that. */
  heldForEver?: RawBuilder<boolean>
  /** It belongs to an order, by the columns `connection_id` and `order_id`. */
  ofOrder?: true
}

const bound = (name: string, key: string): RawBuilder<string> =>
  sql`tenant_id::text || ${sql.lit(`|${name}|`)} || ${sql.ref(key)}::text`

/** States of documents of which nothing more is to be sent or proven. */
export const settledStates = among(states.settled)
/** Documents that were sent and have no outcome: without their bytes they could not be proven, and might be booked twice. */
const underWay = among(states.uncertain)

/** Its order changed in the last sixty days, or something of it is still to be booked. */
const orderIsOpen = sql<boolean>`exists (select from marketplace_order o
  where o.tenant_id = t.tenant_id and o.connection_id = t.connection_id and o.order_id = t.order_id
    and (o.last_changed_at >= ${today()} - interval '60 days' or o.standing = 'blocked' or exists (select from document d
      where d.tenant_id = o.tenant_id and d.connection_id = o.connection_id and d.order_id = o.order_id and d.state not in ${settledStates})))`

/** The day of the job, which sets it for its transaction. */
function today(): RawBuilder<unknown> {
  return sql.raw(`current_setting('tentakel.today')::date`)
}

const raw = { goes: 'clear', held: orderIsOpen, ofOrder: true } as const

export const sealedColumns: SealedColumn[] = [
  {
    table: 'connection_secret',
    column: 'sealed',
    context: sql`tenant_id::text || '|connection_secret.' || field || '|' || connection_id::text`,
    goes: 'secret',
  },
  { table: 'access_token', column: 'sealed', context: bound('access_token.sealed', 'name'), goes: 'secret' },
  { table: 'order_version', column: 'buyer_sealed', context: bound('order_version.buyer', 'order_id'), ...raw },
  { table: 'order_version', column: 'raw_sealed', context: bound('order_version.raw', 'order_id'), ...raw },
  {
    table: 'marketplace_shipment',
    column: 'raw_sealed',
    context: bound('marketplace_shipment.raw', 'shipment_id'),
    ...raw,
  },
  { table: 'marketplace_return', column: 'raw_sealed', context: bound('marketplace_return.raw', 'return_id'), ...raw },
  {
    table: 'buyer_relation',
    column: 'content_sealed',
    context: bound('buyer_relation.content', 'buyer_hash'),
    goes: 'clear',
    held: sql`t.state = 'wanted'`,
  },
  {
    table: 'document',
    column: 'template_sealed',
    context: bound('document.template', 'reference'),
    goes: 'clear',
    held: sql`t.state not in ${settledStates} or ${orderIsOpen}`,
    // A total of a day holds no personal data.
    heldForEver: sql`t.state in ${underWay} or (t.order_id is null and t.state not in ${settledStates})`,
    ofOrder: true,
  },
  {
    table: 'support_message',
    column: 'text_sealed',
    context: bound('support_message.text', 'message_id'),
    goes: 'row',
    held: sql`exists (select from support_request r where r.tenant_id = t.tenant_id and r.request_id = t.request_id
      and r.changed_at >= ${today()} - interval '60 days')`,
  },
  {
    table: 'wizard_draft',
    column: 'state_sealed',
    context: sql`tenant_id::text || '|wizard_draft.state'`,
    goes: 'row',
  },
  { table: 'webhook', column: 'url_sealed', context: sql`tenant_id::text || '|webhook.url'`, goes: 'secret' },
  { table: 'webhook', column: 'secret_sealed', context: sql`tenant_id::text || '|webhook.secret'`, goes: 'secret' },
]

/** The same for tables of the installation, where the value belongs to a person and to no company. */
export const sealedOfInstallation: SealedColumn[] = [
  { table: 'second_proof', column: 'secret_sealed', context: sql`'account|totp|' || account_id::text`, goes: 'secret' },
  ...['recipient', 'subject', 'body'].map((name) => ({
    table: 'mail',
    column: `${name}_sealed`,
    context: sql<string>`${sql.lit(`mail.${name}|`)} || mail_id::text`,
    goes: 'row' as const,
  })),
]
