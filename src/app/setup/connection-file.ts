/** A connection as a file: read with every fault at once, and written back without its secrets. */
import type { z } from 'zod'
import { addDays, isDate, type LocalDate } from '../../domain/calendar.ts'
import { fault, faultOf, unpacked, type Fault } from '../../domain/message/message.ts'
import type { Settings, SettlementSettings } from '../../domain/settings/mapping.ts'
import { normaliseVatNumber } from '../../domain/vat/vat-number.ts'
import type { CredentialField, Keys, KindsInFile } from '../../domain/kinds.ts'
import type { Credentials } from '../../ports/tables/connections.ts'
import { beyondBounds } from './beyond-bounds.ts'
import { connectionFileSchema, fileEntriesMax, type FileShape } from './connection-file-schema.ts'
import { fieldsOf, readKinds, sides, sidesOfFile, type FieldsOfFile, type KindsOfFile } from './kinds-in-file.ts'
import { readJson } from './read-json.ts'
import { contradictions, pathText, prototypeKeys, repetitions, valueAt } from './repeats-in-file.ts'

export type ParsedFile =
  | { kind: 'ok'; kinds: KindsOfFile; settings: Settings; credentials: Partial<Credentials> }
  | { kind: 'faults'; faults: Fault[] }

/** The file's text → JSON; a fault names the place in the text. */
export function readConnectionJson(
  fileText: string,
): { kind: 'ok'; json: unknown } | { kind: 'faults'; faults: Fault[] } {
  const read = readJson(fileText)
  if (read.kind === 'ok') return read
  return read.kind === 'twice'
    ? {
        kind: 'faults',
        faults: read.paths.map((path) => fault(pathText(path), 'givenTwice')),
      }
    : { kind: 'faults', faults: [fault('', 'notJson', { line: read.line, column: read.column })] }
}

export interface ReadingFile {
  today: LocalDate
  /** The first day of the connection that the file changes; absent: the file makes one, whose first day is today. */
  firstDay?: LocalDate
  /** A new connection must bring them; without them an existing one keeps what it has. */
  secrets: 'required' | 'optional'
}

export function parseConnectionFile(json: unknown, context: ReadingFile & { kinds: KindsInFile }): ParsedFile {
  const { file, kinds, faults, asWritten } = readKinds(json, context.kinds)
  const fields = {
    source: fieldsOf(context.kinds, 'source', kinds.source),
    ledger: fieldsOf(context.kinds, 'ledger', kinds.ledger),
  }
  const parsed = parseLongForm(file, fields, context)
  const all = [...faults, ...(parsed.kind === 'faults' ? parsed.faults : [])]
  if (parsed.kind === 'faults' || all.length > 0) return { kind: 'faults', faults: unique(all.map(asWritten)) }
  return { ...parsed, kinds }
}

function parseLongForm(
  json: unknown,
  fields: FieldsOfFile,
  context: ReadingFile,
): { kind: 'ok'; settings: Settings; credentials: Partial<Credentials> } | { kind: 'faults'; faults: Fault[] } {
  const tooLong = beyondBounds(json, fileEntriesMax)
  if (tooLong !== null) return { kind: 'faults', faults: [fault(tooLong, 'tooManyEntries', { max: fileEntriesMax })] }
  const parsed = connectionFileSchema(fields).safeParse(json)
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => faultsOf(issue, json))),
    ...tooFarAhead(json, context.today),
    ...repetitions(json),
    ...contradictions(json),
    ...prototypeKeys(json),
    ...missingForPosting(json),
  ]
  faults.push(
    ...missingKeys(json, fields, context.secrets).filter(
      ({ path }) => !faults.some((other) => other.path === '' || other.path === path || other.path === sideOf(path)),
    ),
  )
  if (faults.length > 0 || !parsed.success) return { kind: 'faults', faults: unique(faults) }
  return {
    kind: 'ok',
    settings: settingsOf(parsed.data, context.firstDay ?? context.today),
    credentials: credentialsOf(parsed.data, fields),
  }
}

const words: Record<string, string> = {
  string: 'a text',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

/** @param json the file: an issue does not tell whether its value is wrong or missing */
function faultsOf(issue: z.core.$ZodIssue, json: unknown): Fault[] {
  const path = pathText(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => fault(pathText([...issue.path, key]), 'unknownKey'))
    case 'invalid_key':
      return [
        issue.issues[0] === undefined ? fault(path, 'wrongKey') : faultOf(path, unpacked(issue.issues[0].message)),
      ]
    case 'invalid_value':
      return [
        issue.message.endsWith('received undefined')
          ? fault(path, 'missing')
          : fault(path, 'notOneOf', { values: issue.values.map(String).join(', ') }),
      ]
    case 'invalid_type':
      if (valueAt(json, issue.path.map(String)) === undefined) return [fault(path, 'missing')]
      return [
        issue.message.startsWith('Invalid input')
          ? ofKind(path, issue.expected)
          : faultOf(path, unpacked(issue.message)),
      ]
    default:
      return [faultOf(path, unpacked(issue.message))]
  }
}

