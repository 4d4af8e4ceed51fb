/** Goal: what `docs/operator/scale.md` says is removed is gone once its time is over, by the job that is named there, and not before. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { queueSchema } from '../../src/adapters/postgres/server/queue-schema.ts'
import { jobTable } from '../../src/app/run/jobs.ts'
import type { Queue } from '../../src/ports/queue.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
const day = 24 * hour
let shop: Inside
let owner: Client
let now: number
let otherTenant: string

beforeAll(async () => {
  shop = await openInside()
  owner = new Client({ connectionString: shop.ownerUrl })
  await owner.connect()
  now = await shop.ports.clock.now()
  otherTenant = await shop.ports.store.directory.findOrAddTenant('Ander bedrijf', randomUUID(), now)
})
afterAll(async () => {
  await owner.end()
  await shop.close()
})

const night = async (): Promise<void> =>
  jobTable.find(({ name }) => name === 'night')?.run(shop.ports, {} as Queue, { name: 'night', key: '', data: {} })
const before = (ms: number): string => new Date(now - ms).toISOString()
const keysOf = async (statement: string): Promise<string[]> =>
  (await owner.query<{ key: string }>(statement)).rows.map(({ key }) => key).toSorted()

it('mails go after 30 days, and so does a wizard that was left', async () => {
  for (const days of [28, 31]) {
    await owner.query(
      `insert into mail (mail_id, kind, dedupe_key, language, recipient_sealed, subject_sealed, body_sealed, created_at, next_try_at, sent_at)
        values ($1, 'test', $2, 'nl', 'x', 'x', 'x', $3, $3, $3)`,
      [randomUUID(), `mail of ${days} days`, before(days * day)],
    )
    await owner.query(
      `insert into wizard_draft (tenant_id, state_sealed, changed_by, changed_at) values ($1, 'x', $2, $3)`,
      [days > 30 ? otherTenant : shop.tenantId, `draft of ${days} days`, before(days * day)],
    )
  }
  await night()
  expect(await keysOf('select dedupe_key as key from mail')).toEqual(['mail of 28 days'])
  expect(await keysOf('select changed_by as key from wizard_draft')).toEqual(['draft of 28 days'])
})

it('what was written to the operator goes 60 days after the last word, for both sides', async () => {
  for (const days of [58, 61]) {
    const requestId = randomUUID()
    const at = before(days * day)
    await owner.query(
      `insert into support_request (tenant_id, request_id, made_by, made_at, changed_at, state, evidence)
        values ($1, $2, $3, $5, $4, 'closed', '{}')`,
      [shop.tenantId, requestId, `request of ${days} days`, at, before(70 * day)],
    )
    await owner.query(
      `insert into support_message (tenant_id, message_id, request_id, at, by_operator, who, text_sealed)
        values ($1, $2, $3, $4, false, $5, 'x')`,
      [shop.tenantId, randomUUID(), requestId, at, `message of ${days} days`],
    )
    await owner.query(
      `insert into support_inbox (request_id, tenant_id, changed_at, state) values ($1, $2, $3, 'closed')`,
      [requestId, shop.tenantId, at],
    )
  }
  await night()
  expect(await keysOf('select made_by as key from support_request')).toEqual(['request of 58 days'])
  expect(await keysOf('select who as key from support_message')).toEqual(['message of 58 days'])
  expect(await keysOf('select made_by as key from support_inbox i join support_request r using (request_id)')).toEqual([
    'request of 58 days',
  ])
  expect(await keysOf('select request_id as key from support_inbox')).toHaveLength(1)
})

it('security events go after 180 days', async () => {
  for (const days of [179, 181])
    await owner.query(
      `insert into security_event (event_id, at, kind, outcome, about) values ($1, $2, 'signIn', 'refused', $3)`,
      [randomUUID(), before(days * day), `event of ${days} days`],
    )
  await night()
  expect(await keysOf(`select about as key from security_event where about like 'event of%'`)).toEqual([
    'event of 179 days',
  ])
})

it('counted calls go after 2 days: all of a budget at rest, and of one in use those beyond the last 10,000', async () => {
  const calls = async (key: string, from: number, to: number, ms: number): Promise<unknown> =>
    owner.query(
      `insert into call_slot (key, seq, taken_at) select $1, n, $4 from generate_series($2::int, $3::int) n`,
      [key, from, to, before(ms)],
    )
  const counter = (key: string, last: number, ms: number): Promise<unknown> =>
    owner.query('insert into call_counter (key, last_seq, last_taken_at) values ($1, $2, $3)', [key, last, before(ms)])
  await counter('rests', 2, 49 * hour)
  await calls('rests', 1, 2, 49 * hour)
  await counter('rested', 2, 47 * hour)
  await calls('rested', 1, 2, 47 * hour)
  await counter('in use', 10_004, hour)
  await calls('in use', 1, 2, 49 * hour)
  await calls('in use', 3, 3, 47 * hour)
  await calls('in use', 4, 5, 49 * hour)
  await night()
  const kept = `where key in ('rests', 'rested', 'in use')`
  expect(await keysOf(`select key from call_counter ${kept}`)).toEqual(['in use', 'rested'])
  expect(await keysOf(`select key || ' ' || seq as key from call_slot ${kept}`)).toEqual([
    'in use 3',
    'in use 4',
    'in use 5',
    'rested 1',
    'rested 2',
  ])
})

it('jobs go 24 hours after their end, by the queue itself', async () => {
  const boss = new PgBoss({
    connectionString: shop.ownerUrl,
    schema: queueSchema,
    migrate: false,
    schedule: false,
    max: 1,
  })
  boss.on('error', () => undefined)
  await boss.start()
  try {
    for (const hours of [23, 25]) {
      const id = await boss.send('mail', {}, { singletonKey: `ended ${hours} hours ago` })
      await boss.fetch('mail')
      await boss.complete('mail', id as string)
      await owner.query(`update ${queueSchema}.job set completed_on = now() - $2 * interval '1 hour' where id = $1`, [
        id,
        hours,
      ])
    }
    // It looks once a day at most.
    await owner.query(`update ${queueSchema}.queue set maintain_on = null`)
    await boss.supervise('mail')
    expect(await keysOf(`select singleton_key as key from ${queueSchema}.job where name = 'mail'`)).toEqual([
      'ended 23 hours ago',
    ])
  } finally {
    await boss.stop({ graceful: false, close: true })
  }
})
