/** Goal: the threshold is one taxable person's, whatever number of shops and dossiers that person has in a company. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstTenant, openTestStore, type TestStore } from '../../../../test/support/test-store.ts'

let test: TestStore
let owner: Client
const at = Date.parse('2026-11-24T10:00:00Z')
const shops = [
  { connectionId: '40000000-0000-4000-8000-000000000001', dossierId: 11, number: 'BE0123456749' },
  { connectionId: '40000000-0000-4000-8000-000000000002', dossierId: 12, number: 'BE0123456749' },
  { connectionId: '40000000-0000-4000-8000-000000000003', dossierId: 13, number: 'BE0999999922' },
]

beforeAll(async () => {
  test = await openTestStore()
  owner = new Client({ connectionString: test.ownerUrl })
  await owner.connect()
  await test.store.directory.findOrAddTenant('Eerste', firstTenant, at)
  for (const { connectionId, dossierId, number } of shops) {
    await owner.query(
      `insert into connection (tenant_id, connection_id, name, state, source, ledger, dossier_id, revision, created_at)
       values ($1, $2, $3, 'active', 'bol', 'octopus', $4, 1, '2026-11-24')`,
      [firstTenant, connectionId, `Winkel ${dossierId}`, dossierId],
    )
    await owner.query(
      `insert into mapping_revision (tenant_id, connection_id, revision, settings, saved_at, saved_by)
       values ($1, $2, 1, $3, '2026-11-24', 'test')`,
      [firstTenant, connectionId, { seller: { country: 'BE', vatNumbers: { BE: number } } }],
    )
    const sale = { businessKey: `C${dossierId}`, orderId: `C${dossierId}`, supplyDate: '2026-11-20', placedAt: at }
    await test.store.forTenant(firstTenant).transaction((tx) =>
      tx.crossBorder.save(dossierId, connectionId, {
        orderIds: [],
        sales: [{ ...sale, netCents: 1000 * dossierId }],
      }),
    )
  }
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

it('counts the sales of both shops of one VAT number, and of no other', async () => {
  const { years, before } = await test.store.forTenant(firstTenant).transaction(async (tx) => ({
    years: await tx.crossBorder.years({ dossierId: 11, vatNumber: 'BE0123456749' }),
    before: await tx.crossBorder.before({ dossierId: 12, vatNumber: 'BE0123456749' }, shops[1]?.connectionId ?? '', [
      'C12',
    ]),
  }))
  expect(years).toEqual(new Map([['2026', 23_000]]))
  expect(before).toEqual(new Map([['C12', 11_000]]))
})

it('counts one dossier where no number is known', async () => {
  const years = await test.store
    .forTenant(firstTenant)
    .transaction((tx) => tx.crossBorder.years({ dossierId: 11, vatNumber: null }))
  expect(years).toEqual(new Map([['2026', 11_000]]))
})
