/**
 * Reads orders again for which the marketplace gave bad data: when a user asks, and each night where that still blocks an order. An
 * unchanged row of a list does not show that details were mended since.
 */
import { isReadAgain, problemCodes, problemRow, type ProblemCode } from '../../domain/problem/problem.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { isOfSide } from './held-records.ts'
import { readReturnsAgain } from './read-returns.ts'
import { readShipmentsAgain } from './read-shipments.ts'

/** The limit of one night: details are cheap, but each order's shipments and returns cost calls of scarce routes. */
const nightDetailsMax = 200
const nightPartsMax = 20
/** The limit of one run, started by a user or by the night. */
const partsMax = 100

/** An order that is to be read again, and the problems that say so. */
export interface OrderToReadAgain {
  orderId: string
  codes: ProblemCode[]
}

/** @param whole the user wants all of them read, whatever their problems are */
export async function wantReadAgain(
  tx: Tx,
  connectionId: string,
  orders: OrderToReadAgain[],
  { whole = false, partsOf = orders.length }: { whole?: boolean; partsOf?: number } = {},
): Promise<void> {
  const ids = orders.map((order) => order.orderId)
  if (ids.length === 0) return
  const withParts = orders.filter(({ codes }) => whole || codes.some(needsParts)).map((order) => order.orderId)
  await tx.orders.wantDetail(connectionId, ids)
  await tx.orders.wantReread(connectionId, withParts.slice(0, partsOf))
  await tx.heldRecords.endRests(connectionId, ids)
}

function needsParts(code: ProblemCode): boolean {
  const { side } = problemRow(code)
  return side === 'shipments' || side === 'returns'
}

/** The longest unread first. */
export async function wantBlockedReadAgain({ store, connection }: ConnectionContext): Promise<void> {
  const { connectionId } = connection
  await store.transaction(async (tx) => {
    const blocked = await tx.orders.blockedBy(connectionId, problemCodes.filter(isReadAgain), nightDetailsMax)
    await wantReadAgain(tx, connectionId, blocked, { partsOf: nightPartsMax })
  })
}

/** Shipments and returns of the orders that are to be read again. One that alone cannot be read holds no other. */
export async function rereadParts(context: ConnectionContext): Promise<Refusal | null> {
  const { store, connection, ports } = context
  const { connectionId } = connection
  const orderIds = await store.transaction((tx) => tx.orders.wantingReread(connectionId, partsMax))
  for (const orderId of orderIds) {
    const failure = (await readShipmentsAgain(context, orderId)) ?? (await readReturnsAgain(context, orderId))
    if (failure !== null && isOfSide(failure, await ports.clock.now())) return failure
    await store.transaction((tx) => tx.orders.rereadDone(connectionId, orderId))
  }
  return null
}
