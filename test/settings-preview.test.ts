/** From a real dossier to a proposal, and from changed settings to what they would change: nothing is kept of it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listProblems } from '../src/app/show/list-problems.ts'
import { previewSettings, type SettingsPreview } from '../src/app/setup/preview-settings.ts'
import { proposeMapping } from '../src/app/setup/propose-mapping.ts'
import { noteInWords } from '../src/domain/settings/settings-notes.ts'
import type { OrderCounts } from '../src/ports/tables/orders.ts'
import { openInProcess, type InProcess } from './support/in-process.ts'

let world: InProcess
let target: { tenantId: string; connectionId: string }

const scope = { connectionId: null, language: 'nl' as const }
const home = { treatment: 'DOMESTIC', country: 'BE', account: 700000 }
const homeCodes = [21, 6].map((rate) => ({ ...home, rate, code: rate === 6 ? '06' : '21' }))

/** Only sales at home have a code; orders to the Netherlands and further wait. */
function file(codes: object[] = homeCodes): Record<string, unknown> {
  return {
    name: 'Winkel',
    seller: { country: 'BE', vatNumbers: { BE: 'BE0123456749' }, oss: { active: true, from: '2026-01-01' } },
    booking: { startDate: '2026-11-19', journals: { bookings: 'V5', invoices: 'V6' } },
    vat: { default: 'STANDARD', codes },
  }
}

beforeAll(async () => {
  world = await openInProcess({ orders: 30, seed: 11, days: 3 })
  target = await world.add(file())
  await world.sync(target)
}, 60_000)

afterAll(() => world.close())

it('proposes what orders wait for, from the codes of the dossier', async () => {
  const result = await proposeMapping(world.ports, target)
  const rows = result.kind === 'proposals' ? result.rows : []
  const found = (treatment: string) => rows.find((row) => row.treatment === treatment && row.rateBp === 2100)
  expect(found('DOMESTIC')).toMatchObject({ country: 'BE', code: '21', saleProblem: null })
  expect(found('OSS')).toMatchObject({
    country: 'NL',
    code: 'NL21',
    saleProblem: 'BTW-LAND',
    creditProblem: 'BTW-LAND',
  })
})

it('shows what a change would do to each order, and keeps nothing of it', async () => {
  const before = await stateOf()
  const preview = await previewed([
    ...homeCodes.slice(1),
    { ...home, rate: 21, code: '21', account: 700100 },
    { treatment: 'OSS', country: 'NL', rate: 21, code: 'NL21', account: 700000 },
  ])
  expect(preview.complete).toBe(true)
  const freed = preview.differences.filter(
    (row) => row.before.problems.includes('BTW-LAND') && row.after.problems.length === 0,
  )
  expect(freed.length).toBeGreaterThan(0)
  for (const row of freed) {
    expect(row.booked).toBe(false)
    expect(codesIn(row.after)).toEqual(['NL21'])
    expect(row.after.relation).toMatchObject({ kind: 'central', name: expect.stringMatching(/ NL$/u) as string })
  }
  // What is booked is not planned anew: it is counted as staying.
  expect(preview.differences.filter((row) => row.booked)).toEqual([])
  const counts = (before as { seen: { counts: { booked: number } } }).seen.counts
  expect(counts.booked).toBeGreaterThan(0)
  expect(preview.notes).toContainEqual({ kind: 'stays', orders: expect.any(Number) as number })
  expect(await stateOf()).toEqual(before)
})

it('says in figures what becomes of the orders of one problem, before its question is answered', async () => {
  const asked = async (codes: object[]) => {
    const { settings } = await world.parse(file(codes))
    const result = await previewSettings(world.ports, target, settings, 'BTW-LAND')
    return result.kind === 'preview' ? result.preview : null
  }
  const [listed] = (await listProblems(world.ports, { tenantIds: [target.tenantId], ...scope })).filter(
    ({ code }) => code === 'BTW-LAND',
  )
  const unanswered = await asked(homeCodes)
  expect(unanswered?.outcome).toMatchObject({ orders: 0, held: [{ code: 'BTW-LAND', orders: listed?.count }] })
  const preview = await asked([
    ...homeCodes,
    { treatment: 'OSS', country: 'NL', rate: 21, code: 'NL21', account: 700000 },
  ])
  const freed = (preview?.differences ?? []).filter(({ after }) => after.documents.length > 0)
  const amounts = freed.flatMap(({ after }) => after.documents.map(({ amountCents }) => amountCents))
  const outcome = preview?.outcome
  expect(freed.length).toBeGreaterThan(0)
  expect(outcome?.orders).toBe(freed.length)
  expect(outcome?.grossCents).toBe(amounts.reduce((sum, cents) => sum + cents, 0))
  expect(outcome?.rates).toMatchObject([{ country: 'NL', rateBp: 2100 }])
  expect(outcome?.rates.reduce((sum, { netCents, vatCents }) => sum + netCents + vatCents, 0)).toBe(outcome?.grossCents)
  const held = (outcome?.held ?? []).reduce((sum, { orders }) => sum + orders, 0)
  expect(freed.length + held + (outcome?.toShip ?? 0)).toBe(listed?.count)
})

