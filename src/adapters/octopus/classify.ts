/**
 * The meaning of each answer of Octopus: one table keyed by call, status and errorCode; the first matching row wins. Sources: the official
 * document for statuses, recorded answers for bodies, the vendor's list of return codes for codes. Total: an answer without a row is
 * `unlisted`. A document is then in doubt, a reading comes later, and the detail says so.
 */
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { Reply } from './reply.ts'

/** Kinds of calls that share rows: logging in, opening the dossier, any GET, and those that write. */
export type CallKind = 'login' | 'connect' | 'read' | 'relation' | 'document' | 'attachment' | 'match'

export type Verdict =
  /** Carried out; the body is the value. */
  | { kind: 'done' }
  /** There is nothing of that: an empty list, an unknown number. */
  | { kind: 'nothing' }
  | { kind: 'loginRefused' }
  | { kind: 'loginBlocked' }
  | { kind: 'tokenRefused' }
  /** `right`: the dossier is open to the user, who lacks a right or a module in it. */
  | { kind: 'forbidden'; right?: true }
  /** Another user has the journal open in the desktop application; without a code it may be closed as well. */
  | { kind: 'busy' }
  | { kind: 'rateLimit' }
  | { kind: 'quota' }
  | { kind: 'wrongNumber' }
  /** `newCode`: a code that the vendor's list does not have. */
  /** `lost`: the thing that the document names, and that Octopus does not know. */
  | { kind: 'content'; problemCode: ProblemCode; newCode: boolean; lost?: 'relation' }
  | { kind: 'badRequest' }
  | { kind: 'unavailable' }
  /** Moved, another version, no such route. */
  | { kind: 'unsupported' }
  | { kind: 'serverError' }
  | { kind: 'unlisted' }

interface Row {
  calls: readonly CallKind[]
  statuses: readonly number[]
  /** `none`: the answer has no code. `known`: −1 … −79. `new`: below. `unexplained`: none or new. */
  codes: readonly number[] | 'any' | 'none' | 'known' | 'new' | 'unexplained'
  shapes?: readonly Reply['shape'][]
  text?: RegExp
  verdict: Verdict
}

const everyCall: readonly CallKind[] = ['login', 'connect', 'read', 'relation', 'document', 'attachment', 'match']
const inDossier: readonly CallKind[] = ['connect', 'read', 'relation', 'document', 'attachment', 'match']
const wellFormed: readonly Reply['shape'][] = ['empty', 'error', 'json']

/** How a used-up daily budget answers is not documented: not every refusal by quota is a 429. */
const quotaText =
  /\b(?:limits?|limiet|limite|quotas?|quotum)\b|\brate.?limit|\bmaximum\b.*\bcalls?\b|too many (?:calls|requests)/i

/** Speaks of a limit, whatever its status. */
export function saysQuota(reply: Reply): boolean {
  return quotaText.test(reply.text)
}

const badParameters = /invalid or missing parameters/i

function content(problemCode: ProblemCode, newCode = false): Extract<Verdict, { kind: 'content' }> {
  return { kind: 'content', problemCode, newCode }
}

/**
 * Refusals of a document's content that name their cause; all other known codes are OCT-GEGEVENS. Each of these checks fails before
 * anything can be written, so on the first send of a number it proves that nothing was written. No other answer proves it: not "come back
 * later", which a proxy may say after the write, and not an unknown code.
 */
const contentRows: Row[] = (
  [
    [[-9], 'OCT-BOEKJAAR'],
    [[-11], 'OCT-DAGBOEK-DICHT'],
    [[-14, -15], 'OCT-PERIODE'],
    [[-10, -29, -38], 'OCT-DAGBOEK-SOORT'],
    [[-21, -50], 'OCT-REKENING'],
    [[-22], 'BTW-CODE-WEG'],
    [[-75], 'BTW-CODE-ANDERS'],
  ] as const
).map(([codes, problemCode]) => ({ calls: ['document'], statuses: [400, 403], codes, verdict: content(problemCode) }))

const relationLostRow: Row = {
  calls: ['document'],
  statuses: [400, 403],
  codes: [-16],
  verdict: { ...content('OCT-GEGEVENS'), lost: 'relation' },
}

const loginRows: Row[] = [
  { calls: ['login'], statuses: [401], codes: 'any', verdict: { kind: 'loginRefused' } },
  { calls: ['login'], statuses: [400, 403], codes: [-1, -68], verdict: { kind: 'loginRefused' } },
]

/** Rows that hold for every call before its own are looked at. */
const commonRows: Row[] = [
  { calls: everyCall, statuses: [429], codes: 'any', verdict: { kind: 'rateLimit' } },
  { calls: everyCall, statuses: [400, 403], codes: [-51], verdict: { kind: 'rateLimit' } },
  { calls: everyCall, statuses: [400, 403], codes: 'unexplained', text: quotaText, verdict: { kind: 'quota' } },
  { calls: inDossier, statuses: [401], codes: 'any', verdict: { kind: 'tokenRefused' } },
  { calls: inDossier, statuses: [400, 403], codes: [-1, -2, -6], verdict: { kind: 'tokenRefused' } },
  { calls: inDossier, statuses: [400, 403, 404], codes: [-3, -4, -5, -68], verdict: { kind: 'forbidden' } },
]

const entryRows: Row[] = [
  { calls: ['login', 'connect'], statuses: [200], codes: 'none', shapes: ['json'], verdict: { kind: 'done' } },
  { calls: ['login'], statuses: [403], codes: 'any', verdict: { kind: 'loginBlocked' } },
  { calls: ['connect'], statuses: [403], codes: 'any', shapes: wellFormed, verdict: { kind: 'forbidden' } },
  { calls: ['connect'], statuses: [404], codes: 'any', shapes: ['error'], verdict: { kind: 'forbidden' } },
  { calls: ['login', 'connect'], statuses: [400], codes: 'any', shapes: ['error'], verdict: { kind: 'badRequest' } },
]

