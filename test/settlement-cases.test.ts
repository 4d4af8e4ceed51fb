/**
 * Every worked settlement, from bol.com's answers to what `settlement check` says. Sales and returns are placed in the simulated
 * bol.com on their days and booked in the simulated Octopus; then bol.com issues its invoices.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConnectionFile } from '../src/app/setup/connection-file.ts'
import { addConnection, updateConnection } from '../src/app/setup/save-connection.ts'
import { answerSettlement } from '../src/app/settle/answer-settlement.ts'
import { showSettlement, type ShownCheck } from '../src/app/settle/show-settlements.ts'
import { addDays } from '../src/domain/calendar.ts'
import type { Settings } from '../src/domain/settings/mapping.ts'
import { runSync } from '../src/app/run/sync.ts'
import { assemble, type Product } from '../src/assemble.ts'
import { readConfig } from '../src/config.ts'
import type { Credentials } from '../src/ports/tables/connections.ts'
import { startSandbox, type RunningSandbox } from '../sandbox/start.ts'
import {
  caseAccounts,
  invoiceIdOf,
  settlementCases,
  turnoverOf,
  type CaseDocument,
  type CaseEntry,
  type CaseExpected,
  type CasePurchase,
  type CaseSettlement,
  type SettlementCase,
} from './support/settlement-cases.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { usualKinds } from './support/kinds.ts'

const all = settlementCases()
const cases = (all ?? []).filter(({ id }) => (process.env['CASE'] ?? id).split(',').includes(id))
const minute = 60_000

let database: TestDatabase
let sandbox: RunningSandbox
let product: Product
/** By invoice: as it was checked on its day of issue, and after a person answered. */
const checked = new Map<string, ShownCheck>()
const answered = new Map<string, ShownCheck>()
const problems = new Map<string, string[]>()
const targets = new Map<string, { tenantId: string; connectionId: string }>()

