/** Goal: no problem outlives its cause, whatever its code, and none is raised where its cause cannot be. Method: all codes, against the database. */
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aConnection, firstTenant, openTestStore, type TestStore } from '../../../../test/support/test-store.ts'
import { endProblems } from '../../../app/run/problem-ends.ts'
import { loginCode } from '../../../domain/login-code.ts'
import {
  codesEndedBy,
  problemCodes,
  problemStates,
  timeHasPassed,
  type ProblemCode,
} from '../../../domain/problem/problem.ts'
import type { ProblemEvent } from '../../../domain/problem/problem-row.ts'
import type { NewProblem } from '../../../ports/tables/problems.ts'
import type { Tx } from '../../../ports/store.ts'

let test: TestStore
let owner: Client
const at = Date.parse('2026-11-24T10:00:00Z')
const documentId = '30000000-0000-4000-8000-000000000001'
const orderId = 'C000TEST01'

beforeAll(async () => {
  test = await openTestStore()
  owner = new Client({ connectionString: test.ownerUrl })
  await owner.connect()
  await test.store.directory.findOrAddTenant('Eerste', firstTenant, at)
})
afterAll(async () => {
  await owner.end()
  await test.close()
})
beforeEach(() => owner.query('truncate document, document_step, problem'))

function inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return test.store.forTenant(firstTenant).transaction(work)
}

const wide: Omit<NewProblem, 'code'> = {
  connectionId: aConnection,
  subject: 'connection',
  orderId: null,
  documentId: null,
  params: {},
}

async function open(): Promise<string[]> {
  return (await inTx((tx) => tx.problems.open(aConnection))).map(({ code }) => code)
}

/** Puts the document into a state, also where no step leads there. */
async function putInto(state: string): Promise<void> {
  await owner.query('alter table document disable trigger all')
  await owner.query('delete from document')
  await owner.query(
    `insert into document (tenant_id, document_id, connection_id, dossier_id, kind, business_key, version, reference, order_id, target, journal_key,
       amount_cents, revision, order_version, state, state_since, last_event, last_actor, queue_at, must_look, plan)
     values ($1, $2, $3, 1, 'booking', 'C1', 1, 'AAAABBBBCCCC', $4, 'bookings', 'V5', 100, 1, 1, $5, $6, 'test', 'test', $6, false, '{}')`,
    [firstTenant, documentId, aConnection, orderId, state, new Date(at)],
  )
  await owner.query('alter table document enable trigger all')
}

const ofDocuments = problemCodes.filter((code) => problemStates(code) !== null)

describe.each(ofDocuments)('%s of a document', (code) => {
  const raise = (): Promise<void> =>
    inTx((tx) => tx.problems.raise([{ ...wide, code, subject: documentId, orderId, documentId }], at))

  it('stays in the states that may have it, and ends with each step out of them', async () => {
    const states: readonly string[] = problemStates(code) ?? []
    const steps = await owner.query<{ from: string; to: string }>(
      'select from_state as from, to_state as to from allowed_step where from_state = any($1)',
      [states],
    )
    let ended = 0
    for (const { from, to } of steps.rows) {
      await putInto(from)
      await raise()
      expect(await open()).toEqual([code])
      await owner.query('update document set state = $1', [to])
      expect(`${from} → ${to}: ${(await open()).length}`).toBe(`${from} → ${to}: ${states.includes(to) ? 1 : 0}`)
      ended += states.includes(to) ? 0 : 1
      await owner.query('truncate problem')
    }
    expect(ended).toBeGreaterThan(0)
  })

  it('ends with its document, and is not raised of one that is booked and right, or gone', async () => {
    const [state = ''] = problemStates(code) ?? []
    await putInto(state)
    await raise()
    expect(await open()).toEqual([code])
    await owner.query('delete from document')
    expect(await open()).toEqual([])
    await raise()
    expect(await open()).toEqual([])
    await putInto('skipped')
    await raise()
    expect(await open()).toEqual([])
  })
})

