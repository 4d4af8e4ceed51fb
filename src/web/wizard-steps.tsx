import { Alert, Button, Group, NativeSelect, Radio, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, type FormEvent, type ReactNode, useState } from 'react'
import { codeInWords, countryName } from '../domain/why/why-words.ts'
import type { DossierOffer, KeysAnswer } from '../app/setup/try-keys.ts'
import type { BodyOf } from '../api/calls.ts'
import { call, Failure } from './api.tsx'
import { KeysPicture } from './keys-picture.tsx'
import type { Keys, Side } from '../domain/kinds.ts'
import { DayField } from './parts/day-field.tsx'
import { KeyFields, type ShownSides } from './parts/key-fields.tsx'
import { useSpeech } from './language.tsx'
import { useSession } from './session.tsx'
import { Faults } from './settings/outcome.tsx'
import { fileOf, accountKeyOf, keyOf, withSecrets, type Answers, type Codes, type Found } from './wizard-state.tsx'

interface StepProps {
  answers: Answers
  set: (change: Partial<Answers>) => void
  found: Found
  find: (change: Partial<Found>) => void
  kinds: ShownSides
  /** Whether the server keeps a secret from an earlier visit of this session: left empty, it is used. */
  isKept: (side: Side, field: string) => boolean
  onDone: () => void
}

function Step({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form onSubmit={submit}>
      <Stack mt="md" maw={620}>
        {children}
      </Stack>
    </form>
  )
}

function Said({ answer, error }: { answer: KeysAnswer<unknown> | undefined; error: unknown }) {
  const { say, date } = useSpeech()
  if (error instanceof Failure && error.faults.length > 0) return <Faults faults={error.faults} />
  if (error !== null)
    return (
      <Alert color="red" role="alert">
        {say('somethingWrong')}
      </Alert>
    )
  if (answer === undefined || answer.kind === 'ok') return null
  return (
    <Alert color="red" role="alert">
      {answer.kind === 'callsUsedUp' ? say('callsUsedUp', { at: date(answer.until) }) : say(answer.kind)}
    </Alert>
  )
}

export function SourceStep({ answers, set, found, find, kinds, isKept, onDone }: StepProps) {
  const { say } = useSpeech()
  const session = useSession()
  const tried = useMutation({
    mutationFn: () =>
      call('POST', session.at('/wizard/source'), { kind: kinds.source.name, keys: answers.keys.source }),
    onSuccess: (answer) => {
      if (answer.kind !== 'ok') return
      const shop = answer.value
      find({ shop })
      const ownNumber = shop.vatNumber?.startsWith('BE') === true ? shop.vatNumber : ''
      set({ name: answers.name || shop.displayName, vatNumber: answers.vatNumber || ownNumber })
    },
  })
  return (
    <Step onSubmit={() => (found.shop === null ? !tried.isPending && tried.mutate() : onDone())}>
      <Title order={2} size="h4">
        {say('bolKeys')}
      </Title>
      <Text>{say('bolKeysText')}</Text>
      <KeysPicture />
      <KeyFields
        kind={kinds.source}
        keys={answers.keys.source}
        onChange={(change) => {
          set({ keys: withKeys(answers, 'source', change) })
          find({ shop: null })
        }}
        isKept={(field) => isKept('source', field)}
      />
      <Said answer={tried.data} error={tried.error} />
      {found.shop !== null && (
        <Alert role="status">
          {say('shopFound', { name: [found.shop.displayName, found.shop.vatNumber].filter(Boolean).join(' · ') })}
        </Alert>
      )}
      <Button type="submit" w="fit-content" loading={tried.isPending}>
        {say(found.shop === null ? 'test' : 'next')}
      </Button>
    </Step>
  )
}

function withKeys({ keys }: Answers, side: Side, change: Keys): Answers['keys'] {
  return { ...keys, [side]: { ...keys[side], ...change } }
}

/** The user's dossiers, then what the chosen one offers. A user with one dossier need not choose. */
function useDossier({ answers, set, found, find, kinds }: Omit<StepProps, 'onDone' | 'isKept'>) {
  const session = useSession()
  const side = { kind: kinds.ledger.name, keys: answers.keys.ledger }
  const dossier = useMutation({
    mutationFn: (id: number) => call('POST', session.at('/wizard/dossier'), { ...side, dossierId: id }),
    onSuccess: (answer, id) => {
      if (answer.kind !== 'ok') return
      const own = found.dossiers.find((row) => row.dossierId === id)?.vatNumber ?? ''
      const journals = answer.value.journals.filter(({ mode }) => mode === 'bookings')
      const unused = journals.find(({ lastNumber }) => lastNumber === 0) ?? journals[0]
      find({ offer: answer.value })
      set({
        dossierId: id,
        journal: unused?.journalKey ?? '',
        vatNumber: answers.vatNumber || (/^(?:BE)?\d/u.test(own) ? own : ''),
      })
    },
  })
  const tried = useMutation({
    mutationFn: () => call('POST', session.at('/wizard/ledger'), side),
    onSuccess: (answer) => {
      if (answer.kind !== 'ok') return
      find({ dossiers: answer.value, offer: null })
      const [only] = answer.value
      if (answer.value.length === 1 && only !== undefined) dossier.mutate(only.dossierId)
    },
  })
  return { tried, dossier }
}

