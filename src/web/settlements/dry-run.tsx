/** What is booked of a settlement, and what would be: of a proposal nothing was sent. */
import { Stack, Text, Title } from '@mantine/core'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { states } from '../../domain/document/document-states.ts'
import { roleInWords, vatRoleInWords } from '../../domain/why/category-words.ts'
import { useSpeech } from '../language.tsx'
import { LedgerSlip, type SlipLine } from '../parts/ledger-slip.tsx'
import { StateMark } from '../parts/state-mark.tsx'

type Booked = ShownCheck['documents'][number]

export function DryRun({ found }: { found: ShownCheck }) {
  const { say } = useSpeech()
  const purchase = usePurchaseLines(found)
  const clearing = useClearingLines(found)
  const documents = found.documents.filter(({ state }) => state !== 'skipped')
  const standing = documents.filter(({ state }) => inLedger.has(state))
  const nothing = purchase === null && clearing === null
  const note = nothing
    ? say(found.state === 'question' ? 'dryRunWaits' : 'dryRunNothing')
    : documents.length === 0
      ? say('dryRunNote')
      : undefined
  return (
    <section>
      <Title order={2} size="h3">
        {say(standing.length > 0 ? 'bookedOfIt' : documents.length > 0 ? 'beingBooked' : 'dryRun')}
      </Title>
      {note !== undefined && (
        <Text size="sm" className="quiet">
          {note}
        </Text>
      )}
      <Stack gap="md" mt="xs">
        {purchase !== null && (
          <Slip
            name={say(found.purchase?.kind === 'creditNote' ? 'purchaseCreditSlip' : 'purchaseSlip')}
            date={found.purchase?.documentDate ?? null}
            lines={purchase}
            document={documents.find(({ kind }) => kind === 'purchase')}
          />
        )}
        {clearing !== null && (
          <Slip
            name={say('clearingSlip')}
            date={found.clearing?.documentDate ?? null}
            lines={clearing}
            document={documents.find(({ kind }) => kind === 'clearing')}
          />
        )}
      </Stack>
    </section>
  )
}

/** Ours, or another's booking of the same invoice. */
const inLedger = new Set<string>([...states.inLedger, 'foreign'])

interface SlipProps {
  name: string
  date: string | null
  lines: SlipLine[]
  document: Booked | undefined
}

/** With its journal and number, and how it stands, once it is more than a proposal. */
function Slip({ name, date: day, lines, document }: SlipProps) {
  const { say, isWord, date } = useSpeech()
  const word = `doc_${document?.state}`
  const place =
    document === undefined
      ? null
      : document.number === null
        ? say('entryJournalToCome', { journal: document.journal })
        : say('entryJournal', { journal: document.journal, number: document.number })
  return (
    <LedgerSlip
      head={
        <>
          {document?.state === 'verified' && <StateMark state="booked" size={16} label={say('orderBookedProven')} />}
          {place === null ? name : `${name} · ${place}`}
        </>
      }
      aside={[date(document?.date ?? day), ...(isWord(word) ? [say(word)] : [])].join(' · ')}
      lines={lines}
      sumText={say('dryRunEqual')}
      proven={document?.state === 'verified'}
    />
  )
}

/** Lines of one account and VAT stand together; the supplier stands against them. */
function usePurchaseLines({ purchase }: ShownCheck): SlipLine[] | null {
  const { language } = useSpeech()
  if (purchase === null) return null
  const sign = purchase.kind === 'creditNote' ? -1 : 1
  const groups = Map.groupBy(purchase.lines, ({ account, vat }) => `${account} ${vat}`)
  const costs = [...groups].flatMap(([key, lines]) => {
    const [first] = lines
    if (first === undefined) return []
    const sum = (of: (line: (typeof lines)[number]) => number): number => lines.reduce((all, line) => all + of(line), 0)
    const about = vatRoleInWords(first.vat, language)
    const vatCents = sum((line) => line.vatCents)
    return [
      {
        key,
        account: roleInWords(first.account, language) ?? '',
        about,
        cents: sign * sum((line) => line.baseCents) || 0,
      },
      ...(vatCents === 0 ? [] : [{ key: `${key} vat`, account: about, cents: sign * vatCents }]),
    ]
  })
  const supplier = roleInWords('supplier', language) ?? ''
  return [...costs, { key: 'supplier', account: supplier, cents: -sign * Math.abs(purchase.amountCents) }]
}

function useClearingLines({ clearing, charges }: ShownCheck): SlipLine[] | null {
  const { language } = useSpeech()
  if (clearing === null) return null
  return clearing.lines.map((line, index) => ({
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
