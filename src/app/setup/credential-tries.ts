/**
 * Limits wrong tries of keys at the marketplace or the ledger: each counts against the keys' owner there, and against our address. So wrong
 * tries of a company, of a login and of the installation's newcomers are counted before they are made. A login that works in a connection
 * belongs to that connection's company: strangers get one wrong try of it a day. Shared counts leave room: the holder of the login, and
 * users without wrong tries, are not held up by the wrong tries of others.
 */
import { hour, minute } from '../../domain/delays.ts'
import type { Instant } from '../../domain/calendar.ts'
import { loginOf, type Keys, type Side } from '../../domain/kinds.ts'
import type { GuessRule } from '../../ports/people/guesses.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import { fieldsOf, keysOfSide } from './kinds-in-file.ts'
import type { Ports } from '../run/ports.ts'

const threeAnHour: GuessRule = { free: 3, firstMs: hour, longestMs: hour, forgottenMs: hour }
/** For a login without a connection: each wrong try beyond the third doubles the wait. */
const ofLogin: GuessRule = { free: 3, firstMs: hour, longestMs: 24 * hour, forgottenMs: 24 * hour }
const onceADay: GuessRule = { free: 1, firstMs: 24 * hour, longestMs: 24 * hour, forgottenMs: 24 * hour }
/** bol.com blocks the address of all companies, Octopus counts by it. This limit is for companies without a working login there. */
const ofNewcomers: GuessRule = { free: 15, firstMs: 15 * minute, longestMs: hour, forgottenMs: hour }
const onceAnHour: GuessRule = { free: 1, firstMs: hour, longestMs: hour, forgottenMs: hour }
/** Beside the count of all, for newcomers who were not wrong within the hour: three at once, then one a minute. */
const ofFirstTries: GuessRule = { free: 3, firstMs: minute, longestMs: minute, forgottenMs: 10 * minute }

/** Keys of a kind, as they are to be tried. */
export interface TriedKeys {
  side: Side
  kind: string
  keys: Keys
}

/** Whose keys they are, at which kind of shop or ledger. `at`: in the names of locks. */
interface Login extends Pick<TriedKeys, 'side' | 'kind'> {
  at: string
  login: string
}

interface Lock {
  key: string
  rule: GuessRule
}

/** Counted over several companies: one that uses it up leaves a try to each that was not wrong itself. */
interface SharedLock extends Lock {
  /** The lock of this company. */
  first: Lock
  /** The lock of all companies' first tries. */
  spare: Lock
}

/** Right ones too: bol.com counts each login of our address. */
const ofAny: GuessRule = { free: 30, firstMs: 10 * minute, longestMs: hour, forgottenMs: hour }

export interface CredentialTry {
  /** Null: it may be made. Else the moment of the next one. */
  until: Instant | null
  /** Once, with what the side said of the login. */
  ended(refused: boolean): Promise<void>
}

/** Counts a try as wrong before it is made. */
export async function takeCredentialTry(
  ports: Ports,
  tenantId: string,
  { side, kind, keys }: TriedKeys,
): Promise<CredentialTry> {
  const { guesses } = ports.store.directory
  const tried = { side, kind, at: `${side}:${kind}`, login: loginIn(ports, { side, kind, keys }) }
  const company = `${tried.at}:${marked(ports, tenantId)}`
  const busy = await guesses.take(`keys:any:${company}`, ofAny, await ports.clock.now())
  if (busy !== null) return { until: busy, ended: () => Promise.resolve() }
  const locks = [
    { key: `keys:company:${company}`, rule: threeAnHour },
    ...(await lockOfLogin(ports, tenantId, tried)),
    ...(await lockOfNewcomers(ports, tenantId, tried)),
  ]
  const taken: string[] = []
  const giveBack = async (): Promise<void> => {
    for (const key of taken) await guesses.giveBack(key)
  }
  for (const lock of locks) {
    const got = await takeLock(ports, lock)
    if ('until' in got) {
      await giveBack()
      return { until: got.until, ended: () => Promise.resolve() }
    }
    taken.push(...got.keys)
  }
  return { until: null, ended: async (refused) => (refused ? undefined : giveBack()) }
}

