/** The documents that were posted for the marketplace's invoices. */
import { sql } from 'kysely'
import { states } from '../../../domain/document/document-states.ts'
import type { SettlementFile, SettlementProof, Settlements, UnpaidDocument } from '../../../ports/settle/settlements.ts'
import { among } from '../books/state-steps.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'
import { documentOnRelation } from './settlement-books.ts'

type OfPosts =
  | 'unpaid'
  | 'paidBy'
  | 'savePaid'
  | 'forgetCleared'
  | 'saveCleared'
  | 'paidUntil'
  | 'setPaidUntil'
  | 'proofs'
  | 'setProof'
  | 'files'
  | 'setFile'
  | 'pdf'

/** Amounts are signed. */
const unpaidColumns =
  sql.raw(`d.document_id as "documentId", d.document_date as day, coalesce(d.ledger_cents, d.amount_cents) as "amountCents",
  (select coalesce(sum((l->>'grossCents')::bigint), 0)::bigint from jsonb_array_elements(d.plan->'lines') l) * sign(d.amount_cents)::int as "paidCents",
  case when b.state = 'found' then b.relation_id end as "relationId", b.external_id as "externalId"`)

export function settlementPostsOf(session: Session): Pick<Settlements, OfPosts> {
  return {
    unpaid: (connectionId, { from, before, confirmedSince, limit }) =>
      session.rows(sql<UnpaidDocument>`select ${unpaidColumns} from ${documentOnRelation}
        where d.connection_id = ${connectionId} and d.order_id is not null and d.state in ${among(states.inLedger)} and not b.central
          and d.plan->'day' is null and d.document_date >= ${from}::date and d.document_date < ${before}::date
          and d.confirmed_at >= ${at(confirmedSince)}
          and not exists (select from settlement_paid p where p.tenant_id = d.tenant_id and p.document_id = d.document_id)
        order by d.document_date, d.document_id limit ${limit}`),
    paidBy: (entryId) =>
      session.rows(sql<UnpaidDocument>`select ${unpaidColumns}
        from ${documentOnRelation} join settlement_paid p on p.tenant_id = d.tenant_id and p.document_id = d.document_id
        where p.entry_id = ${entryId} order by d.document_id`),
    async savePaid(entryId, documents) {
      await session.run(sql`insert into settlement_paid (tenant_id, document_id, entry_id, line)
        select current_tenant(), r."documentId", ${entryId}::uuid, r.line
        from jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) as r("documentId" uuid, line int)
        on conflict (tenant_id, document_id) do update set line = excluded.line where settlement_paid.entry_id = excluded.entry_id`)
    },
    async forgetCleared(connectionId, entryId) {
      await session.run(sql`with gone as (delete from settlement_paid where entry_id = ${entryId} returning document_id)
        update settlement_poll set paid_until = null where connection_id = ${connectionId} and exists (select from gone)`)
    },
    async saveCleared(connectionId, { invoiceId, entryId, orderIds }) {
      const within = orderIds === null ? sql`true` : sql`d.order_id = any(${orderIds})`
      await session.run(sql`insert into settlement_paid (tenant_id, document_id, entry_id)
        select d.tenant_id, d.document_id, ${entryId}::uuid from ${documentOnRelation}
          join settlement_order s on s.tenant_id = d.tenant_id and s.connection_id = d.connection_id and s.order_id = d.order_id
        where d.connection_id = ${connectionId} and s.invoice_id = ${invoiceId} and d.state in ${among(states.inLedger)} and not b.central
          and d.plan->'day' is null and ${within}
        on conflict (tenant_id, document_id) do nothing`)
    },
    async paidUntil(connectionId) {
      const [row] = await session.rows(sql<{ until: number | null }>`select paid_until as until from settlement_poll
        where connection_id = ${connectionId}`)
      return row?.until ?? null
    },
    async setPaidUntil(connectionId, until) {
      await session.run(sql`insert into settlement_poll (tenant_id, connection_id, paid_until)
        values (current_tenant(), ${connectionId}, ${at(until)})
        on conflict (tenant_id, connection_id) do update set paid_until = excluded.paid_until`)
    },
    proofs: (connectionId) =>
      session.rows(sql<SettlementProof>`select what, document_id as "documentId", is_right as "isRight"
        from settlement_proof where connection_id = ${connectionId}`),
    async setProof(connectionId, proof) {
      await session.run(sql`insert into settlement_proof (tenant_id, connection_id, what, document_id, is_right, proven_at)
        values (current_tenant(), ${connectionId}, ${proof.what}, ${proof.documentId}, ${proof.isRight}, ${at(proof.at)})
        on conflict (tenant_id, connection_id, what) do update
          set document_id = excluded.document_id, is_right = excluded.is_right, proven_at = excluded.proven_at`)
    },
    files: (documentIds) =>
      session.rows(sql<SettlementFile>`select document_id as "documentId", tries, try_at as "tryAt", attached_at as "attachedAt"
        from settlement_file where document_id = any(${documentIds})`),
    async setFile(file) {
      await session.run(sql`insert into settlement_file (tenant_id, document_id, tries, try_at, attached_at)
        values (current_tenant(), ${file.documentId}, ${file.tries}, ${at(file.tryAt)}, ${at(file.attachedAt)})
        on conflict (tenant_id, document_id) do update
          set tries = excluded.tries, try_at = excluded.try_at, attached_at = excluded.attached_at`)
    },
    async pdf(connectionId, invoiceId) {
      const [row] = await session.rows(sql<{ pdf: string }>`select pdf from settlement_reading
        where connection_id = ${connectionId} and invoice_id = ${invoiceId} and pdf is not null order by version desc limit 1`)
      return row?.pdf ?? null
    },
  }
}