describe.skipIf(all === null)('worked settlements', () => {
  beforeAll(async () => {
    database = await createTestDatabase()
    const start = Date.parse('2026-07-10T08:00:00+02:00')
    const noStart = { orders: 0, days: 1, flowPerMinute: 0, speed: 0 }
    sandbox = await startSandbox({ port: 0, seed: 7, start, shops: Math.max(2, cases.length), ...noStart })
    await control('/settings', { bol: { limits: 'none' }, octopus: {} })
    product = await assemble(configOf())
    await live()
  }, 1_200_000)

  afterAll(async () => {
    await product?.close()
    await sandbox?.server.close()
    await database?.drop()
  })

  const rows = cases.flatMap((one) =>
    one.settlements.map((settlement) => [one.id, invoiceIdOf(settlement), one.title, settlement] as const),
  )

  it.each(rows)('%s %s %s', (_, id, __, settlement) => {
    const { expected } = settlement
    const found = checked.get(id)
    expect(found?.purchase).toEqual(expected.purchase)
    expect(found?.clearing).toEqual(expected.clearing)
    expect(found?.orders).toEqual(expected.orders)
    expect(found?.carriedForwardCents).toBe(expected.carriedForwardCents)
    expect(withoutOwn(found?.openAtBolCents)).toEqual(withoutOwn(expected.openAtBolCents))
    expect(found?.problems).toEqual(expected.problems)
    expect([found?.statement.state, found?.statement.differenceCents]).toEqual([
      expected.statement.state,
      expected.statement.differenceCents,
    ])
    expect(found?.statement.title).toBe(expected.statement.title)
    expect(found?.payout).toEqual(expected.payout)
    expect(found?.setOff).toEqual(expected.setOff ?? [])
    if (expected.clearingBalanceCents !== undefined)
      expect(found?.clearingBalanceCents).toBe(expected.clearingBalanceCents)
    const bank = settlement.bank?.map(({ journal, date, amountCents }) => [journal, date, amountCents]) ?? []
    expect(found?.bank.map(({ journal, date, amountCents }) => [journal, date, amountCents])).toEqual(bank)
    expect(problems.get(id)).toEqual(expected.problems)
  })

  it.each(rows)('%s %s stands in the books as it was shown', async (caseId, id, __, { books, expected }) => {
    const ledger = await postedOf(caseId)
    const { purchase, clearing } =
      expected.afterAnswer?.purchase === undefined ? expected : (expected.afterAnswer as CaseExpected)
    expect(ledger.purchase(id)).toEqual(purchase === null ? null : purchaseInBooks(purchase))
    const setOff = setOffOf(id)
    if (setOff !== undefined) expect(ledger.entries(id)).toEqual([entryInBooks(setOff)])
    const [first = null, ...later] = setOff === undefined ? ledger.entries(id) : []
    expect(first).toEqual(clearing === null ? null : entryInBooks(clearing))
    const supplement = expected.afterAnswer?.supplement
    expect(later.map(({ lines }) => lines)).toEqual(
      supplement === undefined ? [] : [entryInBooks({ ...supplement, documentDate: '' }).lines],
    )
    for (const paid of books.paidEntries ?? []) expect(ledger.entries(paid.documentDate)).toEqual([entryInBooks(paid)])
  })

  it('nothing else is posted, and nothing against the vendors’ documents', async () => {
    for (const one of cases) {
      const wanted = one.settlements.map(invoiceIdOf)
      const { journals } = await postedOf(one.id)
      const about = [...new Set(journals.map(({ invoice }) => invoice))]
      const days = one.settlements.flatMap(({ books }) =>
        (books.paidEntries ?? []).map(({ documentDate }) => documentDate),
      )
      expect(about.filter((id) => !wanted.includes(id) && !days.includes(id) && !id.startsWith('399000000S'))).toEqual(
        [],
      )
    }
    expect(sandbox.world.violations).toEqual([])
  })

  it.each(
    rows.filter(
      ([, , , { expected }]) => expected.afterAnswer !== undefined && expected.afterAnswer.purchase !== undefined,
    ),
  )('%s %s once the question is answered', (_, id, __, { expected }) => {
    const { purchase, clearing, statement, openAtBolCents, problems: codes } = expected.afterAnswer ?? {}
    expect(answered.get(id)).toMatchObject({ purchase, clearing, statement, openAtBolCents, problems: codes })
  })

  it.each(rows.filter(([, , , { expected }]) => expected.afterAnswer?.supplement !== undefined))(
    '%s %s once a person answered',
    (_, id, __, { expected }) => {
      const { supplement, statement, openAtBolCents, problems: codes } = expected.afterAnswer ?? {}
      expect(answered.get(id)).toMatchObject({ supplement, statement, openAtBolCents, problems: codes })
    },
  )
})

/** What was posted of one case, by bol.com's invoice (a paid entry by its day). */
async function postedOf(caseId: string) {
  const shop = cases.findIndex(({ id }) => id === caseId)
  const dossier = sandbox.access.shops?.[shop]?.dossierId ?? sandbox.access.dossierId
  const [{ documents }, { relations }] = await Promise.all([
    read<{ documents: PostedEntry[] }>(`/octopus/ledger/${dossier}`),
    read<{ relations: { id: number; name: string }[] }>(`/octopus/relations/${dossier}`),
  ])
  const names = new Map(relations.map(({ id, name }) => [id, name]))
  const journals = documents
    .filter(({ madeBy, journal }) => madeBy === 'api' && (journal === 'A2' || journal === 'D2'))
    .map((document) => {
      const invoice = document.journal === 'A2' ? document.reference : (document.reference.split(' ')[1] ?? '')
      return { ...document, invoice }
    })
  const named = (id: number): string => {
    const name = names.get(id) ?? ''
    return name.startsWith('bol.com particulieren ') ? name.slice(-2) : /bol\.com/iu.test(name) ? 'bol.com' : 'own'
  }
  return {
    journals,
    purchase(id: string) {
      const own = journals.filter(({ journal, invoice }) => journal === 'A2' && invoice === id)
      expect(own.length).toBeLessThanOrEqual(1)
      const [found] = own
      if (found === undefined) return null
      const { amountCents, date, expiryDate, lines } = found
      return {
        amountCents,
        date,
        expiryDate,
        lines: lines.map(({ account, baseCents, vatCents }) => [account, baseCents, vatCents]),
      }
    },
    entries(id: string) {
      const own = journals.filter(({ journal, invoice }) => journal === 'D2' && invoice === id)
      return own.map(({ date, entryLines = [] }) => ({
        date,
        lines: entryLines.map(({ type, account, relationId, cents }) => [
          type,
          type === 'A' ? account : named(relationId),
          cents,
        ]),
      }))
    },
  }
}

