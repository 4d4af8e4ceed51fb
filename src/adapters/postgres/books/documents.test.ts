/** Goal: the database refuses what the rules of a document do not allow, also when the program forgets them. */
import { octopusFacts } from '../../octopus/facts.ts'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aConnection, firstTenant, openTestStore, type TestStore } from '../../../../test/support/test-store.ts'
import { decide } from '../../../domain/document/document.ts'
import type { ClaimedAttempt, NewDocument } from '../../../ports/tables/documents.ts'
import type { Tx } from '../../../ports/store.ts'

let test: TestStore
let owner: Client
const at = Date.parse('2026-11-24T10:00:00Z')
const journalId = '20000000-0000-4000-8000-000000000001'

beforeAll(async () => {
  test = await openTestStore()
  owner = new Client({ connectionString: test.ownerUrl })
  await owner.connect()
  await test.store.directory.findOrAddTenant('Eerste', firstTenant, at)
  const journal = {
    bookYearId: 1,
    journalKey: 'V5',
    name: 'Verkoop',
    mode: 'bookings' as const,
    closed: false,
    lastNumber: 6,
    protectedPeriod: 0,
    closedPeriod: 0,
  }
  await test.store
    .forTenant(firstTenant)
    .transaction((tx) => tx.ledger.saveJournals(1, [journal], { newId: () => journalId, readAt: at }))
})
afterAll(async () => {
  await owner.end()
  await test.close()
})
beforeEach(() =>
  owner.query('truncate document, attempt, attempt_send, document_step; update ledger_journal set held_by = null'),
)

function planned(change: Partial<NewDocument> = {}): NewDocument {
  return {
    documentId: '30000000-0000-4000-8000-000000000001',
    connectionId: aConnection,
    dossierId: 1,
    kind: 'booking',
    businessKey: 'C1',
    version: 1,
    reference: 'AAAABBBBCCCC',
    orderId: 'C1',
    target: 'bookings',
    journalId,
    journalKey: 'V5',
    bookYearId: 1,
    period: 202611,
    documentDate: '2026-11-20',
    amountCents: 4999,
    buyerHash: null,
    revision: 1,
    orderVersion: 1,
    plan: { linesHash: '', shipmentId: null, supplyDate: '2026-11-20', lines: [], flags: [] },
    templateSealed: 'x',
    templateHash: 'x',
    mustLook: false,
    priority: 0,
    queueAt: at,
    state: 'ready',
    notBefore: null,
    at,
    ...change,
  }
}

function inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return test.store.forTenant(firstTenant).transaction(work)
}

describe('a step', () => {
  it('of the table is taken and remembered; any other is refused by the database itself', async () => {
    const { rows: allowed } = await owner.query<{ from_state: string; to_state: string }>(
      "select from_state, to_state from allowed_step where from_state <> 'new'",
    )
    const states = [...new Set(allowed.flatMap((row) => [row.from_state, row.to_state]))]
    const pairs = new Set(allowed.map((row) => `${row.from_state} ${row.to_state}`))
    await inTx((tx) => tx.documents.savePlanned([planned()]))
    let refused = 0
    for (const from of states) {
      for (const to of states.filter((state) => state !== from)) {
        await owner.query('alter table document disable trigger document_step_allowed')
        await owner.query('update document set state = $1', [from])
        await owner.query('alter table document enable trigger document_step_allowed')
        const result = await owner.query('update document set state = $1', [to]).then(
          () => 'taken',
          () => 'refused',
        )
        expect(`${from} ${to} ${result}`).toBe(`${from} ${to} ${pairs.has(`${from} ${to}`) ? 'taken' : 'refused'}`)
        refused += result === 'refused' ? 1 : 0
      }
    }
    expect(refused).toBeGreaterThan(100)
    expect(pairs.has('confirmed ready') || pairs.has('confirmed sending') || pairs.has('sending draft')).toBe(false)
  })
})

describe('a look before the first send that finds nothing', () => {
  it('is told as two steps, and leaves the document where it was in the queue', async () => {
    await inTx((tx) => tx.documents.savePlanned([planned({ mustLook: true })]))
    await inTx((tx) => tx.documents.notFoundFirst([planned().documentId], at + 1000))
    const document = await inTx((tx) => tx.documents.get(planned().documentId))
    expect(document).toMatchObject({ progress: { state: 'ready', mustLook: false, sendsOfNumber: 0 } })
    const { rows } = await owner.query<{ from_state: string; to_state: string; event: string }>(
      'select from_state, to_state, event from document_step where from_state is not null order by step_id',
    )
    expect(rows).toEqual([
      { from_state: 'ready', to_state: 'checking', event: 'lookedFirst' },
      { from_state: 'checking', to_state: 'ready', event: 'lookedUp' },
    ])
    await inTx((tx) => tx.documents.notFoundFirst([planned().documentId], at + 2000))
    expect((await owner.query('select from document_step')).rowCount).toBe(3)
  })
})

