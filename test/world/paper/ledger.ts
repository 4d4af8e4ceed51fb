/**
 * A ledger that exists on paper only, as unlike the simulated one as its port allows: it takes a key of ours and refuses one that it knows,
 * gives the numbers itself, and has neither journals nor periods, nor a list of what changed. In memory, on the world's clock.
 */
import type { LedgerDocument } from '../../../sandbox/octopus/world.ts'
import type { Fault, SandboxRequest, SandboxResponse, World } from '../../../sandbox/world.ts'
import { json, Pending, received } from './answers.ts'

/** Chosen by the world's seed: what nobody outside a vendor knows. */
export interface PaperSettings {
  /** Seconds until its lists show what was just made. */
  lagSeconds: number
  /** Whether a document that a person removed gives its key free again. */
  freesKeys: boolean
}

export interface PaperLine {
  account: number
  vatCode: string
  baseCents: number
  vatCents: number
  text: string
}

export interface PaperSale {
  id: number
  key: string
  order: string
  text: string
  date: string
  relationId: number
  totalCents: number
  lines: PaperLine[]
  madeAt: number
}

export interface PaperRelation {
  id: number
  /** Of ours, or null. */
  code: string | null
  name: string
  email: string | null
  vatNumber: string | null
  active: boolean
}

interface Book {
  sales: (PaperSale & { madeBy: 'api' | 'hand'; changedBy: 'api' | 'hand' })[]
  usedKeys: Set<string>
  relations: PaperRelation[]
  lastId: number
}

export const paperJournal = 'V5'
export const paperAccounts = [700_000, 700_100]
export const paperRates: Record<string, number> = {
  '21': 2100,
  '06': 600,
  NL21: 2100,
  NL09: 900,
  DE19: 1900,
  DE07: 700,
  FR20: 2000,
  LU17: 1700,
}

export class PaperLedger {
  readonly access = { token: 'papier-geheim' }
  readonly settings: PaperSettings
  /** Requests that its own rules know no such thing of. */
  readonly violations: string[] = []
  private readonly world: World
  private readonly books = new Map<number, Book>()
  private readonly pending = new Pending()

  constructor(world: World, options: { bookIds: readonly number[]; settings: PaperSettings }) {
    this.world = world
    this.settings = options.settings
    for (const id of options.bookIds) this.books.set(id, { sales: [], usedKeys: new Set(), relations: [], lastId: 100 })
  }

  /** A call; `path` below its base address. */
  handle(request: SandboxRequest, fault: Fault | undefined): SandboxResponse {
    return received(fault, {
      now: this.world.clock.now(),
      pending: this.pending,
      work: (now) => this.work(request, now),
    })
  }

  /** In the words in which the world's checks read books. */
  rows(bookId: number): LedgerDocument[] {
    this.pending.catchUp(this.world.clock.now())
    const book = this.book(bookId)
    return book.sales.map((sale) => ({
      dossier: bookId,
      bookyearId: Number(sale.date.slice(0, 4)),
      year: sale.date.slice(0, 4),
      journal: paperJournal,
      number: sale.id,
      kind: 'booking',
      date: sale.date,
      expiryDate: sale.date,
      period: Number(sale.date.slice(0, 4) + sale.date.slice(5, 7)),
      relation: { id: sale.relationId, externalRelationId: 0, name: this.nameOf(book, sale.relationId) },
      amountCents: sale.totalCents,
      lines: sale.lines.map((line) => ({ ...line, rateBp: paperRates[line.vatCode] ?? 0 })),
      reference: sale.key,
      orderReference: sale.order,
      comment: sale.text,
      paymentMethod: null,
      madeBy: sale.madeBy === 'api' ? 'api' : 'bookkeeper',
      changedBy: sale.changedBy === 'api' ? 'api' : 'bookkeeper',
      madeAt: sale.madeAt,
      changedAt: sale.madeAt,
      versions: 1,
      attachments: [],
    }))
  }

  /** The bookkeeper on his own screen; 1 is the first document. @returns what was touched */
  byHand(
    bookId: number,
    act: { what: 'book'; order: string } | { what: 'change' | 'delete'; nth: number },
  ): string | null {
    const book = this.book(bookId)
    if (act.what === 'book') {
      const key = `HAND-${book.lastId + 1}`
      this.enter(book, { ...handSale, key, text: `bol ${act.order}`, date: dayOf(this.world.clock.now()) }, 'hand')
      return key
    }
    const own = book.sales.filter((sale) => sale.madeBy === 'api')
    const sale = own[(act.nth - 1) % Math.max(1, own.length)]
    if (sale === undefined) return null
    if (act.what === 'change') {
      sale.totalCents += 100
      sale.lines.push({ account: 700_100, vatCode: '21', baseCents: 100, vatCents: 0, text: 'Hand' })
      sale.changedBy = 'hand'
    } else {
      book.sales.splice(book.sales.indexOf(sale), 1)
      if (this.settings.freesKeys) book.usedKeys.delete(sale.key)
    }
    return sale.order
  }

