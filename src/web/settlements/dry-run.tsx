/** The booked documents of a settlement, and the proposed ones. Nothing was sent of a proposal. */
import { Stack, Text, Title } from '@mantine/core'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { states } from '../../domain/document/document-states.ts'
import { useSpeech } from '../language.tsx'
import { LedgerSlip, type SlipLine } from '../parts/ledger-slip.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { slipsOf } from './slips.ts'

type Booked = ShownCheck['documents'][number]

export function DryRun({ found }: { found: ShownCheck }) {
  const { say, language } = useSpeech()
  const slips = slipsOf(found, language)
  const documents = found.documents.filter(({ state }) => state !== 'skipped')
  const standing = documents.filter(({ state }) => inLedger.has(state))
  const note =
    slips.length === 0
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
        {slips.map(({ key, name, about = '', ...slip }) => (
          <Slip key={key} name={say(name, { id: about })} {...slip} />
        ))}
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

/** Shows a slip with its journal, number and state, once it is more than a proposal. */
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
