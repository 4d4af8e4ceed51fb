/** A shop whose settlements are posted: one month of it, placed and issued at the simulated bol.com. */
import { answerSettlement, type AnswerResult, type AnswerWish } from '../../src/app/settle/answer-settlement.ts'
import { showSettlement, type ShownCheck } from '../../src/app/settle/show-settlements.ts'
import type { SettlementFacts, SettlementLine } from '../../sandbox/bol/settlement-answers.ts'
import { openInside, type Inside } from './inside.ts'
import { clockSeen, type LedgerEntry } from './outside.ts'

export const posting = {
  active: true,
  startDate: '2026-11-01',
  journals: { purchases: 'A2', clearing: 'D2' },
  purchaseVat: [
    { role: 'reverseCharge', code: 'D21IC' },
    { role: 'noVat', code: 'DNEX' },
  ],
}
export const booking = { startDate: '2026-11-20' }

export const november: Omit<SettlementFacts, 'lines'> = {
  invoiceId: '3990000000001',
  invoiceType: 'ALL_IN_ONE',
  from: '2026-11-01',
  to: '2026-11-30',
  issueDate: '2026-12-01',
  seller: { country: 'BE', vatNumber: 'BE0123456749', name: 'Voorbeeld BV', retailerId: '1234567' },
}
export const december = { invoiceId: '3990000000002', from: '2026-12-01', to: '2026-12-31', issueDate: '2027-01-01' }

/** A sale of so many euro, and a tenth of it as commission. */
export function sold(order: string, amount: number): SettlementLine[] {
  return [
    { type: 'TURNOVER', category: 'O', percent: 0, amount: -amount, order },
    { type: 'COMMISSION', category: 'K', percent: 0, amount: amount / 10, order },
  ]
}

export interface Entry extends LedgerEntry {
  kind: string
  expiryDate: string
  paymentMethod: number | null
  attachments: { fileName: string }[]
  entryLines?: { type: string; account: number; relationId: number; reference: string; cents: number }[]
}

export interface SettledShop extends Inside {
  saleOf(unitCents: number, more?: object): Promise<string>
  goTo(now: string): Promise<void>
  issue(facts: Partial<SettlementFacts> & { lines: SettlementLine[] }): Promise<string>
  /** Lets so much time pass, and settles what the clock allows. */
  later(ms: number): Promise<void>
  shown(invoiceId: string): Promise<ShownCheck>
  answers(wish: Pick<AnswerWish, 'invoiceId'> & Partial<AnswerWish>): Promise<AnswerResult>
  codes(): Promise<string[]>
  /** All that stands in one journal, whoever made it. */
  journal(key: string): Promise<Entry[]>
  relations(): Promise<{ id: number; name: string; vatNr: string; supplier: boolean; madeBy: string }[]>
  fails(route: string, kind: string, more?: object): Promise<void>
  heal(): Promise<void>
  byHand(action: object): Promise<unknown>
}

/** @param outside one of before, with all that stands there: the database of then is lost */
export async function openSettledShop(settlement: object = posting, outside?: Inside['outside']): Promise<SettledShop> {
  const kept = outside === undefined ? {} : { outside }
  const shop = await openInside({ now: '2026-11-24T10:00:00+01:00', file: { booking, settlement }, ...kept })
  const control: Inside['outside']['control'] = (...call) => shop.outside.control(...call)
  // Where bol.com's limits make a page wait, a second of ours is a minute.
  await control('POST', '/clock', { speed: 60 })
  const sync = async (): Promise<void> => void (await shop.sync())
  return Object.assign(shop, {
    async saleOf(unitCents: number, more: object = {}) {
      const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents }], ...more })
      await shop.act(order, 'ship')
      await sync()
      return order
    },
    async goTo(now: string) {
      await control('POST', '/clock', { now })
      await clockSeen()
    },
    async issue(facts: Partial<SettlementFacts> & { lines: SettlementLine[] }) {
      const whole = { ...november, ...facts }
      await control('POST', '/settlements', { facts: whole })
      return whole.invoiceId
    },
    async later(ms: number) {
      await shop.outside.advance(ms)
      await sync()
    },
    async shown(invoiceId: string) {
      const found = await showSettlement(shop.ports, { tenantIds: [shop.tenantId], invoiceId, language: 'nl' })
      if (found === null) throw new Error(`no settlement ${invoiceId}`)
      return found
    },
    answers: (wish: Pick<AnswerWish, 'invoiceId'> & Partial<AnswerWish>) =>
      answerSettlement(shop.ports, [shop.tenantId], { types: {}, vat: null, by: 'test', ...wish }),
    codes: async () => (await shop.problems()).map(({ code }) => code).toSorted(),
    async journal(key: string) {
      const { documents } = (await control('GET', `/octopus/ledger/${shop.outside.access.dossierId}`)) as {
        documents: Entry[]
      }
      return documents.filter((entry) => entry.journal === key)
    },
    async relations() {
      const found = (await control('GET', `/octopus/relations/${shop.outside.access.dossierId}`)) as {
        relations: { id: number; name: string; vatNr: string; supplier: boolean; madeBy: string }[]
      }
      return found.relations
    },
    async fails(route: string, kind: string, more: object = {}) {
      await control('POST', '/faults', {
        api: 'octopus',
        route: route.replace('{d}', '/dossiers/{dossierId}'),
        kind,
        times: 1,
        ...more,
      })
    },
    heal: async () => void (await control('DELETE', '/faults')),
    byHand: (action: object) => control('POST', '/octopus/bookkeeper', action),
  })
}
