/** The settings of a connection, as questions. Every key of the connection file stands in one of these. */
import { Stack } from '@mantine/core'
import { productClasses, treatments } from '../../domain/mapping.ts'
import { treatmentWords } from '../../domain/treatment-words.ts'
import { useSpeech, type Word } from '../language.tsx'
import { shownText, useDraft, valueAt } from './draft.tsx'
import { ChoiceField, RowsField, SwitchField, TableField, TextField, type Option } from './fields.tsx'

function useOptions() {
  const { say } = useSpeech()
  return (options: [string, Word][]): Option[] => options.map(([value, word]) => ({ value, label: say(word) }))
}

export function SellerSection() {
  const { draft } = useDraft()
  const options = useOptions()
  const hasOss = valueAt(draft, 'seller.oss.active') === true
  return (
    <Stack>
      <TextField path="name" word="connectionName" />
      <TextField path="seller.country" word="setCountry" />
      <TableField path="seller.vatNumbers" title="setVatNumbers" keyWord="country" valueWord="setVatNumber" />
      <ChoiceField
        path="seller.scheme"
        word="setScheme"
        options={options([
          ['normal', 'setSchemeNormal'],
          ['small', 'setSchemeSmall'],
        ])}
      />
      <SwitchField path="seller.oss.active" word="ossQuestion" />
      {hasOss && <TextField path="seller.oss.from" word="ossFrom" type="date" />}
      {hasOss && <TextField path="seller.oss.to" word="setOssTo" type="date" />}
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
      <TableField
        path="seller.crossBorderNetElsewhere"
        title="setElsewhere"
        text="setElsewhereText"
        keyWord="setYear"
        valueWord="amount"
        number
      />
      <TextField path="seller.shipsFrom" word="setShipsFrom" />
      <RowsField
        path="seller.offersShipFrom"
        title="setOffersShipFrom"
        columns={[
          { key: 'offerReference', word: 'setOfferReference' },
          { key: 'country', word: 'country' },
        ]}
        blank={{}}
      />
    </Stack>
  )
}

export function BookingSection() {
  const { dossier } = useDraft()
  const { say } = useSpeech()
  const options = useOptions()
  const journals = (modes: string[]): Option[] => [
    { value: '', label: say('none') },
    ...(dossier?.journals ?? [])
      .filter(({ mode }) => modes.includes(mode))
      .map(({ key, name, lastNumber }) => ({ value: key, label: `${key} ${name} (${lastNumber})` })),
  ]
  return (
    <Stack>
      <TextField path="octopus.dossierId" word="setDossier" number />
      <TextField path="booking.startDate" word="startDate" type="date" />
      <ChoiceField
        path="booking.on"
        word="setOn"
        options={options([
          ['shipment', 'setOnShipment'],
          ['order', 'setOnOrder'],
        ])}
      />
      <ChoiceField
        path="booking.target"
        word="setTarget"
        options={options([
          ['bookings', 'setTargetBookings'],
          ['invoices', 'setTargetInvoices'],
        ])}
      />
      <ChoiceField path="booking.journals.bookings" word="journal" options={journals(['bookings'])} />
      <ChoiceField
        path="booking.journals.invoices"
        word="setInvoiceJournal"
        options={journals(['invoicesExclusive', 'invoicesInclusive'])}
      />
      <ChoiceField
        path="booking.consumers"
        word="setConsumers"
        options={options([
          ['perOrder', 'setPerOrder'],
          ['perDay', 'setPerDay'],
        ])}
      />
      <TextField path="booking.dayTotalAt" word="setDayTotalAt" type="time" />
      <ChoiceField
        path="booking.businesses"
        word="setBusinesses"
        options={options([
          ['ownBooking', 'setOwnBooking'],
          ['ownInvoice', 'setOwnInvoice'],
          ['asConsumers', 'setAsConsumers'],
        ])}
      />
      <PushField />
      <MoreBooking />
    </Stack>
  )
}

function MoreBooking() {
  const options = useOptions()
  return (
    <>
      <ChoiceField
        path="booking.cancellations"
        word="setCancellations"
        options={options([
          ['auto', 'setCancelAuto'],
          ['approve', 'setCancelApprove'],
        ])}
      />
      <ChoiceField
        path="booking.discounts"
        word="setDiscounts"
        options={options([
          ['reduce', 'setDiscountReduce'],
          ['full', 'setDiscountFull'],
          ['hold', 'setHold'],
        ])}
      />
      <ChoiceField
        path="booking.closedPeriod"
        word="setClosedPeriod"
        options={options([
          ['firstOpen', 'setFirstOpen'],
          ['hold', 'setHold'],
        ])}
      />
      <ChoiceField
        path="relations.consumers"
        word="setRelations"
        options={options([
          ['central', 'setCentral'],
          ['perBuyer', 'setPerBuyer'],
        ])}
      />
      <TextField path="relations.centralName" word="setCentralName" />
      <TextField path="booking.paymentMethod" word="setPaymentMethod" text="setPaymentMethodText" number />
    </>
  )
}

/** `hourly`, `atOnce`, or `daily@HH:MM`, as a choice with an hour. */
function PushField() {
  const { draft, set } = useDraft()
  const options = useOptions()
  const push = shownText(valueAt(draft, 'booking.push')) || 'hourly'
  const hour = push.startsWith('daily@') ? push : 'daily@18:00'
  return (
    <>
      <ChoiceField
        path="booking.push"
        word="setPush"
        options={options([
          ['hourly', 'setHourly'],
          ['atOnce', 'setAtOnce'],
          [hour, 'setDaily'],
        ])}
      />
      {push.startsWith('daily@') && (
        <HourOfPush value={push.slice(6)} onChange={(at) => set('booking.push', `daily@${at}`)} />
      )}
    </>
  )
}

function HourOfPush({ value, onChange }: { value: string; onChange: (at: string) => void }) {
  const { say } = useSpeech()
  return (
    <label>
      {say('setDailyAt')}{' '}
      <input type="time" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
    </label>
  )
}

export function VatSection() {
  const { say, language } = useSpeech()
  const { dossier } = useDraft()
  const options = useOptions()
  const classes: Option[] = productClasses.map((name) => ({ value: name, label: say(`class_${name}`) }))
  const codes = dossier?.vatCodes.map(({ code, description }) => ({ value: code, label: `${code} ${description}` }))
  const hints = (dossier?.accounts ?? []).map(({ account }) => String(account))
  const words = treatmentWords[language]
  return (
    <Stack>
      <ChoiceField
        path="vat.default"
        word="classQuestion"
        options={[{ value: '', label: say('setNotChosen') }, ...classes, { value: 'ask', label: say('class_ask') }]}
      />
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
      <HardCases options={options} />
    </Stack>
  )
}

function HardCases({ options }: { options: ReturnType<typeof useOptions> }) {
  return (
    <>
      <ChoiceField
        path="vat.ossHomeDestination"
        word="setOssHome"
        options={options([
          ['hold', 'setHold'],
          ['belgianReturn', 'setBelgianReturn'],
          ['oss', 'setThroughOss'],
        ])}
      />
      <ChoiceField
        path="vat.fbbBelgianBusiness"
        word="setFbbBusiness"
        options={options([
          ['hold', 'setHold'],
          ['belgianVat', 'setBelgianVat'],
          ['icFromNl', 'setIcFromNl'],
        ])}
      />
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
