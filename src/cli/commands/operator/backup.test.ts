/** Goal: a container makes its copies by itself: one at once, one at the hour of each day, and a failure ends nothing. */
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openOutside, type Outside } from '../../../../test/support/outside.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let database: TestDatabase
let outside: Outside

beforeAll(async () => {
  database = await createTestDatabase()
  const environment = {
    DATABASE_URL: database.ownerUrl,
    TENTAKEL_SECRET_KEY: randomBytes(32).toString('base64'),
    TENTAKEL_INSTALLATION_ID: randomUUID(),
  }
  outside = await openOutside({ now: '2026-11-24T10:00:00+01:00', environment })
})

afterAll(async () => {
  await outside.close()
  await database.drop()
})

it('a time that is none, and a file where a folder is needed: exit 2', async () => {
  expect((await outside.run(['backup', outside.folder, '--daily-at', '25:00'])).code).toBe(2)
  expect((await outside.run(['backup', path.join(outside.folder, 'x.copy'), '--daily-at', '03:15'])).code).toBe(2)
})

it('the first at once, the next at the hour, none between; SIGTERM ends it with 0', async () => {
  const folder = path.join(outside.folder, 'copies')
  mkdirSync(folder)
  const copies = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.copy'))
  const child = outside.start(['backup', folder, '--daily-at', '03:15'])
  const ended = once(child, 'exit')
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await vi.waitFor(() => expect(said).toContain('2026-11-25T03:15:00+01:00'), 60_000)
  expect(copies()).toHaveLength(1)
  await outside.advance(17 * 3_600_000)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(copies()).toHaveLength(1)
  await outside.advance(16 * 60_000)
  await vi.waitFor(() => expect(said).toContain('2026-11-26T03:15:00+01:00'), 60_000)
  expect(copies()).toHaveLength(2)
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

it('one that is started again within the day makes none; a folder that is gone is said, and the next day comes', async () => {
  const folder = path.join(outside.folder, 'copies')
  const child = outside.start(['backup', folder, '--daily-at', '03:15'])
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await new Promise((resolve) => setTimeout(resolve, 4000))
  expect(readdirSync(folder)).toHaveLength(2)
  rmSync(folder, { recursive: true })
  await outside.advance(24 * 3_600_000)
  await vi.waitFor(() => expect(said).toMatch(/No copy was made: [^\n]+no folder[^]+2026-11-27T03:15/u), 60_000)
  mkdirSync(folder)
  await outside.advance(24 * 3_600_000)
  await vi.waitFor(() => expect(said).toContain('2026-11-28T03:15'), 60_000)
  expect(readdirSync(folder)).toHaveLength(1)
  child.kill('SIGTERM')
})
