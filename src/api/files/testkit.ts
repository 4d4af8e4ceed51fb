/** For tests only. */
import type { ShownCheck } from '../../app/settle/show-settlements.ts'

/** Of two orders, one of which is not booked. */
export const aSettlement: ShownCheck = {
  id: '3990000000301',
  connection: 'c',
  kind: 'settlement',
  issueDate: '2026-09-01',
  periodFrom: '2026-08-01',
  periodTo: '2026-08-31',
  state: 'difference',
  title: 'Afrekening 3990000000301: -20,00 verschil, 1 bestelling',
  differenceCents: -2000,
  payableCents: -4077,
  version: 1,
  payout: null,
  problems: ['UIT-ZONDER'],
  statementLines: { soldCents: 8985, refundedCents: -2995, costsCents: -1913, compensationCents: 0, bookedCents: 3990 },
  counts: { orders: 2, corrections: 1, explained: 0, differing: 1, questions: 0 },
  documents: [],
  supplement: null,
  purchase: {
    journal: 'purchases',
    kind: 'invoice',
    amountCents: 1913,
    documentDate: '2026-09-01',
    expiryDate: '2026-09-01',
    lines: [
      {
        type: 'COMMISSION',
        category: 'K',
        percent: 0,
        account: 'commission',
        vat: 'reverseCharge',
        baseCents: 1913,
        vatCents: 0,
      },
    ],
  },
  clearing: {
    journal: 'clearing',
    documentDate: '2026-09-01',
    lines: [
      { kind: 'C', relation: 'BE', why: 'turnover', amountCents: -5990 },
      { kind: 'S', relation: 'bol.com', why: 'purchase', amountCents: 1913 },
      { kind: 'A', account: 'clearing', why: 'payout', amountCents: 4077 },
    ],
  },
  questions: [],
  sums: [],
  orders: [
    { order: 'C000TEST01', bookedCents: 3990, settledCents: 3990, differenceCents: 0, category: 'ok' },
    { order: 'C000TEST02', bookedCents: 0, settledCents: 2000, differenceCents: -2000, category: 'notBooked:blocked' },
  ],
  carriedForwardCents: 0,
  statement: { state: 'difference', differenceCents: -2000, title: '' },
  openAtBolCents: {},
  charges: [
    { type: 'X', description: '=HYPERLINK("http://dief.example")', role: 'turnover', amountCents: 5990, vatCents: 0 },
  ],
}
