/** A store on a database of its own, for tests that want real SQL, real locks and the application's own role. */
import { randomBytes } from 'node:crypto'
import { openDatabase, type Database } from '../../src/adapters/postgres/database.ts'
import { joinProcesses } from '../../src/adapters/postgres/installation/processes.ts'
import { createStore } from '../../src/adapters/postgres/store.ts'
import { Secret } from '../../src/adapters/system/secret.ts'
import { createSecrets, makeFingerprintKey } from '../../src/adapters/system/secrets.ts'
import type { Secrets } from '../../src/ports/secrets.ts'
import type { Store } from '../../src/ports/store.ts'
import { appRole } from './database.ts'
import { createTestDatabase } from './test-database.ts'

export interface TestStore {
  store: Store
  database: Database
  secrets: Secrets
  ownerUrl: string
  appUrl: string
  close(): Promise<void>
}

export async function openTestStore(): Promise<TestStore> {
  const made = await createTestDatabase()
  const url = new URL(made.ownerUrl)
  url.username = appRole
  url.password = made.appPassword
  const database = openDatabase(url.href, { connectionsMax: 6 })
  const keys = { current: new Secret(randomBytes(32)), old: [] }
  const opened = createSecrets(keys, makeFingerprintKey(keys))
  if (opened.kind !== 'ok') throw new Error('the test’s own key does not open')
  const processes = await joinProcesses(database, 'test-process')
  const store = createStore({ database, secrets: opened.secrets, processes })
  const close = async (): Promise<void> => {
    await processes.leave()
    await database.close()
    await made.drop()
  }
  return { store, database, secrets: opened.secrets, ownerUrl: made.ownerUrl, appUrl: url.href, close }
}

export const firstTenant = '00000000-0000-4000-8000-000000000001'
export const otherTenant = '00000000-0000-4000-8000-000000000002'
export const aConnection = '10000000-0000-4000-8000-000000000001'
