/** A connection made or changed from a file: checked with both sides, refused whole or saved whole. */
import type { Instant } from '../../domain/calendar.ts'
import { hour, tryPatienceMs } from '../../domain/delays.ts'
import { loginOf } from '../../domain/kinds.ts'
import { states } from '../../domain/document/document-states.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { Answer } from '../../ports/answer.ts'
import type { SellerAccount } from '../../ports/source.ts'
import type { Connection, Credentials } from '../../ports/tables/connections.ts'
import { claimAccount, claimMessage } from '../people/claim-account.ts'
import { fault, faultOf, type Fault } from '../../domain/message/message.ts'
import { pauseCodes } from '../run/connection-refusal.ts'
import { tryBoth, type Company, type Tried } from './connections.ts'
import type { Tx } from '../../ports/store.ts'
import type { Ports } from '../run/ports.ts'
import { placeInFile, type KindsOfFile } from './kinds-in-file.ts'
import { replanRejected } from '../plan/replan-rejected.ts'
import { endProblems } from '../run/problem-ends.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** Refused: nothing of the file is kept. */
export type SaveResult = ({ kind: 'saved' } & Tried) | Refused
interface Refused {
  kind: 'refused'
  faults: Fault[]
}

/** Saves of one company. A revision of thousands of rules takes 80 kB, and stays. */
const savesPerHour = 60
const savesPerDay = 200

/** Before settings are saved from the web. @returns the moment from which they may be; null: now */
export async function savesWait(ports: Ports, tenantId: string): Promise<Instant | null> {
  const { accounts } = ports.store.directory
  const now = await ports.clock.now()
  for (const [key, limit, windowMs] of [
    [`saves:hour:${tenantId}`, savesPerHour, hour],
    [`saves:day:${tenantId}`, savesPerDay, 24 * hour],
  ] as const) {
    const counted = await accounts.count(key, { limit, windowMs }, now)
    if (counted.kind !== 'granted') return counted.until
  }
  return null
}

export interface NewConnection {
  /** Absent: the usual ones. */
  kinds?: KindsOfFile
  settings: Settings
  credentials: Credentials
  by: string
  paused?: boolean
  /** The wizard's draft goes, and the secrets in it with it. */
  endsDraft?: boolean
}

export async function addConnection(ports: Ports, company: Company, file: NewConnection): Promise<SaveResult> {
  const { tenantId } = company
  const { directory } = ports.store
  const connectionId = ports.random.id()
  const at = { tenantId, connectionId }
  // Paused until its shop is known to be free: a process that dies on the way leaves a connection that does nothing.
  await saveNew(ports, at, file)
  await directory.schedule({ ...at, nextPollAt: await ports.clock.now(), active: false })
  const { source } = file.kinds ?? ports.kinds.usual
  const identity = await identify(ports, tenantId, { source, credentials: file.credentials })
  const refused = await refusedBy(ports, at, { source, identity })
  const store = ports.store.forTenant(tenantId)
  if (refused !== null) {
    await store.transaction(async (tx) => {
      await tx.connections.change(connectionId, { state: 'removed', pauseCause: null })
      await tx.connections.forgetCredentials(connectionId)
    })
    return refused
  }
  // In the wizard the user first looks at the proposed bookings, and then starts the connection.
  if (file.paused !== true) {
    const now = await ports.clock.now()
    await store.transaction(async (tx) => {
      await tx.connections.change(connectionId, { state: 'active', pauseCause: null })
      await tx.problems.endOwn(connectionId, pauseCodes, now)
    })
    await directory.schedule({ ...at, nextPollAt: await ports.clock.now(), active: true })
  }
  return { kind: 'saved', ...(await tryBoth(ports, company, connectionId, identity)) }
}

async function saveNew(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  file: NewConnection,
): Promise<void> {
  const { tenantId, connectionId } = at
  const { settings, credentials } = file
  const now = await ports.clock.now()
  const { source, ledger } = file.kinds ?? ports.kinds.usual
  const names = tokenNames(ports, { source, ledger }, credentials)
  await ports.store.forTenant(tenantId).transaction(async (tx) => {
    const { name, dossierId } = settings
    await tx.connections.add({ connectionId, source, ledger, name, dossierId, createdAt: now })
    await tx.connections.change(connectionId, { state: 'paused', pauseCause: 'person' })
    await tx.connections.saveRevision({
      connectionId,
      revision: 1,
      settings,
      savedAt: now,
      savedBy: file.by,
      reason: null,
    })
    await tx.connections.saveCredentials(connectionId, credentials, now)
    if (file.endsDraft === true) await tx.wizardDrafts.remove()
    await tx.connections.forgetTokens([...names.marketplace, ...names.ledger], 'all')
  })
}

