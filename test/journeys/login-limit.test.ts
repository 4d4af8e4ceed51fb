/** A login that answers "too many" while a connection is made: the command says what it waits for, ends, and loses nothing. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOutside, type Outside, type SyncJson } from '../support/outside.ts'

const hour = 3_600_000
let outside: Outside

beforeAll(async () => {
  outside = await openOutside({ now: '2026-11-24T10:00:00+01:00' })
})
afterAll(() => outside.close())

it('adds the connection, says what is not known yet, and goes on when the login answers', async () => {
  const settings = { retryAfter: '7200' }
  await outside.control('POST', '/faults', [{ api: 'bol', route: 'POST /token', kind: '429', times: 1000, settings }])
  const file = path.join(outside.folder, 'connection.json')
  writeFileSync(file, JSON.stringify(await outside.file({ booking: { startDate: '2026-11-24', on: 'order' } })))
  const added = await outside.run(['connection', 'add', '--file', file])
  expect(added.code).toBe(1)
  expect(added.stdout).toContain('BOL-DRUK')
  expect(added.stderr).toContain('!!  bol: antwoordt nu niet')
  expect(added.stderr).toContain('ok  octopus: dossier')
  await outside.control('POST', '/orders', { country: 'BE' })
  const [first] = (await outside.json<SyncJson>(['sync'])).connections
  expect(first).toMatchObject({ orders: 0, calls: { bol: 0, octopus: 0 } })
  // Two hours after the login said so, and not a minute before.
  expect(Date.parse(first?.next ?? '') - Date.parse('2026-11-24T12:00:00+01:00')).toBeGreaterThanOrEqual(0)
  expect((await outside.run(['connection', 'list'])).stdout).toContain('BOL-DRUK')
  await outside.control('DELETE', '/faults')
  await outside.advance(2 * hour + 60_000)
  const after = await outside.json<SyncJson>(['sync'])
  expect(after.connections[0]).toMatchObject({ orders: 1, booked: 1, next: null })
  expect(after.problems).toEqual([])
}, 300_000)

it('waits out what a dossier asked for, also when the password of its user was changed meanwhile', async () => {
  const opened = async (): Promise<number> => {
    const { routes } = (await outside.control('GET', '/calls')) as { routes: { octopus: Record<string, number> } }
    return routes.octopus['POST /dossiers'] ?? 0
  }
  const change = { booking: { startDate: '2026-11-24', on: 'order' } }
  const settings = { retryAfter: '7200' }
  await outside.control('POST', '/faults', [
    { api: 'octopus', route: 'POST /dossiers', kind: '429', times: 1, settings },
  ])
  await outside.advance(hour)
  await outside.control('POST', '/orders', { country: 'BE' })
  await outside.json(['sync'])
  const before = await opened()

  const password = 'Ander-geheim-2'
  await outside.control('POST', '/octopus/bookkeeper', { action: 'changePassword', password })
  const file = path.join(outside.folder, 'connection.json')
  writeFileSync(file, JSON.stringify(await outside.file({ booking: change.booking, octopus: { password } })))
  const [own] = await outside.json<{ id: string }[]>(['connection', 'list'])
  await outside.run(['connection', 'update', own?.id ?? '', '--file', file])
  await outside.json(['sync'])
  expect(await opened()).toBe(before)

  await outside.advance(2 * hour)
  const after = await outside.json<SyncJson>(['sync'])
  expect(after.connections[0]).toMatchObject({ orders: 2, booked: 2, next: null })
  expect(await opened()).toBeGreaterThan(before)
}, 300_000)
