import type { Relation } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import { readList } from './read.ts'
import { ledgerVatNumber, relationsOf } from '../relation-row.ts'
import type { Session } from '../session.ts'
import { relationRows } from '../wire.ts'

/** One search by one field; the ledger would join several by "or". Inactive relations are found too. */
export type RelationSearch = { name: string } | { vatNumber: string } | { externalId: number } | { relationId: number }

export async function findRelations(session: Session, search: RelationSearch): Promise<Answer<Relation[]>> {
  const query = queryOf(search)
  // A search without a word would list every relation, out of a budget of two calls a day.
  if (Object.values(query).every((value) => value === '' || value === 0)) return { kind: 'ok', value: [] }
  return readList(session, { route: 'GET /relations', path: '/relations', query }, relationRows, relationsOf)
}

function queryOf(search: RelationSearch): Record<string, string | number> {
  if ('name' in search) return { name: search.name.trim() }
  if ('vatNumber' in search) return { vatNr: ledgerVatNumber(search.vatNumber) }
  if ('relationId' in search) return { relationId: search.relationId }
  return { extRelationId: search.externalId }
}