/** Saves the next revision; documents that were not sent yet are planned anew. Keys that are saved again clear a refusal. */
export async function updateConnection(
  ports: Ports,
  company: Company,
  connectionId: string,
  file: {
    /** Absent: as they are. */
    kinds?: KindsOfFile
    settings: Settings
    credentials: Partial<Credentials>
    /** The stored keys that the given ones were completed with: a side that is equal to them was not changed. Absent: those that hold now. */
    completedWith?: Credentials | null
    by: string
    reason: string | null
    /** The revision that was changed: where another one was saved since, nothing is kept. Absent or null: whatever holds now. */
    basedOn?: number | null
    /** Asked after the marketplace answered, which may take a while: whether the user may still save. */
    stillMay?: () => Promise<boolean>
  },
): Promise<SaveResult> {
  const { tenantId } = company
  const store = ports.store.forTenant(tenantId)
  const now = await store.transaction((tx) => changeableIn(tx, ports, connectionId, file))
  if ('refused' in now) return now.refused
  const { connection } = now
  const given = newKeys(file.credentials, file.completedWith ?? now.keys)
  const credentials: Credentials = { ...now.keys, ...given }
  const names = tokenNames(ports, connection, credentials)
  // A login is the scarcest call of both sides, and most saves change a rule and no key.
  await store.transaction(async (tx) => {
    await tx.connections.forgetTokens(names.marketplace, given.marketplace === undefined ? 'refusals' : 'all')
    await tx.connections.forgetTokens(names.ledger, given.ledger === undefined ? 'refusals' : 'all')
  })
  const identity = await identify(ports, tenantId, { source: connection.source, credentials })
  const refused = await refusedBy(ports, { tenantId, connectionId }, { source: connection.source, identity })
  if (refused !== null) return refused
  if (file.stillMay !== undefined && !(await file.stillMay())) return { kind: 'refused', faults: [] }
  const asked = loginOf(ports.kinds.source(connection.source).credentials, credentials.marketplace)
  const saved = await saveRevision(ports, tenantId, {
    connectionId,
    given,
    asked,
    isKnown: identity.kind === 'ok',
    file,
  })
  if ('kind' in saved) return saved
  return { kind: 'saved', ...(await tryBoth(ports, company, connectionId, saved.sameLogin ? identity : null)) }
}

type Change = Parameters<typeof updateConnection>[3]

/** @returns the connection and its keys as they are now, or why this change of it is not possible */
async function changeableIn(
  tx: Tx,
  { kinds }: Ports,
  connectionId: string,
  file: Pick<Change, 'kinds' | 'settings'>,
): Promise<{ connection: Connection; keys: Credentials } | { refused: Refused }> {
  const refuse = (refusal: Fault): { refused: Refused } => ({ refused: { kind: 'refused', faults: [refusal] } })
  const connection = await tx.connections.get(connectionId)
  const keys = await tx.connections.credentials(connectionId)
  if (connection === null || connection.state === 'removed' || keys === null)
    return refuse(fault('', 'removed', { connection: connectionId }))
  const otherKind = (['source', 'ledger'] as const).find(
    (side) => (file.kinds ?? connection)[side] !== connection[side],
  )
  if (otherKind !== undefined) return refuse(fault(`${otherKind}.kind`, 'notOneOf', { values: connection[otherKind] }))
  // Looked for in the dossier that they were sent to.
  const open = await tx.documents.inState(connectionId, [...states.uncertain])
  const elsewhere = open.filter((document) => document.dossierId !== file.settings.dossierId)
  return elsewhere.length > 0 ? refuse(inDoubtElsewhere(kinds, elsewhere.length, connection)) : { connection, keys }
}

/** The sides of which a key differs. */
function newKeys(given: Partial<Credentials>, from: Credentials): Partial<Credentials> {
  const differs = (side: keyof Credentials): boolean =>
    Object.entries(given[side] ?? {}).some(([field, value]) => from[side][field] !== value)
  return {
    ...(given.marketplace !== undefined && differs('marketplace') ? { marketplace: given.marketplace } : {}),
    ...(given.ledger !== undefined && differs('ledger') ? { ledger: given.ledger } : {}),
  }
}

function inDoubtElsewhere(kinds: Ports['kinds'], count: number, { ledger, dossierId }: Connection): Fault {
  return fault(`${placeInFile(kinds, 'ledger', ledger)}.dossierId`, 'inDoubtElsewhere', {
    documents: count,
    dossier: dossierId,
  })
}

