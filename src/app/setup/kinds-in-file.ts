/**
 * The sides of a connection file: `"source": { "kind": …, … }` and `"ledger": { "kind": …, … }`. The name of a usual kind is the short
 * form of its side. A file is read with both sides under their long names, and its faults name what was written.
 */
import type { CredentialField, KindInFile, KindsInFile, Side } from '../../domain/kinds.ts'
import { fault, type Fault } from '../../domain/message/message.ts'
import type { Connection, Credentials } from '../../ports/tables/connections.ts'

/** Each side of a file, and its name among the keys of a connection. */
export const keysOfSide = { source: 'marketplace', ledger: 'ledger' } as const satisfies Record<Side, keyof Credentials>
export const sides = [
  { side: 'source', of: keysOfSide.source },
  { side: 'ledger', of: keysOfSide.ledger },
] as const

export type KindsOfFile = Pick<Connection, Side>

/** The fields of the keys of both sides. */
export type FieldsOfFile = Record<Side, readonly CredentialField[]>

export type { Credentials } from '../../ports/tables/connections.ts'

type Sides = Record<string, unknown>

function kindsOfSide(kinds: KindsInFile, side: Side): readonly KindInFile[] {
  return side === 'source' ? kinds.sources : kinds.ledgers
}

/** @returns the fields of a kind; of a name that no kind has, those of the usual one */
export function fieldsOf(kinds: KindsInFile, side: Side, kind: string): readonly CredentialField[] {
  const rows = kindsOfSide(kinds, side)
  const found = rows.find(({ name }) => name === kind) ?? rows.find(({ name }) => name === kinds.usual[side])
  return found?.credentials ?? []
}

/** Where a file says a side of this kind. */
export function placeInFile(kinds: KindsInFile, side: Side, kind: string): string {
  return kind === kinds.usual[side] ? kind : side
}

/** @returns `file`: with both sides under their long names; `asWritten`: a fault's path as its reader knows it */
export function readKinds(
  json: unknown,
  known: KindsInFile,
): { file: unknown; kinds: KindsOfFile; faults: Fault[]; asWritten: (one: Fault) => Fault } {
  const kinds: KindsOfFile = { ...known.usual }
  const faults: Fault[] = []
  if (!isObject(json)) return { file: json, kinds, faults, asWritten: (one) => one }
  const file: Sides = { ...json }
  const written = new Map<string, string>()
  for (const { side } of sides) {
    const short = known.usual[side]
    const given = file[side]
    const isLong = isObject(given)
    if (side in file && (!isLong || short in file)) faults.push(fault(isLong ? short : side, 'unknownKey'))
    written.set(side, isLong ? side : short)
    delete file[side]
    if (!isLong) {
      if (short in file) file[side] = file[short]
      delete file[short]
      continue
    }
    const { kind, ...keys } = given
    const names = [...new Set([short, ...kindsOfSide(known, side).map(({ name }) => name)])]
    if (typeof kind !== 'string' || !names.includes(kind))
      faults.push(fault(`${side}.kind`, kind === undefined ? 'missing' : 'notOneOf', { values: names.join(', ') }))
    else kinds[side] = kind
    delete file[short]
    // A kind alone keeps the keys that are stored.
    if (Object.keys(keys).length > 0) file[side] = keys
  }
  const asWritten = (one: Fault): Fault => {
    const [first = '', ...rest] = one.path.split('.')
    const name = faults.includes(one) ? undefined : written.get(first)
    return name === undefined ? one : { ...one, path: [name, ...rest].join('.') }
  }
  return { file, kinds, faults, asWritten }
}

/** The sides of a file that is written: the usual kinds in their short form. */
export function sidesOfFile(known: KindsInFile, kinds: KindsOfFile, dossierId: number): Sides {
  const [source, ledger] = [placeInFile(known, 'source', kinds.source), placeInFile(known, 'ledger', kinds.ledger)]
  return {
    ...(source === 'source' ? { source: { kind: kinds.source } } : {}),
    [ledger]: ledger === 'ledger' ? { kind: kinds.ledger, dossierId } : { dossierId },
  }
}

function isObject(value: unknown): value is Sides {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
