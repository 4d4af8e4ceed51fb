/** The product in this process, against the sandbox over HTTP: the same use cases as the commands, without starting a program each time. */
import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import { parseConnectionFile } from '../../src/app/setup/connection-file.ts'
import { explainOrder, type Explanation } from '../../src/app/show/explain-order.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import { report, type Report } from '../../src/app/show/report.ts'
import { removeConnection } from '../../src/app/setup/connections.ts'
import { addConnection, updateConnection, type SaveResult } from '../../src/app/setup/save-connection.ts'
import { runSync, type SyncConnection } from '../../src/app/run/sync.ts'
import { assemble } from '../../src/assemble.ts'
import { readConfig } from '../../src/config.ts'
import type { Settings } from '../../src/domain/settings/mapping.ts'
import type { Credentials } from '../../src/ports/tables/connections.ts'
import type { StoredProblem } from '../../src/ports/tables/problems.ts'
import { clockSeen, openOutside, type LedgerEntry, type Outside } from './outside.ts'
import { createTestDatabase } from './test-database.ts'
import { usualKinds } from './kinds.ts'

export interface Inside {
  outside: Outside
  ports: Ports
  tenantId: string
  connectionId: string
  dataDir: string
  /** Of the database, with all rights. */
  ownerUrl: string
  /** Settles everything that the clock allows, of all shops. @returns the first one's */
  sync(): Promise<SyncConnection>
  /** Twenty hours pass, with a run in each: the sweep of the day before is among them. */
  passNight(): Promise<void>
  /** Connects another shop of the same company. */
  addShop(file: Parameters<Outside['file']>[0]): Promise<void>
  /** Of the open problems, oldest first. */
  problems(): Promise<StoredProblem[]>
  /** Saves the file with these changes as the next revision. */
  change(file: Parameters<Outside['file']>[0]): Promise<SaveResult>
  /** Removes the connection and makes one of the same shop anew. */
  makeAnew(file: Parameters<Outside['file']>[0]): Promise<void>
  explain(orderId: string): Promise<Explanation>
  report(): Promise<Report>
  /** The ledger's own documents of an order. */
  entries(orderId: string): Promise<LedgerEntry[]>
  violations(): Promise<unknown[]>
  place(spec: object): Promise<string>
  act(orderId: string, action: string, body?: object): Promise<unknown>
  close(): Promise<void>
}

export async function openInside(
  options: Parameters<typeof openOutside>[0] & {
    file?: Parameters<Outside['file']>[0]
    /** An outside of before, with all that stands there: the database of then is lost. Whoever made it closes it. */
    outside?: Outside
  } = {},
): Promise<Inside> {
  const outside = options.outside ?? (await openOutside({ now: '2026-11-24T10:00:00+01:00', ...options }))
  const database = await createTestDatabase()
  const { access } = outside
  // A database of its own has a data folder of its own, also where the outside is that of an earlier one.
  const dataDir = path.join(outside.folder, `data-${randomUUID()}`)
  const config = readConfig({
    DATABASE_URL: database.ownerUrl,
    TENTAKEL_SECRET_KEY: randomBytes(32).toString('base64'),
    TENTAKEL_INSTALLATION_ID: randomUUID(),
    TENTAKEL_DATA_DIR: dataDir,
    TENTAKEL_BOL_LOGIN_URL: access.bolLogin,
    TENTAKEL_BOL_API_URL: access.bol,
    TENTAKEL_OCTOPUS_API_URL: access.octopus,
    TENTAKEL_VIES_URL: access.vies,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: access.softwareHouse,
    TENTAKEL_TEST_CLOCK: `${access.control}/clock`,
    TENTAKEL_LOG_LEVEL: 'silent',
  })
  if (config.kind !== 'ok') throw new Error(JSON.stringify(config.faults))
  const product = await assemble(config.config)
  const { ports } = product
  const { tenantId, ...made } = await connect(ports, await outside.file(options.file))
  let { connectionId } = made
  const others: string[] = []
  const company = { tenantId, name: 'Mijn bedrijf' }
  const control = (place: string, body: object): Promise<unknown> => outside.control('POST', place, body)
  const sync = async (): Promise<SyncConnection> => {
    await clockSeen()
    const targets = [connectionId, ...others].map((id) => ({ tenantId, connectionId: id }))
    const done = await runSync(ports, { targets, waitMs: 0, dryRun: false })
    return done.connections[0] as SyncConnection
  }
  return {
    outside,
    ports,
    tenantId,
    get connectionId() {
      return connectionId
    },
    ownerUrl: database.ownerUrl,
    dataDir,
    sync,
    async passNight() {
      for (let passed = 0; passed < 20; passed += 1) {
        await outside.advance(3_600_000)
        await sync()
      }
    },
    async addShop(file) {
      others.push((await connect(ports, await outside.file(file))).connectionId)
    },
    problems: () => ports.store.forTenant(tenantId).transaction((tx) => tx.problems.open(connectionId)),
    async change(file) {
      const { settings, credentials } = await parsed(ports, await outside.file(file))
      return updateConnection(ports, company, connectionId, { settings, credentials, by: 'test', reason: null })
    },
    async makeAnew(file) {
      await removeConnection(ports, company, connectionId)
      connectionId = (await connect(ports, await outside.file(file))).connectionId
    },
    async explain(orderId) {
      const found = await explainOrder(ports, [tenantId], orderId)
      if (found === null) throw new Error(`order ${orderId} is not known`)
      return found
    },
    report: () => report(ports, { tenantIds: [tenantId], connectionId: null, from: null, to: null }),
    entries: async (orderId) => (await outside.ledger()).filter((entry) => entry.orderReference === orderId),
    violations: async () => ((await outside.control('GET', '/violations')) as { violations: unknown[] }).violations,
    place: async (spec) => ((await control('/orders', spec)) as { orderIds: string[] }).orderIds[0] as string,
    act: (orderId, action, body = {}) => control(`/orders/${orderId}/${action}`, body),
    async close() {
      await product.close()
      if (options.outside === undefined) await outside.close()
      await database.drop()
    },
  }
}

async function connect(
  ports: Ports,
  file: Record<string, unknown>,
): Promise<{ tenantId: string; connectionId: string }> {
  const now = await ports.clock.now()
  const tenantId = await ports.store.directory.findOrAddTenant('Mijn bedrijf', ports.random.id(), now)
  const { settings, credentials } = await parsed(ports, file)
  const added = await addConnection(ports, { tenantId, name: 'Mijn bedrijf' }, { settings, credentials, by: 'test' })
  if (added.kind !== 'saved') throw new Error(JSON.stringify(added))
  return { tenantId, connectionId: added.view.id }
}

async function parsed(
  ports: Ports,
  file: Record<string, unknown>,
): Promise<{ settings: Settings; credentials: Credentials }> {
  const today = ports.calendar.localDate(await ports.clock.now())
  const read = parseConnectionFile(file, { today, secrets: 'required', kinds: usualKinds })
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults))
  return { settings: read.settings, credentials: read.credentials as Credentials }
}