export function LedgerStep(step: StepProps & { onBack: () => void }) {
  const { answers, set, found, find, kinds, isKept, onBack, onDone } = step
  const { say } = useSpeech()
  const { dossierId } = answers
  const { tried, dossier } = useDossier(step)
  const forget = (change: Partial<Answers>): void => {
    set(change)
    find({ dossiers: [], offer: null })
  }
  return (
    <Step onSubmit={() => (found.offer === null ? !tried.isPending && tried.mutate() : onDone())}>
      <Text>{say('octopusUserText')}</Text>
      <KeyFields
        kind={kinds.ledger}
        keys={answers.keys.ledger}
        onChange={(change) => forget({ keys: withKeys(answers, 'ledger', change) })}
        isKept={(field) => isKept('ledger', field)}
      />
      <Said answer={tried.data} error={tried.error} />
      <Said answer={dossier.data} error={dossier.error} />
      {found.dossiers.length > 0 && (
        <NativeSelect
          label={say('dossier')}
          data={[
            { value: '', label: '–' },
            ...found.dossiers.map((row) => ({ value: String(row.dossierId), label: `${row.name} (${row.dossierId})` })),
          ]}
          value={found.offer === null && !dossier.isPending ? '' : String(dossierId ?? '')}
          onChange={({ currentTarget: { value } }) => value !== '' && dossier.mutate(Number(value))}
        />
      )}
      {found.offer !== null && <Checks offer={found.offer} />}
      <Group>
        <Button variant="default" onClick={onBack}>
          {say('back')}
        </Button>
        <Button type="submit" loading={tried.isPending || dossier.isPending}>
          {say(found.offer === null ? 'test' : 'next')}
        </Button>
      </Group>
    </Step>
  )
}

function Checks({ offer }: { offer: DossierOffer }) {
  const { say, date } = useSpeech()
  const { bookYear } = offer
  const journals = offer.journals.filter(({ mode }) => mode === 'bookings').length
  return (
    <Alert color={bookYear === null || journals === 0 ? 'amber' : 'grey'} role="status">
      <div>
        {bookYear === null
          ? `✗ ${say('checkNoBookYear')}`
          : `✓ ${say('checkBookYear', { from: date(bookYear.from), to: date(bookYear.to) })}`}
      </div>
      <div>{journals === 0 ? `✗ ${say('checkNoJournal')}` : `✓ ${say('checkJournals', { n: journals })}`}</div>
    </Alert>
  )
}

interface BookingProps extends StepProps {
  codes: Codes
  setCodes: (codes: Codes) => void
  busy: boolean
  onBack: () => void
}