/** @param number null: under a key of ours */
function claimOf(documentId: string, number: number | null, bytesHash = 'h'): Promise<ClaimedAttempt> {
  return inTx(async (tx) => {
    const document = await tx.documents.get(documentId)
    if (document === null) throw new Error('no document')
    const { progress } = decide(document.progress, { kind: 'claimed', at, number }, octopusFacts.numbering)
    const claim = { document, progress, journalId, newAttemptId: crypto.randomUUID(), bytesHash, sentBy: 'test', at }
    return tx.documents.claim(claim)
  })
}

describe('a key of ours', () => {
  const budget = { key: 'of keys', limit: 400, windowMs: 1000 }
  const other = { documentId: '30000000-0000-4000-8000-000000000002', businessKey: 'C2', reference: 'DDDDEEEEFFFF' }

  it('keeps no other document of the journal waiting while it is on its way', async () => {
    await inTx((tx) => tx.documents.savePlanned([planned(), planned(other)]))
    await claimOf(planned().documentId, null)
    const next = await inTx((tx) => tx.documents.next(journalId, budget, at))
    expect(next).toMatchObject({ kind: 'head', document: { documentId: other.documentId } })
    await claimOf(other.documentId, null)
    expect(await inTx((tx) => tx.documents.next(journalId, budget, at))).toEqual({ kind: 'empty' })
  })

  it('goes again as the same attempt, whose bytes were kept at the first send', async () => {
    await inTx((tx) => tx.documents.savePlanned([planned()]))
    const first = await claimOf(planned().documentId, null)
    await inTx(async (tx) => {
      const document = await tx.documents.get(planned().documentId)
      if (document === null) throw new Error('no document')
      const { progress, notBefore } = decide(document.progress, { kind: 'lost', at }, octopusFacts.numbering)
      const expected = { state: 'sending' as const }
      const { documentId } = document
      return tx.documents.step({ documentId, expected, progress, notBefore, event: 'lost', actor: 'test', at })
    })
    expect(await claimOf(planned().documentId, null, 'other bytes')).toEqual(first)
  })
})

describe('a number', () => {
  it('is held by one document at a time', async () => {
    const other = planned({
      documentId: '30000000-0000-4000-8000-000000000002',
      businessKey: 'C2',
      reference: 'DDDDEEEEFFFF',
    })
    await inTx((tx) => tx.documents.savePlanned([planned(), other]))
    await claimOf(planned().documentId, 7)
    await expect(claimOf(other.documentId, 7)).rejects.toThrow('attempt_number_once')
  })

  it('is not claimed while another document holds the journal', async () => {
    await inTx((tx) => tx.documents.savePlanned([planned()]))
    await claimOf(planned().documentId, 7)
    const next = await inTx((tx) => tx.documents.next(journalId, { key: 'k', limit: 400, windowMs: 1000 }, at))
    expect(next).toEqual({ kind: 'held', documentId: planned().documentId })
  })

  it('is not claimed for bytes of before the document was planned anew', async () => {
    const budget = { key: 'k', limit: 400, windowMs: 1000 }
    await inTx((tx) => tx.documents.savePlanned([planned()]))
    const [seen] = await inTx((tx) => tx.documents.peek(journalId, at, 5))
    if (seen === undefined) throw new Error('nothing in the queue')
    const { progress } = decide(seen.progress, { kind: 'claimed', at, number: 7 }, octopusFacts.numbering)
    const claim = { document: seen, progress, journalId, newAttemptId: crypto.randomUUID(), bytesHash: 'h' }
    const prepared = { ...claim, sentBy: 'test', at }
    await inTx((tx) => tx.documents.savePlanned([planned({ templateSealed: 'y', templateHash: 'y', revision: 2 })]))
    const next = await inTx((tx) => tx.documents.nextPrepared(prepared, budget))
    expect(next).toEqual({ kind: 'other' })
    // Nothing was counted for it either.
    const once = { ...budget, limit: 1 }
    const again = { ...prepared, document: { ...seen, templateHash: 'y' } }
    expect(await inTx((tx) => tx.documents.nextPrepared(again, once))).toMatchObject({ kind: 'claimed' })
  })

  it('is claimed once by two workers that come at the same moment', async () => {
    await inTx((tx) => tx.documents.savePlanned([planned()]))
    const results = await Promise.allSettled([claimOf(planned().documentId, 7), claimOf(planned().documentId, 7)])
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  })
})

it('the same business key planned twice is one document', async () => {
  await inTx((tx) => tx.documents.savePlanned([planned()]))
  const again = planned({ documentId: '30000000-0000-4000-8000-000000000009', reference: 'ZZZZZZZZZZZZ' })
  await expect(inTx((tx) => tx.documents.savePlanned([again]))).rejects.toThrow('business_key')
})
