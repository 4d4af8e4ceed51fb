/** The product as an outsider uses it: commands, the environment, and a simulated bol.com and Octopus over HTTP. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

const root = path.resolve(import.meta.dirname, '../..')

export interface Access {
  bolLogin: string
  bol: string
  octopus: string
  vies: string
  softwareHouse: string
  clientId: string
  clientSecret: string
  user: string
  userPassword: string
  dossierId: number
  control: string
  /** Where there are several: each has a dossier too, which nobody has to use. */
  shops?: { clientId: string; clientSecret: string }[]
}

export interface TruthOrder {
  orderId: string
  placedDate: string
  /** Something of it is still to be shipped. */
  open: boolean
  items: {
    orderItemId: string
    ean: string
    shipped: number
    paidCents: number
    shippedPaidCents: number
    fulfilment: string
  }[]
  shipments: { shipmentId: string; date: string }[]
  returns: { handledAt: string | null; handlingResult: string; items: { orderItemId: string; quantity: number }[] }[]
}

/** The product reads the test's clock ten times a second at most: what was moved a moment ago is seen after this. */
export const clockSeen = (): Promise<void> => delay(150)

export interface LedgerEntry {
  year: string
  journal: string
  number: number
  date: string
  amountCents: number
  reference: string
  orderReference: string
  comment: string
  madeBy: string
  relation: { id: number; name: string }
  lines: { account: number; vatCode: string; rateBp: number; baseCents: number; vatCents: number }[]
}

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

export interface Outside {
  access: Access
  folder: string
  /** What the program is to be given to meet this outside. */
  environment: Record<string, string>
  control(method: string, place: string, body?: unknown): Promise<unknown>
  advance(ms: number): Promise<void>
  truth(): Promise<TruthOrder[]>
  ledger(): Promise<LedgerEntry[]>
  /** The connection file that fits this sandbox; `change` is laid over its parts. */
  file(change?: {
    bol?: object
    octopus?: object
    seller?: object
    booking?: object
    relations?: object
    vat?: object
    settlement?: object
  }): Promise<Record<string, unknown>>
  /** All that commands said so far, on both outputs. */
  said: string[]
  run(args: string[], environment?: Record<string, string>): Promise<Ran>
  /** Runs a command that prints JSON. */
  json<T>(args: string[]): Promise<T>
  start(args: string[], environment?: Record<string, string>): ChildProcess
  add(file: Record<string, unknown>): Promise<string>
  /** Commands and processes from here on are of the version in this folder. */
  use(folder: string): void
  close(): Promise<void>
}

export interface SyncJson {
  connections: {
    orders: number
    booked: number
    waiting: number
    blocked: number
    skipped: number
    inDoubt: number
    captured: number
    next: string | null
    calls: { bol: number; octopus: number }
  }[]
  problems: { code: ProblemCode; count: number }[]
}

