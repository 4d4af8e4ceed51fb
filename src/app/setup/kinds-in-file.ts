/**
 * The sides of a connection file. `"bol": {…}` and `"octopus": {…}` are the short forms of `"source": { "kind": "bol", … }` and
 * `"ledger": { "kind": "octopus", … }`; a file is read in its short form, and its faults name what was written.
 */
import { fault, type Fault } from '../../domain/message/message.ts'
import type { Connection } from '../../ports/tables/connections.ts'

/** The place of each side's keys, and their kind. `side`: the kind of a file that names none, and its short form. */
export const keyPairs = [
  { side: 'bol', long: 'source', of: 'marketplace', name: 'clientId', secret: 'clientSecret' },
  { side: 'octopus', long: 'ledger', of: 'ledger', name: 'user', secret: 'password' },
] as const

export type KindsOfFile = Pick<Connection, 'source' | 'ledger'>

/** Kinds that a file may name; those of the short forms always. */
export type NamedKinds = Record<keyof KindsOfFile, readonly string[]>

type Sides = Record<string, unknown>

/** @returns `file`: in its short form; `asWritten`: a fault's path as its reader knows it */
export function readKinds(
  json: unknown,
  named: NamedKinds = { source: [], ledger: [] },
): { file: unknown; kinds: KindsOfFile; faults: Fault[]; asWritten: (one: Fault) => Fault } {
  const kinds: KindsOfFile = { source: keyPairs[0].side, ledger: keyPairs[1].side }
  const faults: Fault[] = []
  const written = new Map<string, string>()
  if (!isObject(json)) return { file: json, kinds, faults, asWritten: (one) => one }
  const file: Sides = { ...json }
  for (const { side, long } of keyPairs) {
    const given = file[long]
    if (!isObject(given)) continue
    const { kind, ...keys } = given
    const known = [...new Set([side, ...named[long]])]
    if (side in file) faults.push(fault(side, 'unknownKey'))
    if (typeof kind !== 'string' || !known.includes(kind))
      faults.push(fault(`${long}.kind`, kind === undefined ? 'missing' : 'notOneOf', { values: known.join(', ') }))
    else kinds[long] = kind
    delete file[long]
    // A kind alone keeps the keys that are stored.
    if (Object.keys(keys).length > 0) file[side] = keys
    written.set(side, long)
  }
  const asWritten = (one: Fault): Fault => {
    const [first = '', ...rest] = one.path.split('.')
    const long = faults.includes(one) ? undefined : written.get(first)
    return long === undefined ? one : { ...one, path: [long, ...rest].join('.') }
  }
  return { file, kinds, faults, asWritten }
}

/** The sides of a file that is written: the first kinds in their short form. */
export function sidesOfFile(kinds: KindsOfFile, dossierId: number): Sides {
  const [source, ledger] = keyPairs
  return {
    ...(kinds.source === source.side ? {} : { [source.long]: { kind: kinds.source } }),
    ...(kinds.ledger === ledger.side
      ? { [ledger.side]: { dossierId } }
      : { [ledger.long]: { kind: kinds.ledger, dossierId } }),
  }
}

function isObject(value: unknown): value is Sides {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
