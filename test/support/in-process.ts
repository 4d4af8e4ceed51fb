/** The product and the simulated worlds in the test's own process: the real adapters over HTTP and real SQL, without starting programs. */
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseConnectionFile } from '../../src/app/setup/connection-file.ts'
import { addConnection } from '../../src/app/setup/save-connection.ts'
import { runSync, type SyncReport } from '../../src/app/run/sync.ts'
import { assemble, type Product } from '../../src/assemble.ts'
import { readConfig } from '../../src/config.ts'
import type { Settings } from '../../src/domain/settings/mapping.ts'
import type { Credentials } from '../../src/ports/tables/connections.ts'
import { startSandbox, type RunningSandbox } from '../../sandbox/start.ts'
import { createTestDatabase } from './test-database.ts'
import { usualKinds } from './kinds.ts'

export interface InProcess {
  sandbox: RunningSandbox
  ports: Product['ports']
  control<T = unknown>(method: 'GET' | 'POST', at: string, body?: unknown): Promise<T>
  /** @param file all but the keys, which are the sandbox's own */
  add(file: Record<string, unknown>): Promise<{ tenantId: string; connectionId: string; settings: Settings }>
  parse(file: Record<string, unknown>): Promise<{ settings: Settings; credentials: Credentials }>
  sync(target: { tenantId: string; connectionId: string }): Promise<SyncReport>
  close(): Promise<void>
}

export async function openInProcess(options: { orders: number; seed: number; days: number }): Promise<InProcess> {
  const database = await createTestDatabase()
  const start = Date.parse('2026-11-23T10:00:00+01:00')
  const sandbox = await startSandbox({ port: 0, start, flowPerMinute: 0, speed: 60, shops: 1, ...options })
  const product = await assemble(configOf(database.ownerUrl, sandbox))
  const { ports } = product
  const control = async <T>(method: 'GET' | 'POST', at: string, body?: unknown): Promise<T> => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${sandbox.server.url}/sandbox${at}`, { method, ...text })
    if (!response.ok) throw new Error(`${at}: ${await response.text()}`)
    return (await response.json()) as T
  }
  const parse = async (file: Record<string, unknown>): Promise<{ settings: Settings; credentials: Credentials }> => {
    const { access } = sandbox
    const json = {
      ...file,
      bol: { clientId: access.clientId, clientSecret: access.clientSecret },
      octopus: { user: access.user, password: access.userPassword, dossierId: access.dossierId },
    }
    const today = ports.calendar.localDate(await ports.clock.now())
    const parsed = parseConnectionFile(json, { today, secrets: 'required', kinds: usualKinds })
    if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults))
    return { settings: parsed.settings, credentials: parsed.credentials as Credentials }
  }
  return {
    sandbox,
    ports,
    control,
    parse,
    async add(file) {
      const parsed = await parse(file)
      const { random, clock, store } = ports
      const tenantId = await store.directory.findOrAddTenant('Bedrijf', random.id(), await clock.now())
      const added = await addConnection(ports, { name: 'Bedrijf', tenantId }, { ...parsed, by: 'test' })
      if (added.kind !== 'saved') throw new Error(JSON.stringify(added))
      return { tenantId, connectionId: added.view.id, settings: parsed.settings }
    },
    sync: (target) => runSync(ports, { targets: [target], waitMs: 0, dryRun: false }),
    async close() {
      await product.close()
      await sandbox.server.close()
      await database.drop()
    },
  }
}

function configOf(databaseUrl: string, { access, server }: RunningSandbox) {
  const answer = readConfig({
    DATABASE_URL: databaseUrl,
    TENTAKEL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    TENTAKEL_INSTALLATION_ID: 'in-process',
    TENTAKEL_DATA_DIR: path.join(tmpdir(), 'tentakel-in-process'),
    TENTAKEL_BOL_LOGIN_URL: access.bolLogin,
    TENTAKEL_BOL_API_URL: access.bol,
    TENTAKEL_OCTOPUS_API_URL: access.octopus,
    TENTAKEL_VIES_URL: access.vies,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: access.softwareHouse,
    TENTAKEL_TEST_CLOCK: `${server.url}/sandbox/clock`,
    TENTAKEL_LOG_LEVEL: 'error',
  })
  if (answer.kind === 'faults') throw new Error(JSON.stringify(answer.faults))
  return answer.config
}
