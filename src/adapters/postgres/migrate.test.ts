import type {} from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { migrate } from './migrate.ts'
let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())
it('x', async () => {
  const a = await migrate({ ownerUrl: db.ownerUrl, appRole: 'tt', appPassword: 'secret', now: 1 })
  console.log(a)
  const b = await migrate({ ownerUrl: db.ownerUrl, appRole: 'tt', appPassword: 'secret', now: 1 })
  console.log(b)
  expect(b.kind).toBe('ok')
})
