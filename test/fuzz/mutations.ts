/** What a careless, broken or hostile server can make of a right answer: of its JSON, of its text, of its status and headers. */
import fc from 'fast-check'
import type { HttpOutcome } from '../../src/ports/http.ts'

export interface Mutation {
  kind: 'replace' | 'remove' | 'repeat' | 'rename' | 'truncate' | 'insert' | 'whole'
  /** Which place of the answer, counted round. */
  place: number
  value: unknown
}

export interface Spoilt {
  call: number
  status: number | null
  headers: Record<string, string>
  mutations: Mutation[]
}

export const nasty = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  -1e308,
  2 ** 60,
  0.1 + 0.2,
  1e-9,
  '',
  ' ',
  '0',
  '-0',
  '12,50',
  '1e3',
  'NaN',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b',
  '2026-02-30T25:61:00+01:00',
  '+275760-09-13T00:00:00.001Z',
  '-271822-04-20T00:00:00.000Z',
  '0000-00-00',
  '__proto__',
  'constructor',
  '{{number}}',
  '=1+1',
  '<script>',
  '9'.repeat(400),
  'x'.repeat(70_000),
  [],
  {},
  [[[[[[]]]]]],
  [null],
  { __proto__: { polluted: true } },
]

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(
    'replace',
    'replace',
    'replace',
    'replace',
    'remove',
    'repeat',
    'rename',
    'truncate',
    'insert',
    'whole',
  ) as fc.Arbitrary<Mutation['kind']>,
  place: fc.nat(100_000),
  value: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...nasty) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.double() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  ),
})

export const spoilt: fc.Arbitrary<Spoilt> = fc.record({
  call: fc.nat(1000),
  status: fc.option(
    fc.oneof(
      fc.constantFrom(200, 201, 204, 301, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 504),
      fc.integer({ min: 100, max: 599 }),
    ),
    { freq: 4 },
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      'retry-after',
      'content-type',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
      'x-request-id',
      'location',
    ),
    fc.constantFrom(
      '0',
      '-1',
      '4',
      'soon',
      '315360000',
      'text/html',
      'Wed, 21 Oct 2099 07:28:00 GMT',
      '9'.repeat(50),
      '',
    ),
    { maxKeys: 2 },
  ),
  mutations: fc.array(mutation, { maxLength: 4 }),
})

/** The right answer, spoilt. */
export function spoil(right: { status: number; body: string }, how: Spoilt): HttpOutcome {
  let { body } = right
  for (const one of how.mutations) body = mutate(body, one)
  return { kind: 'done', status: how.status ?? right.status, headers: how.headers, body }
}

export function mutate(body: string, { kind, place, value }: Mutation): string {
  if (kind === 'truncate') return body.slice(0, body.length === 0 ? 0 : place % body.length)
  if (kind === 'insert') {
    const at = body.length === 0 ? 0 : place % body.length
    return body.slice(0, at) + (typeof value === 'string' ? value : textOf(value)) + body.slice(at)
  }
  if (kind === 'whole') return typeof value === 'string' ? value : textOf(value)
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return body
  }
  const places = placesIn(json)
  const target = places[place % Math.max(1, places.length)]
  if (target === undefined) return textOf(value)
  change(target, kind, value)
  return textOf(json)
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined'
}

type Place = { holder: Record<string, unknown> | unknown[]; key: string | number }

function placesIn(json: unknown, found: Place[] = []): Place[] {
  if (typeof json !== 'object' || json === null || found.length > 2000) return found
  if (Array.isArray(json)) {
    json.forEach((value, index) => {
      found.push({ holder: json, key: index })
      placesIn(value, found)
    })
    return found
  }
  for (const [key, value] of Object.entries(json)) {
    found.push({ holder: json as Record<string, unknown>, key })
    placesIn(value, found)
  }
  return found
}

function change({ holder, key }: Place, kind: Mutation['kind'], value: unknown): void {
  const at = holder as Record<string | number, unknown>
  switch (kind) {
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else delete at[key]
      return
    case 'repeat':
      if (Array.isArray(holder)) holder.push(...Array.from({ length: 3 }, () => holder[Number(key)]))
      else at[`${key}2`] = at[key]
      return
    case 'rename':
      at[String(value).slice(0, 20)] = at[key]
      return
    default:
      at[key] = value
  }
}