/** @returns what to give back where the try was not wrong; or, when nothing is taken, the moment of the next one */
async function takeLock(ports: Ports, lock: Lock | SharedLock): Promise<{ keys: string[] } | { until: Instant }> {
  const { guesses } = ports.store.directory
  const take = async ({ key, rule }: Lock): Promise<Instant | null> => guesses.take(key, rule, await ports.clock.now())
  const first = 'first' in lock && (await take(lock.first)) === null ? [lock.first.key] : []
  const until = await take(lock)
  if (until === null) return { keys: [...first, lock.key] }
  if (!('spare' in lock) || first.length === 0) return { until }
  const later = await take(lock.spare)
  if (later === null) return { keys: [...first, lock.spare.key] }
  for (const key of first) await guesses.giveBack(key)
  return { until: later }
}

/** None: it is the company's own. */
async function lockOfLogin(ports: Ports, tenantId: string, tried: Login): Promise<(Lock | SharedLock)[]> {
  const own = new Set([tenantId, ...(await companiesOfItsOwners(ports, tenantId))])
  for (const company of own) if (await holds(ports, company, tried)) return []
  const key = `keys:login:${tried.at}:${marked(ports, tried.login)}`
  for (const { tenantId: other } of await ports.store.directory.tenants())
    if (!own.has(other) && (await holds(ports, other, tried))) return [{ key, rule: onceADay }]
  const first = { key: `${key}:first:${marked(ports, tenantId)}`, rule: onceADay }
  return [{ key, rule: ofLogin, first, spare: { key: `${key}:spare`, rule: onceADay } }]
}

/** An office's login opens the dossiers of all its clients. */
async function companiesOfItsOwners(ports: Ports, tenantId: string): Promise<string[]> {
  const { accounts } = ports.store.directory
  const owners = (await accounts.members(tenantId)).filter(({ role }) => role === 'owner')
  const memberships = await Promise.all(owners.map(({ accountId }) => accounts.memberships(accountId)))
  return memberships.flatMap((rows) => rows.filter(({ role }) => role === 'owner').map((row) => row.tenantId))
}

/** None: one of its connections works there. */
async function lockOfNewcomers(ports: Ports, tenantId: string, { at, ...tried }: Login): Promise<SharedLock[]> {
  if (await holds(ports, tenantId, { ...tried, login: null })) return []
  const key = `keys:all:${at}`
  const first = { key: `keys:first:${at}:${marked(ports, tenantId)}`, rule: onceAnHour }
  return [{ key, rule: ofNewcomers, first, spare: { key: `${key}:spare`, rule: ofFirstTries } }]
}

function loginIn({ kinds }: Ports, { side, kind, keys }: TriedKeys): string {
  return loginOf(fieldsOf(kinds, side, kind), keys)
    .normalize('NFKC')
    .toLowerCase()
}

/** One of the company's connections works with it. @param login null: with any */
function holds(
  ports: Ports,
  tenantId: string,
  { side, kind, login }: Pick<Login, 'side' | 'kind'> & { login: string | null },
): Promise<boolean> {
  const of = keysOfSide[side]
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    for (const connection of await tx.connections.list()) {
      if (connection.state === 'removed' || connection[side] !== kind) continue
      const credentials = await tx.connections.credentials(connection.connectionId)
      if (credentials === null) continue
      if (login !== null && loginIn(ports, { side, kind, keys: credentials[of] }) !== login) continue
      if (side === 'source' ? isProven(connection) : await hasAnswered(connection, tx)) return true
    }
    return false
  })
}

function isProven({ marketplaceRefusal, retailerId }: Connection): boolean {
  return marketplaceRefusal === null && retailerId !== null
}

async function hasAnswered(
  { ledgerRefusal, dossierId }: Connection,
  tx: { ledger: { copy(id: number): Promise<unknown> } },
): Promise<boolean> {
  return ledgerRefusal === null && (await tx.ledger.copy(dossierId)) !== null
}

function marked(ports: Ports, text: string): string {
  return ports.secrets.fingerprint(text, 'credential tries').slice(0, 32)
}
