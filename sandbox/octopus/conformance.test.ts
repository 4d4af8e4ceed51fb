/**
 * Goal: the hand-written tables say what the official document says, and so do the answers.
 * Method: the document is read from outside the project (skipped by name where it is missing); each route, parameter,
 * body shape and limit is compared with it, and answers of every call are checked against its response schemas.
 */

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DAILY_LIMITS, RELATIONS_ALL, RELATIONS_SEARCH } from './limits-data.ts'
import { ROUTES } from './routes.ts'
import type { Parameter, Route } from './routes.ts'
import type { ObjectShape, Shape } from './shape.ts'
import { bodyOf, booking, entry, invoiceBody, testOctopus } from './test-client.ts'

const FOLDER = new URL('../../../shared/apis/octopus/', import.meta.url)
const missing = !existsSync(FOLDER)

interface Schema {
  $ref?: string
  type?: string
  format?: string
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
  minimum?: number
  maximum?: number
}

interface DocumentParameter {
  name: string
  in: string
  required?: boolean
  schema: Schema
}

interface Operation {
  parameters?: DocumentParameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

interface OfficialDocument {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

function read(name: string): unknown {
  return missing ? {} : JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))
}

const official = read('octopus_openapi_v51.9.17.json') as OfficialDocument

function operationOf(route: Route): Operation {
  const [method = '', path = ''] = route.name.split(' ')
  const operation = official.paths[path]?.[method.toLowerCase()]
  if (!operation) throw new Error(`the document has no ${route.name}`)
  return operation
}

function schemaOf(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  if (name === undefined) return schema
  const found = official.components.schemas[name]
  if (!found) throw new Error(`the document has no schema ${name}`)
  return found
}

const PROOF_NAMES = { none: [], softwareHouse: ['softwareHouseUuid'], user: ['Token'], dossier: ['dossierToken'] }

