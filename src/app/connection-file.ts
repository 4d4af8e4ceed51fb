/** A connection as a file: read with every fault at once, and written back without its secrets. */
import { z } from 'zod'
import { addDays, isDate, type LocalDate } from '../domain/calendar.ts'
import { productClasses, treatments, type Settings } from '../domain/mapping.ts'
import { centsFromDecimalText } from '../domain/money.ts'
import { checkVatNumber, normaliseVatNumber } from '../domain/vat-number.ts'
import type { Credentials } from '../ports/store.ts'

export interface FileFault {
  path: string
  message: string
}

export type ParsedFile =
  | { kind: 'ok'; settings: Settings; credentials: Partial<Credentials> }
  | { kind: 'faults'; faults: FileFault[] }

/** Values that the file format knows and this version does not do yet. Later work deletes rows. */
const notYet: [path: string[], values: string[]][] = [
  [['booking', 'consumers'], ['perDay']],
  [['booking', 'businesses'], ['asConsumers']],
  [['booking', 'cancellations'], ['approve']],
  [
    ['vat', 'ossHomeDestination'],
    ['belgianReturn', 'oss'],
  ],
  [
    ['vat', 'fbbBelgianBusiness'],
    ['belgianVat', 'icFromNl'],
  ],
  [['vat', 'crossBorderBusiness'], ['asConsumer']],
]

const text = z.string().trim().min(1, 'may not be empty').max(200, 'is longer than 200 characters')
const secret = z.string().min(1, 'may not be empty').max(500, 'is longer than 500 characters')
const country = z.string().regex(/^[A-Z]{2}$/u, 'must be a country code of two capitals, e.g. BE')
const date = z.string().refine(isDate, 'must be a date that exists, e.g. 2026-11-01')
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'must be an hour of the day, e.g. 04:00')
const journal = z.string().regex(/^[A-Z]\d{1,4}$/u, 'must be a journal key, e.g. V5')
const account = z.int('must be a whole number').min(1).max(99_999_999)
const push = z.union(
  [z.literal('hourly'), z.literal('atOnce'), z.string().regex(/^daily@(?:[01]\d|2[0-3]):[0-5]\d$/u)],
  'must be hourly, atOnce or daily@HH:MM',
)

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

const schema = z.strictObject({
  name: text,
  bol: z.strictObject({ clientId: secret, clientSecret: secret }).optional(),
  octopus: z.strictObject({
    user: secret.optional(),
    password: secret.optional(),
    dossierId: z.int('must be a whole number').min(1, 'must be a dossier number').max(2_147_483_647),
  }),
  seller: z.strictObject({
    country,
    vatNumbers: z.record(country, z.string()).default({}),
    scheme: z.enum(['normal', 'small']).default('normal'),
    oss: z.strictObject({ active: z.boolean(), from: date.nullish(), to: date.nullish() }).default({ active: false }),
    shipsFrom: country.optional(),
    offersShipFrom: z.array(z.strictObject({ offerReference: text, country })).default([]),
    thresholdPassed: z.boolean().nullish(),
    crossBorderNetElsewhere: z.record(z.string().regex(/^\d{4}$/u, 'must be a year'), euro).default({}),
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
      paymentMethod: z.int('must be a whole number').min(0).max(13).default(5),
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
      products: z
        .array(
          z.union([
            z.strictObject({ ean: text, class: z.enum(productClasses) }),
            z.strictObject({ offerReference: text, class: z.enum(productClasses) }),
            z.strictObject({ titleContains: text, class: z.enum(productClasses) }),
          ]),
        )
        .default([]),
      ossHomeDestination: z.enum(['hold', 'belgianReturn', 'oss']).default('hold'),
      fbbBelgianBusiness: z.enum(['hold', 'belgianVat', 'icFromNl']).default('hold'),
      crossBorderBusiness: z.enum(['hold', 'asConsumer']).default('hold'),
      codes: z
        .array(
          z.strictObject({
            treatment: z.enum(treatments),
            country,
            rate: percent,
            code: text,
            creditCode: text.nullish(),
            account,
            invoiceAccount: account.nullish(),
          }),
        )
        .default([]),
    })
    .prefault({}),
})

