/** The shape of a connection file: every key, its values and its defaults, as the outside is promised. */
import { z } from 'zod'
import { isDate } from '../../domain/calendar.ts'
import { productClasses, treatments, type ProductRule } from '../../domain/settings/mapping.ts'
import { centsFromDecimalText } from '../../domain/money.ts'
import { ruleKeys } from '../../domain/vat/product-class.ts'
import { isoCountry } from '../../domain/vat/territory.ts'
import { checkVatNumber, normaliseVatNumber } from '../../domain/vat/vat-number.ts'

/** Without what a paste brings along in front and behind: blanks, line ends and marks that nobody sees. */
export function withoutPaste(value: string): string {
  return value.replaceAll(/^[\s\p{Cf}\p{Cc}]+|[\s\p{Cf}\p{Cc}]+$/gu, '')
}

/** A rule for each product of a large shop. */
export const fileEntriesMax = 5000
/** What is pasted brings blanks along; beyond it nothing is looked at. */
const pasteMax = 2000

function typed(schema: z.ZodString) {
  return z.string().max(pasteMax, `is longer than ${pasteMax} characters`).transform(withoutPaste).pipe(schema)
}

function inCapitals(schema: z.ZodString) {
  return z
    .string()
    .max(pasteMax, `is longer than ${pasteMax} characters`)
    .transform((value) => withoutPaste(value).toUpperCase())
    .pipe(schema)
}

const text = typed(
  z
    .string()
    .min(1, 'may not be empty')
    .max(200, 'is longer than 200 characters')
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'holds a character that cannot be printed'),
)
/** Sent to the other side as it stands: a login that is refused for a pasted line end counts towards a lock-out. */
const secret = z
  .string()
  .min(1, 'may not be empty')
  .max(500, 'is longer than 500 characters')
  .regex(/^[^\p{Cc}]*$/u, 'holds a line end or another character that cannot be printed')
const password = typed(secret)
const key = typed(secret.regex(/^\S*$/u, 'holds a blank'))
const country = inCapitals(z.string().regex(/^[A-Z]{2}$/u, 'must be a country code of two letters, e.g. BE')).transform(
  isoCountry,
)
const date = typed(z.string().refine(isDate, 'must be a date that exists, e.g. 2026-11-01'))
const time = typed(z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'must be an hour of the day, e.g. 04:00'))
const journal = inCapitals(z.string().regex(/^[A-Z]\d{1,4}$/u, 'must be a journal key, e.g. V5'))
const account = whole(1, 99_999_999)
const push = typed(
  z.string().regex(/^(?:hourly|atOnce|daily@(?:[01]\d|2[0-3]):[0-5]\d)$/u, 'must be hourly, atOnce or daily@HH:MM'),
)

function whole(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`
  return z.int(message).min(min, message).max(max, message)
}

/** Percent with at most two decimals → basis points, out of its decimal text. */
const percent = z
  .number('must be a number')
  .min(0, 'must be 0 or more')
  .max(100, 'must be 100 or less')
  .transform((value, context) => {
    const basisPoints = centsFromDecimalText(String(value))
    if (basisPoints !== null) return basisPoints
    context.addIssue({ code: 'custom', message: 'has more than 2 decimals' })
    return z.NEVER
  })

const euro = z.number('must be an amount in euro').transform((value, context) => {
  const amount = centsFromDecimalText(String(value))
  if (amount !== null && amount >= 0) return amount
  context.addIssue({ code: 'custom', message: 'must be an amount in euro of 0 or more with at most 2 decimals' })
  return z.NEVER
})

const vatNumbers = z
  .record(country, z.string().max(200, 'is longer than 200 characters'))
  .superRefine((numbers, context) => {
    for (const [land, number] of Object.entries(numbers)) {
      const normal = normaliseVatNumber(number, land)
      const prefix = land === 'GR' ? 'EL' : land
      if (normal === null || !normal.startsWith(prefix) || checkVatNumber(normal) === 'invalid')
        context.addIssue({ code: 'custom', path: [land], message: `is not a VAT number of ${land}` })
    }
  })

const oss = z
  .strictObject({ active: z.boolean(), from: date.nullish(), to: date.nullish() })
  .refine(({ from, to }) => from == null || to == null || to >= from, {
    path: ['to'],
    message: 'lies before seller.oss.from',
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
    'must have one of ean, offerReference and titleContains',
  )
  .transform((rule): ProductRule => rule as ProductRule)
  .superRefine((rule, context) => {
    if (ruleKeys(rule).length > 0) return
    const [name] = Object.keys(rule).filter((one) => one !== 'class')
    const message =
      name === 'ean'
        ? 'is no EAN, UPC or ISBN: it needs 8 to 14 digits, of which the last one checks the others'
        : 'holds nothing that a product could be known by'
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

export const connectionFileSchema = z.strictObject({
  name: text,
  bol: z.strictObject({ clientId: key, clientSecret: key }).optional(),
  octopus: z.strictObject({
    user: password.optional(),
    password: password.optional(),
    dossierId: whole(1, 2_147_483_647),
  }),
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
          .max(4, 'must be a year')
          .regex(/^\d{4}$/u, 'must be a year'),
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
})

export type FileShape = z.output<typeof connectionFileSchema>
