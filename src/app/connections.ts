/** What a person does with a connection: make, change, pause, remove, look at. */
import type { Settings } from '../domain/mapping.ts'
import type { Answer } from '../ports/answer.ts'
import type { SellerAccount } from '../ports/marketplace.ts'
import type { Connection, Credentials, TenantStore } from '../ports/store.ts'
import { connectionFileOf } from './connection-file.ts'
import { openConnection } from './connection-context.ts'
import { nextPollAt } from './jobs.ts'
import type { Ports } from './ports.ts'
import { tryLedger, tryMarketplace, type SideLine } from './try-sides.ts'
import { whenAllowed } from './when-allowed.ts'

export interface ConnectionView {
  id: string
  name: string
  company: string
  state: Connection['state']
  problems: string[]
}

export interface Company {
  tenantId: string
  name: string
}

export type AddResult =
  | { kind: 'added'; view: ConnectionView; lines: SideLine[]; attention: boolean }
  | { kind: 'accountTaken'; shop: string }

export async function addConnection(
  ports: Ports,
  company: Company,
  file: { settings: Settings; credentials: Credentials; by: string },
): Promise<AddResult> {
  const { tenantId } = company
  const connectionId = ports.random.id()
  const identity = await whenAllowed(ports, () =>
    ports.marketplaceFor(tenantId, file.credentials.marketplace).identify(),
  )
  if (
    identity.kind === 'ok' &&
    (await ports.store.directory.claimAccount(identity.value.retailerId, tenantId, connectionId)) === 'taken'
  ) {
    return { kind: 'accountTaken', shop: identity.value.displayName }
  }
  const store = ports.store.forTenant(tenantId)
  const now = await ports.clock.now()
  const { settings } = file
  await store.transaction(async (tx) => {
    await tx.connections.add({ connectionId, name: settings.name, dossierId: settings.dossierId, createdAt: now })
    await tx.connections.saveRevision({
      connectionId,
      revision: 1,
      settings,
      savedAt: now,
      savedBy: file.by,
      reason: null,
    })
    await tx.connections.saveCredentials(connectionId, file.credentials, now)
    const prefixes = ports.tokenNames(tenantId, file.credentials, settings.dossierId).ledger
    await tx.connections.forgetTokens(prefixes)
  })
  await takeUp(store, { connectionId, identity })
  await ports.store.directory.schedule({ connectionId, tenantId, nextPollAt: now, active: true })
  return { kind: 'added', ...(await tryBoth(ports, company, connectionId, identity)) }
}

/** The shop behind the keys, and what an earlier connection of it remembers. */
async function takeUp(
  store: TenantStore,
  made: { connectionId: string; identity: Answer<SellerAccount> },
): Promise<void> {
  if (made.identity.kind !== 'ok') return
  const { retailerId, displayName } = made.identity.value
  await store.transaction(async (tx) => {
    const before = (await tx.connections.list()).find(
      (row) => row.retailerId === retailerId && row.state === 'removed' && row.connectionId !== made.connectionId,
    )
    if (before !== undefined) await tx.connections.takeOver(before.connectionId, made.connectionId)
    await tx.connections.change(made.connectionId, { retailerId, shopName: displayName })
  })
}

async function tryBoth(
  ports: Ports,
  company: Company,
  connectionId: string,
  identity: Answer<SellerAccount> | null,
): Promise<{ view: ConnectionView; lines: SideLine[]; attention: boolean }> {
  const context = await openConnection(ports, { tenantId: company.tenantId, connectionId })
  if (context === null) return { view: await viewOf(ports, company, connectionId), lines: [], attention: true }
  const lines = [...(await tryMarketplace(context, identity)), ...(await tryLedger(context))]
  return { view: await viewOf(ports, company, connectionId), lines, attention: lines.some((line) => !line.ok) }
}

export async function testConnection(
  ports: Ports,
  company: Company,
  connectionId: string,
): Promise<{ view: ConnectionView; lines: SideLine[]; attention: boolean }> {
  return tryBoth(ports, company, connectionId, null)
}

export async function listConnections(ports: Ports, company: Company): Promise<ConnectionView[]> {
  const store = ports.store.forTenant(company.tenantId)
  return store.transaction(async (tx) => {
    const views: ConnectionView[] = []
    for (const connection of await tx.connections.list()) {
      if (connection.state === 'removed') continue
      const problems = await tx.problems.open(connection.connectionId)
      views.push(
        view(
          company,
          connection,
          problems.map((problem) => problem.code),
        ),
      )
    }
    return views
  })
}

async function viewOf(ports: Ports, company: Company, connectionId: string): Promise<ConnectionView> {
  const found = (await listConnections(ports, company)).find((row) => row.id === connectionId)
  return found ?? { id: connectionId, name: '', company: company.name, state: 'removed', problems: [] }
}