interface PostedEntry {
  journal: string
  reference: string
  madeBy: string
  date: string
  expiryDate: string
  amountCents: number
  lines: { account: number; baseCents: number; vatCents: number }[]
  entryLines?: { type: string; account: number; relationId: number; cents: number }[]
}

const accounts = caseAccounts()

/** The simulated ledger keeps lines by their effect, as the invoice has them. */
function purchaseInBooks({ amountCents, documentDate, expiryDate, lines }: CasePurchase) {
  const sign = amountCents < 0 ? -1 : 1
  const rows = lines.map(({ account, baseCents, vatCents }) => [
    accounts[account],
    sign * baseCents || 0,
    sign * vatCents || 0,
  ])
  return { amountCents, date: documentDate, expiryDate, lines: rows }
}

function entryInBooks({ documentDate, lines }: CaseEntry) {
  const rows = lines.map(({ kind, relation = '', account = '', amountCents }) => {
    if (kind !== 'A') return [kind, relation.startsWith('own:') ? 'own' : relation, amountCents]
    return ['A', account === 'opening' ? openingAccount : accounts[account], amountCents]
  })
  return { date: documentDate, lines: rows }
}

/** Of an advertising invoice that another settlement's payout was less by. */
function setOffOf(id: string): CaseEntry | undefined {
  return cases
    .flatMap(({ settlements }) => settlements.flatMap(({ expected }) => expected.setOff ?? []))
    .find(({ invoice }) => invoice === id)
}

/** As the person of S12 names it. */
const openingAccount = 400_100

function withoutOwn(open: Record<string, number> | undefined): Record<string, number> {
  return Object.fromEntries(Object.entries(open ?? {}).map(([name, value]) => [name.replace(/^own:.*/u, 'own'), value]))
}

type Step = { at: string; run: () => Promise<void> }

/** All cases live beside each other, each in a shop of its own, day by day. */
async function live(): Promise<void> {
  const steps: Step[] = []
  for (const [shop, one] of cases.entries()) {
    steps.push({ at: '2026-07-10T09', run: () => connect(one, shop) })
    for (const order of one.opening) {
      const sale = {
        order: order.order,
        date: order.date,
        grossCents: order.bookedCents,
        relation: order.relation,
        rate: 21,
      }
      steps.push({ at: `${order.date}T10`, run: () => sell(one, shop, [sale]) })
    }
    if (one.opening.length > 0) steps.push({ at: '2026-08-01T09', run: () => settleOpening(one, shop) })
    for (const settlement of one.settlements) steps.push(...stepsOf(one, shop, settlement))
  }
  let hour = ''
  let minutes = 0
  for (const step of steps.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    // A minute of its own for each: logins and lists have their limits.
    minutes = step.at === hour ? minutes + 1 : 0
    hour = step.at
    const time = `${step.at}:${String(minutes).padStart(2, '0')}:00${step.at < '2026-10-25' ? '+02:00' : '+01:00'}`
    await control('/clock', { now: time, speed: 1 })
    await step.run()
  }
}

