/** The entries of a settlement, one slip each: as the ledger has them, or as it would. */
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import type { Language } from '../../domain/language.ts'
import { roleInWords, vatRoleInWords } from '../../domain/why/category-words.ts'
import type { SlipLine } from '../parts/ledger-slip.tsx'

type Booked = ShownCheck['documents'][number]
type Purchase = NonNullable<ShownCheck['purchase']>

export interface SlipOf {
  key: string
  name:
    | 'purchaseSlip'
    | 'purchaseCreditSlip'
    | 'clearingSlip'
    | 'supplementSlip'
    | 'setOffSlip'
    | 'paidSlip'
    | 'bankSlip'
  /** Of the advertising invoice that is set off. */
  about?: string
  date: string | null
  lines: SlipLine[]
  /** Absent: a proposal. */
  document: Booked | undefined
}

/** Null: it is shown from the check itself, also as a proposal. */
const laterSlips: Record<Booked['kind'], SlipOf['name'] | null> = {
  purchase: null,
  clearing: null,
  supplement: 'supplementSlip',
  setOff: 'setOffSlip',
  paid: 'paidSlip',
}

/** Later entries come last, in the order in which they were made. */
export function slipsOf(found: ShownCheck, language: Language): SlipOf[] {
  const { purchase, clearing } = found
  const documents = found.documents.filter(({ state }) => state !== 'skipped')
  const slips: SlipOf[] = []
  if (purchase !== null)
    slips.push({
      key: 'purchase',
      name: purchase.kind === 'creditNote' ? 'purchaseCreditSlip' : 'purchaseSlip',
      date: purchase.documentDate,
      lines: purchaseLines(purchase, language),
      document: documents.find(({ kind }) => kind === 'purchase'),
    })
  if (clearing !== null)
    slips.push({
      key: 'clearing',
      name: 'clearingSlip',
      date: clearing.documentDate,
      lines: entryLines(clearing.lines, found.charges, language),
      document: documents.find(({ kind }) => kind === 'clearing'),
    })
  for (const document of documents) {
    const name = laterSlips[document.kind]
    if (name === null) continue
    const lines = entryLines(document.lines ?? [], found.charges, language)
    slips.push({ key: document.id, name, date: document.date, lines, document, about: document.about ?? found.id })
  }
  // A set-off is shown before it is booked.
  for (const { invoice, documentDate, lines } of found.setOff) {
    if (documents.some(({ about }) => about === invoice)) continue
    slips.push({
      key: `setOff ${invoice}`,
      name: 'setOffSlip',
      about: invoice,
      date: documentDate,
      lines: entryLines(lines, found.charges, language),
      document: undefined,
    })
  }
  if (found.bankSplit !== null)
    slips.push({
      key: 'bank',
      name: 'bankSlip',
      date: found.received?.date ?? found.payout?.earliest ?? null,
      lines: [
        { key: 'bank', account: roleInWords('bank', language) ?? '', cents: found.bankSplit.totalCents },
        ...entryLines(found.bankSplit.lines, found.charges, language),
      ],
      document: undefined,
    })
  return slips
}

/** Groups lines of one account and VAT; the supplier's line balances them. */
function purchaseLines(purchase: Purchase, language: Language): SlipLine[] {
  const sign = purchase.kind === 'creditNote' ? -1 : 1
  const groups = Map.groupBy(purchase.lines, ({ account, vat }) => `${account} ${vat}`)
  const costs = [...groups].flatMap(([key, lines]) => {
    const [first] = lines
    if (first === undefined) return []
    const sum = (of: (line: (typeof lines)[number]) => number): number => lines.reduce((all, line) => all + of(line), 0)
    const about = vatRoleInWords(first.vat, language)
    const vatCents = sum((line) => line.vatCents)
    const cents = sign * sum((line) => line.baseCents) || 0
    return [
      { key, account: roleInWords(first.account, language) ?? '', about, cents },
      ...(vatCents === 0 ? [] : [{ key: `${key} vat`, account: about, cents: sign * vatCents }]),
    ]
  })
  const supplier = roleInWords('supplier', language) ?? ''
  return [...costs, { key: 'supplier', account: supplier, cents: -sign * Math.abs(purchase.amountCents) }]
}

type EntryLines = NonNullable<Booked['lines']>

function entryLines(lines: EntryLines, charges: ShownCheck['charges'], language: Language): SlipLine[] {
  return lines.map((line, index) => ({
    key: String(index),
    account:
      line.kind === 'A'
        ? `${line.number ?? ''} ${roleInWords(line.account, language) ?? ''}`.trim()
        : line.kind === 'S'
          ? (roleInWords('supplier', language) ?? '')
          : `${roleInWords('customers', language) ?? ''} ${line.relation}`,
    about: roleInWords(line.why, language) ?? charges.find(({ type }) => type === line.why)?.description ?? '',
    cents: line.amountCents,
  }))
}
