/**
 * Shapes of Octopus' answers, read tolerantly: unknown fields pass, and fields that the server leaves out when they are null may be absent.
 * A document's key may not be absent: such an answer is unreadable as a whole. Property names are those of the official document,
 * misspellings included.
 */
import { z } from 'zod'
import { integerOf } from './decimal.ts'

export type JsonText = { kind: 'json'; value: unknown } | { kind: 'other' }

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown
/** The compiler's library does not know the third argument yet. */
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => unknown

/** JSON in which every number that is not a small integer stays as its text, so that amounts keep their decimals, and in which no text holds what a database does not take. */
export function parseJson(text: string): JsonText {
  try {
    return { kind: 'json', value: parseWithSource(text, asKept) }
  } catch {
    return { kind: 'other' }
  }
}

function asKept(_key: string, value: unknown, context: { source?: string }): unknown {
  // Escapes can write a zero byte and half a character; one such account name would keep the whole copy from being saved.
  if (typeof value === 'string')
    return value.includes('\u0000') ? value.replaceAll('\u0000', ' ').toWellFormed() : value.toWellFormed()
  if (typeof value !== 'number' || context.source === undefined) return value
  return /^-?\d{1,15}$/.test(context.source) ? value : context.source
}

/** Value of the wire read with a schema, or null. */
export function readAs<T>(schema: z.ZodType<T>, body: string): T | null {
  const json = parseJson(body)
  if (json.kind === 'other') return null
  const result = schema.safeParse(json.value)
  return result.success ? result.data : null
}

/**
 * Reads rows of a list of reference data, each by itself: an unreadable row holds back only the documents that need it. Of two rows with
 * one key the first counts. Null for a value that is no list, and for a list of which nothing can be read. Never use it for lists of
 * documents: a row left out there would look like proof that a document is not in the ledger.
 */
export function rowsOf<T>(row: z.ZodType<T>, keyOf: (row: T) => string | number): z.ZodType<T[]> {
  return z.array(z.unknown()).transform((values, context) => {
    const rows = new Map<string | number, T>()
    for (const value of values) {
      const read = row.safeParse(value)
      if (read.success && !rows.has(keyOf(read.data))) rows.set(keyOf(read.data), read.data)
    }
    if (rows.size > 0 || values.length === 0) return [...rows.values()]
    context.addIssue({ code: 'custom', message: 'no row can be read' })
    return z.NEVER
  })
}

/** A blank text means absent here: an empty country comes as two spaces. */
export function textOrNull(value: string): string | null {
  const trimmed = value.trim()
  return trimmed === '' ? null : trimmed
}

const scalar = z.union([z.string(), z.number()])
const text = scalar.nullish().transform((value) => (value === null || value === undefined ? '' : String(value)))
const decimal = scalar.transform(String)
const optionalDecimal = scalar
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value)))
const flag = z.boolean().nullish()
const integer = scalar.transform((value, context) => {
  const whole = integerOf(String(value))
  if (whole !== null) return whole
  context.addIssue({ code: 'custom', message: 'not a whole number' })
  return z.NEVER
})
export const optionalInteger = scalar.nullish().transform((value) => {
  return value === null || value === undefined ? null : integerOf(String(value))
})
const localDate = z.string().transform((value, context) => {
  const match = /^\d{4}-\d{2}-\d{2}/.exec(value)
  if (match !== null) return match[0]
  context.addIssue({ code: 'custom', message: 'not a date' })
  return z.NEVER
})
const optionalDate = z
  .string()
  .nullish()
  .transform((value) => /^\d{4}-\d{2}-\d{2}/.exec(value ?? '')?.[0] ?? null)
const idKey = z.object({ id: integer })

/** Every field may be missing; a body that has none of them is not Octopus' error. */
export const errorResult = z.object({
  errorCode: optionalInteger,
  errorMessage: text,
  technicalInfo: text,
})

export const loginToken = z.object({ token: z.string().min(1) })
export const dossierTokenResult = z.object({ Dossiertoken: z.string().min(1) })

/** A disabled dossier may come as a row without a key. */
export const dossierRows = rowsOf(
  z.object({ dossierKey: idKey.nullish(), dossierDescription: text, vatNr: text, country: text }),
  (row) => row.dossierKey?.id ?? '',
)

const period = z.object({ bookyearPeriod: integer, startDate: localDate, endDate: localDate })

export const bookYearRows = rowsOf(
  z.object({
    bookyearKey: idKey,
    startDate: localDate,
    endDate: localDate,
    closed: flag,
    periods: rowsOf(period, (row) => row.bookyearPeriod).nullish(),
  }),
  (row) => row.bookyearKey.id,
)

export const journalRows = rowsOf(
  z.object({
    bookyearKey: idKey.nullish(),
    journalKey: z.string().min(1),
    name: text,
    closed: flag,
    insertionType: optionalInteger,
    lastBookedDocumentNr: optionalInteger,
    protectedPeriod: optionalInteger,
    closedPeriod: optionalInteger,
  }),
  (row) => `${row.bookyearKey?.id ?? ''}|${row.journalKey}`,
)

export const sellJournal = z.object({ invoicingServiceData: z.object({ unitPriceScale: text }).nullish() })

