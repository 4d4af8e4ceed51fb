/** `test/schema.sql` is what the migrations make, so that a change of the schema is read as one. `./tentakel test test/schema.test.ts -u` writes it anew. */
import path from 'node:path'
import { expect, it } from 'vitest'
import { schemaText } from './support/schema-text.ts'
import { createTestDatabase } from './support/test-database.ts'

it('is what the migrations make', async () => {
  const database = await createTestDatabase()
  try {
    const text = await schemaText(database.ownerUrl)
    expect(text.length).toBeGreaterThan(10_000)
    await expect(text).toMatchFileSnapshot(path.resolve(import.meta.dirname, 'schema.sql'))
  } finally {
    await database.drop()
  }
})
