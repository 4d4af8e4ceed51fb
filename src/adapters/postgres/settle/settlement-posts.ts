/** What is remembered of the documents that were posted of the marketplace's invoices. */
import { sql } from 'kysely'
import type { SettlementFile, SettlementProof, Settlements } from '../../../ports/settle/settlements.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

type OfPosts = 'proofs' | 'setProof' | 'files' | 'setFile' | 'pdf'

export function settlementPostsOf(session: Session): Pick<Settlements, OfPosts> {
  return {
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