/** How each event comes to the store. */
const happen: Record<ProblemEvent, (tx: Tx, code: ProblemCode) => Promise<void>> = {
  planned: (tx) => tx.problems.endOfOrders(aConnection, [orderId], at),
  decided: (tx) => tx.problems.endAbout(aConnection, orderId, at),
  checked: (tx, code) => tx.problems.endOwn(aConnection, [code], at),
  marketplaceLogin: (tx) => endProblems(tx, aConnection, 'marketplaceLogin', { now: at }),
  marketplaceRead: (tx) => endProblems(tx, aConnection, 'marketplaceRead', { now: at }),
  ledgerOpened: (tx) => endProblems(tx, aConnection, 'ledgerOpened', { now: at }),
  ledgerRead: (tx) => endProblems(tx, aConnection, 'ledgerRead', { now: at }),
  documentTaken: (tx) => endProblems(tx, aConnection, 'documentTaken', { now: at, subjects: ['connection', 'V5'] }),
  nothingWaits: (tx) => endProblems(tx, aConnection, 'nothingWaits', { now: at }),
  registerAnswered: (tx) => endProblems(tx, aConnection, 'registerAnswered', { now: at }),
  saved: (tx) => endProblems(tx, aConnection, 'saved', { now: at }),
  timePassed: (tx) => endProblems(tx, aConnection, 'timePassed', { now: at }),
}

describe.each(Object.keys(happen) as ProblemEvent[])('when %s', (event) => {
  it('what it ends is gone, and nothing else', async () => {
    const ofOrder = event === 'planned' || event === 'decided'
    const about = ofOrder ? { subject: orderId, orderId } : {}
    await inTx((tx) =>
      tx.problems.raise(
        problemCodes.map((code) => ({ ...wide, ...about, code })),
        at,
      ),
    )
    const [first] = codesEndedBy(event)
    expect(first).toBeDefined()
    await inTx((tx) => happen[event](tx, first as ProblemCode))
    const gone = problemCodes.filter((code) => codesEndedBy(event).includes(code))
    const left = await open()
    if (!ofOrder)
      expect(problemCodes.filter((code) => !left.includes(code))).toEqual(event === 'checked' ? [first] : gone)
    else expect(left).toEqual([])
  })
})

it.each([
  ['marketplace', 'marketplaceRead'],
  ['ledger', 'ledgerRead'],
  ['ledger', 'documentTaken'],
] as const)(
  'refused keys of the %s are told through an answer to what ran before (%s), until they are saved',
  async (side, event) => {
    const code = loginCode[side]
    const refusal = side === 'marketplace' ? 'marketplaceRefusal' : 'ledgerRefusal'
    await owner.query('truncate connection cascade')
    await inTx((tx) =>
      tx.connections.add({
        connectionId: aConnection,
        name: 'Winkel',
        source: 'bol',
        ledger: 'octopus',
        dossierId: 1,
        createdAt: at,
      }),
    )
    await inTx((tx) => tx.connections.change(aConnection, { [refusal]: 'login answered 401' }))
    await inTx((tx) => tx.problems.raise([{ ...wide, code }], at))
    await inTx((tx) => happen[event](tx, code))
    expect(await open()).toEqual([code])
    await inTx((tx) => tx.connections.change(aConnection, { [refusal]: null }))
    await inTx((tx) => happen.saved(tx, code))
    expect(await open()).toEqual([])
  },
)

it('a problem has an end that something in the program brings about', () => {
  for (const code of problemCodes)
    expect(
      problemStates(code) !== null ||
        (Object.keys(happen) as ProblemEvent[]).some((event) => codesEndedBy(event).includes(code)),
    ).toBe(true)
})

it('a month is told of until the end of the next one, a year likewise, a limit until its hour', () => {
  const passed = (params: Record<string, string>, now: string): boolean => timeHasPassed(params, now)
  expect(passed({ month: '2026-11' }, '2026-12-31T23:00:00+01:00')).toBe(false)
  expect(passed({ month: '2026-11' }, '2027-01-01T00:00:00+01:00')).toBe(true)
  expect(passed({ year: '2026' }, '2027-12-31T00:00:00+01:00')).toBe(false)
  expect(passed({ year: '2026' }, '2028-01-01T00:00:00+01:00')).toBe(true)
  expect(passed({ until: '2026-11-24T11:00:00+01:00' }, '2026-11-24T10:59:00+01:00')).toBe(false)
  expect(passed({ until: '2026-11-24T11:00:00+01:00' }, '2026-11-24T11:00:00+01:00')).toBe(true)
  expect(passed({}, '2026-11-24T11:00:00+01:00')).toBe(false)
})

it('what is the connection itself is found by its code like what is about an order: the hour of a limit ends it', async () => {
  await inTx((tx) =>
    tx.problems.raise(
      [
        { ...wide, code: 'OCT-LIMIET' },
        { ...wide, subject: orderId, orderId, code: 'BTW-EAN' },
      ],
      at,
    ),
  )
  const found = await inTx((tx) => tx.problems.withCodes(aConnection, ['OCT-LIMIET', 'BTW-EAN'], 5))
  expect(found.map(({ code }) => code).toSorted()).toEqual(['BTW-EAN', 'OCT-LIMIET'])
})
