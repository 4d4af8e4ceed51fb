/** The user's actions on an existing connection: try, pause, remove, look at. Making and changing: `save-connection.ts`. */
import { wantsKeys, type ProblemCode } from '../../domain/problem/problem.ts'
import type { Answer } from '../../ports/answer.ts'
import type { SellerAccount } from '../../ports/source.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import { connectionFileOf } from './connection-file.ts'
import { openConnection } from '../run/connection-context.ts'
import { pauseCodes } from '../run/connection-refusal.ts'
import { nextPollAt } from '../run/jobs.ts'
import type { Ports } from '../run/ports.ts'
import { tryLedger, tryMarketplace, type SideLine } from './try-sides.ts'

export interface ConnectionView {
  id: string
  name: string
  company: string
  state: Connection['state']
  problems: ProblemCode[]
}

export interface Company {
  tenantId: string
  name: string
}

/** The answers of both sides to a try, and the connection's state afterwards. */
export interface Tried {
  view: ConnectionView
  lines: SideLine[]
  /** Something needs a person. */
  attention: boolean
}

/** @param identity what the marketplace said a moment ago, or null to ask it */
export async function tryBoth(
  ports: Ports,
  company: Company,
  connectionId: string,
  identity: Answer<SellerAccount> | null,
): Promise<Tried> {
  // As with a decision: the user asks now, so no rest keeps the call back.
  await ports.store.forTenant(company.tenantId).transaction((tx) => tx.ledger.endRests())
  const context = await openConnection(ports, { tenantId: company.tenantId, connectionId })
  if (context === null) return { view: await viewOf(ports, company, connectionId), lines: [], attention: true }
  const lines = [...(await tryMarketplace(context, identity)), ...(await tryLedger(context))]
  return { view: await viewOf(ports, company, connectionId), lines, attention: lines.some((line) => !line.ok) }
}

export async function listConnections(ports: Ports, company: Company): Promise<ConnectionView[]> {
  const store = ports.store.forTenant(company.tenantId)
  return store.transaction(async (tx) => {
    const views: ConnectionView[] = []
    for (const connection of await tx.connections.list()) {
      if (connection.state === 'removed') continue
      const problems = await tx.problems.groups(connection.connectionId, 0)
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

function view(company: Company, connection: Connection, codes: ProblemCode[]): ConnectionView {
  const refused = codes.some(wantsKeys)
  return {
    id: connection.connectionId,
    name: connection.name,
    company: company.name,
    state: connection.state === 'active' && refused ? 'paused' : connection.state,
    problems: [...new Set(codes)].toSorted(),
  }
}

/** The connection as a file, complete, without its secrets: as it is, or as it was in an earlier revision. */
export async function connectionAsFile(
  ports: Ports,
  company: Company,
  connectionId: string,
  revision?: number,
): Promise<Record<string, unknown> | null> {
  const store = ports.store.forTenant(company.tenantId)
  return store.transaction(async (tx) => {
    const connection = await tx.connections.get(connectionId)
    if (connection === null || (revision !== undefined && revision > connection.revision)) return null
    const settings = await tx.connections.settings(connectionId, revision ?? connection.revision)
    return connectionFileOf(settings, connection, ports.kinds)
  })
}

/** A person's pause: nothing is asked of either side. A removed connection stays removed. */
export async function pauseConnection(ports: Ports, company: Company, connectionId: string): Promise<ConnectionView> {
  await changeState(ports, company, connectionId, () => ({ state: 'paused', pauseCause: 'person' }))
  return viewOf(ports, company, connectionId)
}

/** A side that refused its login stays closed until its keys are saved again. */
export async function resumeConnection(ports: Ports, company: Company, connectionId: string): Promise<ConnectionView> {
  await changeState(ports, company, connectionId, (connection) =>
    connection.marketplaceRefusal !== null || connection.ledgerRefusal !== null
      ? { state: 'paused', pauseCause: 'refused' }
      : { state: 'active', pauseCause: null },
  )
  return viewOf(ports, company, connectionId)
}

async function changeState(
  ports: Ports,
  company: Company,
  connectionId: string,
  decide: (connection: Connection) => Pick<Connection, 'state' | 'pauseCause'>,
): Promise<void> {
  const { tenantId } = company
  const now = await ports.clock.now()
  const change = await ports.store.forTenant(tenantId).transaction(async (tx) => {
    // Settings that are being saved are saved whole first.
    await tx.connections.lockRevision(connectionId)
    const connection = await tx.connections.get(connectionId)
    // Its keys were deleted, and its shop may be another connection's by now.
    if (connection === null || connection.state === 'removed') return null
    const decided = decide(connection)
    await tx.connections.change(connectionId, decided)
    if (decided.pauseCause !== 'person') {
      await tx.problems.endOwn(connectionId, pauseCodes, now)
      await tx.schedule.noLaterThan(connectionId, now)
    }
    return decided
  })
  if (change === null) return
  const next = nextPollAt(ports, connectionId, now)
  const active = change.state !== 'removed' && change.pauseCause !== 'person'
  await ports.store.directory.schedule({ connectionId, tenantId, nextPollAt: next, active })
}

/** Order numbers, document keys and tombstones stay: the same shop added again takes them up. */
export async function removeConnection(ports: Ports, company: Company, connectionId: string): Promise<void> {
  await changeState(ports, company, connectionId, () => ({ state: 'removed', pauseCause: null }))
  await ports.store.forTenant(company.tenantId).transaction((tx) => tx.connections.forgetCredentials(connectionId))
  await ports.store.directory.releaseAccount(connectionId)
}
