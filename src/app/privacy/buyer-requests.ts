/**
 * Answers a buyer who asks for their data, or to be forgotten. The buyer is found by order number, or by opening the data of all buyers
 * that is still kept: no index is stored for it.
 */
import type { Buyer, BuyerAddress } from '../../domain/order/order.ts'
import type { BookedDocument, KeptValue, OrderOfBuyer } from '../../ports/tables/personal-data.ts'
import type { Tx } from '../../ports/store.ts'
import { openBuyer } from './buyer-data.ts'
import type { Company } from '../setup/connections.ts'
import type { Ports } from '../run/ports.ts'

export type BuyerWish = { order: string } | { email: string } | { name: string }

export interface OrderKept {
  company: string
  order: string
  /** The buyer's personal data, opened; empty: none is kept any more. */
  values: KeptValue[]
  /** The documents that the books keep, without a name. The name on a relation is in the ledger. */
  documents: BookedDocument[]
}

export interface OrderForgotten {
  company: string
  order: string
  /** `open`: something of it is still to be booked or credited, which needs the buyer; nothing was removed. */
  outcome: 'forgotten' | 'open'
  values: number
  documents: BookedDocument[]
}

const buyersAtOnce = 500

export async function showBuyer(ports: Ports, companies: Company[], wish: BuyerWish): Promise<OrderKept[]> {
  const shown: OrderKept[] = []
  for (const { tenantId, name } of companies)
    await ports.store.forTenant(tenantId).transaction(async (tx) => {
      for (const order of await ordersOf(ports, tx, { tenantId, wish }))
        shown.push({
          company: name,
          order: order.orderId,
          values: await tx.personalData.kept(order),
          documents: await tx.personalData.documents(order),
        })
    })
  return shown
}

/**
 * Removes the buyer's data. The books keep amounts, numbers and dates, as the law asks; the keyed hash by which a relation is recognised
 * stays with them. @param by who asked for it, as the company's trail names that user
 */
export async function forgetBuyer(
  ports: Ports,
  companies: Company[],
  { wish, by }: { wish: BuyerWish; by: string },
): Promise<OrderForgotten[]> {
  const done: OrderForgotten[] = []
  const at = await ports.clock.now()
  for (const { tenantId, name } of companies)
    await ports.store.forTenant(tenantId).transaction(async (tx) => {
      for (const order of await ordersOf(ports, tx, { tenantId, wish })) {
        const answer = await tx.personalData.forget(order, at)
        const values = answer.kind === 'forgotten' ? answer.values : 0
        if (answer.kind === 'forgotten')
          await tx.operatorActs.add(
            { actId: ports.random.id(), at, who: by, act: `buyer erase ${order.orderId}` },
            null,
          )
        const documents = await tx.personalData.documents(order)
        done.push({ company: name, order: order.orderId, outcome: answer.kind, values, documents })
      }
    })
  return done
}

async function ordersOf(
  ports: Ports,
  tx: Tx,
  { tenantId, wish }: { tenantId: string; wish: BuyerWish },
): Promise<OrderOfBuyer[]> {
  if ('order' in wish) return tx.personalData.orders(wish.order)
  const found: OrderOfBuyer[] = []
  for (let after: OrderOfBuyer | null = null; ;) {
    const batch: Awaited<ReturnType<typeof tx.personalData.buyers>> = await tx.personalData.buyers(after, buyersAtOnce)
    for (const { connectionId, orderId, buyerSealed } of batch) {
      const buyer = openBuyer({ ports, tenantId }, orderId, buyerSealed)
      if (buyer !== null && isMeant(buyer, wish)) found.push({ connectionId, orderId })
    }
    after = batch.at(-1) ?? null
    if (batch.length < buyersAtOnce) return found
  }
}

function isMeant(buyer: Buyer, wish: { email: string } | { name: string }): boolean {
  const parties: BuyerAddress[] = [buyer.shipping, ...(buyer.billing === null ? [] : [buyer.billing])]
  return parties.some((party) =>
    'email' in wish
      ? plain(party.email) === plain(wish.email)
      : [plain(`${party.firstName ?? ''} ${party.surname ?? ''}`), plain(party.company)].includes(plain(wish.name)),
  )
}

function plain(text: string | null): string | null {
  return text === null ? null : text.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase()
}