function stepsOf(one: SettlementCase, shop: number, settlement: CaseSettlement): Step[] {
  const { books, list, invoice, specification } = settlement
  const { issueDate } = settlement.expected
  const invoiceId = invoiceIdOf(settlement)
  const served = { list, invoice, specification }
  const byOrder = Map.groupBy(books.sales, (sale) => `${sale.date} ${sale.order}`)
  return [
    ...[...byOrder].map(([key, sales]) => ({ at: `${key.slice(0, 10)}T10`, run: () => sell(one, shop, sales) })),
    ...books.credits.map((credit) => ({ at: `${credit.date}T11`, run: () => takeBack(credit) })),
    ...books.notBooked.map((order) => ({ at: '2026-08-20T10', run: () => leaveOut(shop, settlement, order) })),
    { at: `${issueDate}T09`, run: async () => void (await control('/settlements', { shop, ...served })) },
    { at: `${issueDate}T10`, run: () => check(one, invoiceId, checked) },
    ...(settlement.bank ?? []).flatMap((line) => [
      { at: `${line.date}T09`, run: () => receive(shop, line) },
      // What the bank shows is set off in the next run.
      { at: `${line.date}T22`, run: () => sync(one) },
      { at: `${addDays(line.date, 1)}T10`, run: () => check(one, invoiceId, checked) },
    ]),
    ...(settlement.expected.afterAnswer === undefined
      ? []
      : [
          { at: `${issueDate}T11`, run: () => answer(one, shop, settlement) },
          // What was booked late is in the totals of the next morning.
          { at: `${addDays(issueDate, 1)}T10`, run: () => check(one, invoiceId, answered) },
        ]),
  ]
}

/** As an import of statements makes it. */
async function receive(
  shop: number,
  { journal, date, amountCents }: NonNullable<CaseSettlement['bank']>[number],
): Promise<void> {
  const dossier = sandbox.access.shops?.[shop]?.dossierId
  const lines = [{ type: 'A', account: accounts['clearing'], amountCents }]
  await control('/octopus/bookkeeper', { action: 'bookEntry', dossier, bookyear: 2, journal, date, lines })
}

async function check(one: SettlementCase, invoiceId: string, into: Map<string, ShownCheck>): Promise<void> {
  const target = targets.get(one.id) as { tenantId: string; connectionId: string }
  // The hours of a day's totals and of bookings in doubt pass first.
  await sync(one)
  const found = await showSettlement(product.ports, { tenantIds: [target.tenantId], invoiceId, language: 'nl' })
  if (found !== null) into.set(invoiceId, found)
  const open = await product.ports.store
    .forTenant(target.tenantId)
    .transaction((tx) => tx.problems.about(`settlement:${invoiceId}`))
  if (into === checked) problems.set(invoiceId, open.map(({ code }) => code).toSorted())
}

async function answer(one: SettlementCase, shop: number, settlement: CaseSettlement): Promise<void> {
  const invoiceId = invoiceIdOf(settlement)
  const { expected } = settlement
  const { types = {}, booked = [], orders = {} } = expected.afterAnswer?.answers ?? {}
  const { tenantId } = targets.get(one.id) as { tenantId: string }
  const { notBooked } = settlement.books
  for (const sale of booked.filter(({ order }) => !notBooked.some((other) => other.order === order)))
    await sell(one, shop, [sale])
  if (notBooked.some(({ reason }) => reason === 'blocked')) await unblock(one, shop)
  const said = Object.fromEntries(
    Object.entries(orders).map(([order, wish]) => [order, wish === 'writeOff' ? wish : wish.account]),
  )
  if (Object.keys({ ...types, ...said }).length > 0) {
    const wish = { invoiceId, types, vat: null, orders: said, by: 'test' }
    expect(await answerSettlement(product.ports, [tenantId], wish)).toEqual({ done: true, faults: [] })
  }
  await sync(one)
}

/** A person says what the product is that nobody knew. */
async function unblock(one: SettlementCase, shop: number): Promise<void> {
  const { tenantId, connectionId } = targets.get(one.id) as { tenantId: string; connectionId: string }
  const file = await fileOf(one, shop)
  const vat = { ...file.vat, products: [...file.vat.products, { offerReference: 'SKU-UNKNOWN', class: 'STANDARD' }] }
  const { settings } = parsed({ ...file, vat })
  const change = { settings, credentials: {}, by: 'test', reason: null }
  const saved = await updateConnection(product.ports, { name: one.id, tenantId }, connectionId, change)
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved))
}

