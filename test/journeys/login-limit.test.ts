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
  expect(added.stderr).toContain('!!  bol: did not answer')
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
