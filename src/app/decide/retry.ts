/** *Verwerk*: moves documents to a state from which the ordinary protocol runs. It cannot book twice, because it sends nothing. */
import { decide } from '../../domain/document/document.ts'
import { states, type DocumentState } from '../../domain/document/document-states.ts'
import { isOfSettlement } from '../../domain/document/document-kinds.ts'
import { listsShowing } from '../../domain/ledger/dossier-lists.ts'
import { isReadAgain } from '../../domain/problem/problem.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { StoredProblem } from '../../ports/tables/problems.ts'
import type { Tx } from '../../ports/store.ts'
import type { Ports } from '../run/ports.ts'
import { wantReadAgain, type OrderToReadAgain } from '../capture/reread-orders.ts'

export type RetrySelection =
  | { kind: 'document'; id: string }
  /** `reread`: all of it is read from the marketplace once more, also when it is booked. */
  | { kind: 'order'; orderId: string; reread?: boolean }
  | { kind: 'problem'; code: string }
  /** All orders of one connection, or of all of the company. */
  | { kind: 'all'; connectionId?: string }

export interface NotTaken {
  order: string | null
  document: string | null
  reason: string
}

export interface RetryResult {
  taken: number
  notTaken: NotTaken[]
}

/** States in which *Verwerk* does something: new bytes for a refusal, a sooner try for what only waits. */
const retriable: readonly DocumentState[] = [...states.unsent.filter((state) => state !== 'inDay'), 'deferred']
const settling: readonly DocumentState[] = states.unsettled.filter((state) => state !== 'deferred')

export async function retryDocuments(ports: Ports, tenantId: string, selection: RetrySelection): Promise<RetryResult> {
  const store = ports.store.forTenant(tenantId)
  const at = await ports.clock.now()
  return store.transaction(async (tx) => {
    const result: RetryResult = { taken: 0, notTaken: [] }
    await tx.ledger.endRests()
    const chosen = await choose(tx, selection)
    await tx.schedule.ask(connectionsOf(chosen), at)
    await tx.schedule.pollSoon([...chosen.held.keys()], at)
    for (const problems of chosen.held.values()) result.taken += problems
    await readAgain(tx, selection, chosen)
    // Orders that must be read again do not wait for the next half hour.
    await tx.schedule.pollSoon([...chosen.unread.keys()], at)
    const isNothing = [chosen.documents, chosen.orders].every((rows) => rows.length === 0)
    if (isNothing && chosen.unread.size === 0 && chosen.held.size === 0) {
      result.notTaken.push({
        order: selection.kind === 'order' ? selection.orderId : null,
        document: selection.kind === 'document' ? selection.id : null,
        reason: 'nothingFound',
      })
      return result
    }
    for (const document of chosen.documents) await retryOne(tx, document, at, result)
    for (const entry of chosen.orders) {
      await tx.orders.planAgain(entry.connectionId, [entry.orderId])
      result.taken += 1
    }
    if (selection.kind === 'order' && selection.reread === true) return { taken: 1, notTaken: [] }
    return result
  })
}

interface Chosen {
  documents: StoredDocument[]
  /** By connection: orders of which the marketplace may have given bad data. They are read again before they are planned. */
  unread: Map<string, OrderToReadAgain[]>
  /** Orders that wait without a document: they are planned anew. */
  orders: { connectionId: string; orderId: string }[]
  /** By connection: how many of the named problems hold no order and no document. All of its work is tried again. */
  held: Map<string, number>
}