function view(company: Company, connection: Connection, codes: string[]): ConnectionView {
  return {
    id: connection.connectionId,
    name: connection.name,
    company: company.name,
    state: connection.state,
    problems: [...new Set(codes)].toSorted(),
  }
}

/** The connection as a file, complete, without its secrets. */
export async function connectionAsFile(
  ports: Ports,
  company: Company,
  connectionId: string,
): Promise<Record<string, unknown> | null> {
  const store = ports.store.forTenant(company.tenantId)
  return store.transaction(async (tx) => {
    const connection = await tx.connections.get(connectionId)
    return connection === null
      ? null
      : connectionFileOf(await tx.connections.settings(connectionId, connection.revision))
  })
}

/** A person's pause: nothing is asked of either side. */
export async function pauseConnection(ports: Ports, company: Company, connectionId: string): Promise<ConnectionView> {
  await changeState(ports, company, connectionId, { state: 'paused', pauseCause: 'person' })
  return viewOf(ports, company, connectionId)
}

/** A side that refused its login stays closed until its keys are saved again. */
export async function resumeConnection(ports: Ports, company: Company, connectionId: string): Promise<ConnectionView> {
  const store = ports.store.forTenant(company.tenantId)
  const connection = await store.transaction((tx) => tx.connections.get(connectionId))
  const refused = connection !== null && (connection.marketplaceRefusal !== null || connection.ledgerRefusal !== null)
  await changeState(
    ports,
    company,
    connectionId,
    refused ? { state: 'paused', pauseCause: 'refused' } : { state: 'active', pauseCause: null },
  )
  return viewOf(ports, company, connectionId)
}

async function changeState(
  ports: Ports,
  company: Company,
  connectionId: string,
  change: Pick<Connection, 'state' | 'pauseCause'>,
): Promise<void> {
  const store = ports.store.forTenant(company.tenantId)
  await store.transaction((tx) => tx.connections.change(connectionId, change))
  const now = await ports.clock.now()
  const active = change.state !== 'removed' && change.pauseCause !== 'person'
  await ports.store.directory.schedule({
    connectionId,
    tenantId: company.tenantId,
    nextPollAt: nextPollAt(ports, connectionId, now),
    active,
  })
}

/** Saved as the next revision; what is not sent yet is planned anew. New keys clear a refusal. */
export async function updateConnection(
  ports: Ports,
  company: Company,
  connectionId: string,
  file: { settings: Settings; credentials: Partial<Credentials>; by: string; reason: string | null },
): Promise<AddResult> {
  const store = ports.store.forTenant(company.tenantId)
  const now = await ports.clock.now()
  const saved = await store.transaction(async (tx) => tx.connections.credentials(connectionId))
  const credentials: Credentials | null = saved === null ? null : { ...saved, ...file.credentials }
  if (credentials === null) throw new Error('a connection without credentials cannot be updated')
  const names = ports.tokenNames(company.tenantId, credentials, file.settings.dossierId)
  await store.transaction(async (tx) => {
    const connection = await tx.connections.get(connectionId)
    const revision = (connection?.revision ?? 0) + 1
    await tx.connections.saveRevision({
      connectionId,
      revision,
      settings: file.settings,
      savedAt: now,
      savedBy: file.by,
      reason: file.reason,
    })
    await tx.connections.saveCredentials(connectionId, credentials, now)
    await tx.connections.forgetTokens([...names.marketplace, ...names.ledger])
    await tx.connections.change(connectionId, {
      revision,
      name: file.settings.name,
      dossierId: file.settings.dossierId,
      marketplaceRefusal: null,
      ledgerRefusal: null,
      credentialsVersion: (connection?.credentialsVersion ?? 0) + 1,
      ...(connection?.pauseCause === 'refused' ? { state: 'active', pauseCause: null } : {}),
    })
    await tx.problems.clear(connectionId, ['connection'], null, now)
    await tx.orders.planAgain(connectionId, null)
  })
  const identity = await whenAllowed(ports, () =>
    ports.marketplaceFor(company.tenantId, credentials.marketplace).identify(),
  )
  if (identity.kind === 'ok') {
    const claim = await ports.store.directory.claimAccount(identity.value.retailerId, company.tenantId, connectionId)
    if (claim === 'taken') {
      await changeState(ports, company, connectionId, { state: 'paused', pauseCause: 'person' })
      return { kind: 'accountTaken', shop: identity.value.displayName }
    }
    await takeUp(store, { connectionId, identity })
  }
  return { kind: 'added', ...(await tryBoth(ports, company, connectionId, identity)) }
}

/** Order numbers, document keys and tombstones stay: the same shop added again takes them up. */
export async function removeConnection(ports: Ports, company: Company, connectionId: string): Promise<void> {
  const store = ports.store.forTenant(company.tenantId)
  await changeState(ports, company, connectionId, { state: 'removed', pauseCause: null })
  await store.transaction((tx) => tx.connections.forgetCredentials(connectionId))
  await ports.store.directory.releaseAccount(connectionId)
}
