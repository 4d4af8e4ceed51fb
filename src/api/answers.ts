/**
 * The parts of the API's answers on which scripts may rely. The compiler compares each shape with the type of its use case;
 * `test/open-api.test.ts` compares it with real answers.
 */
import { z } from 'zod'
import type { ListedImport } from '../app/capture/backfill.ts'
import type { Explanation } from '../app/show/explain-order.ts'
import type { ShownProblem } from '../app/show/list-problems.ts'
import type { SalePage, VatSum } from '../app/show/list-orders.ts'
import type { DifferingDocument, LedgerCheck } from '../app/show/ledger-check.ts'
import type { ConnectionOverview } from '../app/show/overview.ts'
import type { RetryResult } from '../app/decide/retry.ts'
import type { SkipResult } from '../app/decide/skip.ts'
import type { UndoPreview } from '../app/decide/undo.ts'
import { isProblemCode } from '../domain/problem/problem.ts'

const day = z.iso.date()
const moment = z.string().describe('ISO 8601 with offset, Europe/Brussels')
const cents = z.int().describe('euro cents')
const problemCode = z.string().refine(isProblemCode)
const orderClass = z.enum(['booked', 'waiting', 'blocked', 'skipped', 'inDoubt'])
const counts = { orders: z.int(), booked: z.int(), credited: z.int(), waiting: z.int(), blocked: z.int() }

const checkState = z.enum(['closes', 'differs', 'unread', 'unseen'])

export const overviewAnswer = z.array(
  z.strictObject({
    id: z.uuid(),
    name: z.string(),
    shopName: z.string().nullable(),
    dossierId: z.int(),
    state: z.enum(['active', 'paused', 'removed']),
    ...counts,
    skipped: z.int(),
    inDoubt: z.int(),
    light: z.enum(['green', 'amber', 'red']),
    reason: z.string().nullable(),
    lastPollAt: moment.nullable(),
    nextAttentionAt: moment.nullable(),
    completeness: z.strictObject({ from: day, to: day, orders: z.int(), missing: z.int() }).nullable(),
    budget: z.strictObject({ sent: z.int(), waiting: z.int(), limit: z.int(), nearLimit: z.boolean() }),
    bookedToday: z.strictObject({ documents: z.int(), amountCents: cents }),
    month: z.strictObject({
      from: day,
      classes: z.array(z.strictObject({ class: orderClass, orders: z.int(), grossCents: cents })),
      readBack: z.strictObject({ documents: z.int(), unread: z.int(), differenceCents: cents }),
    }),
    ledger: z.strictObject({
      differing: z.int(),
      differenceCents: cents,
      unread: z.int(),
      lookedAt: moment.nullable(),
      state: checkState,
    }),
    causes: z.array(
      z.strictObject({ code: problemCode, title: z.string(), count: z.int(), grossCents: cents, since: moment }),
    ),
    days: z.array(z.strictObject({ day, country: z.string(), orders: z.int(), grossCents: cents })),
  }),
) satisfies z.ZodType<ConnectionOverview[]>

