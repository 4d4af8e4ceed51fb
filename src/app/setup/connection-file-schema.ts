/** The shape of a connection file: every key, its values and its defaults, as the outside is promised. */
import { z } from 'zod'
import { isDate } from '../../domain/calendar.ts'
import type { CredentialField } from '../../domain/kinds.ts'
import { packed } from '../../domain/message/message.ts'
import { productClasses, treatments, type ProductRule } from '../../domain/settings/mapping.ts'
import { answerRoles, settlementAccounts } from '../../domain/settlement/roles.ts'
import { centsFromDecimalText } from '../../domain/money.ts'
import { ruleKeys } from '../../domain/vat/product-class.ts'
import { isoCountry } from '../../domain/vat/territory.ts'
import { checkVatNumber, normaliseVatNumber } from '../../domain/vat/vat-number.ts'

/** Removes the extra characters of a paste in front and behind: blanks, line ends and invisible marks. */
export function withoutPaste(value: string): string {
  return value.replaceAll(/^[\s\p{Cf}\p{Cc}]+|[\s\p{Cf}\p{Cc}]+$/gu, '')
}

/** A rule for each product of a large shop. */
export const fileEntriesMax = 5000
/** Pasted text brings blanks along; beyond this length it is not read. */
const pasteMax = 2000

function typed(schema: z.ZodString) {
  return z
    .string()
    .max(pasteMax, packed('tooLong', { max: pasteMax }))
    .transform(withoutPaste)
    .pipe(schema)
}

function inCapitals(schema: z.ZodString) {
  return z
    .string()
    .max(pasteMax, packed('tooLong', { max: pasteMax }))
    .transform((value) => withoutPaste(value).toUpperCase())
    .pipe(schema)
}

const text = typed(
  z
    .string()
    .min(1, packed('empty'))
    .max(200, packed('tooLong', { max: 200 }))
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, packed('unprintable')),
)
/** Sent to the other side as it is: a login that is refused for a pasted line end counts towards a lock-out. */
const secret = z
  .string()
  .min(1, packed('empty'))
  .max(500, packed('tooLong', { max: 500 }))
  .regex(/^[^\p{Cc}]*$/u, packed('unprintableSecret'))
const password = typed(secret)
const key = typed(secret.regex(/^\S*$/u, packed('blank')))

function keysOf(fields: readonly CredentialField[]): Record<string, typeof key> {
  return Object.fromEntries(fields.map(({ name, mayHoldBlanks }) => [name, mayHoldBlanks ? password : key]))
}

const country = inCapitals(z.string().regex(/^[A-Z]{2}$/u, packed('notCountry'))).transform(isoCountry)
const date = typed(z.string().refine(isDate, packed('notDate')))
const time = typed(z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, packed('notHour', { example: '04:00' })))
const journal = inCapitals(z.string().regex(/^[A-Z]\d{1,4}$/u, packed('notJournalKey', { example: 'V5' })))
const account = whole(1, 99_999_999)
const push = typed(z.string().regex(/^(?:hourly|atOnce|daily@(?:[01]\d|2[0-3]):[0-5]\d)$/u, packed('notPush')))

function whole(min: number, max: number) {
  const message = packed('notWhole', { min, max })
  return z.int(message).min(min, message).max(max, message)
}

/** Percent with at most two decimals → basis points, out of its decimal text. */
const percent = z
  .number(packed('notNumber'))
  .min(0, packed('belowZero'))
  .max(100, packed('aboveHundred'))
  .transform((value, context) => {
    const basisPoints = centsFromDecimalText(String(value))
    if (basisPoints !== null) return basisPoints
    context.addIssue({ code: 'custom', message: packed('decimals') })
    return z.NEVER
  })

const euro = z.number(packed('notEuro')).transform((value, context) => {
  const amount = centsFromDecimalText(String(value))
  if (amount !== null && amount >= 0) return amount
  context.addIssue({ code: 'custom', message: packed('notEuroCents') })
  return z.NEVER
})

const vatNumbers = z
  .record(country, z.string().max(200, packed('tooLong', { max: 200 })))
  .superRefine((numbers, context) => {
    for (const [land, number] of Object.entries(numbers)) {
      const normal = normaliseVatNumber(number, land)
      const prefix = land === 'GR' ? 'EL' : land
      if (normal === null || !normal.startsWith(prefix) || checkVatNumber(normal) === 'invalid')
        context.addIssue({ code: 'custom', path: [land], message: packed('notVatNumber', { country: land }) })
    }
  })

const oss = z
  .strictObject({ active: z.boolean(), from: date.nullish(), to: date.nullish() })
  .refine(({ from, to }) => from == null || to == null || to >= from, {
    path: ['to'],
    message: packed('ossEndsEarly'),
  })

const product = z
  .strictObject({
    ean: text.optional(),
    offerReference: text.optional(),
    titleContains: text.optional(),
    class: z.enum(productClasses),
  })
  .refine(
    ({ ean, offerReference, titleContains }) =>
      [ean, offerReference, titleContains].filter((value) => value !== undefined).length === 1,
    packed('notOneKeyOfProduct'),
  )
  .transform((rule): ProductRule => rule as ProductRule)
  .superRefine((rule, context) => {
    if (ruleKeys(rule).length > 0) return
    const [name] = Object.keys(rule).filter((one) => one !== 'class')
    const message = name === 'ean' ? packed('notEan') : packed('knownByNothing')
    context.addIssue({ code: 'custom', path: [name as string], message })
  })