function savedSince(revision: number): Fault {
  return fault('', 'savedSince', { revision })
}

/**
 * The marketplace was asked before, which may take minutes: keys, pauses and removals of that while are not undone by what was read first.
 * @returns why it was not saved; else whether the login that holds now is the one that was asked
 */
async function saveRevision(
  ports: Ports,
  tenantId: string,
  entry: {
    connectionId: string
    /** The sides with new keys. */
    given: Partial<Credentials>
    /** The login that the marketplace was asked about. */
    asked: string
    /** It named that login's shop. Another one is asked for its shop before the next order is read. */
    isKnown: boolean
    file: Change
  },
): Promise<Refused | { sameLogin: boolean }> {
  const { connectionId, given, asked, isKnown, file } = entry
  const { settings } = file
  const now = await ports.clock.now()
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    // Runs that plan with the settings of before come to an end first, and see the new ones after.
    const before = await tx.connections.lockRevision(connectionId)
    if ((file.basedOn ?? before) !== before) return { kind: 'refused', faults: [savedSince(before)] }
    const current = await changeableIn(tx, ports, connectionId, file)
    if ('refused' in current) return current.refused
    const { connection } = current
    const credentials: Credentials = { ...current.keys, ...given }
    const login = (of: Credentials): string =>
      loginOf(ports.kinds.source(connection.source).credentials, of.marketplace)
    const sameLogin = login(credentials) === asked
    const unchecked = isKnown ? !sameLogin : login(credentials) !== login(current.keys)
    const revision = before + 1
    const was = await tx.connections.settings(connectionId, before)
    const beginsEarlier = settings.booking.startDate < was.booking.startDate
    await tx.connections.saveRevision({
      connectionId,
      revision,
      settings,
      savedAt: now,
      savedBy: file.by,
      reason: file.reason,
    })
    await tx.connections.saveCredentials(connectionId, credentials, now)
    await tx.connections.change(connectionId, {
      revision,
      name: settings.name,
      dossierId: settings.dossierId,
      marketplaceRefusal: null,
      ledgerRefusal: null,
      credentialsVersion: connection.credentialsVersion + 1,
      // The days that came to it are read, as at the first poll: day by day, as far back as the marketplace gives.
      ...(beginsEarlier ? { cursor: null, polledUntil: null } : {}),
      ...(unchecked ? { shopName: null } : {}),
      ...(connection.pauseCause === 'refused' ? { state: 'active' as const, pauseCause: null } : {}),
    })
    // Returns that were processed on those days were passed over before.
    if (beginsEarlier) await tx.returns.forgetListsRead(connectionId)
    await endProblems(tx, connectionId, 'saved', { now })
    await tx.days.dissolve(connectionId, null, now)
    await tx.orders.planAgain(connectionId, null)
    await tx.schedule.noLaterThan(connectionId, now)
    await replanRejected(tx, connectionId, now)
    // Orders that were booked whole were never asked for their parcels.
    if (settings.booking.on === 'shipment' && was.booking.on === 'order') await tx.orders.wantShipments(connectionId)
    return { sameLogin }
  })
}

function tokenNames(
  { kinds }: Ports,
  of: Pick<Connection, 'source' | 'ledger'>,
  credentials: Credentials,
): { marketplace: string[]; ledger: string[] } {
  return {
    marketplace: kinds.source(of.source).tokenNames(credentials.marketplace),
    ledger: kinds.ledger(of.ledger).tokenNames(credentials.ledger),
  }
}

function identify(
  ports: Ports,
  tenantId: string,
  { source, credentials }: { source: string; credentials: Credentials },
): Promise<Answer<SellerAccount>> {
  const marketplace = ports.kinds.source(source).open({ tenantId, keys: credentials.marketplace })
  return whenAllowed(ports, () => marketplace.identify(), undefined, tryPatienceMs)
}

/** Takes the shop for the connection; answers with why not. A marketplace that did not say is no reason to refuse. */
async function refusedBy(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  { source, identity }: { source: string; identity: Answer<SellerAccount> },
): Promise<SaveResult | null> {
  if (identity.kind !== 'ok') return null
  const claim = await claimAccount(ports, at, identity.value)
  return claim.kind === 'claimed'
    ? null
    : {
        kind: 'refused',
        faults: [faultOf(placeInFile(ports.kinds, 'source', source), claimMessage(claim, identity.value))],
      }
}