type FileShape = z.output<typeof schema>

/** The file's text → JSON; a fault names the place in the text. */
export function readJson(fileText: string): { kind: 'ok'; json: unknown } | { kind: 'faults'; faults: FileFault[] } {
  try {
    return { kind: 'ok', json: JSON.parse(fileText.replace(/^\uFEFF/u, '')) as unknown }
  } catch (error) {
    const message = error instanceof Error ? error.message : 'not JSON'
    return { kind: 'faults', faults: [{ path: '', message: `is not JSON: ${message}` }] }
  }
}

export function parseConnectionFile(
  json: unknown,
  context: { today: LocalDate; secrets: 'required' | 'optional' },
): ParsedFile {
  const parsed = schema.safeParse(json)
  const faults = parsed.success ? [] : parsed.error.issues.flatMap(faultsOf)
  faults.push(...notSupported(json))
  if (parsed.success) faults.push(...inconsistencies(parsed.data, context))
  else if (context.secrets === 'required') faults.push(...missingSecrets(json, faults))
  if (faults.length > 0 || !parsed.success) return { kind: 'faults', faults: unique(faults) }
  return { kind: 'ok', settings: settingsOf(parsed.data, context.today), credentials: credentialsOf(parsed.data) }
}

function faultsOf(issue: z.core.$ZodIssue): FileFault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: 'is not a key of a connection file',
    }))
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
    return nearest.length === 0
      ? [{ path: pathText(issue.path), message: issue.message }]
      : nearest.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }))
  }
  if (issue.code === 'invalid_key')
    return [{ path: pathText(issue.path), message: issue.issues[0]?.message ?? 'is not a valid key' }]
  const message = issue.message.replace(/^Invalid input: /u, '')
  return [{ path: pathText(issue.path), message: message.endsWith('received undefined') ? 'is missing' : message }]
}

/** `vat.codes[0].rate` */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (shown, part) =>
      typeof part === 'number' ? `${shown}[${part}]` : shown === '' ? String(part) : `${shown}.${String(part)}`,
    '',
  )
}

function notSupported(json: unknown): FileFault[] {
  return notYet.flatMap(([path, values]) => {
    const value = path.reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      json,
    )
    return typeof value === 'string' && values.includes(value)
      ? [{ path: path.join('.'), message: `"${value}" is not yet supported` }]
      : []
  })
}

function inconsistencies(
  file: FileShape,
  context: { today: LocalDate; secrets: 'required' | 'optional' },
): FileFault[] {
  const faults: FileFault[] = []
  const fault = (path: string, message: string): void => void faults.push({ path, message })
  for (const [land, number] of Object.entries(file.seller.vatNumbers)) {
    const normal = normaliseVatNumber(number, land)
    const prefix = land === 'GR' ? 'EL' : land
    if (normal === null || !normal.startsWith(prefix) || checkVatNumber(normal) === 'invalid')
      fault(`seller.vatNumbers.${land}`, `is not a VAT number of ${land}`)
  }
  const { oss } = file.seller
  if (oss.from != null && oss.to != null && oss.to < oss.from) fault('seller.oss.to', 'lies before seller.oss.from')
  if (file.booking.startDate !== undefined && file.booking.startDate > addDays(context.today, 366))
    fault('booking.startDate', 'lies more than a year ahead')
  const seen = new Map<string, number>()
  file.vat.codes.forEach((code, index) => {
    const key = `${code.treatment}|${code.country}|${code.rate}`
    if (seen.has(key))
      fault(`vat.codes[${index}]`, `repeats vat.codes[${seen.get(key)}]: same treatment, country and rate`)
    else seen.set(key, index)
  })
  if (context.secrets === 'required') faults.push(...missingSecrets(file, []))
  return faults
}

