/** Customers and suppliers: search, upsert with merge, changes since. */

import type { SandboxResponse } from '../world.ts'
import { empty, json, nothingFound, refuse } from './answers.ts'
import type { DossierCall } from './call.ts'
import { changeNow, mixed, shows } from './state.ts'
import type { Dossier, Maker, OctopusState, Relation, RelationFields } from './state.ts'

export interface RelationIdentification {
  relationKey?: { id: number }
  externalRelationId?: number
}

interface RelationBody extends Record<string, unknown> {
  relationIdentificationServiceData: RelationIdentification
}

/** What Octopus fills in on a new relation (recorded). */
const DEFAULTS: Readonly<RelationFields> = {
  active: true,
  client: false,
  corporationType: 0,
  defaultBookingAccountClient: 0,
  defaultBookingAccountSupplier: 0,
  email: '',
  expirationDays: 30,
  expirationType: 2,
  factLanguage: 0,
  fax: '',
  financialDiscount: false,
  mobile: '',
  sddActive: false,
  sddMandateType: 0,
  sddSeqtype: 0,
  supplier: false,
  supplierPaymentMethod: 0,
  telephone: '',
  url: '',
  vatNr: '',
  vatType: 0,
}

export const CURRENCIES: readonly string[] = ['EUR', 'USD', 'GBP']

export function searchRelations(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, query } = call
  const relations = [...dossier.relations.values()]
  const found =
    Object.keys(query).length === 0
      ? relations.filter((relation) => relation.fields['active'] === true)
      : relations.filter((relation) => matches(relation, query))
  if (found.length === 0) return nothingFound(`No Relations found in dossier ${dossier.id}`)
  return json(
    200,
    mixed(found, (relation) => relation.id).map((relation) => relationRow(relation)),
  )
}

/** One condition that fits is enough; names as a whole, in any case. */
function matches(relation: Relation, query: Record<string, string>): boolean {
  const { relationId, extRelationId, name, vatNr } = query
  const same = (field: string, text: string | undefined): boolean =>
    text !== undefined && text !== '' && String(relation.fields[field] ?? '').toLowerCase() === text.toLowerCase()
  const external = Number(extRelationId ?? 0)
  return (
    (relationId !== undefined && relation.id === Number(relationId)) ||
    (external !== 0 && relation.externalRelationId === external) ||
    same('name', name) ||
    same('vatNr', vatNr)
  )
}

export function relationsModified(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, now } = call
  const since = call.query['modifiedTimeStamp'] ?? ''
  const changed = [...dossier.relations.values()].filter((relation) => shows(relation.change, since, now))
  const gone = dossier.deletedRelations.filter((relation) => shows(relation.change, since, now))
  if (changed.length + gone.length === 0) return nothingFound(`No modified Relations found in dossier ${dossier.id}`)
  const deleted = gone.map((relation) => ({
    relationIdentificationServiceData: identification(relation),
    currencyCode: 'EUR',
  }))
  const modified = mixed(changed, (relation) => relation.id).map((relation) => relationRow(relation))
  return json(200, { modified, deleted })
}

export function upsertRelation(state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier } = call
  const { relationIdentificationServiceData: wanted, ...rest } = call.body as RelationBody
  const fields = rest as RelationFields
  const existing = findRelation(dossier, wanted)
  const reason = refusalReason(existing, fields)
  if (reason !== undefined) {
    const info = `Unable to insert or update relation in dossier ${dossier.id}.  ${reason.info}`
    return refuse({ status: 400, code: reason.code, info }, call.language)
  }
  if (existing) {
    Object.assign(existing.fields, fields)
    if (wanted.externalRelationId !== undefined) setExternalId(dossier, existing, wanted.externalRelationId)
    existing.change = changeNow(state, call.now)
    return empty(204)
  }
  const made = addRelation(state, dossier, {
    fields: { ...DEFAULTS, ...fields },
    externalRelationId: wanted.externalRelationId ?? 0,
    madeBy: 'api',
    now: call.now,
  })
  return json(201, relationRow(made))
}