export const problemsAnswer = z.array(
  z.strictObject({
    code: problemCode,
    type: z.string(),
    connection: z.uuid(),
    count: z.int(),
    orders: z.array(z.string()).describe('the first hundred'),
    since: moment,
    waiting: z
      .array(
        z.strictObject({
          orderId: z.string(),
          placedOn: day.nullable(),
          grossCents: cents.nullable(),
          article: z.strictObject({ title: z.string().nullable(), quantity: z.int(), others: z.int() }).nullable(),
        }),
      )
      .describe('the same orders, with the first of their articles'),
    grossCents: cents.describe('of the orders that it holds up'),
    title: z.string(),
    what: z.string(),
    meaning: z.string(),
    remedy: z.string(),
    actor: z.string(),
    nextCheck: moment.nullable(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    products: z
      .array(z.strictObject({ ean: z.string(), title: z.string().nullable() }))
      .describe('that wait for their class'),
    returns: z.array(
      z.strictObject({
        return: z.string(),
        order: z.string(),
        choices: z.array(z.string()),
        items: z.array(
          z.strictObject({
            id: z.string(),
            ean: z.string().nullable(),
            title: z.string().nullable(),
            quantity: z.int(),
            unitCents: cents.nullable(),
          }),
        ),
      }),
    ),
  }),
)
problemsAnswer satisfies z.ZodType<Omit<ShownProblem, 'type' | 'actor' | 'returns'>[]>

export const ordersAnswer = z.strictObject({
  rows: z.array(
    z.strictObject({
      orderId: z.string(),
      placedOn: day.nullable(),
      class: orderClass,
      reason: z.string().nullable(),
      grossCents: cents.nullable(),
      destination: z.string().nullable(),
      article: z
        .strictObject({ title: z.string().nullable(), quantity: z.int(), others: z.int() })
        .nullable()
        .describe('the first of its articles, and how many others there are'),
      documents: z.array(
        z.strictObject({
          id: z.string(),
          kind: z.string(),
          state: z.string(),
          journal: z.string(),
          number: z.int().nullable(),
          date: day.nullable(),
          amountCents: cents,
        }),
      ),
    }),
  ),
  next: z.string().nullable().describe('to be given back as `after`; null on the last page'),
})
ordersAnswer satisfies z.ZodType<{ next: SalePage['next'] }>

export const vatSumsAnswer = z.array(
  z.strictObject({
    month: z.string(),
    vatCode: z.string(),
    treatment: z.string(),
    country: z.string(),
    rateBp: z.int().describe('basis points: 2100 is 21 %'),
    grossCents: cents,
    netCents: cents,
    vatCents: cents,
  }),
) satisfies z.ZodType<VatSum[]>

const line = z.looseObject({
  orderItemId: z.string().nullable(),
  ean: z.string().nullable(),
  quantity: z.int().nullable(),
  class: z.string().nullable(),
  treatment: z.string().nullable(),
  country: z.string().nullable(),
  rate: z.number().nullable().describe('percent'),
  grossCents: cents,
  netCents: cents.nullable(),
  vatCents: cents.nullable(),
  vatCode: z.string().nullable(),
  account: z.int().nullable(),
  rule: z.string().nullable(),
  title: z.string(),
})

export const explanationAnswer = z.strictObject({
  order: z.string(),
  connection: z.uuid(),
  state: orderClass,
  status: z.string().describe('POST, HOLD, BLOCK or RETRY'),
  facts: z.record(z.string(), z.unknown()),
  lines: z.array(line),
  flags: z.array(z.string()),
  roundings: z.array(z.unknown()),
  documents: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      target: z.enum(['bookings', 'invoices']),
      state: z.string(),
      journal: z.string(),
      number: z.int().nullable(),
      bookYear: z.int().nullable(),
      period: z.int().nullable(),
      date: day.nullable(),
      amountCents: cents,
      revision: z.int(),
      attempts: z.array(z.strictObject({ at: moment, number: z.int().nullable(), outcome: z.string().nullable() })),
    }),
  ),
  problems: z.array(z.strictObject({ code: problemCode })),
})
explanationAnswer satisfies z.ZodType<Pick<Explanation, 'order' | 'connection' | 'state' | 'flags' | 'problems'>>

export const historyAnswer = z.array(
  z.strictObject({
    from: day,
    to: day,
    state: z.enum(['running', 'paused', 'done']),
    daysRead: z.int(),
    days: z.int(),
    captured: z.int(),
  }),
) satisfies z.ZodType<ListedImport[]>

export const retryAnswer = z.strictObject({
  taken: z.int(),
  notTaken: z.array(
    z.strictObject({ order: z.string().nullable(), document: z.string().nullable(), reason: z.string() }),
  ),
}) satisfies z.ZodType<RetryResult>

export const skipAnswer = z.strictObject({
  done: z.boolean().describe('all of them'),
  skipped: z.int(),
  faults: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .describe('one for each order that was not skipped'),
}) satisfies z.ZodType<SkipResult>

export const undoAnswer = z.strictObject({
  orders: z.int(),
  unsent: z.int(),
  inLedger: z.int(),
  uncertain: z.int(),
  done: z.boolean(),
  undone: z.int(),
}) satisfies z.ZodType<UndoPreview>

export const ledgerCheckAnswer = z.strictObject({
  years: z.array(z.string()),
  year: z.string(),
  lookedAt: moment.nullable().describe('the last look at what people changed, removed or added'),
  othersSince: moment.nullable().describe('documents of others that were changed since then are known'),
  months: z.array(
    z.strictObject({
      journal: z.string(),
      month: day.describe('its first day'),
      hereDocuments: z.int(),
      hereCents: cents,
      ledgerDocuments: z.int(),
      ledgerCents: cents,
      unread: z.int(),
      unreadCents: cents,
      inDoubt: z.int(),
      differing: z.int(),
      differenceCents: cents,
      state: checkState,
    }),
  ),
}) satisfies z.ZodType<LedgerCheck>

export const differencesAnswer = z.array(
  z.strictObject({
    kind: z.enum(['changed', 'removed', 'duplicate', 'other', 'unread', 'inDoubt']),
    journal: z.string(),
    number: z.int().nullable(),
    date: day.nullable(),
    orderId: z.string().nullable(),
    hereCents: cents.nullable(),
    ledgerCents: cents.nullable(),
  }),
) satisfies z.ZodType<DifferingDocument[]>
