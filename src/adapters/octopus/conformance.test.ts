/** Every request of the client against the official document, by a checker of its own: unknown names are faults too. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../ports/http.ts'
import { answer, bookingDocument, createWorld, entryDocument, invoiceDocument, startAt, type World } from './testkit.ts'

const file = '../shared/apis/octopus/octopus_openapi_v51.9.17.json'
const exists = existsSync(file)

interface Schema {
  $ref?: string
  type?: string
  format?: string
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
}
interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
}
interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }>; required?: boolean }
}
interface Official {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

const official = (exists ? JSON.parse(readFileSync(file, 'utf8')) : {}) as Official
/** Headers of HTTP itself, which an OpenAPI document does not list. */
const plainHeaders = new Set(['accept', 'content-type'])

function faultsOf(request: HttpRequest): string[] {
  const url = new URL(request.url)
  const path = url.pathname.replace('/v1', '')
  const found = Object.entries(official.paths).find(
    ([template, operations]) =>
      Object.hasOwn(operations, request.method.toLowerCase()) &&
      new RegExp(`^${template.replaceAll(/\{\w+\}/g, '-?\\d+')}$`).test(path),
  )
  const operation = found?.[1][request.method.toLowerCase()]
  if (operation === undefined) return [`${request.method} ${path} does not exist`]
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
  return [
    ...parameterFaults(operation, 'query', new Map(url.searchParams)),
    ...parameterFaults(operation, 'header', new Map([...headers].filter(([name]) => !plainHeaders.has(name)))),
    ...bodyFaults(operation, request, headers.get('content-type')),
  ].map((fault) => `${request.method} ${path}: ${fault}`)
}

function parameterFaults(operation: Operation, place: 'query' | 'header', given: Map<string, string>): string[] {
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === place)
  const nameOf = ({ name }: Parameter): string => (place === 'header' ? name.toLowerCase() : name)
  const unknown = [...given.keys()].filter((name) => !known.some((parameter) => nameOf(parameter) === name))
  const faults = unknown.map((name) => `unknown ${place} ${name}`)
  for (const parameter of known) {
    const value = given.get(nameOf(parameter))
    if (value === undefined && parameter.required === true) faults.push(`missing ${place} ${parameter.name}`)
    if (value !== undefined && parameter.schema.type === 'integer' && !/^-?\d+$/.test(value))
      faults.push(`${parameter.name} is no integer`)
    if (value !== undefined && parameter.name.startsWith('modifiedTimeStamp') && !timestamp.test(value))
      faults.push(`${parameter.name} is no timestamp`)
  }
  return faults
}

const timestamp = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/

function bodyFaults(operation: Operation, request: HttpRequest, contentType: string | undefined): string[] {
  if (operation.requestBody === undefined) return request.body === undefined ? [] : ['a body that is not wanted']
  if (request.body === undefined) return operation.requestBody.required === true ? ['no body'] : []
  const media = operation.requestBody.content[contentType ?? '']
  if (media === undefined) return [`content type ${contentType}`]
  return contentType === 'application/json' ? schemaFaults(media.schema, JSON.parse(String(request.body)), '$') : []
}