function parsed(json: object): { settings: Settings; credentials: Partial<Credentials> } {
  const read = parseConnectionFile(json, { today: '2026-07-10', secrets: 'required', kinds: usualKinds })
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults))
  return read
}

async function sync(one: SettlementCase): Promise<void> {
  const target = targets.get(one.id) as { tenantId: string; connectionId: string }
  await runSync(product.ports, { targets: [target], waitMs: 0, dryRun: false })
}

/** Placed and shipped at once; read on that day, so that its list still tells of it. */
async function sell(one: SettlementCase, shop: number, sales: CaseDocument[]): Promise<void> {
  const [first] = sales as [CaseDocument]
  const items = sales.map((sale) => ({
    quantity: 1,
    unitCents: sale.paidCents ?? sale.grossCents,
    reference: sale.rate === 21 ? 'SKU-STANDARD' : 'SKU-BOOK',
  }))
  const isOwn = first.relation.startsWith('own:')
  const country = isOwn ? 'BE' : first.relation
  const business = isOwn ? { billTo: { company: 'Oefenbedrijf', countryCode: 'BE', vatNumber: 'BE0403170701' } } : {}
  await control('/orders', { shop, orderId: first.order, country, items, ...business })
  await control(`/orders/${first.order}/ship`, {})
  await sync(one)
}

async function takeBack({ order }: CaseDocument): Promise<void> {
  await control(`/orders/${order}/return`, { handledAfterMinutes: 0 })
  const one = cases.find(({ settlements }) =>
    settlements.some(({ books }) => books.credits.some((credit) => credit.order === order)),
  )
  await control('/clock', { advanceMs: minute })
  await sync(one as SettlementCase)
}

async function leaveOut(
  shop: number,
  settlement: CaseSettlement,
  { order, reason }: { order: string; reason: string },
): Promise<void> {
  const item = { quantity: 1, unitCents: turnoverOf(settlement, order) }
  const placedAt = reason === 'beforeStart' ? { placedAt: '2026-07-28T10:00:00+02:00' } : {}
  const spec = {
    shop,
    orderId: order,
    country: 'BE',
    items: [{ ...item, reference: reason === 'blocked' ? 'SKU-UNKNOWN' : 'SKU-STANDARD' }],
  }
  await control('/orders', { ...spec, ...placedAt })
  await control(`/orders/${order}/ship`, {})
}

/** What was sold before the first settlement was settled by an earlier one. */
async function settleOpening(one: SettlementCase, shop: number): Promise<void> {
  const lines = one.opening.map((order) => ({
    type: 'TURNOVER',
    category: 'O',
    percent: 0,
    amount: -order.bookedCents / 100,
    order: order.order,
  }))
  const { country } = one.seller
  const vatNumber = one.seller.vatNumbers[country]
  const seller = { country, vatNumber, name: 'Voorbeeld Seller BV', retailerId: '1234567' }
  const period = { issueDate: '2026-08-01', from: '2026-07-01', to: '2026-07-31' }
  await control('/settlements', {
    shop,
    facts: { invoiceId: `399000000${one.id}`, invoiceType: 'ALL_IN_ONE', ...period, seller, lines },
  })
  await sync(one)
}

