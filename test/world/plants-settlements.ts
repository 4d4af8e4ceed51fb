/** Bugs in the reading of settlements. Each is planted as in `plants.ts`. */
import type { Plant } from './plants.ts'
import { eans, settlementStory, type Story } from './story.ts'

/** An order whose lines stand on more than one page. */
function onTwoPages(): Story {
  const story = settlementStory()
  const items = [1, 2, 3].map((nth) => ({
    ean: eans[nth] as string,
    quantity: 1,
    unitCents: 1000 * nth,
    fulfilment: 'FBR' as const,
  }))
  return { ...story, acts: story.acts.map((act) => (act.act === 'order' ? { ...act, items } : act)) }
}

export const settlementPlants: Plant[] = [
  {
    number: 42,
    name: 'a specification ends with its first page',
    edits: [
      {
        file: 'src/app/settle/read-settlement.ts',
        from: "if (answer.kind === 'notFound' && page > 1) return null",
        to: 'if (page > 1) return null',
      },
    ],
    cases: [{ story: settlementStory(), decisions: [] }],
  },
  {
    number: 43,
    name: 'of an order on two pages only the last counts',
    edits: [
      {
        file: 'src/domain/settlement/sums.ts',
        from: 'before.turnover += order.turnover',
        to: 'before.turnover = order.turnover',
      },
    ],
    cases: [{ story: onTwoPages(), decisions: [] }],
  },
  {
    number: 44,
    name: 'a settlement that is listed again is another one',
    edits: [
      {
        file: 'src/adapters/postgres/settle/settlements.ts',
        from: 'select current_tenant(), ${connectionId}, r."invoiceId", r.kind,',
        to: 'select current_tenant(), ${connectionId}, r."invoiceId" || \' \' || ${String(seenAt)}, r.kind,',
      },
    ],
    cases: [{ story: settlementStory(), decisions: [] }],
  },
]
