/**
 * Every worked case of the VAT rules, from the order at bol.com to what `explain` says and the document in Octopus.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainOrder, type Explanation } from '../src/app/show/explain-order.ts'
import { parseConnectionFile } from '../src/app/setup/connection-file.ts'
import { addConnection } from '../src/app/setup/save-connection.ts'
import { runSync } from '../src/app/run/sync.ts'
import { assemble, type Product } from '../src/assemble.ts'
import { readConfig } from '../src/config.ts'
import type { Credentials } from '../src/ports/tables/connections.ts'
import { startSandbox, type RunningSandbox } from '../sandbox/start.ts'
import type { CaseRow } from './support/case-files.ts'
import { readVatCases } from './support/vat-cases.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { usualKinds } from './support/kinds.ts'

const sales = readVatCases().filter((row) => row['kind'] === 'INVOICE')

type Case = CaseRow

/** Cases of one seller on one day share a shop and a connection. */
function groupOf(row: Case): string {
  const invoices = row['document'] === 'ownInvoice'
  const elsewhere = /net so far this year ([\d.]+), previous year ([\d.]+)/u.exec(row['note'] ?? '')
  const profile = ['supply_date', 'seller_established', 'seller_scheme', 'seller_vat_numbers', 'oss', 'threshold']
  return JSON.stringify([...profile.map((name) => row[name]), invoices, elsewhere?.[1] ?? '', elsewhere?.[2] ?? ''])
}

const groups = [...new Set(sales.map(groupOf))].toSorted((a, b) => (a < b ? -1 : 1))
const numbers: Record<string, string> = { BE: 'BE0403170701', NL: 'NL807149974B01' }
const deniedNumbers: Record<string, string> = { BE: 'BE0824148721', NL: 'NL004495445B01' }

let database: TestDatabase
let sandbox: RunningSandbox
let product: Product
const explained = new Map<string, Explanation>()

describe('worked cases of the VAT rules', () => {
  beforeAll(async () => {
    database = await createTestDatabase()
    const start = Date.parse('2025-07-25T08:00:00+02:00')
    const noStart = { orders: 0, days: 1, flowPerMinute: 0, speed: 0 }
    sandbox = await startSandbox({ port: 0, seed: 7, start, shops: groups.length, ...noStart })
    product = await assemble(configOf())
    for (const [index, group] of groups.entries()) await runGroup(group, index)
  }, 240_000)

  afterAll(async () => {
    await product?.close()
    await sandbox?.server.close()
    await database?.drop()
  })

  it.each(sales.map((row) => [row['case_id'] ?? '', row['description'] ?? '', row] as const))('%s %s', (id, _, row) => {
    const found = explained.get(id)
    expect(found).toBeDefined()
    const line = found?.lines[0]
    expect({
      status: found?.status,
      treatment: line?.treatment,
      country: line?.country,
      rate: row['rate_percent'] === '' ? '' : String(line?.rate),
      net: row['net'] === '' ? '' : euro(line?.netCents as number),
      vat: row['vat'] === '' ? '' : euro(line?.vatCents as number),
    }).toEqual({
      status: row['status'],
      treatment: row['treatment'],
      country: row['vat_country'],
      rate: row['rate_percent'],
      net: row['net'],
      vat: row['vat'],
    })
    const flags = (row['flags'] ?? '').split(' ').filter((flag) => flag !== '')
    expect(found?.flags.toSorted()).toEqual(flags.toSorted())
    const kinds = found?.documents.map((document) => `${String(document['kind'])} ${String(document['state'])}`)
    // An invoice is read back at once.
    const kind = row['document'] === 'ownInvoice' ? 'invoice verified' : 'booking confirmed'
    expect(kinds).toEqual(row['status'] === 'POST' ? [kind] : [])
    if (row['status'] === 'POST') expectInLedger(id, row)
  })
})

/** A seller's own reference has 20 characters at most. */
function skuOf(productClass: string | undefined): string {
  return `SKU-${productClass}`.slice(0, 20)
}

function euro(cents: number): string {
  return (cents / 100).toFixed(2)
}

function configOf() {
  const { access, server } = sandbox
  const url = new URL(database.ownerUrl)
  const answer = readConfig({
    DATABASE_URL: url.href,
    TENTAKEL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    TENTAKEL_INSTALLATION_ID: 'vat-cases',
    TENTAKEL_BOL_LOGIN_URL: access.bolLogin,
    TENTAKEL_BOL_API_URL: access.bol,
    TENTAKEL_OCTOPUS_API_URL: access.octopus,
    TENTAKEL_VIES_URL: access.vies,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: access.softwareHouse,
    TENTAKEL_TEST_CLOCK: `${server.url}/sandbox/clock`,
    TENTAKEL_LOG_LEVEL: 'error',
  })
  if (answer.kind === 'faults') throw new Error(JSON.stringify(answer.faults))
  return answer.config
}