export function BookingStep({ busy, onBack, onDone, ...step }: BookingProps) {
  const { answers, set, found, codes, setCodes } = step
  const { say } = useSpeech()
  const yesNo = (['yes', 'no'] as const).map((value) => <Radio key={value} value={value} label={say(value)} />)
  const [isTried, setTried] = useState(false)
  useProposals(step)
  // An answer that is not given is not "no".
  const submit = (): void => (answers.oss === '' ? setTried(true) : onDone())
  return (
    <Step onSubmit={submit}>
      <TextInput
        label={say('connectionName')}
        value={answers.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        required
      />
      <TextInput
        label={say('vatNumber')}
        value={answers.vatNumber}
        onChange={(event) => set({ vatNumber: event.currentTarget.value })}
      />
      <TextInput
        label={say('dutchVatNumber')}
        description={say('dutchVatNumberText')}
        value={answers.dutchVatNumber}
        onChange={(event) => set({ dutchVatNumber: event.currentTarget.value })}
      />
      <Radio.Group
        label={say('ossQuestion')}
        value={answers.oss}
        onChange={(value) => set({ oss: value === 'yes' ? 'yes' : 'no' })}
        error={isTried && answers.oss === '' ? say('answerFirst') : undefined}
        required
      >
        <Group mt="xs">{yesNo}</Group>
      </Radio.Group>
      {answers.oss === 'yes' && (
        <DayField label={say('ossFrom')} value={answers.ossFrom} onChange={(ossFrom) => set({ ossFrom })} />
      )}
      {answers.oss === 'no' && (
        <Radio.Group
          label={say('thresholdQuestion')}
          value={answers.threshold}
          onChange={(value) => set({ threshold: value === 'yes' ? 'yes' : 'no' })}
        >
          <Group mt="xs">{yesNo}</Group>
        </Radio.Group>
      )}
      <NativeSelect
        label={say('classQuestion')}
        data={(['STANDARD', 'BOOK', 'FOOD', 'ask'] as const).map((value) => ({ value, label: say(`class_${value}`) }))}
        value={answers.productClass}
        onChange={({ currentTarget: { value } }) => set({ productClass: value as Answers['productClass'] })}
      />
      <JournalChoice answers={answers} set={set} found={found} />
      <DayField label={say('startDate')} value={answers.startDate} onChange={(startDate) => set({ startDate })} />
      <CodeChoices found={found} codes={codes} setCodes={setCodes} />
      <Group>
        <Button variant="default" onClick={onBack}>
          {say('back')}
        </Button>
        <Button type="submit" loading={busy}>
          {say('toDryRun')}
        </Button>
      </Group>
    </Step>
  )
}

function JournalChoice({ answers, set, found }: Pick<StepProps, 'answers' | 'set' | 'found'>) {
  const { say } = useSpeech()
  const journals = (found.offer?.journals ?? []).filter(({ mode }) => mode === 'bookings')
  return (
    <NativeSelect
      label={say('journal')}
      description={say('journalText')}
      data={[
        { value: '', label: say('none') },
        ...journals.map(({ journalKey, name, lastNumber }) => ({
          value: journalKey,
          label: `${journalKey} ${name} (${lastNumber})`,
        })),
      ]}
      value={answers.journal}
      onChange={(event) => set({ journal: event.currentTarget.value })}
    />
  )
}

/** The codes that these answers need are asked for again whenever an answer that decides them changes. */
function useProposals({
  answers,
  found,
  find,
  kinds,
  codes,
  setCodes,
}: Omit<BookingProps, 'busy' | 'onBack' | 'onDone'>): void {
  const session = useSession()
  const ask = useMutation({
    mutationFn: (body: BodyOf<'POST', '/wizard/codes'>[0]) => call('POST', session.at('/wizard/codes'), body),
    onSuccess: (answer) => {
      if (answer.kind !== 'proposals') return
      find({ proposals: answer.rows })
      const proposed = answer.rows.map((row) => [keyOf(row), row.code ?? ''])
      setCodes({ ...(Object.fromEntries(proposed) as Codes), ...codes })
    },
  })
  const { oss, ossFrom, threshold, productClass, vatNumber } = answers
  const { offer } = found
  const { mutate } = ask
  useEffect(() => {
    if (offer === null || oss === '') return
    // Codes do not depend on a name or on keys, and these may be kept by the server.
    const complete = withSecrets({ ...answers, name: answers.name || '-' }, kinds, () => '-')
    const file = fileOf(complete, kinds, { proposals: [], chosen: {} })
    mutate({ file, vatCodes: offer.vatCodes, accounts: offer.accounts.map(({ account, name }) => ({ account, name })) })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only what decides the codes
  }, [offer, oss, ossFrom, threshold, productClass, vatNumber])
}

function CodeChoices({ found, codes, setCodes }: { found: Found; codes: Codes; setCodes: (codes: Codes) => void }) {
  const { say, language } = useSpeech()
  if (found.proposals.length === 0) return null
  return (
    <>
      <Title order={2} size="h5">
        {say('codesTitle')}
      </Title>
      <Text size="sm">{say('codesText')}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {found.proposals.map((proposal) => (
          <Stack key={keyOf(proposal)} gap="xs">
            <NativeSelect
              label={`${codeInWords(proposal.treatment, language) ?? proposal.treatment} · ${countryName(proposal.country, language)} · ${proposal.rateBp / 100} %`}
              data={[
                { value: '', label: say('none') },
                ...proposal.candidates.map((code) => ({
                  value: code,
                  label: `${code} ${found.offer?.vatCodes.find((row) => row.code === code)?.description ?? ''}`,
                })),
              ]}
              value={codes[keyOf(proposal)] ?? ''}
              onChange={({ currentTarget: { value } }) => setCodes({ ...codes, [keyOf(proposal)]: value })}
            />
            {proposal.account === null && (codes[keyOf(proposal)] ?? '') !== '' && (
              <NativeSelect
                label={say('accountOfCode', { code: codes[keyOf(proposal)] ?? '' })}
                data={[
                  { value: '', label: say('none') },
                  ...(found.offer?.accounts ?? []).map(({ account, name }) => ({
                    value: String(account),
                    label: `${account} ${name}`,
                  })),
                ]}
                value={codes[accountKeyOf(proposal)] ?? ''}
                onChange={({ currentTarget: { value } }) => setCodes({ ...codes, [accountKeyOf(proposal)]: value })}
                required
              />
            )}
          </Stack>
        ))}
      </SimpleGrid>
    </>
  )
}
