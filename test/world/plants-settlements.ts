/** Bugs in the reading and the booking of settlements. Each is planted as in `plants.ts`. */
import { at, type Plant } from './plants.ts'
import { addDays } from '../../sandbox/bol/local-time.ts'
import { eans, settlementStory, type Act, type Story } from './story.ts'

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

/** Two settlements of the same amount, of which bol.com paid one: its statement comes after both. */
function oneOfTwoPaid(): Story {
  const { acts, ...story } = settlementStory()
  const day = 24 * 60
  const date = addDays(story.setting.start.slice(0, 10), 1)
  const kept = acts.filter(({ act }) => act !== 'advertise' && act !== 'pay')
  const second = kept.flatMap((act): Act[] => {
    if (act.act === 'order' || act.act === 'ship') return [{ ...act, at: act.at + day, order: 'C000TST002' }]
    return act.act === 'settle' ? [{ ...act, at: act.at + day, invoice: '3990000000002', from: date, to: date }] : []
  })
  const paid: Act = { at: 2 * day, act: 'pay', invoice: '3990000000001', how: 'net' }
  // The bank is looked at twice a day, and the story goes on after that.
  const later: Act = { at: 3 * day, act: 'resaveSettings' }
  return { ...story, acts: [...kept, ...second, paid, later].toSorted((a, b) => a.at - b.at) }
}

function paidInWhole(): Story {
  const story = settlementStory()
  return { ...story, acts: story.acts.map((act) => (act.act === 'pay' ? { ...act, how: 'whole' as const } : act)) }
}

/** A bookkeeper undoes what was matched, and the lists of that day and the next tell it. */
function undoneStory(): Story {
  const story = settlementStory()
  const last = Math.max(...story.acts.map((act) => act.at))
  const later = { at: last + 1440, act: 'resaveSettings' as const }
  return { ...story, acts: [...story.acts, { at: last, act: 'unmatchByHand', nth: 1 }, later] }
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
  {
    number: 46,
    name: 'a line of the bank counts twice',
    edits: [
      {
        file: 'src/domain/bank/recognise.ts',
        from: 'const used = new Set(known.map(lineName))',
        to: 'const used = new Set<string>()',
      },
      {
        file: 'src/app/bank/recognise-receipts.ts',
        from: 'stands.get(lineName(receipt))?.cents === receipt.cents',
        to: 'receipt.cents > 0',
      },
      {
        file: 'src/adapters/postgres/settle/bank.ts',
        from: '${number}, ${line}, ${date}::date, ${cents},',
        to: '${number}, ${line + Math.floor(when / 1000 - 1.7e9)}, ${date}::date, ${cents},',
      },
    ],
    cases: [{ story: oneOfTwoPaid(), decisions: [] }],
  },
  {
    number: 47,
    name: 'advertising that was paid for otherwise is set off all the same',
    edits: [
      {
        file: 'src/app/post/plan-set-off.ts',
        from: "if (posting.setOff === 'atIssue')",
        to: 'if (true)',
      },
    ],
    cases: [{ story: paidInWhole(), decisions: [] }],
  },
  {
    number: 48,
    name: 'a pair of lines is sent again after a lost answer',
    edits: [
      {
        file: 'src/domain/settlement/match-states.ts',
        from: "return { ...progress, state: 'inDoubt', lastAnswer: 'silence', looks: 0 }\n  }",
        to: "return { ...progress, state: 'planned', lastAnswer: 'silence', looks: 1 }\n  }",
      },
    ],
    cases: [{ story: settlementStory(), decisions: [at('octopus POST /balancings', 1, 'loseAnswer')] }],
  },
  {
    number: 49,
    name: 'what a person undid is matched again',
    edits: [
      {
        file: 'src/domain/settlement/match-states.ts',
        from: "if (found === 'undone') return { ...progress, state: 'undone', lookedAt: at }",
        to: "if (found === 'undone') return { ...progress, state: 'planned', looks: 1, lookedAt: at }",
      },
    ],
    cases: [{ story: undoneStory(), decisions: [] }],
  },
]
