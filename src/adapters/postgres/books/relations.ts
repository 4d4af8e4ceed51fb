/** Customers of a dossier as keyed hashes, and the buyers that we booked on. */
import { sql } from 'kysely'
import { states } from '../../../domain/document/document-states.ts'
import type { BuyerRelation, KnownRelation, Relations } from '../../../ports/tables/relations.ts'
import type { Session } from '../database.ts'
import { among } from './state-steps.ts'
import { at } from '../values.ts'

/** A document that a user changed, or a foreign one, may still name its relation. */
const done = states.settled.filter((state) => state !== 'changed' && state !== 'foreign')

const knownColumns =
  sql.raw(`relation_id as "relationId", external_id as "externalId", active, name_hash as "nameHash", email_hash as "emailHash",
  vat_hash as "vatHash", address_hash as "addressHash"`)
const buyerColumns = sql.raw(
  `buyer_hash as "buyerHash", central, state, external_id as "externalId", relation_id as "relationId", content_sealed as "contentSealed"`,
)
const hashColumn = { vat: 'vat_hash', email: 'email_hash', address: 'address_hash', name: 'name_hash' } as const

export function relationsOf(session: Session): Relations {
  const ofBuyer = async (ledgerId: number, buyerHash: string): Promise<BuyerRelation | null> => {
    const [row] = await session.rows(
      sql<BuyerRelation>`select ${buyerColumns} from buyer_relation where dossier_id = ${ledgerId} and buyer_hash = ${buyerHash}`,
    )
    return row ?? null
  }
  return {
    saveKnown: (ledgerId, relations, deleted) => saveKnown(session, { ledgerId, relations, deleted }),
    async withExternalId(ledgerId, externalId) {
      const [row] = await session.rows(
        sql<KnownRelation>`select ${knownColumns} from known_relation where dossier_id = ${ledgerId} and external_id = ${externalId} limit 1`,
      )
      return row ?? null
    },
    matching: (ledgerId, by, hash) =>
      session.rows(sql<KnownRelation>`select ${knownColumns} from known_relation where dossier_id = ${ledgerId} and active
        and ${sql.ref(hashColumn[by])} = ${hash} order by relation_id limit 2`),
    async externalIdInUse(ledgerId, externalId) {
      const [row] = await session.rows(sql<{
        used: boolean
      }>`select exists (select from known_relation where dossier_id = ${ledgerId} and external_id = ${externalId})
        or exists (select from buyer_relation where dossier_id = ${ledgerId} and external_id = ${externalId}) as used`)
      return row?.used ?? false
    },
    ofBuyer,
    async anyOwnLost(ledgerId) {
      const rows = await session.rows(
        sql<unknown>`select 1 from buyer_relation where dossier_id = ${ledgerId} and state = 'lost' and not central limit 1`,
      )
      return rows.length > 0
    },
    async addBuyer(ledgerId, buyer, when) {
      await session.run(sql`insert into buyer_relation (tenant_id, dossier_id, buyer_hash, central, state, external_id, relation_id, content_sealed, changed_at)
        values (current_tenant(), ${ledgerId}, ${buyer.buyerHash}, ${buyer.central}, ${buyer.state}, ${buyer.externalId}, ${buyer.relationId}, ${buyer.contentSealed}, ${at(when)})
        on conflict (tenant_id, dossier_id, buyer_hash) do nothing`)
      return (await ofBuyer(ledgerId, buyer.buyerHash)) ?? buyer
    },
    ...lostIn(session, ofBuyer),
    async wantAgain(ledgerId, buyerHash, contentSealed, when) {
      await session.run(sql`update buyer_relation set state = 'wanted', content_sealed = ${contentSealed}, changed_at = ${at(when)}
        where dossier_id = ${ledgerId} and buyer_hash = ${buyerHash} and state = 'retired'`)
    },
    onlyUndone: (connectionId, ledgerId, limit) =>
      session.rows(sql<{ buyerHash: string; externalId: number }>`
        select b.buyer_hash as "buyerHash", b.external_id as "externalId" from buyer_relation b
        where b.dossier_id = ${ledgerId} and b.state = 'made' and not b.central and b.buyer_hash in (
            select d.buyer_hash from marketplace_order o
              join document d on d.tenant_id = o.tenant_id and d.connection_id = o.connection_id and d.order_id = o.order_id
            where o.connection_id = ${connectionId} and o.undone_at is not null and d.dossier_id = ${ledgerId})
          and not exists (
            select from document d left join marketplace_order o
              on o.tenant_id = d.tenant_id and o.connection_id = d.connection_id and o.order_id = d.order_id
            where d.tenant_id = b.tenant_id and d.dossier_id = b.dossier_id and d.buyer_hash = b.buyer_hash
              and (o.undone_at is null or o.needs_plan or o.credit_waits
                or d.state not in ${among(done)}))
        order by b.buyer_hash limit ${limit}`),
    async retired(ledgerId, buyerHash, when) {
      await session.run(sql`update buyer_relation set state = 'retired', changed_at = ${at(when)}
        where dossier_id = ${ledgerId} and buyer_hash = ${buyerHash} and state = 'made'`)
    },
    async buyerMade(ledgerId, buyerHash, relationId, when) {
      await session.run(sql`update buyer_relation set state = 'made', relation_id = ${relationId}, content_sealed = null, changed_at = ${at(when)}
        where dossier_id = ${ledgerId} and buyer_hash = ${buyerHash} and state = 'wanted'`)
    },
  }
}