function ofKind(path: string, expected: string): Fault {
  return expected === 'number'
    ? fault(path, 'notNumber')
    : fault(path, 'wrongKind', { kind: words[expected] ?? expected })
}

function tooFarAhead(json: unknown, today: LocalDate): Fault[] {
  const startDate = valueAt(json, ['booking', 'startDate'])
  return typeof startDate === 'string' && isDate(startDate) && startDate > addDays(today, 366)
    ? [fault('booking.startDate', 'tooFarAhead')]
    : []
}

/** Returns faults for settings that posting a settlement needs and that have no default. */
function missingForPosting(json: unknown): Fault[] {
  const at = (...path: string[]): unknown => valueAt(json, ['settlement', ...path])
  if (at('active') !== true) return []
  const journal = (name: string, letter: string, wanted: boolean): Fault[] => {
    const key = at('journals', name)
    const path = `settlement.journals.${name}`
    if (typeof key === 'string' && key.trim() !== '')
      return key.trim().toUpperCase().startsWith(letter) ? [] : [fault(path, 'otherJournal', { letter })]
    return wanted ? [fault(path, 'missing')] : []
  }
  const books = at('purchases') !== 'off'
  const codes = at('purchaseVat')
  return [
    ...journal('purchases', 'A', books),
    ...journal('clearing', 'D', (at('clearing') ?? 'settlementEntry') === 'settlementEntry'),
    ...(books && (!Array.isArray(codes) || codes.length === 0) ? [fault('settlement.purchaseVat', 'missing')] : []),
  ]
}

/** All of them in a new connection; of one side never some alone, because they would be left out without a word. */
function missingKeys(json: unknown, fields: FieldsOfFile, secrets: 'required' | 'optional'): Fault[] {
  return sides.flatMap(({ side }) => {
    const missing = fields[side].filter(({ name }) => valueAt(json, [side, name]) === undefined)
    return secrets === 'required' || missing.length < fields[side].length
      ? missing.map(({ name }) => fault(`${side}.${name}`, 'missing'))
      : []
  })
}

function sideOf(path: string): string {
  return path.split('.')[0] as string
}

function unique(faults: Fault[]): Fault[] {
  return [...new Map(faults.map((one) => [`${one.path}|${one.message}`, one])).values()]
}

function settingsOf(file: FileShape, firstDay: LocalDate): Settings {
  const { seller, booking, vat } = file
  return {
    name: file.name,
    dossierId: file.ledger.dossierId,
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
      startDate: booking.startDate ?? firstDay,
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
    ...(file.settlement === undefined ? {} : { settlement: settlementOf(file.settlement) }),
  }
}

function credentialsOf(file: FileShape, fields: FieldsOfFile): Partial<Credentials> {
  const given = sides.flatMap(({ side, of }) => {
    const keys = keysIn(file[side] ?? {}, fields[side])
    return keys === null ? [] : [[of, keys] as const]
  })
  return Object.fromEntries(given)
}

/** @returns null where one was left out: those of a side are given together */
function keysIn(side: Record<string, unknown>, fields: readonly CredentialField[]): Keys | null {
  const keys = fields.flatMap(({ name }) => {
    const value = side[name]
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  return keys.length === fields.length ? Object.fromEntries(keys) : null
}

/** The file of these settings, complete and without secrets; reading it back gives the same settings. */
export function connectionFileOf(settings: Settings, kinds: KindsOfFile, known: KindsInFile): Record<string, unknown> {
  const { dossierId, name, seller, booking, relations, vat, settlement } = settings
  const { thresholdPassed, crossBorderNetElsewhere, ...profile } = seller
  const { default: productClass, codes, ...vatRest } = vat
  return {
    name,
    ...sidesOfFile(known, kinds, dossierId),
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
    ...(settlement === undefined ? {} : { settlement: settlementFileOf(settlement) }),
  }
}

function settlementOf(file: NonNullable<FileShape['settlement']>): SettlementSettings {
  const { active, startDate, purchases, clearing, paidEntries, journals, supplier, accounts, types, matching } = file
  return {
    active,
    startDate: startDate ?? null,
    purchases,
    clearing,
    paidEntries,
    journals: { purchases: journals.purchases ?? null, clearing: journals.clearing ?? null },
    supplier: supplier ?? null,
    accounts,
    purchaseVat: file.purchaseVat.map((rule) => ({ ...rule, creditCode: rule.creditCode ?? null })),
    types,
    setOff: file.advertising.setOff,
    matching,
  }
}

function settlementFileOf({ setOff, ...settlement }: SettlementSettings): Record<string, unknown> {
  return { ...settlement, advertising: { setOff }, smallDifferenceCents: 0 }
}
