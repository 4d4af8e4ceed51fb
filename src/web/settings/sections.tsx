/** The settings of a connection, as questions. Each key of the connection file is in one of these sections. */
import { Stack } from '@mantine/core'
import { useSpeech } from '../language.tsx'
import { shownText, useDraft, valueAt } from './draft.tsx'
import { ChoiceField, DateField, RowsField, TableField, TextField, type Option } from './fields.tsx'
import {
  Businesses,
  ClosedPeriod,
  Codes,
  CrossBorder,
  DefaultClass,
  FbbBusiness,
  Oss,
  OssHome,
  Products,
  useOptions,
  VatNumbers,
} from './questions.tsx'

export function SellerSection() {
  const options = useOptions()
  return (
    <Stack>
      <TextField path="name" word="connectionName" />
      <TextField path="seller.country" word="setCountry" />
      <VatNumbers />
      <ChoiceField
        path="seller.scheme"
        word="setScheme"
        options={options([
          ['normal', 'setSchemeNormal'],
          ['small', 'setSchemeSmall'],
        ])}
      />
      <Oss />
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
      <DateField path="booking.startDate" word="startDate" />
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
      <Businesses />
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
      <ClosedPeriod />
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

/** With each poll (`hourly`, or `atOnce`, which is the same), or `daily@HH:MM`, as a choice with an hour. */
function PushField() {
  const { draft, set } = useDraft()
  const options = useOptions()
  const push = shownText(valueAt(draft, 'booking.push')) || 'hourly'
  const isDaily = push.startsWith('daily@')
  return (
    <>
      <ChoiceField
        path="booking.push"
        word="setPush"
        options={options([
          [isDaily ? 'hourly' : push, 'setWithPoll'],
          [isDaily ? push : 'daily@18:00', 'setDaily'],
        ])}
      />
      {isDaily && <HourOfPush value={push.slice(6)} onChange={(at) => set('booking.push', `daily@${at}`)} />}
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
  return (
    <Stack>
      <DefaultClass />
      <Products />
      <Codes />
      <OssHome />
      <FbbBusiness />
      <CrossBorder />
    </Stack>
  )
}