async function control(at: string, body: unknown): Promise<{ orderIds?: string[] }> {
  const response = await fetch(`${sandbox.server.url}/sandbox${at}`, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${at}: ${await response.text()}`)
  return (await response.json()) as { orderIds?: string[] }
}

async function runGroup(group: string, shop: number): Promise<void> {
  const own = sales.filter((row) => groupOf(row) === group)
  const day = own[0]?.['supply_date'] ?? ''
  const offset = /-(?:04|05|06|07|08|09)-/u.test(day) ? '+02:00' : '+01:00'
  await control('/clock', { now: `${day}T10:${String(10 + shop)}:00${offset}` })
  const orderIds: string[] = []
  for (const row of own) orderIds.push(await placeCase(row, shop))
  await control('/vies', { numbers: Object.fromEntries(Object.values(deniedNumbers).map((one) => [one, 'invalid'])) })
  const company = { name: `Bedrijf ${shop}`, tenantId: await tenant(`Bedrijf ${shop}`) }
  const { settings, credentials } = await connectionOf(own, shop, day)
  const added = await addConnection(product.ports, company, { settings, credentials, by: 'test' })
  if (added.kind !== 'saved') throw new Error(JSON.stringify(added))
  const target = { tenantId: company.tenantId, connectionId: added.view.id }
  await runSync(product.ports, { targets: [target], waitMs: 0, dryRun: false })
  for (const [index, row] of own.entries()) {
    const found = await explainOrder(product.ports, [company.tenantId], orderIds[index] ?? '')
    if (found !== null) explained.set(row['case_id'] ?? '', found)
  }
}

async function tenant(name: string): Promise<string> {
  const { random, clock, store } = product.ports
  return store.directory.findOrAddTenant(name, random.id(), await clock.now())
}

async function placeCase(row: Case, shop: number): Promise<string> {
  const quantity = Number(row['quantity'])
  const item = {
    quantity,
    unitCents: Math.round((Number(row['gross']) * 100) / quantity),
    fulfilment: row['fulfilment'],
    reference: skuOf(row['product_class']),
  }
  const country = row['destination'] ?? ''
  const shipTo = { countryCode: country, zipCode: row['treatment'] === 'SPECIAL_TERRITORY' ? '35001' : '10115' }
  const invented = country === 'BE' || country === 'NL' ? { country } : { country: 'DE', shipTo }
  const placed = await control('/orders', {
    shop,
    items: [item],
    ...invented,
    ...(row['buyer'] === 'business' ? { billTo: businessOf(row) } : {}),
  })
  const orderId = placed.orderIds?.[0] ?? ''
  await control(`/orders/${orderId}/ship`, {})
  return orderId
}

function businessOf(row: Case): Record<string, string> {
  const base = { company: `Oefenbedrijf ${row['case_id']}` }
  const country = row['buyer_vat_country'] ?? ''
  if (country === '') return { ...base, kvkNumber: '90000012' }
  const byAnswer: Record<string, string | undefined> = {
    valid: numbers[country],
    invalid: deniedNumbers[country],
    format_error: 'BE0123456789',
  }
  return { ...base, countryCode: country, vatNumber: byAnswer[row['vies'] ?? ''] ?? '' }
}

async function connectionOf(own: Case[], shop: number, day: string) {
  const [first] = own as [Case]
  const { access } = sandbox
  const entry = access.shops?.[shop] as { clientId: string; clientSecret: string; dossierId: number }
  const codes = await codesFor(own, entry.dossierId)
  const elsewhere = /net so far this year ([\d.]+), previous year ([\d.]+)/u.exec(first['note'] ?? '')
  const year = Number(day.slice(0, 4))
  const seller = first['seller_established'] ?? 'BE'
  const held = { BE: 'BE0123456749', NL: 'NL123456789B13' } as Record<string, string>
  const has = (first['seller_vat_numbers'] ?? '').split('+')
  const json = {
    name: `Winkel ${shop}`,
    bol: { clientId: entry.clientId, clientSecret: entry.clientSecret },
    octopus: { user: access.user, password: access.userPassword, dossierId: entry.dossierId },
    seller: {
      country: seller,
      vatNumbers: Object.fromEntries(has.map((country) => [country, held[country]])),
      scheme: first['seller_scheme'],
      oss: { active: first['oss'] === 'on', ...(first['oss'] === 'on' ? { from: '2024-01-01' } : {}) },
      shipsFrom: seller,
      thresholdPassed: first['threshold'] === 'above' && elsewhere === null,
      ...(elsewhere === null
        ? {}
        : { crossBorderNetElsewhere: { [year]: Number(elsewhere[1]), [year - 1]: Number(elsewhere[2]) } }),
    },
    booking: {
      startDate: day,
      on: 'shipment',
      businesses: first['document'] === 'ownInvoice' ? 'ownInvoice' : 'ownBooking',
      journals: { bookings: 'V5', invoices: 'V6' },
    },
    vat: {
      default: 'STANDARD',
      products: [...new Set(own.map((row) => row['product_class']))].map((one) => ({
        offerReference: skuOf(one),
        class: one,
      })),
      codes,
    },
  }
  const parsed = parseConnectionFile(json, { today: day, secrets: 'required', kinds: usualKinds })
  if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults))
  return { settings: parsed.settings, credentials: parsed.credentials as Credentials }
}

/** A VAT code of its own for each treatment, country and rate, made in the dossier as an accountant would. */
async function codesFor(own: Case[], dossier: number) {
  const codes = new Map<string, { treatment: string; country: string; rate: number; code: string; account: number }>()
  for (const row of own) {
    if (row['status'] !== 'POST') continue
    const [treatment = '', country = '', rate = ''] = [row['treatment'], row['vat_country'], row['rate_percent']]
    const code = `T${[...treatment]
      .filter((_, at) => at % 3 === 0)
      .join('')
      .slice(0, 6)}${country}${rate.replace('.', '')}`
    codes.set(code, { treatment, country, rate: Number(rate), code, account: 700000 })
    await control('/octopus/bookkeeper', { action: 'setVatCode', dossier, code, percentage: Number(rate), type: 2 })
  }
  return [...codes.values()]
}

/** What Octopus holds of it, read from its own side. */
function expectInLedger(id: string, row: Case): void {
  const document = explained.get(id)?.documents[0]
  // An invoice of net prices comes to what Octopus computes; that is what stands in the books.
  const total = row['document'] === 'ownInvoice' ? row['peppol_total'] : row['gross']
  const cents = Math.round(Number(total) * 100)
  expect(document?.amountCents).toBe(cents)
  expect(document?.date).toBe(row['supply_date'])
}