it('says that the same settings change nothing', async () => {
  const preview = await previewed(homeCodes)
  expect(preview.orders).toBe(30)
  expect(preview.differences).toEqual([])
})

it('warns where a code is described as one for other sales, with the words of the dossier', async () => {
  const wrong = { treatment: 'LOCAL_FOREIGN_VAT', country: 'NL', rate: 21, code: 'NL21', account: 700220 }
  const { notes } = await previewed([...homeCodes, wrong])
  const warnings = notes
    .filter(({ kind }) => kind === 'contradicts')
    .map((note) => noteInWords(note, 'nl', (day) => day))
  expect(warnings).toEqual([
    'Btw-code NL21 (OSS Nederland 21 %) staat bij lokale verkoop in een ander land (voorraad in dat land), Nederland 21 %: dat spreekt elkaar tegen. Kies een andere code, of vraag het je boekhouder.',
  ])
  const right = await previewed([...homeCodes, { ...wrong, code: 'NLV21' }])
  expect(right.notes.filter(({ kind }) => kind === 'contradicts')).toEqual([])
})

it('says what a change means for orders under way', async () => {
  const { settings } = await world.parse(file())
  const booking = { ...settings.booking, on: 'order' as const, startDate: '2026-11-10' }
  const result = await previewSettings(world.ports, target, { ...settings, booking })
  const notes = result.kind === 'preview' ? result.preview.notes : []
  expect(notes).toContainEqual({ kind: 'daysRead', from: '2026-11-10', to: '2026-11-18' })
  expect(notes).toContainEqual({ kind: 'stays', orders: (await counted()).booked })
  const later = { ...settings, booking: { ...settings.booking, startDate: '2026-12-01' } }
  const left = await previewSettings(world.ports, target, later)
  const counts = await counted()
  expect(left.kind === 'preview' ? left.preview.notes : []).toContainEqual({
    kind: 'leftOut',
    orders: counts.waiting + counts.blocked,
  })
  for (const language of ['nl', 'fr', 'en'] as const)
    for (const note of notes) expect(noteInWords(note, language, (day) => day)).not.toContain('undefined')
})

function counted(): Promise<OrderCounts> {
  const store = world.ports.store.forTenant(target.tenantId)
  return store.transaction((tx) => tx.orders.count(target.connectionId, '2026-11-01'))
}

it('shows consumers going into totals of their day', async () => {
  const { settings } = await world.parse(file())
  const perDay = { ...settings, booking: { ...settings.booking, consumers: 'perDay' as const } }
  const result = await previewSettings(world.ports, target, perDay)
  const differences = result.kind === 'preview' ? result.preview.differences : []
  const notes = result.kind === 'preview' ? result.preview.notes : []
  expect(differences.length + notes.length).toBeGreaterThan(0)
  for (const row of differences)
    for (const document of row.after.documents) expect(document.dayTotal).toBe(document.date)
})

type View = SettingsPreview['differences'][number]['after']

function codesIn(view: View): (string | null)[] {
  return [...new Set(view.documents.flatMap((document) => document.lines.map((line) => line.vatCode)))]
}

async function previewed(codes: object[]): Promise<SettingsPreview> {
  const { settings } = await world.parse(file(codes))
  const result = await previewSettings(world.ports, target, settings)
  if (result.kind !== 'preview') throw new Error(result.kind)
  return result.preview
}

/** What anybody can see of the connection, and what stands in the ledger. */
async function stateOf(): Promise<unknown> {
  const { documents } = await world.control<{ documents: unknown[] }>(
    'GET',
    `/octopus/ledger/${world.sandbox.access.dossierId}`,
  )
  const store = world.ports.store.forTenant(target.tenantId)
  const seen = await store.transaction(async (tx) => ({
    connection: await tx.connections.get(target.connectionId),
    counts: await tx.orders.count(target.connectionId, '2026-11-01'),
    toPlan: (await tx.orders.toPlan(target.connectionId, 100)).length,
    years: [...(await tx.crossBorder.years({ dossierId: world.sandbox.access.dossierId, vatNumber: null }))],
  }))
  return { documents, seen, problems: await listProblems(world.ports, { ...scope, tenantIds: [target.tenantId] }) }
}