  private work(request: SandboxRequest, now: number): SandboxResponse {
    const [, top, id, what, code] = request.path.split('/')
    if (request.headers['authorization'] !== `Key ${this.access.token}`) return json(401, { code: 'KEY_REFUSED' })
    const book = this.books.get(Number(id))
    if (top === 'books' && id === undefined)
      return json(
        200,
        [...this.books.keys()].map((one) => ({ id: one, name: `Boek ${one}` })),
      )
    if (top !== 'books' || book === undefined) return this.unknown(request)
    const { method } = request
    if (method === 'GET' && what === 'accounts')
      return json(
        200,
        paperAccounts.map((one) => ({ account: one, name: `Rekening ${one}` })),
      )
    if (method === 'GET' && what === 'vatcodes')
      return json(
        200,
        Object.entries(paperRates).map(([key, rateBp]) => ({ code: key, rateBp })),
      )
    if (method === 'GET' && what === 'relations') return json(200, this.relationsIn(book, request.query))
    if (method === 'PUT' && what === 'relations' && code !== undefined) return this.saveRelation(book, code, request)
    if (method === 'GET' && what === 'sales') return json(200, this.salesIn(book, request.query, now))
    if (method === 'POST' && what === 'sales') return this.post(book, request, now)
    return this.unknown(request)
  }

  private unknown({ method, path }: SandboxRequest): SandboxResponse {
    this.violations.push(`${method} ${path}`)
    return json(404, { code: 'NO_SUCH_PATH' })
  }

  private post(book: Book, request: SandboxRequest, now: number): SandboxResponse {
    const sale = JSON.parse(request.body.toString()) as Omit<PaperSale, 'id' | 'madeAt' | 'relationId'> & {
      relation: { id?: number; code?: string }
    }
    if (book.usedKeys.has(sale.key)) return json(409, { code: 'KEY_EXISTS' })
    const relation = book.relations.find(({ id, code }) => id === sale.relation.id || code === sale.relation.code)
    if (relation === undefined) return json(422, { code: 'RELATION_UNKNOWN' })
    const sum = sale.lines.reduce((all, line) => all + line.baseCents + line.vatCents, 0)
    if (sum !== sale.totalCents) return json(422, { code: 'SUM_DIFFERS' })
    if (sale.lines.some((line) => !paperAccounts.includes(line.account))) return json(422, { code: 'ACCOUNT_UNKNOWN' })
    if (sale.lines.some((line) => paperRates[line.vatCode] === undefined))
      return json(422, { code: 'VAT_CODE_UNKNOWN' })
    const { relation: _named, ...rest } = sale
    return json(201, { id: this.enter(book, { ...rest, relationId: relation.id }, 'api', now) })
  }

  private enter(
    book: Book,
    sale: Omit<PaperSale, 'id' | 'madeAt'>,
    madeBy: 'api' | 'hand',
    madeAt = this.world.clock.now(),
  ): number {
    book.lastId += 1
    book.usedKeys.add(sale.key)
    book.sales.push({ ...sale, id: book.lastId, madeAt, madeBy, changedBy: madeBy })
    return book.lastId
  }

  /** By its exact key, or what was made since a moment: changes of what was there before are in no list. */
  private salesIn(book: Book, query: URLSearchParams, now: number): PaperSale[] {
    const key = query.get('key')
    const since = Number(query.get('madeSince') ?? 0)
    const isShown = (sale: PaperSale): boolean => sale.madeAt + this.settings.lagSeconds * 1000 <= now
    return book.sales.filter((sale) => isShown(sale) && (key === null ? sale.madeAt >= since : sale.key === key))
  }

  private relationsIn(book: Book, query: URLSearchParams): PaperRelation[] {
    const asked = [...query].filter(([name]) => name in filters) as [keyof typeof filters, string][]
    return book.relations.filter((relation) =>
      asked.every(([name, value]) => filters[name](relation) === value.toLowerCase()),
    )
  }

  private saveRelation(book: Book, code: string, request: SandboxRequest): SandboxResponse {
    const given = JSON.parse(request.body.toString()) as Omit<PaperRelation, 'id' | 'code'>
    const known = book.relations.find((relation) => relation.code === code)
    if (known !== undefined) return json(200, Object.assign(known, given))
    book.lastId += 1
    const made = { ...given, id: book.lastId, code }
    book.relations.push(made)
    return json(201, made)
  }

  private nameOf(book: Book, relationId: number): string {
    return book.relations.find(({ id }) => id === relationId)?.name ?? ''
  }

  private book(id: number): Book {
    const book = this.books.get(id)
    if (book === undefined) throw new Error(`no book ${id}`)
    return book
  }
}

const filters = {
  name: ({ name }: PaperRelation) => name.toLowerCase(),
  id: ({ id }: PaperRelation) => String(id),
  code: ({ code }: PaperRelation) => (code ?? '').toLowerCase(),
  vat: ({ vatNumber }: PaperRelation) => (vatNumber ?? '').toLowerCase(),
}

const handSale = {
  order: '',
  relationId: 0,
  totalCents: 1000,
  lines: [{ account: 700_100, vatCode: '21', baseCents: 1000, vatCents: 0, text: 'Hand' }],
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