const readRows: Row[] = [
  { calls: ['read'], statuses: [200], codes: 'none', shapes: ['json'], verdict: { kind: 'done' } },
  // Only Octopus' own words are proof of "nothing": a proxy's 404 must never look like an empty ledger.
  { calls: ['read'], statuses: [404], codes: 'any', shapes: ['error'], verdict: { kind: 'nothing' } },
  { calls: ['read'], statuses: [400], codes: [-34, -61], verdict: { kind: 'nothing' } },
  { calls: ['read'], statuses: [403], codes: 'any', shapes: wellFormed, verdict: { kind: 'forbidden', right: true } },
  { calls: ['read'], statuses: [400], codes: 'any', shapes: ['error'], verdict: { kind: 'badRequest' } },
]

const relationRows: Row[] = [
  { calls: ['relation'], statuses: [201], codes: 'none', shapes: ['json', 'empty'], verdict: { kind: 'done' } },
  { calls: ['relation'], statuses: [204], codes: 'none', shapes: ['empty'], verdict: { kind: 'done' } },
  {
    calls: ['relation'],
    statuses: [403],
    codes: 'any',
    shapes: wellFormed,
    verdict: { kind: 'forbidden', right: true },
  },
  { calls: ['relation'], statuses: [400], codes: 'new', verdict: content('OCT-GEGEVENS', true) },
  { calls: ['relation'], statuses: [400], codes: 'any', shapes: ['error'], verdict: content('OCT-GEGEVENS') },
]

const documentRows: Row[] = [
  { calls: ['document'], statuses: [201], codes: 'none', shapes: ['empty', 'json'], verdict: { kind: 'done' } },
  { calls: ['document'], statuses: [400, 403], codes: [-13], verdict: { kind: 'wrongNumber' } },
  { calls: ['document'], statuses: [400, 403], codes: [-12], verdict: { kind: 'busy' } },
  ...contentRows,
  relationLostRow,
  { calls: ['document'], statuses: [403], codes: 'any', shapes: wellFormed, verdict: { kind: 'busy' } },
  { calls: ['document'], statuses: [400], codes: 'known', verdict: content('OCT-GEGEVENS') },
  { calls: ['document'], statuses: [400], codes: 'new', verdict: content('OCT-GEGEVENS', true) },
  { calls: ['document'], statuses: [400], codes: 'none', text: badParameters, verdict: content('OCT-GEGEVENS') },
  // Documented for a wrong date form; says nothing about whether the document was written.
  { calls: ['document'], statuses: [500], codes: 'any', shapes: wellFormed, verdict: { kind: 'serverError' } },
]

const attachmentRows: Row[] = [
  { calls: ['attachment'], statuses: [204], codes: 'none', shapes: ['empty'], verdict: { kind: 'done' } },
  {
    calls: ['attachment'],
    statuses: [403],
    codes: 'any',
    shapes: wellFormed,
    verdict: { kind: 'forbidden', right: true },
  },
  { calls: ['attachment'], statuses: [404], codes: 'any', shapes: ['error'], verdict: { kind: 'nothing' } },
  { calls: ['attachment'], statuses: [400], codes: 'any', shapes: ['error'], verdict: { kind: 'badRequest' } },
]

const matchRows: Row[] = [
  { calls: ['match'], statuses: [201], codes: 'none', shapes: ['empty', 'json'], verdict: { kind: 'done' } },
  { calls: ['match'], statuses: [400], codes: 'any', shapes: ['error'], verdict: content('OCT-GEGEVENS') },
]

/** The words of Octopus about something that is not there were looked at before. */
const unsupportedRows: Row[] = [
  {
    calls: everyCall,
    statuses: [301, 302, 303, 307, 308, 404, 405, 406, 410, 415],
    codes: 'any',
    verdict: { kind: 'unsupported' },
  },
]

const outageRows: Row[] = [
  { calls: everyCall, statuses: [500, 502, 503, 504], codes: 'any', verdict: { kind: 'unavailable' } },
]

const table: readonly Row[] = [
  ...loginRows,
  ...commonRows,
  ...entryRows,
  ...readRows,
  ...relationRows,
  ...documentRows,
  ...attachmentRows,
  ...matchRows,
  ...unsupportedRows,
  ...outageRows,
]

export function classify(call: CallKind, reply: Reply): Verdict {
  return table.find((row) => covers(row, call, reply))?.verdict ?? { kind: 'unlisted' }
}

function covers(row: Row, call: CallKind, reply: Reply): boolean {
  return (
    row.calls.includes(call) &&
    row.statuses.includes(reply.status) &&
    hasCode(row.codes, reply.code) &&
    (row.shapes === undefined || row.shapes.includes(reply.shape)) &&
    (row.text === undefined || row.text.test(reply.text))
  )
}

function hasCode(codes: Row['codes'], code: number | null): boolean {
  switch (codes) {
    case 'any':
      return true
    case 'none':
      return code === null
    case 'known':
      return code !== null && code < 0 && code >= -79
    case 'new':
      return code !== null && code < -79
    case 'unexplained':
      return code === null || code < -79
    default:
      return code !== null && codes.includes(code)
  }
}

/** The ledger's last number in a refusal for a wrong number; both wordings are recorded. */
export function lastNumberIn(text: string): number | null {
  const match = /Last Document\s*[=:]\s*(\d{1,10})/i.exec(text)
  return match?.[1] === undefined ? null : Number(match[1])
}
