/** Where and how the marketplace's settlements are posted. */
import { Button, Stack, Text } from '@mantine/core'
import { roleInWords, vatRoleInWords } from '../../domain/why/category-words.ts'
import { answerRoles, settlementAccounts } from '../../domain/settlement/roles.ts'
import type { JournalMode } from '../../domain/ledger/ledger.ts'
import { useSpeech } from '../language.tsx'
import { useDraft, valueAt } from './draft.tsx'
import { ChoiceField, DateField, NumberField, RowsField, SwitchField, TextField, type Option } from './fields.tsx'
import { useOptions } from './questions.tsx'

/** Returns the ledger's lists to choose from; null while they were never read. */
function useBooks() {
  return useDraft().dossier
}

export function SettlementSection() {
  const { draft } = useDraft()
  const options = useOptions()
  const purchases = valueAt(draft, 'settlement.purchases') !== 'off'
  const clearing = valueAt(draft, 'settlement.clearing') ?? 'settlementEntry'
  return (
    <Stack>
      <SwitchField path="settlement.active" word="setPostSettlements" text="setPostSettlementsText" />
      <Proposal />
      <DateField path="settlement.startDate" word="setSettlementsFrom" />
      <ChoiceField
        path="settlement.purchases"
        usual="perType"
        word="setPurchases"
        options={options([
          ['perType', 'setPurchasesPerType'],
          ['perAccount', 'setPurchasesPerAccount'],
          ['off', 'setPurchasesOff'],
        ])}
      />
      {purchases && <JournalField path="settlement.journals.purchases" word="setPurchaseJournal" mode="purchases" />}
      {purchases && <PurchaseVat />}
      <ChoiceField
        path="settlement.clearing"
        usual="settlementEntry"
        word="setClearing"
        options={options([
          ['settlementEntry', 'setClearingEntry'],
          ['bankSplit', 'setClearingBank'],
          ['off', 'setClearingOff'],
        ])}
      />
      {clearing === 'settlementEntry' && <Entries />}
      <ChoiceField
        path="settlement.matching"
        usual="settlement"
        word="setMatching"
        options={options([
          ['settlement', 'setMatchingSettlement'],
          ['all', 'setMatchingAll'],
          ['off', 'setMatchingOff'],
        ])}
      />
      <TextField path="settlement.supplier" word="setSupplier" text="setSupplierText" number />
      <Accounts />
      <Types />
    </Stack>
  )
}

function Entries() {
  const options = useOptions()
  return (
    <>
      <JournalField path="settlement.journals.clearing" word="setEntryJournal" mode="entries" />
      <ChoiceField
        path="settlement.paidEntries"
        usual="daily"
        word="setPaidEntries"
        options={options([
          ['daily', 'setPaidDaily'],
          ['off', 'setPaidOff'],
        ])}
      />
      <ChoiceField
        path="settlement.advertising.setOff"
        usual="whenSeen"
        word="setSetOff"
        options={options([
          ['whenSeen', 'setSetOffSeen'],
          ['atIssue', 'setSetOffIssue'],
          ['off', 'setPurchasesOff'],
        ])}
      />
    </>
  )
}

/** Fills in what the dossier has, where nothing is chosen yet. */
function Proposal() {
  const { draft, set } = useDraft()
  const books = useBooks()
  const { say } = useSpeech()
  if (books === null) return null
  const { journals, purchaseVat } = books.posting
  const proposed = [
    ['settlement.journals.purchases', journals.purchases],
    ['settlement.journals.clearing', journals.clearing],
    ['settlement.purchaseVat', purchaseVat.length === 0 ? null : purchaseVat],
  ] as const
  const isOpen = (path: string): boolean => {
    const value = valueAt(draft, path) ?? null
    return value === null || value === '' || (Array.isArray(value) && value.length === 0)
  }
  const missing = proposed.filter(([path, value]) => value !== null && isOpen(path))
  if (missing.length === 0) return null
  return (
    <Button
      variant="default"
      w="fit-content"
      onClick={() => {
        for (const [path, value] of missing) set(path, value)
      }}
    >
      {say('setTakeProposal')}
    </Button>
  )
}

function JournalField({
  mode,
  ...field
}: {
  path: string
  word: 'setPurchaseJournal' | 'setEntryJournal'
  mode: JournalMode
}) {
  const books = useBooks()
  const { say } = useSpeech()
  const journals = (books?.journals ?? []).filter((journal) => journal.mode === mode)
  const options = [
    { value: '', label: say('setNotChosen') },
    ...journals.map(({ key, name, lastNumber }) => ({ value: key, label: `${key} ${name} (${lastNumber})` })),
  ]
  return <ChoiceField {...field} options={options} />
}

function PurchaseVat() {
  const books = useBooks()
  const { language } = useSpeech()
  const codes = (type: 'buy' | 'buyCredit'): Option[] | undefined =>
    books?.purchaseCodes
      .filter((code) => code.type === type)
      .map(({ code, description }) => ({ value: code, label: `${code} ${description}` }))
  const [ofPurchases, ofCredits] = [codes('buy'), codes('buyCredit')]
  const roles = ['reverseCharge', 'noVat', 'dutch21', 'belgian21'] as const
  return (
    <RowsField
      path="settlement.purchaseVat"
      title="setPurchaseVat"
      text="setPurchaseVatText"
      columns={[
        {
          key: 'role',
          word: 'setPurchaseVatRole',
          options: roles.map((role) => ({ value: role, label: vatRoleInWords(role, language) })),
        },
        { key: 'code', word: 'vatCode', width: 240, ...(ofPurchases === undefined ? {} : { options: ofPurchases }) },
        {
          key: 'creditCode',
          word: 'setCreditCode',
          width: 240,
          ...(ofCredits === undefined ? {} : { options: [{ value: '', label: '–' }, ...ofCredits] }),
        },
      ]}
      blank={{ role: 'reverseCharge' }}
    />
  )
}

function Accounts() {
  const books = useBooks()
  const { say, language } = useSpeech()
  const nameOf = (account: number): string => books?.accounts.find((row) => row.account === account)?.name ?? ''
  const usual = (role: (typeof settlementAccounts)[number]): string => {
    if (books === null) return ''
    const account = books.posting.accounts[role]
    return account === null ? say('setNoUsualAccount') : `${account} ${nameOf(account)}`
  }
  return (
    <Stack gap="xs" component="fieldset" bd={0} p={0} m={0} miw={0}>
      <Text component="legend" fw={600} size="sm" mb={4}>
        {say('setAccounts')}
      </Text>
      <Text size="sm">{say('setAccountsText')}</Text>
      {settlementAccounts.map((role) => (
        <NumberField
          key={role}
          path={`settlement.accounts.${role}`}
          label={roleInWords(role, language) ?? role}
          placeholder={usual(role)}
        />
      ))}
    </Stack>
  )
}

function Types() {
  const { language } = useSpeech()
  return (
    <RowsField
      path="settlement.types"
      title="setTypes"
      columns={[
        { key: 'type', word: 'setType', width: 240 },
        {
          key: 'role',
          word: 'setTypeRole',
          options: answerRoles.map((role) => ({ value: role, label: roleInWords(role, language) ?? role })),
        },
      ]}
      blank={{}}
    />
  )
}
