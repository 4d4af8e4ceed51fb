/** *Verwerk*: moves documents to a state from which the ordinary protocol runs. It cannot book twice, because it sends nothing. */
import type { DocumentState } from '../domain/document.ts'
import type { StoredDocument, Tx } from '../ports/store.ts'
import type { Ports } from './ports.ts'

export type RetrySelection =
  | { kind: 'document'; id: string }
  | { kind: 'order'; orderId: string }
  | { kind: 'problem'; code: string }
  | { kind: 'all' }

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
const retriable: readonly DocumentState[] = ['rejected', 'blocked', 'draft', 'ready', 'approval']
const settling: readonly DocumentState[] = ['sending', 'inDoubt', 'checking', 'cooling']

export async function retryDocuments(ports: Ports, tenantId: string, selection: RetrySelection): Promise<RetryResult> {
  const store = ports.store.forTenant(tenantId)
  const at = await ports.clock.now()
  return store.transaction(async (tx) => {
    const result: RetryResult = { taken: 0, notTaken: [] }
    await tx.ledger.endRests()
    const chosen = await choose(tx, selection)
    if (chosen.documents.length === 0 && chosen.orders.length === 0) {
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
    return result
  })
}

interface Chosen {
  documents: StoredDocument[]
  /** Orders that wait without a document: they are planned anew. */
  orders: { connectionId: string; orderId: string }[]
}

async function choose(tx: Tx, selection: RetrySelection): Promise<Chosen> {
  if (selection.kind === 'document') {
    const document = (await tx.documents.get(selection.id)) ?? (await tx.documents.byReferences([selection.id]))[0]
    return { documents: document === undefined ? [] : [document], orders: [] }
  }
  const documents: StoredDocument[] = []
  const orders: Chosen['orders'] = []
  for (const connection of await tx.connections.list()) {
    if (connection.state === 'removed') continue
    const { connectionId } = connection
    const problems = await tx.problems.open(connectionId)
    const wanted = problems.filter(
      (problem) => selection.kind === 'all' || (selection.kind === 'problem' && problem.code === selection.code),
    )
    for (const problem of wanted) {
      const total =
        problem.orderId === null && problem.documentId !== null ? await tx.documents.get(problem.documentId) : null
      if (total !== null) documents.push(total)
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
    // Of an order with something to do, what is booked already is no refusal.
    documents.push(...(selection.kind === 'order' && moving.length === 0 ? own : moving))
    const known = await tx.orders.known(connectionId, ids)
    orders.push(
      ...known
        .filter((order) => order.standing === 'blocked' || order.standing === 'waiting')
        .map((order) => ({ connectionId, orderId: order.orderId })),
    )
  }
  return { documents, orders }
}

async function retryOne(tx: Tx, document: StoredDocument, at: number, result: RetryResult): Promise<void> {
  const { state } = document.progress
  const orderId = document.orderId
  if (state === 'rejected' && orderId === null) {
    // A total: it is made anew out of what belongs to it.
    await tx.days.dissolveOf(document.connectionId, document.documentId, at)
    result.taken += 1
  } else if (state === 'rejected') {
    await tx.documents.withdraw([document.documentId], 'draft', 'retry', at)
    if (orderId !== null) await tx.orders.planAgain(document.connectionId, [orderId])
    result.taken += 1
  } else if (state === 'approval') {
    await tx.documents.step({
      documentId: document.documentId,
      expected: { state },
      progress: { ...document.progress, state: 'ready' },
      notBefore: null,
      event: 'approved',
      actor: 'person',
      at,
    })
    result.taken += 1
  } else if (state === 'ready') {
    await tx.documents.prioritise([document.documentId], null)
    result.taken += 1
  } else if (state === 'blocked' || state === 'draft') {
    if (orderId !== null) await tx.orders.planAgain(document.connectionId, [orderId])
    result.taken += 1
  } else {
    const reason = settling.includes(state)
      ? 'inDoubt'
      : state === 'confirmed' || state === 'verified' || state === 'changed'
        ? 'booked'
        : state
    result.notTaken.push({ order: orderId, document: document.documentId, reason })
  }
}