function lostIn(session: Session, ofBuyer: Relations['ofBuyer']): Pick<Relations, 'loseBuyer' | 'replaceBuyer'> {
  return {
    async loseBuyer(documentId, when) {
      const rows = await session.rows(sql<{ news: boolean }>`
        with named as (
          select b.ctid as place, b.state in ('made', 'found') and (b.lost_at is null or b.lost_at < ${at(when)}::timestamptz - interval '1 day') as news,
              b.state = 'lost' or b.changed_at >= d.template_at as replaced
            from document d join buyer_relation b using (tenant_id, dossier_id, buyer_hash) where d.document_id = ${documentId} for update of b),
        lost as (
          update buyer_relation b set state = 'lost', lost_at = ${at(when)}, changed_at = ${at(when)},
            relation_id = case when b.state = 'found' then b.relation_id end, content_sealed = null
            from named n where b.ctid = n.place and n.news)
        select news from named where news or replaced`)
      const [row] = rows
      if (row === undefined) return 'stands'
      return row.news ? 'lost' : 'replaced'
    },
    async replaceBuyer(ledgerId, buyer, when) {
      await session.run(sql`update buyer_relation set state = ${buyer.state}, external_id = ${buyer.externalId}, relation_id = ${buyer.relationId},
          content_sealed = ${buyer.contentSealed}, changed_at = ${at(when)}
        where dossier_id = ${ledgerId} and buyer_hash = ${buyer.buyerHash} and state = 'lost'`)
      return (await ofBuyer(ledgerId, buyer.buyerHash)) ?? buyer
    },
  }
}

async function saveKnown(
  session: Session,
  save: { ledgerId: number; relations: KnownRelation[]; deleted: number[] },
): Promise<void> {
  for (let from = 0; from < save.relations.length; from += 1000) {
    const rows = save.relations.slice(from, from + 1000)
    await session.run(sql`insert into known_relation (tenant_id, dossier_id, relation_id, external_id, active, name_hash, email_hash, vat_hash, address_hash)
      select distinct on (r."relationId") current_tenant(), ${save.ledgerId}, r."relationId", r."externalId", r.active, r."nameHash", r."emailHash", r."vatHash", r."addressHash"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("relationId" int, "externalId" int, active boolean, "nameHash" text, "emailHash" text,
        "vatHash" text, "addressHash" text)
      on conflict (tenant_id, dossier_id, relation_id) do update set external_id = excluded.external_id, active = excluded.active,
        name_hash = excluded.name_hash, email_hash = excluded.email_hash, vat_hash = excluded.vat_hash, address_hash = excluded.address_hash`)
  }
  if (save.deleted.length > 0)
    await session.run(
      sql`delete from known_relation where dossier_id = ${save.ledgerId} and relation_id = any(${save.deleted})`,
    )
}