/** @param orders made by chance over the last `days`; place exact ones with `control('POST', '/orders', …)` */
export async function openOutside(
  options: {
    orders?: number
    seed?: number
    days?: number
    now?: string
    shops?: number
    environment?: Record<string, string>
  } = {},
): Promise<Outside> {
  const args = [
    '--orders',
    String(options.orders ?? 0),
    '--seed',
    String(options.seed ?? 1),
    '--days',
    String(options.days ?? 7),
    '--shops',
    String(options.shops ?? 1),
  ]
  if (options.now !== undefined) args.push('--now', options.now)
  const sandbox = spawn(process.execPath, [path.join(root, 'sandbox/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve) => createInterface({ input: sandbox.stdout }).once('line', resolve))
  const access = JSON.parse(line) as Access
  const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-outside-'))
  const environment = { ...environmentOf(access, folder), ...options.environment }
  const children = new Set<ChildProcess>()
  let version = root
  const start = (command: string[], more: Record<string, string> = {}): ChildProcess => {
    const child = spawn(process.execPath, [path.join(version, 'src/main.ts'), ...command], {
      env: { ...environment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    child.once('exit', () => children.delete(child))
    return child
  }
  const said: string[] = []
  const run = async (command: string[], more: Record<string, string> = {}): Promise<Ran> => {
    const ran = await finish(start(command, more))
    said.push(ran.stdout, ran.stderr)
    return ran
  }
  const json = async <T>(command: string[]): Promise<T> => {
    const ran = await run([...command, '--json'])
    if (ran.stdout.trim() === '') throw new Error(`${command.join(' ')} printed nothing: ${ran.stderr}`)
    return JSON.parse(ran.stdout) as T
  }
  const control = (method: string, place: string, body?: unknown): Promise<unknown> =>
    ask(method, `${access.control}${place}`, body)
  const truth = async (): Promise<TruthOrder[]> => listOf<TruthOrder>(await control('GET', '/orders'), 'orders')
  return {
    access,
    folder,
    environment,
    control,
    said,
    run,
    json,
    start,
    truth,
    advance: async (ms) => void (await control('POST', '/clock', { advanceMs: ms })),
    ledger: async () =>
      listOf<LedgerEntry>(await control('GET', `/octopus/ledger/${access.dossierId}`), 'documents').filter(
        (entry) => entry.madeBy === 'api',
      ),
    file: async (change = {}) => connectionFile(access, await truth(), change),
    async add(file) {
      writeFileSync(path.join(folder, 'connection.json'), JSON.stringify(file))
      return (await json<{ id: string }>(['connection', 'add', '--file', path.join(folder, 'connection.json')])).id
    },
    use: (chosen) => void (version = chosen),
    async close() {
      for (const child of children) child.kill('SIGKILL')
      sandbox.kill('SIGKILL')
      stopDatabase(folder)
      await new Promise((resolve) => setTimeout(resolve, 50))
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

function environmentOf(access: Access, folder: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/compiled'),
    TENTAKEL_DATA_DIR: path.join(folder, 'data'),
    TENTAKEL_BOL_LOGIN_URL: access.bolLogin,
    TENTAKEL_BOL_API_URL: access.bol,
    TENTAKEL_OCTOPUS_API_URL: access.octopus,
    TENTAKEL_VIES_URL: access.vies,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: access.softwareHouse,
    TENTAKEL_TEST_CLOCK: `${access.control}/clock`,
    TENTAKEL_LOG_LEVEL: 'error',
  }
}

/** A Belgian seller with OSS whose books are at the reduced rate. */
function connectionFile(
  access: Access,
  truth: TruthOrder[],
  change: Parameters<Outside['file']>[0] & object,
): Record<string, unknown> {
  const books = [
    ...new Set(truth.flatMap((order) => order.items.map((item) => item.ean)).filter((ean) => ean.startsWith('978'))),
  ]
  const code = (treatment: string, country: string, rate: number, key: string) => ({
    treatment,
    country,
    rate,
    code: key,
    account: 700000,
  })
  return {
    name: 'Buitenwinkel',
    bol: { clientId: access.clientId, clientSecret: access.clientSecret, ...change.bol },
    octopus: { user: access.user, password: access.userPassword, dossierId: access.dossierId, ...change.octopus },
    seller: {
      country: 'BE',
      vatNumbers: { BE: 'BE0123456749' },
      oss: { active: true, from: '2026-01-01' },
      ...change.seller,
    },
    booking: {
      startDate: truth.map((order) => order.placedDate).toSorted()[0] ?? '2026-11-01',
      journals: { bookings: 'V5', invoices: 'V6' },
      ...change.booking,
    },
    relations: { ...change.relations },
    vat: {
      default: 'STANDARD',
      products: books.map((ean) => ({ ean, class: 'BOOK' })),
      codes: [
        code('DOMESTIC', 'BE', 21, '21'),
        code('DOMESTIC', 'BE', 6, '06'),
        code('OSS', 'NL', 21, 'NL21'),
        code('OSS', 'NL', 9, 'NL09'),
        code('OSS', 'DE', 19, 'DE19'),
        code('OSS', 'DE', 7, 'DE07'),
        code('OSS', 'FR', 20, 'FR20'),
        code('OSS', 'LU', 17, 'LU17'),
      ],
      ...change.vat,
    },
    ...(change.settlement === undefined ? {} : { settlement: change.settlement }),
  }
}

export interface Books {
  lost: string[]
  doubled: string[]
  wrong: string[]
  gaps: string[]
  violations: unknown[]
}

/** The ledger against what the simulated bol.com knows. `toleranceCents`: an invoice of net prices may be a cent beside per rate. */
export async function compareBooks(outside: Outside, toleranceCents = 0): Promise<Books> {
  const [truth, ledger, { problems }, { violations }] = await Promise.all([
    outside.truth(),
    outside.ledger(),
    outside.json<{ problems: { orders: string[] }[] }>(['problems']),
    outside.control('GET', '/violations') as Promise<{ violations: unknown[] }>,
  ])
  const explained = new Set(problems.flatMap((problem) => problem.orders))
  const books: Books = { lost: [], doubled: [], wrong: [], gaps: gapsIn(ledger), violations }
  const byOrder = new Map<string, LedgerEntry[]>()
  for (const entry of ledger) byOrder.set(entry.orderReference, [...(byOrder.get(entry.orderReference) ?? []), entry])
  for (const order of truth) {
    const entries = byOrder.get(order.orderId) ?? []
    byOrder.delete(order.orderId)
    const found = entries.reduce((sum, entry) => sum + entry.amountCents, 0)
    const expected = order.items.reduce((sum, item) => sum + item.shippedPaidCents - refundedCents(order, item), 0)
    const sales = entries.filter((entry) => entry.amountCents > 0)
    const tolerance = toleranceCents * entries.length
    if (found > expected + tolerance || sales.length > order.shipments.length) books.doubled.push(order.orderId)
    else if (found < expected - tolerance && !explained.has(order.orderId))
      (entries.length === 0 ? books.lost : books.wrong).push(order.orderId)
  }
  books.wrong.push(...byOrder.keys())
  return books
}

/** Of units that came back and for which the buyer got his money. */
function refundedCents(order: TruthOrder, item: TruthOrder['items'][number]): number {
  const back = order.returns
    .filter((row) => row.handledAt !== null && ['RETURN_RECEIVED', 'STILL_APPROVED'].includes(row.handlingResult))
    .flatMap((row) => row.items)
    .filter((row) => row.orderItemId === item.orderItemId)
    .reduce((sum, row) => sum + row.quantity, 0)
  const units = Math.min(back, item.shipped)
  return item.shipped === 0 ? 0 : Math.floor((2 * item.shippedPaidCents * units + item.shipped) / (2 * item.shipped))
}

function gapsIn(ledger: LedgerEntry[]): string[] {
  const journals = new Map<string, number[]>()
  for (const entry of ledger)
    journals.set(`${entry.year} ${entry.journal}`, [
      ...(journals.get(`${entry.year} ${entry.journal}`) ?? []),
      entry.number,
    ])
  return [...journals]
    .filter(([, numbers]) => numbers.toSorted((a, b) => a - b).some((number, index) => number !== index + 1))
    .map(([journal]) => journal)
}

/** Only the marketplace's limits are lifted: they would take the hours that a test's clock does not have. */
export function withoutBolLimits(outside: Outside): Record<string, string> {
  const fast = [1_000_000, '1s']
  const routes = ['orders', 'orders/{id}', 'shipments', 'shipments/{id}', 'returns', 'returns/{id}', 'retailers/{id}']
  const file = path.join(outside.folder, 'limits.json')
  writeFileSync(
    file,
    JSON.stringify({ bol: Object.fromEntries(routes.map((route) => [`GET /retailer/${route}`, fast])) }),
  )
  return { TENTAKEL_LIMITS: file }
}

export function isClean(books: Books): boolean {
  return [books.lost, books.doubled, books.wrong, books.gaps, books.violations].every((list) => list.length === 0)
}

export function finish(child: ChildProcess): Promise<Ran> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
  return new Promise((resolve) =>
    child.once('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    ),
  )
}

function listOf<T>(answer: unknown, key: string): T[] {
  return (Array.isArray(answer) ? answer : (answer as Record<string, T[]>)[key]) as T[]
}

function ask(method: string, url: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if ((answer.statusCode ?? 500) >= 400) reject(new Error(`${method} ${url}: ${answer.statusCode} ${text}`))
        else resolve(text === '' ? null : JSON.parse(text))
      })
    })
    call.on('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** A killed starter leaves the server running; this folder's own is ended by its number. */
export function databasePid(folder: string): number | null {
  try {
    return Number(readFileSync(path.join(folder, 'data/postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return null
  }
}

function stopDatabase(folder: string): void {
  const pid = databasePid(folder)
  if (pid === null) return
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It is gone already.
  }
}

/** Orders of this minute; what becomes of them comes with the hours. */
export async function moreOrders(outside: Outside, count: number): Promise<void> {
  const { now } = (await outside.control('GET', '/clock')) as { now: string }
  const to = Date.parse(now)
  await outside.control('POST', '/orders', {
    populate: { orders: count, from: new Date(to - 30_000).toISOString(), to: new Date(to).toISOString() },
  })
}
