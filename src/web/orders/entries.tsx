/** The ledger entries of an order, as slips: accounts, debit, credit, equal. */
import { Stack } from '@mantine/core'
import type { ExplainedDocument, Explanation } from '../../app/show/explain-order.ts'
import { countryName } from '../../domain/why/why-words.ts'
import { useSpeech } from '../language.tsx'
import { LedgerSlip, type SlipLine } from '../parts/ledger-slip.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { Verdicts } from './verdicts.tsx'

/** Returns whether the document is in the ledger and was read back from there. */
export function isProven({ state }: Pick<ExplainedDocument, 'state'>): boolean {
  return state === 'verified'
}

export function Entries({ explanation }: { explanation: Explanation }) {
  const { documents } = explanation
  const [only] = documents
  const isWhole = documents.length === 1 && only?.amountCents === explanation.facts.grossCents
  return (
    <Stack gap="md">
      {documents.map((document, index) => (
        // eslint-disable-next-line react/no-array-index-key -- several totals of a day in a fixed order
        <Entry key={`${document.id}${index}`} document={document} isWhole={isWhole} />
      ))}
    </Stack>
  )
}

function Entry({ document, isWhole }: { document: ExplainedDocument; isWhole: boolean }) {
  const { say, date } = useSpeech()
  const lines = useLines(document)
  const { journal, number, period } = document
  const proven = isProven(document)
  return (
    <Stack gap="xs">
      <LedgerSlip
        head={
          <>
            {proven && <StateMark state="booked" size={16} label={say('orderBookedProven')} />}
            {number === null ? say('entryJournalToCome', { journal }) : say('entryJournal', { journal, number })}
          </>
        }
        aside={
          period === null
            ? date(document.date)
            : say('entryPeriod', {
                day: date(document.date),
                period: periodText(period),
              })
        }
        lines={lines}
        sumText={say(isWhole ? 'entryPaid' : 'entryEqual')}
        proven={proven}
      />
      <Verdicts document={document} />
    </Stack>
  )
}

/** Year and month where the ledger says both: 202611 is 2026/11. */
function periodText(period: number): string {
  const text = String(period)
  return text.length === 6 ? `${text.slice(0, 4)}/${text.slice(4)}` : text
}

/** The customer's line balances sales and VAT; on a credit the sides are turned. */
function useLines({ entries, amountCents }: ExplainedDocument): SlipLine[] {
  const { say, language } = useSpeech()
  const sign = amountCents < 0 ? -1 : 1
  const gross = entries.reduce((sum, { netCents, vatCents }) => sum + netCents + vatCents, 0)
  const taxes = Map.groupBy(entries, ({ country, rate, vatCode }) => `${country} ${rate} ${vatCode}`)
  return [
    { key: 'customers', account: say('entryCustomers'), cents: sign * gross },
    ...entries.map((entry, index) => ({
      key: `net ${index}`,
      account: `${entry.account ?? ''} ${entry.accountName ?? ''}`.trim(),
      about: entry.title,
      cents: -sign * entry.netCents || 0,
    })),
    ...[...taxes].flatMap(([key, own]) => {
      const [first] = own
      const vat = own.reduce((sum, { vatCents }) => sum + vatCents, 0)
      if (first === undefined || vat === 0) return []
      const country = first.country === null ? '' : countryName(first.country, language)
      return [{ key, account: say('entryVat', { country, rate: first.rate ?? '' }), cents: -sign * vat || 0 }]
    }),
  ]
}