const code = z.strictObject({
  treatment: z.enum(treatments),
  country,
  rate: percent,
  code: text,
  creditCode: text.nullish(),
  account,
  invoiceAccount: account.nullish(),
})

/** Values that are promised and not available yet: refused by name, so that no user counts on them. The first of these is the default. */
function onlyYet<const T extends string | boolean | number | null>(value: T, ...others: T[]) {
  return z
    .custom<T>((given) => given === value || others.some((other) => given === other), packed('notYetSupported'))
    .prefault(value)
}

const settlement = z.strictObject({
  active: z.boolean().default(false),
  startDate: date.nullish(),
  purchases: z.enum(['perType', 'perAccount', 'off']).default('perType'),
  clearing: z.enum(['settlementEntry', 'bankSplit', 'off']).default('settlementEntry'),
  paidEntries: z.enum(['daily', 'off']).default('daily'),
  journals: z.strictObject({ purchases: journal.nullish(), clearing: journal.nullish() }).default({}),
  supplier: whole(1, 2_147_483_647).nullish(),
  accounts: z.partialRecord(z.enum(settlementAccounts), account).default({}),
  purchaseVat: z
    .array(
      z.strictObject({
        role: z.enum(['reverseCharge', 'noVat', 'dutch21', 'belgian21']),
        code: text,
        creditCode: text.nullish(),
      }),
    )
    .max(fileEntriesMax)
    .default([]),
  reverseChargeVat: onlyYet('zero'),
  types: z
    .array(
      z.strictObject({
        type: inCapitals(z.string().regex(/^[A-Z0-9_]{1,60}$/u, packed('notChargeType'))),
        role: z.enum(answerRoles),
      }),
    )
    .max(fileEntriesMax)
    .default([]),
  advertising: z.strictObject({ setOff: z.enum(['whenSeen', 'atIssue', 'off']).default('whenSeen') }).prefault({}),
  smallDifferenceCents: onlyYet(0),
  matching: z.enum(['settlement', 'all', 'off']).default('settlement'),
  invoices: z.strictObject({ book: onlyYet('off'), send: onlyYet('off'), from: onlyYet(null) }).prefault({}),
  invoiceRequests: z
    .strictObject({ mode: onlyYet('approve'), document: onlyYet('octopus'), consumers: onlyYet('leave') })
    .prefault({}),
})

const sharedShape = z.strictObject({
  seller: z.strictObject({
    country,
    vatNumbers: vatNumbers.default({}),
    scheme: z.enum(['normal', 'small']).default('normal'),
    oss: oss.default({ active: false }),
    shipsFrom: country.optional(),
    offersShipFrom: z
      .array(z.strictObject({ offerReference: text, country }))
      .max(fileEntriesMax)
      .default([]),
    thresholdPassed: z.boolean().nullish(),
    crossBorderNetElsewhere: z
      .record(
        z
          .string()
          .max(4, packed('notYear'))
          .regex(/^\d{4}$/u, packed('notYear')),
        euro,
      )
      .default({}),
  }),
  booking: z
    .strictObject({
      startDate: date.optional(),
      on: z.enum(['shipment', 'order']).default('shipment'),
      target: z.enum(['bookings', 'invoices']).default('bookings'),
      consumers: z.enum(['perOrder', 'perDay']).default('perOrder'),
      businesses: z.enum(['ownBooking', 'ownInvoice', 'asConsumers']).optional(),
      push: push.default('hourly'),
      dayTotalAt: time.default('04:00'),
      journals: z.strictObject({ bookings: journal.nullish(), invoices: journal.nullish() }).default({}),
      closedPeriod: z.enum(['firstOpen', 'hold']).default('firstOpen'),
      cancellations: z.enum(['auto', 'approve']).default('auto'),
      discounts: z.enum(['reduce', 'full', 'hold']).default('reduce'),
      paymentMethod: whole(0, 13).default(5),
    })
    .prefault({}),
  relations: z
    .strictObject({
      consumers: z.enum(['central', 'perBuyer']).optional(),
      centralName: text.default('bol.com particulieren'),
    })
    .prefault({}),
  vat: z
    .strictObject({
      default: z.enum([...productClasses, 'ask']).optional(),
      products: z.array(product).max(fileEntriesMax).default([]),
      ossHomeDestination: z.enum(['hold', 'belgianReturn', 'oss']).default('hold'),
      fbbBelgianBusiness: z.enum(['hold', 'belgianVat', 'icFromNl']).default('hold'),
      crossBorderBusiness: z.enum(['hold', 'asConsumer']).default('hold'),
      codes: z.array(code).max(fileEntriesMax).default([]),
    })
    .prefault({}),
  settlement: settlement.optional(),
})

/** The shape of a file of these kinds, with both sides under their long names. */
export function connectionFileSchema(fields: Record<'source' | 'ledger', readonly CredentialField[]>) {
  return z.strictObject({
    name: text,
    source: z.strictObject(keysOf(fields.source)).optional(),
    // Its keys may be left out where the books are said alone.
    ledger: z.strictObject({ ...z.object(keysOf(fields.ledger)).partial().shape, dossierId: whole(1, 2_147_483_647) }),
    ...sharedShape.shape,
  })
}

export type FileShape = z.output<ReturnType<typeof connectionFileSchema>>