const accountRow = z.object({
  accountKey: z.object({ bookyearKey: idKey.nullish(), id: integer }),
  description: z
    .object({ description_NL: text, description_FR: text, description_EN: text, description_DE: text })
    .nullish()
    .catch(null),
})
export type AccountRow = z.infer<typeof accountRow>

export const accountRows = rowsOf(accountRow, (row) => `${row.accountKey.bookyearKey?.id ?? ''}|${row.accountKey.id}`)
export const syncAccounts = z.object({ modified: accountRows.nullish(), deleted: accountRows.nullish() })

export const vatCodeRows = rowsOf(
  z.object({
    code: z.string().min(1),
    description: text,
    type: optionalInteger,
    basePercentage: optionalDecimal,
    defaultSellBookingAccountNr: optionalInteger,
  }),
  (row) => row.code,
)

export const relationRow = z.object({
  relationIdentificationServiceData: z
    .object({ relationKey: z.object({ id: optionalInteger }).nullish(), externalRelationId: optionalInteger })
    .nullish(),
  active: flag,
  supplier: flag,
  name: text,
  firstName: text,
  email: text,
  vatNr: text,
  streetAndNr: text,
  postalCode: text,
  city: text,
  country: text,
})
export type RelationRow = z.infer<typeof relationRow>

/** A row without a number of its own cannot be told from another such row: those are left out further on. */
export const relationRows = rowsOf(relationRow, (row) => row.relationIdentificationServiceData?.relationKey?.id ?? '')
export const syncRelations = z.object({
  modified: relationRows.nullish(),
  deleted: relationRows.nullish(),
})

const documentKey = {
  bookyearKey: idKey,
  journalKey: z.string().min(1),
  documentSequenceNr: integer,
}
const documentHead = {
  ...documentKey,
  documentDate: optionalDate,
  relationIdentificationServiceData: z
    .object({ relationKey: z.object({ id: optionalInteger }).nullish() })
    .nullish()
    .catch(null),
  reference: text,
  orderReference: text,
  comment: text,
}

export const bookingRow = z.object({
  ...documentHead,
  amount: optionalDecimal,
  bookingLines: z
    .array(
      z.object({
        accountKey: optionalInteger,
        vatCodeKey: text,
        baseAmount: optionalDecimal,
        vatAmount: optionalDecimal,
      }),
    )
    .nullish(),
})
export type BookingRow = z.infer<typeof bookingRow>
export const bookingRows = z.array(bookingRow)

/** Of `SyncBookings` what was deleted. */
export const deletedBookings = z.object({
  deletedBookings: z
    .array(
      z.object({ bookyearKey: idKey, journalType: integer, journalSequenceNr: integer, documentSequenceNr: integer }),
    )
    .nullish(),
})

/** Of `SyncBookings` what was booked, account by account. */
export const modifiedBookings = z.object({
  modifiedBookings: z
    .array(
      z.object({
        bookyearKey: idKey,
        journalType: integer,
        journalNr: integer,
        documentSequenceNr: integer,
        accountKey: optionalInteger,
        bookingAmount: optionalDecimal,
      }),
    )
    .nullish(),
})

export const historyRows = z.array(
  z.object({ ...documentKey, debetBookingAmount: optionalDecimal, creditBookingAmount: optionalDecimal }),
)

const matchedDocument = z.object({
  balancingKey: z.object({ ...documentKey, lineSequenceNr: integer }),
})
const matchRow = z.object({ debetDocument: matchedDocument, creditDocument: matchedDocument })
export type MatchRow = z.infer<typeof matchRow>

/** No row of an undone match was ever seen. An unreadable row is left out, and looks as if nothing had been undone. */
export const syncMatches = z.object({
  modifiedBalancings: z.array(matchRow).nullish(),
  deletedBalancings: z
    .array(z.unknown())
    .nullish()
    .transform((rows) => (rows ?? []).flatMap((row) => matchRow.safeParse(row).data ?? [])),
})

export const openRows = z.array(
  z.object({
    ...documentKey,
    debetBookingAmount: optionalDecimal,
    creditBookingAmount: optionalDecimal,
    openBookingAmount: optionalDecimal,
  }),
)

const entryLine = z.object({
  type: text,
  accountKey: optionalInteger,
  relationId: optionalInteger,
  reference: text,
  amount: optionalDecimal,
})

export const entryRow = z.object({
  ...documentKey,
  documentDate: optionalDate,
  bookingLines: z.array(entryLine).nullish(),
})
export type EntryRow = z.infer<typeof entryRow>
export const entryRows = z.array(entryRow)

const invoiceLine = z.object({
  bookingAccountNr: optionalInteger,
  vatCodeKey: text,
  count: decimal.nullish(),
  unitPrice: decimal.nullish(),
  discountPercentage: optionalDecimal,
})
export type InvoiceLineRow = z.infer<typeof invoiceLine>

export const invoiceRow = z.object({ ...documentHead, invoiceLines: z.array(invoiceLine).nullish() })
export type InvoiceRow = z.infer<typeof invoiceRow>
export const invoiceRows = z.array(invoiceRow)
