/** What would be booked of a settlement: a proposal, of which nothing was sent. */
import { Stack, Text, Title } from '@mantine/core'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { roleInWords, vatRoleInWords } from '../../domain/why/category-words.ts'
import { useSpeech } from '../language.tsx'
import { LedgerSlip, type SlipLine } from '../parts/ledger-slip.tsx'

export function DryRun({ found }: { found: ShownCheck }) {
  const { say, date } = useSpeech()
  const purchase = usePurchaseLines(found)
  const clearing = useClearingLines(found)
  const nothing = purchase === null && clearing === null
  return (
    <section>
      <Title order={2} size="h3">
        {say('dryRun')}
      </Title>
      <Text size="sm" className="quiet" mb="xs">
        {nothing ? say(found.state === 'question' ? 'dryRunWaits' : 'dryRunNothing') : say('dryRunNote')}
      </Text>
      <Stack gap="md">
        {purchase !== null && (
          <LedgerSlip
            head={say(found.purchase?.kind === 'creditNote' ? 'purchaseCreditSlip' : 'purchaseSlip')}
            aside={date(found.purchase?.documentDate ?? null)}
            lines={purchase}
            sumText={say('dryRunEqual')}
            proven={false}
          />
        )}
        {clearing !== null && (
          <LedgerSlip
            head={say('clearingSlip')}
            aside={date(found.clearing?.documentDate ?? null)}
            lines={clearing}
            sumText={say('dryRunEqual')}
            proven={false}
          />
        )}
      </Stack>
    </section>
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
        ? (roleInWords(line.account, language) ?? '')
        : line.kind === 'S'
          ? (roleInWords('supplier', language) ?? '')
          : `${roleInWords('customers', language) ?? ''} ${line.relation}`,
    about: roleInWords(line.why, language) ?? charges.find(({ type }) => type === line.why)?.description ?? '',
    cents: line.amountCents,
  }))
}