function missingSecrets(json: unknown, found: FileFault[]): FileFault[] {
  const file = (typeof json === 'object' && json !== null ? json : {}) as Record<
    string,
    Record<string, unknown> | undefined
  >
  const wanted = [
    ['bol', 'clientId'],
    ['bol', 'clientSecret'],
    ['octopus', 'user'],
    ['octopus', 'password'],
  ] as const
  return wanted
    .filter(([side, key]) => typeof file[side] !== 'object' || file[side] === null || file[side][key] === undefined)
    .map(([side, key]) => ({ path: `${side}.${key}`, message: 'is missing' }))
    .filter((fault) => !found.some((other) => other.path === fault.path))
}

function unique(faults: FileFault[]): FileFault[] {
  return [...new Map(faults.map((fault) => [`${fault.path}|${fault.message}`, fault])).values()]
}

function settingsOf(file: FileShape, today: LocalDate): Settings {
  const { seller, booking, vat } = file
  return {
    name: file.name,
    dossierId: file.octopus.dossierId,
    seller: {
      country: seller.country,
      vatNumbers: Object.fromEntries(
        Object.entries(seller.vatNumbers).map(([land, number]) => [land, normaliseVatNumber(number, land) as string]),
      ),
      scheme: seller.scheme,
      oss: { active: seller.oss.active, from: seller.oss.from ?? null, to: seller.oss.to ?? null },
      shipsFrom: seller.shipsFrom ?? seller.country,
      offersShipFrom: seller.offersShipFrom,
      thresholdPassed: seller.thresholdPassed ?? null,
      crossBorderNetElsewhere: seller.crossBorderNetElsewhere,
    },
    booking: {
      ...booking,
      startDate: booking.startDate ?? today,
      businesses: booking.businesses ?? (booking.target === 'invoices' ? 'ownInvoice' : 'ownBooking'),
      journals: { bookings: booking.journals.bookings ?? null, invoices: booking.journals.invoices ?? null },
    },
    relations: {
      consumers: file.relations.consumers ?? (booking.target === 'invoices' ? 'perBuyer' : 'central'),
      centralName: file.relations.centralName,
    },
    vat: {
      ...vat,
      default: vat.default ?? null,
      codes: vat.codes.map(({ rate, creditCode, invoiceAccount, ...code }) => ({
        ...code,
        rateBp: rate,
        creditCode: creditCode ?? null,
        invoiceAccount: invoiceAccount ?? code.account,
      })),
    },
  }
}

function credentialsOf(file: FileShape): Partial<Credentials> {
  const { user, password } = file.octopus
  return {
    ...(file.bol === undefined ? {} : { marketplace: file.bol }),
    ...(user === undefined || password === undefined ? {} : { ledger: { user, password } }),
  }
}

/** The file of these settings, complete and without secrets; reading it back gives the same settings. */
export function connectionFileOf(settings: Settings): Record<string, unknown> {
  const { dossierId, name, seller, booking, relations, vat } = settings
  const { thresholdPassed, crossBorderNetElsewhere, ...profile } = seller
  const { default: productClass, codes, ...vatRest } = vat
  return {
    name,
    octopus: { dossierId },
    seller: {
      ...profile,
      ...(thresholdPassed === null ? {} : { thresholdPassed }),
      crossBorderNetElsewhere: Object.fromEntries(
        Object.entries(crossBorderNetElsewhere).map(([year, cents]) => [year, cents / 100]),
      ),
    },
    booking: {
      ...booking,
      journals: Object.fromEntries(Object.entries(booking.journals).filter(([, key]) => key !== null)),
    },
    relations,
    vat: {
      ...(productClass === null ? {} : { default: productClass }),
      ...vatRest,
      codes: codes.map(({ rateBp, creditCode, ...code }) => ({
        ...code,
        rate: rateBp / 100,
        ...(creditCode === null ? {} : { creditCode }),
      })),
    },
  }
}