function schemaFaults(given: Schema, value: unknown, at: string): string[] {
  const schema = given.$ref === undefined ? given : official.components.schemas[given.$ref.replace(/.*\//, '')]
  if (schema === undefined) return [`${at}: schema ${given.$ref} is missing`]
  if (schema.type === 'array')
    return Array.isArray(value)
      ? value.flatMap((item, index) => schemaFaults(schema.items ?? {}, item, `${at}[${index}]`))
      : [`${at} is no array`]
  if (schema.type === 'object') return objectFaults(schema, value, at)
  return isScalar(schema, value) ? [] : [`${at} is no ${schema.type} ${schema.format ?? ''}`]
}

function objectFaults(schema: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`]
  const properties = schema.properties ?? {}
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name))
  return [
    ...missing.map((name) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, part]) => {
      const property = properties[name]
      return property === undefined ? [`${at}.${name} is unknown`] : schemaFaults(property, part, `${at}.${name}`)
    }),
  ]
}

function isScalar(schema: Schema, value: unknown): boolean {
  if (schema.type === 'integer') return Number.isInteger(value) && Math.abs(Number(value)) <= 0x7fffffff
  if (schema.type === 'number') return typeof value === 'number'
  if (schema.type === 'boolean') return typeof value === 'boolean'
  if (schema.format === 'date') return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  return typeof value === 'string'
}

async function everyCall(world: World): Promise<void> {
  const { octopus } = world
  const until = { deadlineMonotonicMs: 61_000 }
  const at = { bookYearId: 27, journalKey: 'V5', number: 3 }
  const file64 = { fileName: 'a.pdf', contentBase64: 'YQ==' }
  await octopus.listDossiers()
  await octopus.readBookYears()
  await octopus.readJournals(27)
  await octopus.readPriceDecimals(at)
  await octopus.readAccounts(27)
  await octopus.readVatCodes()
  await octopus.findRelationsByName('An é & co')
  await octopus.findRelationsByVatNumber('BE0123456749')
  await octopus.findRelationsById(7)
  await octopus.findRelationsByExternalId(1_000_000_001)
  await octopus.relationsModifiedSince(null)
  await octopus.documentsModifiedSince('bookings', startAt)
  await octopus.documentsModifiedSince('invoices', startAt)
  await octopus.documentsModifiedSince('entries', startAt)
  await octopus.bankDocumentsSince(startAt)
  for (const side of ['sale', 'purchase', 'entry', 'bank'] as const) await octopus.deletedSince(2, side, startAt)
  for (const side of ['purchase', 'entry'] as const) await octopus.postedSince(2, side, startAt)
  await octopus.accountHistory({ bookYearId: 27, period: 202611, account: 499100 })
  await octopus.matchLines({ debit: { ...at, line: null }, credit: { ...at, line: 2 }, cents: 4999 }, until)
  await octopus.matchesSince(startAt)
  for (const side of ['customer', 'supplier'] as const)
    await octopus.openItems({
      side,
      relationId: 7,
      bookYearId: 2,
      period: 202611,
      until: { bookYearId: 2, period: 202612 },
    })
  await octopus.attach(at, file64)
  await octopus.getInvoice(at)
  await octopus.attachToBooking(at, file64)
  await octopus.attachToInvoice(at, file64)
  for (const kind of ['booking', 'creditNote'] as const) {
    const amountCents = kind === 'booking' ? 4999 : -4999
    const booking = bookingDocument({ kind, amountCents, attachment: file64, relation: { externalId: 1_000_000_001 } })
    await octopus.postDocument('bookings', octopus.bytesOf(octopus.render(booking), 7), until)
    const purchase = bookingDocument({ kind: 'purchase', journalKey: 'A2', amountCents, attachment: file64 })
    await octopus.postDocument('bookings', octopus.bytesOf(octopus.render(purchase), 7), until)
    await octopus.postDocument(
      'entries',
      octopus.bytesOf(octopus.render(entryDocument({ attachment: file64 })), 7),
      until,
    )
    const invoice = invoiceDocument({ kind: kind === 'booking' ? 'invoice' : kind, buyerReference: 'PO-7' })
    await octopus.postDocument('invoices', octopus.bytesOf(octopus.render(invoice), 7), until)
  }
  const relation = { externalId: 1_000_000_001, name: 'An', firstName: 'B', email: 'a@winkel.example', street: 'S 1' }
  const place = {
    postcode: '1000',
    city: 'Brussel',
    country: 'BE',
    vatType: 'businessBE',
    vatNumber: 'BE0123456749',
  } as const
  await octopus.saveRelation({ ...relation, ...place, delivery: 'peppol', language: 'nl' })
}

describe('the official document', () => {
  // Goal: not one request that breaks it. Method: make every call once and hold each request against it.
  it.skipIf(!exists)('knows every name, type and body that the client sends', async () => {
    const world = createWorld()
    for (const name of ['GET /dossiers', 'GET /dossiers/49555/bookyears', 'GET /dossiers/49555/bookyears/27/journals'])
      world.script.set(name, answer(200, []))
    world.script.set('GET /dossiers/49555/bookyears/27/journals/V/5', answer(200, {}))
    for (const path of ['accounts', 'vatcodes', 'relations', 'relations/modified', 'invoices', 'invoices/modified'])
      world.script.set(`GET /dossiers/49555/${path}`, answer(404, { technicalInfo: 'none' }))
    world.script.set('GET /dossiers/49555/buysellbookings/modified', answer(404, { technicalInfo: 'none' }))
    world.script.set('GET /dossiers/49555/financialdiversbookings/modified', answer(404, { technicalInfo: 'none' }))
    for (const report of ['accounts/history', 'clients/open', 'suppliers/open'])
      world.script.set(`POST /dossiers/49555/reports/${report}`, answer(404, { technicalInfo: 'none' }))
    world.script.set('GET /dossiers/49555/bookyears/2/bookings/modified', answer(404, { technicalInfo: 'none' }))
    world.script.set('GET /dossiers/49555/balancings/modified', answer(404, { technicalInfo: 'none' }))
    for (const path of ['buysellbookings', 'invoices', 'financialdiversbookings', 'balancings'])
      world.script.set(`POST /dossiers/49555/${path}`, answer(201))
    for (const path of ['bookyears/27/bookings/attachements', 'invoices/attachments/upload'])
      world.script.set(`POST /dossiers/49555/${path}`, answer(204))
    world.script.set('PUT /dossiers/49555/relations', answer(204))
    await everyCall(world)
    expect(new Set(world.names()).size).toBe(26)
    expect(world.requests.flatMap(faultsOf)).toEqual([])
  })

  it.skipIf(!exists)('is held against: the checker finds what is wrong', () => {
    const headers = { dossierToken: 'x', 'Content-Type': 'application/json', Extra: '1' }
    const url = 'https://ledger.example/v1/dossiers/1/buysellbookings?x=1'
    const body = '{"buySellBookingServiceData":{"bookyearKey":{"id":1.5},"periodNr":1}}'
    const faults = faultsOf({ method: 'POST', url, headers, body, timeoutMs: 1 }).join('\n')
    for (const words of [
      'unknown query x',
      'unknown header extra',
      'id is no integer',
      'periodNr is unknown',
      'amount is missing',
    ])
      expect(faults).toContain(words)
  })
})
