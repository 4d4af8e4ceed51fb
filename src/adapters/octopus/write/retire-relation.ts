import { z } from 'zod'
import type { Relation } from '../../../domain/ledger/ledger.ts'
import type { RelationOutcome } from '../../../ports/accounting.ts'
import { retiredRelationLimit } from '../budget.ts'
import { relationOutcomeOf } from '../outcomes.ts'
import { readList } from '../read/read.ts'
import type { Session } from '../session.ts'
import { optionalInteger } from '../wire.ts'

/** Every field as it came, because it is not documented whether a merge clears a field that is left out. */
const wholeRelation = z.looseObject({
  relationIdentificationServiceData: z.looseObject({ externalRelationId: optionalInteger }).nullish(),
})

/**
 * Reads the relation under our external id and writes it back inactive, with all its fields.
 * @param perDay the day's budget of `PUT /relations`; half of it stays for new ones
 */
export async function retireRelation(session: Session, externalId: number, perDay: number): Promise<RelationOutcome> {
  const question = { route: 'GET /relations', path: '/relations', query: { extRelationId: externalId } } as const
  const found = await readList(session, question, z.array(wholeRelation), (rows) => rows)
  if (found.kind === 'notFound') return { kind: 'saved', relation: null }
  if (found.kind !== 'ok') return found
  const own = found.value.find((row) => row.relationIdentificationServiceData?.externalRelationId === externalId)
  if (own === undefined || own['active'] === false) return { kind: 'saved', relation: null }
  const sent = await session.dossierCall({
    kind: 'relation',
    route: 'PUT /relations',
    path: '/relations',
    body: JSON.stringify({ ...withoutBlanks(own), active: false }),
    limit: retiredRelationLimit(perDay),
  })
  return relationOutcomeOf<Relation>(sent, () => null)
}

/** Empty fields are left out: an empty country is refused. */
function withoutBlanks(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && (typeof value !== 'string' || value.trim() !== '')),
  )
}
