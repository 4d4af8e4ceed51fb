import type { NewRelation, RelationVatType } from '../../../domain/ledger/ledger.ts'
import type { RelationOutcome } from '../../../ports/accounting.ts'
import { newRelationLimit } from '../budget.ts'
import { relationOutcomeOf } from '../outcomes.ts'
import { ledgerVatNumber, relationOf } from '../relation-row.ts'
import type { Session } from '../session.ts'
import { readAs, relationRow } from '../wire.ts'

const vatTypes: Record<RelationVatType, number> = {
  unknown: 0,
  businessBE: 1,
  businessEU: 4,
  businessOutsideEU: 6,
  consumerBE: 7,
  consumerEU: 8,
  consumerOutsideEU: 9,
  notTaxable: 10,
}
const deliveries: Record<NewRelation['delivery'], number> = { print: 0, email: 1, peppol: 3 }
const languages: Record<NewRelation['language'], number> = { nl: 0, fr: 1, en: 2, de: 3 }

/**
 * Upsert by our external id: made (201, with the new relation) or merged into the existing one (204, without).
 * @param perDay the day's budget of `PUT /relations`; new relations use three quarters of it
 */
export async function saveRelation(session: Session, relation: NewRelation, perDay: number): Promise<RelationOutcome> {
  const sent = await session.dossierCall({
    kind: 'relation',
    route: 'PUT /relations',
    path: '/relations',
    body: JSON.stringify(relationBody(relation)),
    limit: newRelationLimit(perDay),
  })
  return relationOutcomeOf(sent, (body) => {
    const row = readAs(relationRow, body)
    return row === null ? null : relationOf(row)
  })
}

/** Empty fields are left out: an empty country is refused, and what a merge does with empty text is not documented. */
function relationBody(relation: NewRelation): Record<string, unknown> {
  const filled = Object.entries({
    name: relation.name,
    firstName: relation.firstName,
    streetAndNr: relation.street,
    postalCode: relation.postcode,
    city: relation.city,
    country: relation.country,
    email: relation.email,
    vatNr: relation.vatNumber === null ? null : ledgerVatNumber(relation.vatNumber),
  }).filter(([, value]) => value !== null && value.trim() !== '')
  return {
    relationIdentificationServiceData: { externalRelationId: relation.externalId },
    ...Object.fromEntries(filled),
    client: relation.role !== 'supplier',
    supplier: relation.role === 'supplier',
    // Of a buyer who came back, it may have been set inactive by us.
    active: true,
    currencyCode: 'EUR',
    vatType: vatTypes[relation.vatType],
    factLanguage: languages[relation.language],
    invoiceDeliveryMethod: deliveries[relation.delivery],
  }
}