function described(parameters: readonly Parameter[]): unknown[] {
  return parameters
    .map(({ name, type, required, min, max }) => ({ name, type: type === 'int' ? 'int' : 'text', required, min, max }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function inDocument(operation: Operation, place: string, except: readonly string[] = []): unknown[] {
  return (operation.parameters ?? [])
    .filter((parameter) => parameter.in === place && !except.includes(parameter.name))
    .map(({ name, required = false, schema }) => ({
      name,
      type: schema.type === 'integer' ? 'int' : 'text',
      required,
      min: schema.minimum,
      max: schema.maximum,
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Every difference between a shape and a schema, by its path. */
function differences(shape: Shape, given: Schema, where: string): string[] {
  const schema = schemaOf(given)
  const found = (text: string): string[] => [`${where}: ${text}`]
  switch (shape.kind) {
    case 'object':
      return objectDifferences(shape, given, where)
    case 'list':
      if (schema.type !== 'array' || !schema.items) return found('is no list in the document')
      return differences(shape.of, schema.items, `${where}[]`)
    case 'int':
      return schema.type === 'integer' && schema.format === 'int32' ? [] : found('is no int32')
    case 'double':
      return schema.type === 'number' && schema.format === 'double' ? [] : found('is no double')
    case 'boolean':
      return schema.type === 'boolean' ? [] : found('is no boolean')
    case 'date':
      return schema.type === 'string' && schema.format === 'date' ? [] : found('is no date')
    case 'base64':
      return schema.type === 'string' && schema.format === 'byte' ? [] : found('is no base64')
    case 'text':
      return schema.type === 'string' && schema.format === undefined ? [] : found('is no plain text')
  }
}

function objectDifferences(shape: ObjectShape, given: Schema, where: string): string[] {
  const schema = schemaOf(given)
  const list: string[] = []
  if (!given.$ref?.endsWith(`/${shape.name}`)) list.push(`${where}: is not ${shape.name}`)
  const [ours, theirs] = [shape.required, schema.required ?? []].map((names) => names.toSorted().join())
  if (ours !== theirs) list.push(`${where}: required are ${theirs}, not ${ours}`)
  const names = new Set([...Object.keys(shape.properties), ...Object.keys(schema.properties ?? {})])
  for (const name of names) {
    const inner = shape.properties[name]
    const property = schema.properties?.[name]
    if (inner && property) list.push(...differences(inner, property, `${where}.${name}`))
    else list.push(`${where}.${name}: ${inner ? 'not in the document' : 'missing here'}`)
  }
  return list
}

/** Every way in which an answer breaks its schema. */
function breaches(value: unknown, given: Schema, where: string): string[] {
  const schema = schemaOf(given)
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${where} is no list`]
    return value.flatMap((entry) => breaches(entry, schema.items ?? {}, `${where}[]`))
  }
  if (schema.properties) {
    if (typeof value !== 'object' || value === null) return [`${where} is no object`]
    const record = value as Record<string, unknown>
    const absent = (schema.required ?? []).filter((name) => !(name in record)).map((name) => `${where}.${name} missing`)
    return absent.concat(
      Object.entries(record).flatMap(([name, entry]) => {
        const property = schema.properties?.[name]
        return property ? breaches(entry, property, `${where}.${name}`) : [`${where}.${name} is unknown`]
      }),
    )
  }
  const type = { integer: 'number', number: 'number', boolean: 'boolean', string: 'string' }[schema.type ?? '']
  return typeof value === type ? [] : [`${where} is no ${schema.type}`]
}

describe.skipIf(missing)('conformance with the official document', () => {
  it.each(ROUTES.map((route) => [route.name, route] as const))('%s: parameters and proof', (_name, route) => {
    const operation = operationOf(route)
    const proof = PROOF_NAMES[route.proof]
    expect(described(route.query)).toEqual(inDocument(operation, 'query'))
    expect(described(route.headers)).toEqual(inDocument(operation, 'header', proof))
    const headers = (operation.parameters ?? []).filter((parameter) => parameter.in === 'header')
    expect(headers.map((header) => header.name)).toEqual(expect.arrayContaining(proof))
    expect(inDocument(operation, 'path')).toEqual(
      route.pathNames.toSorted().map((name) => ({ name, type: 'int', required: true, min: undefined, max: undefined })),
    )
  })

  it.each(ROUTES.map((route) => [route.name, route] as const))('%s: body and its statuses', (_name, route) => {
    const { requestBody, responses } = operationOf(route)
    const types = Object.keys(requestBody?.content ?? {})
    if (route.body.kind === 'none') expect(types).toEqual([])
    else if (route.body.kind === 'bytes') expect(types).toEqual(['application/octet-stream'])
    else {
      const schema = requestBody?.content['application/json']?.schema ?? {}
      expect(differences(route.body.shape, schema, route.body.shape.name)).toEqual([])
    }
    expect(Object.hasOwn(responses, '500') ? 500 : 400).toBe(route.wrongElement)
  })

  it('knows the limit of every operation that it answers, and no other', () => {
    const { operations } = read('daily_limits.json') as {
      operations: { method: string; path: string; maxCallsPerDay: number | null | Record<string, number> }[]
    }
    const expected: Record<string, number> = {}
    for (const { method, path, maxCallsPerDay } of operations) {
      const name = `${method} ${path}`
      if (!ROUTES.some((route) => route.name === name)) continue
      if (typeof maxCallsPerDay === 'number') expected[name] = maxCallsPerDay
      else if (maxCallsPerDay) {
        expected[RELATIONS_ALL] = maxCallsPerDay['withoutSearchParameters'] ?? 0
        expected[RELATIONS_SEARCH] = maxCallsPerDay['withSearchParameters'] ?? 0
      }
    }
    expect(DAILY_LIMITS).toEqual(expected)
  })

  it('answers every call with a status and a body that the document describes', () => {
    const test = testOctopus()
    const since = 'modifiedTimeStamp=1980-01-01%2000:00:00.000'
    const one = 'bookyearId=2&documentSeqNr=1&journalKey='
    const relation = { relationIdentificationServiceData: {}, currencyCode: 'EUR', name: 'Proef', client: true }
    test.byHand({ action: 'delete', journal: 'V1', number: 3 })
    test.byHand({ action: 'deleteRelation', relation: 26 })
    const user = { token: test.userToken() }
    const second = { bookyearKey: { id: 2 }, documentSequenceNr: 1 }
    const pair = {
      debetKey: { ...second, journalKey: 'V5', lineSequenceNr: -1 },
      creditKey: { ...second, journalKey: 'D2', lineSequenceNr: 1 },
    }
    const statement = [{ type: 'S', relation: 6, amountCents: -500 }]
    test.byHand({ action: 'bookEntry', journal: 'F1', lines: statement })
    const calls: [call: string, sent?: Parameters<typeof test.call>[1]][] = [
      ['GET /authentication', { headers: user }],
      ['GET /dossiers', { headers: user }],
      ['POST /dossiers?dossierId=49555&localeId=0', { headers: user }],
      ['GET /error?errorCode=-13'],
      ['GET {d}/bookyears'],
      ['GET {d}/bookyears/1'],
      ['GET {d}/bookyears/2/journals'],
      ['GET {d}/bookyears/2/journals/V/6'],
      [`GET {d}/journals/modified?${since}`],
      ['GET {d}/accounts?bookyearId=2'],
      [`GET {d}/accounts/modified?${since}`],
      ['GET {d}/vatcodes'],
      ['GET {d}/relations'],
      ['PUT {d}/relations', { body: relation }],
      ['GET {d}/relations/modified'],
      ['POST {d}/buysellbookings', { body: { buySellBookingServiceData: booking(1) } }],
      ['PUT {d}/buysellbookings', { body: booking(1) }],
      [`GET {d}/buysellbookings?${one}V5`],
      [`GET {d}/buysellbookings/modified?bookyearId=-1&${since}`],
      [`GET {d}/bookyears/-1/bookings/modified?journalTypeId=-1&${since}`],
      [
        'POST {d}/bookyears/2/bookings/attachements',
        { headers: { journalkey: 'V5', documentsequenncenr: '1' }, body: { fileName: 'a.txt', fileData: 'YQ==' } },
      ],
      ['POST {d}/financialdiversbookings', { body: { financialDiversBookingServiceData: entry(1) } }],
      [`GET {d}/financialdiversbookings?${one}D2`],
      [`GET {d}/financialdiversbookings/modified?bookyearId=-1&${since}`],
      ['POST {d}/reports/accounts/history', { body: { fromBookyearKey: { id: 2 }, accountNr: 499100 } }],
      [
        'POST {d}/reports/clients/open',
        { body: { fromBookyearKey: { id: 2 }, relationId: 6, externalRelationId: -1 } },
      ],
      [
        'POST {d}/reports/suppliers/open',
        { body: { fromBookyearKey: { id: 2 }, relationId: 6, externalRelationId: -1 } },
      ],
      ['POST {d}/balancings', { body: { ...pair, balanceAmount: 10 } }],
      [`GET {d}/balancings/modified?${since}`],
      ['DELETE {d}/balancings/delete', { body: pair }],
      ['DELETE {d}/balancings/bookingline/delete', { body: pair.creditKey }],
      ['DELETE {d}/balancings/document/delete', { body: { ...second, journal: 'V5' } }],
      ['POST {d}/invoices', { body: invoiceBody(1) }],
      ['PUT {d}/invoices', { body: invoiceBody(1) }],
      [`GET {d}/invoices?${one}V6`],
      [`GET {d}/invoices/modified?bookyearId=-1&${since}`],
      [
        'POST {d}/invoices/attachments/upload?bookyearId=2&journal=V6&documentSeqNr=1',
        { headers: { filename: 'a.pdf', 'content-type': 'application/octet-stream' }, body: Buffer.from('a') },
      ],
    ]
    const seen = new Set<string>()
    for (const [call, sent] of calls) {
      const answer = call.includes('{d}') ? test.call(call, sent) : test.send(call, sent)
      const name = test.world.calls.at(-1)?.route ?? ''
      const route = ROUTES.find((candidate) => candidate.name === name)
      if (!route) throw new Error(`no route ${name}`)
      seen.add(name)
      const response = operationOf(route).responses[String(answer.status)]
      expect(response, `${call} answered ${answer.status} ${String(answer.body)}`).toBeDefined()
      if (name !== 'GET /error') expect(answer.status, call).toBeLessThan(300)
      const schema = response?.content?.['application/json']?.schema
      if (schema) expect(breaches(bodyOf(answer), schema, name)).toEqual([])
      // The recording of a made relation shows that the full object comes back; documents come back empty.
      else expect(String(answer.body)).toBe('')
    }
    const left = ROUTES.map((route) => route.name).filter((name) => !seen.has(name))
    expect(left).toEqual(['GET /about/version', 'POST /authentication'])
    expect(test.world.violations).toEqual([])
  })
})