async function fileOf(one: SettlementCase, shop: number) {
  const { access } = sandbox
  const entry = access.shops?.[shop] as { clientId: string; clientSecret: string; dossierId: number }
  const seller = one.seller.country
  const opening = { account: openingAccount, description: 'Klanten van vóór de start' }
  for (const bookyear of [1, 2])
    await control('/octopus/bookkeeper', { action: 'setAccount', dossier: entry.dossierId, bookyear, ...opening })
  const code = async (treatment: string, country: string, rate: number) => {
    const name = `${country}${String(rate).padStart(2, '0')}`
    await control('/octopus/bookkeeper', {
      action: 'setVatCode',
      dossier: entry.dossierId,
      code: name,
      percentage: rate,
      type: 2,
    })
    return { treatment, country, rate, code: name, account: 700000 }
  }
  const rates =
    seller === 'BE'
      ? ([
          ['DOMESTIC', 'BE', 21],
          ['DOMESTIC', 'BE', 6],
          ['OSS', 'NL', 21],
          ['OSS', 'NL', 9],
        ] as const)
      : ([
          ['DOMESTIC', 'NL', 21],
          ['DOMESTIC', 'NL', 9],
        ] as const)
  const codes = []
  for (const [treatment, country, rate] of rates) codes.push(await code(treatment, country, rate))
  return {
    name: one.id,
    bol: { clientId: entry.clientId, clientSecret: entry.clientSecret },
    octopus: { user: access.user, password: access.userPassword, dossierId: entry.dossierId },
    seller: {
      country: seller,
      vatNumbers: one.seller.vatNumbers,
      oss: seller === 'BE' ? { active: true, from: '2024-01-01' } : { active: false },
      thresholdPassed: true,
    },
    booking: {
      startDate: one.opening.length > 0 ? '2026-07-01' : '2026-08-01',
      consumers: 'perDay',
      businesses: 'ownInvoice',
      journals: { bookings: 'V5', invoices: 'V6' },
    },
    vat: {
      default: 'ask',
      products: [
        { offerReference: 'SKU-STANDARD', class: 'STANDARD' },
        { offerReference: 'SKU-BOOK', class: 'BOOK' },
      ],
      codes,
    },
    settlement: {
      active: true,
      journals: { purchases: 'A2', clearing: 'D2' },
      purchaseVat: [
        { role: 'reverseCharge', code: 'D21IC' },
        { role: 'noVat', code: 'DNEX' },
        { role: 'dutch21', code: 'D21' },
      ],
      types: one.confirmedTypes.map((type) => ({ type, role: 'compensation' })),
    },
  }
}

async function connect(one: SettlementCase, shop: number): Promise<void> {
  const { ports } = product
  const { settings, credentials } = parsed(await fileOf(one, shop))
  const tenantId = await ports.store.directory.findOrAddTenant(one.id, ports.random.id(), await ports.clock.now())
  const added = await addConnection(
    ports,
    { name: one.id, tenantId },
    { settings, credentials: credentials as Credentials, by: 'test' },
  )
  if (added.kind !== 'saved') throw new Error(JSON.stringify(added))
  targets.set(one.id, { tenantId, connectionId: added.view.id })
}

async function read<T>(at: string): Promise<T> {
  const response = await fetch(`${sandbox.server.url}/sandbox${at}`)
  return (await response.json()) as T
}

async function control(at: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${sandbox.server.url}/sandbox${at}`, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${at}: ${await response.text()}`)
  return response.json()
}

function configOf() {
  const { access, server } = sandbox
  const answer = readConfig({
    DATABASE_URL: database.ownerUrl,
    TENTAKEL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    TENTAKEL_INSTALLATION_ID: 'settlement-cases',
    TENTAKEL_BOL_LOGIN_URL: access.bolLogin,
    TENTAKEL_BOL_API_URL: access.bol,
    TENTAKEL_OCTOPUS_API_URL: access.octopus,
    TENTAKEL_VIES_URL: access.vies,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: access.softwareHouse,
    TENTAKEL_TEST_CLOCK: `${server.url}/sandbox/clock`,
    TENTAKEL_LOG_LEVEL: 'error',
    TENTAKEL_LIMITS: limitsFile(),
  })
  if (answer.kind === 'faults') throw new Error(JSON.stringify(answer.faults))
  return answer.config
}

/** bol.com's limits would take hours that a test's clock does not have. */
function limitsFile(): string {
  const lists = ['orders', 'shipments', 'returns', 'invoices']
  const routes = [...lists, ...lists.map((name) => `${name}/{id}`), 'invoices/{id}/specification', 'retailers/{id}']
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'settlement-cases-')), 'limits.json')
  const limits = Object.fromEntries(routes.map((route) => [`GET /retailer/${route}`, [1_000_000, '1s']]))
  writeFileSync(file, JSON.stringify({ bol: limits }))
  return file
}
