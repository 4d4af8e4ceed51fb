/** Questions of the settings that are also asked where a problem waits for their answer. */
import { NativeSelect } from '@mantine/core'
import type { OpenProduct } from '../../ports/tables/problems.ts'
import { productClasses, treatments } from '../../domain/settings/mapping.ts'
import { treatmentWords } from '../../domain/why/treatment-words.ts'
import { useSpeech, type Word } from '../language.tsx'
import { useDraft, valueAt } from './draft.tsx'
import { ChoiceField, RowsField, SwitchField, TableField, DateField, type Option } from './fields.tsx'

export function useOptions() {
  const { say } = useSpeech()
  return (options: [value: string, word: Word, note?: Word][]): Option[] =>
    options.map(([value, word, note]) => ({
      value,
      label: say(word),
      ...(note === undefined ? {} : { note: say(note) }),
    }))
}

export function VatNumbers() {
  return (
    <>
      <TableField path="seller.vatNumbers" title="setVatNumbers" keyWord="country" valueWord="setVatNumber" />
    </>
  )
}

export function Oss() {
  const options = useOptions()
  const { draft } = useDraft()
  const hasOss = valueAt(draft, 'seller.oss.active') === true
  return (
    <>
      <SwitchField path="seller.oss.active" word="ossQuestion" />
      {hasOss && <DateField path="seller.oss.from" word="ossFrom" />}
      {hasOss && <DateField path="seller.oss.to" word="setOssTo" />}
      {!hasOss && (
        <ChoiceField
          path="seller.thresholdPassed"
          word="thresholdQuestion"
          options={options([
            ['', 'setNotChosen'],
            ['true', 'yes'],
            ['false', 'no'],
          ])}
        />
      )}
    </>
  )
}

export function Businesses() {
  const options = useOptions()
  return (
    <>
      <ChoiceField
        path="booking.businesses"
        word="setBusinesses"
        options={options([
          ['ownBooking', 'setOwnBooking'],
          ['ownInvoice', 'setOwnInvoice'],
          ['asConsumers', 'setAsConsumers'],
        ])}
      />
    </>
  )
}

export function ClosedPeriod() {
  const options = useOptions()
  return (
    <>
      <ChoiceField
        path="booking.closedPeriod"
        word="setClosedPeriod"
        options={options([
          ['firstOpen', 'setFirstOpen'],
          ['hold', 'setHold'],
        ])}
      />
    </>
  )
}

export function DefaultClass() {
  const { say } = useSpeech()
  const classes: Option[] = productClasses.map((name) => ({ value: name, label: say(`class_${name}`) }))
  return (
    <>
      <ChoiceField
        path="vat.default"
        word="classQuestion"
        options={[{ value: '', label: say('setNotChosen') }, ...classes, { value: 'ask', label: say('class_ask') }]}
      />
    </>
  )
}

/** The products that orders wait for, each with its own question; without any that is named, the whole list. */
export function ClassOfEach({ products }: { products: OpenProduct[] }) {
  const { say } = useSpeech()
  const { draft, set } = useDraft()
  if (products.length === 0) return <Products />
  const kept = valueAt(draft, 'vat.products')
  const rows = Array.isArray(kept) ? (kept as { ean?: string; class: string }[]) : []
  const choose = (ean: string, chosen: string): void =>
    set('vat.products', [...rows.filter((row) => row.ean !== ean), ...(chosen === '' ? [] : [{ ean, class: chosen }])])
  return products.map(({ ean, title }) => (
    <NativeSelect
      key={ean}
      label={title === null ? ean : `${title} (${ean})`}
      value={rows.find((row) => row.ean === ean)?.class ?? ''}
      onChange={(event) => choose(ean, event.currentTarget.value)}
      data={[
        { value: '', label: say('setNotChosen') },
        ...productClasses.map((name) => ({ value: name, label: say(`class_${name}`) })),
      ]}
    />
  ))
}

export function Products() {
  const { say } = useSpeech()
  const classes: Option[] = productClasses.map((name) => ({ value: name, label: say(`class_${name}`) }))
  return (
    <>
      <RowsField
        path="vat.products"
        title="setProducts"
        text="setProductsText"
        columns={[
          { key: 'ean', word: 'setEan' },
          { key: 'offerReference', word: 'setOfferReference' },
          { key: 'titleContains', word: 'setTitleContains' },
          { key: 'class', word: 'setClass', options: classes },
        ]}
        blank={{ class: 'STANDARD' }}
      />
    </>
  )
}

export function Codes() {
  const { language } = useSpeech()
  const { dossier } = useDraft()
  const codes = dossier?.vatCodes.map(({ code, description }) => ({ value: code, label: `${code} ${description}` }))
  const hints = (dossier?.accounts ?? []).map(({ account }) => String(account))
  const words = treatmentWords[language]
  return (
    <>
      <RowsField
        path="vat.codes"
        title="codesTitle"
        text="setCodesText"
        columns={[
          {
            key: 'treatment',
            word: 'setTreatment',
            options: treatments.map((name) => ({ value: name, label: words[name] })),
            width: 200,
          },
          { key: 'country', word: 'country', width: 62 },
          { key: 'rate', word: 'rate', number: true, width: 62 },
          { key: 'code', word: 'vatCode', ...(codes === undefined ? {} : { options: codes }) },
          {
            key: 'creditCode',
            word: 'setCreditCode',
            ...(codes === undefined ? {} : { options: [{ value: '', label: '–' }, ...codes] }),
          },
          { key: 'account', word: 'account', number: true, hints, width: 95 },
          { key: 'invoiceAccount', word: 'setInvoiceAccount', number: true, hints, width: 95 },
        ]}
        blank={{ treatment: 'DOMESTIC', country: 'BE', rate: 21 }}
      />
    </>
  )
}

export function OssHome() {
  const options = useOptions()
  return (
    <>
      <ChoiceField
        path="vat.ossHomeDestination"
        word="setOssHome"
        options={options([
          ['hold', 'setHold'],
          ['belgianReturn', 'setBelgianReturn', 'setBelgianReturnText'],
          ['oss', 'setThroughOss', 'setThroughOssText'],
        ])}
      />
    </>
  )
}

export function FbbBusiness() {
  const options = useOptions()
  return (
    <>
      <ChoiceField
        path="vat.fbbBelgianBusiness"
        word="setFbbBusiness"
        options={options([
          ['hold', 'setHold'],
          ['belgianVat', 'setBelgianVat'],
          ['icFromNl', 'setIcFromNl'],
        ])}
      />
    </>
  )
}

export function CrossBorder() {
  const options = useOptions()
  return (
    <>
      <ChoiceField
        path="vat.crossBorderBusiness"
        word="setCrossBorder"
        options={options([
          ['hold', 'setHold'],
          ['asConsumer', 'setAsConsumer'],
        ])}
      />
    </>
  )
}
