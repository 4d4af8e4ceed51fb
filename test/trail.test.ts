/** Whoever changes what happened, with all rights of the database, is found: a thousand random edits, each in a transaction that is taken back. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkTrails, sealTrail } from '../src/app/run/trail.ts'
import { openInside, type Inside } from './support/inside.ts'

const edits = 1000
let shop: Inside
let owner: Client

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  for (let count = 0; count < 6; count += 1) {
    const order = await shop.place({ country: 'BE' })
    await shop.act(order, 'ship')
  }
  await shop.sync()
  const store = shop.ports.store.forTenant(shop.tenantId)
  const at = await shop.ports.clock.now()
  for (const act of ['POST /retry', 'POST /skip'])
    await store.transaction((tx) =>
      tx.operatorActs.add({ actId: shop.ports.random.id(), at, who: 'beheer', act }, null),
    )
  owner = new Client({ connectionString: shop.ownerUrl })
  await owner.connect()
  await owner.query(`select set_config('tentakel.tenant', $1, false)`, [shop.tenantId])
  await owner.query(
    `insert into return_decision (connection_id, rma_id, decision, reason, decided_at, decided_by) values ($1, '1', 'ignored', 'x', $2, 'jan')`,
    [shop.connectionId, new Date(at)],
  )
})
afterAll(async () => {
  await owner.end()
  await shop.close()
})

const company = () => [{ tenantId: shop.tenantId, name: 'Mijn bedrijf' }]

it('links everything once, also when it runs again, and the chain fits', async () => {
  const [first] = await checkTrails(shop.ports, company())
  expect(first).toMatchObject({ broken: null })
  expect(first?.links).toBeGreaterThan(20)
  await sealTrail(shop.ports, shop.tenantId)
  expect(await checkTrails(shop.ports, company())).toEqual([first])
})

/** A generator of chance that gives the same each time. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

/** One edit; each names a row by its place in the table. */
const tampers: ((place: string) => string)[] = [
  (place) =>
    `update document_step set to_state = to_state || 'x' where ctid = (select ctid from document_step ${place})`,
  (place) => `update document_step set actor = 'somebody' where ctid = (select ctid from document_step ${place})`,
  (place) =>
    `update document_step set at = at - interval '1 second' where ctid = (select ctid from document_step ${place})`,
  (place) => `delete from document_step where ctid = (select ctid from document_step ${place})`,
  (place) =>
    `insert into document_step (tenant_id, document_id, at, to_state, event, actor) select tenant_id, document_id, at - interval '3 hours', 'ready', 'planned', 'x' from document_step ${place}`,
  (place) => `update mapping_revision set saved_by = 'x' where ctid = (select ctid from mapping_revision ${place})`,
  (place) =>
    `update return_decision set decision = 'refunded' where ctid = (select ctid from return_decision ${place})`,
  (place) => `update operator_act set act = 'x' where ctid = (select ctid from operator_act ${place})`,
  (place) => `delete from operator_act where ctid = (select ctid from operator_act ${place})`,
  (place) =>
    `update trail_link set content_hash = md5(random()::text) where ctid = (select ctid from trail_link ${place})`,
  (place) =>
    `update trail_link set chain_hash = md5(random()::text) where ctid = (select ctid from trail_link ${place})`,
  (place) => `delete from trail_link where ctid = (select ctid from trail_link ${place})`,
]

it(`finds each of ${edits} edits by somebody who may do everything`, async () => {
  const pick = chance(7)
  const now = await shop.ports.clock.now()
  let missed = 0
  let done = 0
  while (done < edits) {
    const tamper = tampers[pick(tampers.length)] as (place: string) => string
    await owner.query('begin')
    await owner.query(`set local session_replication_role = 'replica'`)
    const changed = await owner.query(tamper(`order by ctid offset ${pick(40)} limit 1`))
    if ((changed.rowCount ?? 0) > 0) {
      done += 1
      const { rows } = await owner.query<{ fault: string | null }>('select fault from check_trail($1)', [
        new Date(now + 1000),
      ])
      if (rows[0]?.fault == null) missed += 1
    }
    await owner.query('rollback')
  }
  expect({ done, missed }).toEqual({ done: edits, missed: 0 })
})

it('is not the application’s to change', async () => {
  const role = await owner.query<{ may: boolean }>(
    `select bool_or(has_table_privilege(r.oid, 'trail_link', 'update') or has_table_privilege(r.oid, 'trail_link', 'delete')) as may
     from pg_roles r where r.rolname like 'tentakel%' and not r.rolsuper`,
  )
  expect(role.rows[0]?.may).toBe(false)
})