function refusalReason(
  existing: Relation | undefined,
  fields: RelationFields,
): { code: number; info: string } | undefined {
  const after: RelationFields = { ...existing?.fields, ...fields }
  if (!CURRENCIES.includes(String(after['currencyCode']))) return { code: -19, info: 'Currency unknown' }
  if (String(after['name'] ?? '').trim() === '') return { code: -7, info: 'Relation name missing' }
  if (after['client'] !== true && after['supplier'] !== true) {
    return { code: -7, info: 'Relation must be client or supplier' }
  }
  for (const name of ['country', 'deliveryCountry']) {
    const country = fields[name]
    if (country !== undefined && !/^[A-Z]{2}$/.test(String(country))) {
      return { code: -7, info: `${name} must be a country code of two letters` }
    }
  }
  const vatNr = String(fields['vatNr'] ?? '')
  if (vatNr.toUpperCase().startsWith('BE') && !/^BE[01]\d{3}\.\d{3}\.\d{3}$/.test(vatNr)) {
    return { code: -7, info: 'VAT Nr should be BE0xxx.xxx.xxx' }
  }
  return undefined
}

/** By key, else by external id, as an upsert and a document look. */
export function findRelation(dossier: Dossier, wanted: RelationIdentification): Relation | undefined {
  const byKey = wanted.relationKey ? dossier.relations.get(wanted.relationKey.id) : undefined
  if (byKey) return byKey
  const external = wanted.externalRelationId ?? 0
  return external === 0 ? undefined : dossier.relationsByExternalId.get(external)
}

export interface NewRelation {
  fields: RelationFields
  externalRelationId: number
  madeBy: Maker
  now: number
}

export function addRelation(state: OctopusState, dossier: Dossier, wanted: NewRelation): Relation {
  const deleted = dossier.deletedRelations.map((relation) => relation.id)
  const relation: Relation = {
    // A key is never used again.
    id: Math.max(0, ...deleted, lastKey(dossier)) + 1,
    externalRelationId: 0,
    fields: wanted.fields,
    madeBy: wanted.madeBy,
    change: changeNow(state, wanted.now),
  }
  dossier.relations.set(relation.id, relation)
  setExternalId(dossier, relation, wanted.externalRelationId)
  return relation
}

function lastKey(dossier: Dossier): number {
  let last = 0
  for (const id of dossier.relations.keys()) last = Math.max(last, id)
  return last
}

export function setExternalId(dossier: Dossier, relation: Relation, externalRelationId: number): void {
  if (relation.externalRelationId === externalRelationId) return
  const before = relation.externalRelationId
  relation.externalRelationId = externalRelationId
  if (before === 0) {
    if (!dossier.relationsByExternalId.has(externalRelationId)) {
      dossier.relationsByExternalId.set(externalRelationId, relation)
    }
    return
  }
  rebuildExternalIds(dossier)
}

export function deleteRelation(state: OctopusState, dossier: Dossier, relation: Relation, now: number): void {
  const { id, externalRelationId } = relation
  dossier.relations.delete(id)
  dossier.deletedRelations.push({ id, externalRelationId, change: changeNow(state, now) })
  rebuildExternalIds(dossier)
}

function rebuildExternalIds(dossier: Dossier): void {
  dossier.relationsByExternalId.clear()
  for (const relation of dossier.relations.values()) {
    const { externalRelationId } = relation
    if (externalRelationId !== 0 && !dossier.relationsByExternalId.has(externalRelationId)) {
      dossier.relationsByExternalId.set(externalRelationId, relation)
    }
  }
}

export function identification(relation: { id: number; externalRelationId: number }): Record<string, unknown> {
  return { externalRelationId: relation.externalRelationId, relationKey: { id: relation.id } }
}

export function relationRow(relation: Relation): Record<string, unknown> {
  return {
    ...relation.fields,
    // Octopus reads an absent country back as two blanks (recorded).
    country: relation.fields['country'] ?? '  ',
    relationIdentificationServiceData: identification(relation),
  }
}
