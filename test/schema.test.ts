/**
 * `test/schema.sql` is what the migrations make, so that a change of the schema is read as one; `docs/schema.md` is what it says of itself.
 * `./tentakel test test/schema.test.ts -u` writes both anew.
 */
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultyComments, readCatalogue, schemaPage, type Catalogue } from './support/schema-page.ts'
import { schemaText } from './support/schema-text.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

let database: TestDatabase
let catalogue: Catalogue

beforeAll(async () => {
  database = await createTestDatabase()
  catalogue = await readCatalogue(database.ownerUrl)
})
afterAll(() => database.drop())

it('is what the migrations make', async () => {
  const text = await schemaText(database.ownerUrl)
  expect(text.length).toBeGreaterThan(10_000)
  await expect(text).toMatchFileSnapshot(path.resolve(import.meta.dirname, 'schema.sql'))
})

it('says of each table and column what it is', () => {
  expect(catalogue.tables.length).toBeGreaterThan(80)
  expect(faultyComments(catalogue)).toEqual([])
})

it('finds a comment that is missing, or says nothing', () => {
  const faults = (comment: string | null, column: string | null): string[] =>
    faultyComments({
      tables: [
        {
          name: 'passkey',
          isView: false,
          isOfCompany: false,
          comment,
          key: ['passkey_id'],
          uniques: [['passkey_id']],
          columns: [{ name: 'passkey_id', type: 'uuid', isNullable: false, comment: column }],
        },
      ],
      links: [{ from: 'passkey', columns: ['passkey_id'], to: 'passkey' }],
    })
  const good = 'people: A passkey of an account. Grows with people. Kept until it is removed.'
  expect(faults(good, 'UUID made here.')).toEqual([])
  expect(faults(null, 'UUID made here.')).toEqual([expect.stringContaining('passkey: no comment')])
  expect(faults(good.replace('people:', 'cellar:'), 'UUID made here.')).toEqual(['passkey: cellar is no room'])
  expect(faults(good.replace('A passkey of an account', 'The passkey'), 'UUID made here.')).toHaveLength(1)
  expect(faults(good, null)).toContain('passkey.passkey_id: says no more than its name')
  expect(faults(good, 'The id of the passkey.')).toEqual(['passkey.passkey_id: says no more than its name'])
  expect(faults(good, 'What somebody calls it.')).toEqual(['passkey.passkey_id: names a person by a pronoun'])
  expect(faults(good, 'Number in the Dossier.')).toEqual(['passkey.passkey_id: names a vendor'])
  expect(faults(good, 'UUID made here. → passkey')).toEqual(['passkey.passkey_id: points where its foreign key does'])
  expect(faults(good, 'UUID made here. → cellar')).toContain('passkey.passkey_id: points to cellar, which is no table')
})

it('is told table by table in docs/schema.md', async () => {
  const page = schemaPage(catalogue)
  // A table whose comment names a room that the page does not have would be left out.
  for (const { name } of catalogue.tables) expect(page).toContain(`\n### ${name}\n`)
  await expect(page).toMatchFileSnapshot(path.resolve(import.meta.dirname, '../docs/schema.md'))
})
