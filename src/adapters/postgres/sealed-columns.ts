/**
 * Every column with sealed values, and what each value is bound to. Keys rotate over this list; `sealed-columns.test.ts` holds it
 * against the catalogue, so that a new column cannot be forgotten.
 */
import { sql, type RawBuilder } from 'kysely'

export interface SealedColumn {
  table: string
  column: string
  /** The context under which its writer sealed it, in SQL over the row. */
  context: RawBuilder<string>
}

const bound = (name: string, key: string): RawBuilder<string> =>
  sql`tenant_id::text || ${sql.lit(`|${name}|`)} || ${sql.ref(key)}::text`

export const sealedColumns: SealedColumn[] = [
  {
    table: 'connection_secret',
    column: 'sealed',
    context: sql`tenant_id::text || '|connection_secret.' || field || '|' || connection_id::text`,
  },
  { table: 'access_token', column: 'sealed', context: bound('access_token.sealed', 'name') },
  { table: 'order_version', column: 'buyer_sealed', context: bound('order_version.buyer', 'order_id') },
  { table: 'order_version', column: 'raw_sealed', context: bound('order_version.raw', 'order_id') },
  { table: 'marketplace_shipment', column: 'raw_sealed', context: bound('marketplace_shipment.raw', 'shipment_id') },
  { table: 'marketplace_return', column: 'raw_sealed', context: bound('marketplace_return.raw', 'return_id') },
  { table: 'buyer_relation', column: 'content_sealed', context: bound('buyer_relation.content', 'buyer_hash') },
  { table: 'document', column: 'template_sealed', context: bound('document.template', 'reference') },
  { table: 'support_message', column: 'text_sealed', context: bound('support_message.text', 'message_id') },
  { table: 'wizard_draft', column: 'state_sealed', context: sql`tenant_id::text || '|wizard_draft.state'` },
  { table: 'webhook', column: 'url_sealed', context: sql`tenant_id::text || '|webhook.url'` },
  { table: 'webhook', column: 'secret_sealed', context: sql`tenant_id::text || '|webhook.secret'` },
]

/** The same for tables of the installation, where the value belongs to a person and to no company. */
export const sealedOfInstallation: SealedColumn[] = [
  { table: 'account', column: 'totp_sealed', context: sql`'account|totp|' || account_id::text` },
  ...['recipient', 'subject', 'body'].map((name) => ({
    table: 'mail',
    column: `${name}_sealed`,
    context: sql<string>`${sql.lit(`mail.${name}|`)} || mail_id::text`,
  })),
]
