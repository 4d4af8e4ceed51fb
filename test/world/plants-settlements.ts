/** Bugs in the reading and the booking of settlements. Each is planted as in `plants.ts`. */
import { at, type Plant } from './plants.ts'
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
  {
    number: 45,
    name: 'an entry whose answer was lost goes again under the next number',
    edits: [
      {
        file: 'src/domain/document/document.ts',
        from: "return toDoubt(progress, { lastAnswer: 'wrongNumber' }, event.at, numbering)",
        to: "return giveBack(progress, 'ready', null)",
      },
      {
        file: 'src/domain/document/document.ts',
        from: "return toDoubt(progress, { lastAnswer: 'silence', silentSends: progress.silentSends + 1 }, event.at, numbering)\n  }",
        to: "return giveBack(progress, 'ready', null)\n  }",
      },
    ],
    cases: [{ story: settlementStory(), decisions: [at('octopus POST /financialdiversbookings', 1, 'loseAnswer')] }],
  },
]