async function choose(tx: Tx, selection: RetrySelection): Promise<Chosen> {
  if (selection.kind === 'document') {
    const document = (await tx.documents.get(selection.id)) ?? (await tx.documents.byReferences([selection.id]))[0]
    return { documents: document === undefined ? [] : [document], orders: [], unread: new Map(), held: new Map() }
  }
  const documents: StoredDocument[] = []
  const orders: Chosen['orders'] = []
  const unread: Chosen['unread'] = new Map()
  const held: Chosen['held'] = new Map()
  for (const connection of await tx.connections.list()) {
    const { connectionId } = connection
    const isLeft = selection.kind === 'all' && (selection.connectionId ?? connectionId) !== connectionId
    if (connection.state === 'removed' || isLeft) continue
    const problems = await tx.problems.open(connectionId)
    const wanted = problems.filter(
      (problem) =>
        selection.kind === 'all' ||
        (selection.kind === 'problem' && problem.code === selection.code) ||
        (selection.kind === 'order' && problem.orderId === selection.orderId),
    )
    // Perhaps it was mended in the dossier a moment ago.
    await tx.ledger.doubtLists(connection.dossierId, listsShowing(wanted.map((problem) => problem.code)))
    for (const problem of wanted) {
      if (problem.orderId !== null) continue
      // The list that had it is asked for at once.
      if (problem.code === 'UIT-ONLEESBAAR') await tx.heldRecords.endRests(connectionId, null)
      const total = problem.documentId === null ? null : await tx.documents.get(problem.documentId)
      if (total !== null) documents.push(total)
      else if (selection.kind === 'problem') held.set(connectionId, (held.get(connectionId) ?? 0) + 1)
    }
    const ids =
      selection.kind === 'order'
        ? [selection.orderId]
        : [...new Set(wanted.flatMap((problem) => (problem.orderId === null ? [] : [problem.orderId])))]
    if (ids.length === 0) continue
    const own = [
      ...(await tx.documents.ofOrders(connectionId, ids)),
      ...(await tx.days.totalsOf(connectionId, ids)),
    ].filter((document) => document.progress.state !== 'inTotal')
    const moving = own.filter(({ progress }) => retriable.includes(progress.state) || settling.includes(progress.state))
    // Where an order has something to do, its documents that are booked already are no refusal.
    documents.push(...(selection.kind === 'order' && moving.length === 0 ? own : moving))
    const known = await tx.orders.known(connectionId, ids)
    const again = unreadOf(selection, known, problems)
    if (again.length > 0) unread.set(connectionId, again)
    orders.push(
      ...known.filter((order) => open.has(order.standing)).map((order) => ({ connectionId, orderId: order.orderId })),
    )
  }
  return { documents, orders, unread, held }
}

/** Orders without a document that still have something before them. */
const open: ReadonlySet<string> = new Set(['new', 'blocked', 'waiting'])

/** Returns orders to be read again by their problems; an order that the user names, as long as it is open, whatever its problems. */
function unreadOf(
  selection: RetrySelection,
  known: { orderId: string; standing: string }[],
  problems: StoredProblem[],
): OrderToReadAgain[] {
  return known
    .map(({ orderId, standing }) => {
      const codes = problems.filter((problem) => problem.orderId === orderId).map((problem) => problem.code)
      const named = selection.kind === 'order' && (selection.reread === true || open.has(standing))
      return { orderId, codes, wanted: named || codes.some(isReadAgain) }
    })
    .filter(({ wanted }) => wanted)
}

async function readAgain(tx: Tx, selection: RetrySelection, { unread }: Chosen): Promise<void> {
  const whole = selection.kind === 'order' && selection.reread === true
  for (const [connectionId, orders] of unread) await wantReadAgain(tx, connectionId, orders, { whole })
}

function connectionsOf({ documents, orders, unread, held }: Chosen): string[] {
  return [...new Set([...[...documents, ...orders].map((row) => row.connectionId), ...unread.keys(), ...held.keys()])]
}

/** A refused document goes again as its next version. */
export async function takeUpAgain(tx: Tx, document: StoredDocument, event: string, at: number): Promise<void> {
  const { connectionId, documentId, orderId } = document
  if (isOfSettlement(document.kind)) {
    await tx.documents.withdraw([documentId], 'draft', event, at)
    return
  }
  if (orderId === null) {
    // A total: it is made anew out of what belongs to it.
    await tx.days.dissolveOf(connectionId, documentId, at)
    return
  }
  await tx.documents.withdraw([documentId], 'draft', event, at)
  await tx.orders.planAgain(connectionId, [orderId])
}

async function retryOne(tx: Tx, document: StoredDocument, at: number, result: RetryResult): Promise<void> {
  const { state } = document.progress
  const orderId = document.orderId
  if (state === 'rejected') {
    await takeUpAgain(tx, document, 'retry', at)
    result.taken += 1
  } else if (state === 'approval') {
    const { progress, notBefore } = decide(document.progress, { kind: 'approved' })
    await tx.documents.step({
      documentId: document.documentId,
      expected: { state },
      progress,
      notBefore,
      event: 'approved',
      actor: 'person',
      at,
    })
    result.taken += 1
  } else if (state === 'ready' || state === 'deferred') {
    await tx.documents.prioritise([document.documentId], null)
    result.taken += 1
  } else if (state === 'blocked' || state === 'draft') {
    if (orderId !== null) await tx.orders.planAgain(document.connectionId, [orderId])
    result.taken += 1
  } else {
    const reason = settling.includes(state) ? 'inDoubt' : states.inLedger.includes(state) ? 'booked' : state
    result.notTaken.push({ order: orderId, document: document.documentId, reason })
  }
}
