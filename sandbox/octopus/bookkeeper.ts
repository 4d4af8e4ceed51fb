/** A person who works in the desktop application of Octopus: books, changes, deletes, closes. */

import { localDate } from '../bol/local-time.ts'
import { flagOf, inputOf, numberOf, onlyKeys, optional, textOf, wholeOf } from './admin-input.ts'
import type { Input } from './admin-input.ts'
import { RELATION } from './body-shapes.ts'
import { balanceByHand, unbalanceByHand } from './balance-by-hand.ts'
import { bookDocument, bookEntryByHand, changeByHand } from './by-hand.ts'
import type { HandChange } from './by-hand.ts'
import { continueBookYear, newestYear } from './book-years.ts'
import { documentAt, removeDocument } from './documents.ts'
import { addRelation, deleteRelation, setExternalId } from './relations.ts'
import { creditCodes } from './seed-data.ts'
import { checkShape, object } from './shape.ts'
import { bookYearOf, changeNow, journalOf } from './state.ts'
import type {
  BookYear,
  Dossier,
  EntryLine,
  Journal,
  OctopusState,
  Relation,
  RelationFields,
  StoredDocument,
  VatCodeType,
} from './state.ts'

/** Somebody's own customer and account, when a document is booked without naming any. */
const FOREIGN = { relation: 6, account: 700000, vatCode: '21', amountCents: 12_100 }

interface Desk {
  state: OctopusState
  dossier: Dossier
  input: Input
  now: number
}

type Action = (desk: Desk) => unknown

const DOCUMENT = ['bookyear', 'journal', 'number', 'date', 'period', 'amountCents', 'relation', 'account', 'vatCode']
const WITH_TEXTS = [...DOCUMENT, 'reference', 'orderReference', 'comment']

/** Keys of each action besides `action` and `dossier`. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  book: WITH_TEXTS,
  bookEntry: ['bookyear', 'journal', 'number', 'date', 'lines'],
  balance: ['debet', 'credit', 'amountCents'],
  unbalance: ['debet', 'credit'],
  change: WITH_TEXTS,
  delete: ['bookyear', 'journal', 'number'],
  protectPeriod: ['bookyear', 'journal', 'period'],
  closePeriod: ['bookyear', 'journal', 'period'],
  closeJournal: ['bookyear', 'journal'],
  reopenJournal: ['bookyear', 'journal'],
  openOnScreen: ['bookyear', 'journal', 'minutes'],
  leaveScreen: ['bookyear', 'journal'],
  changeJournal: ['bookyear', 'journal', 'name', 'nextDocumentNumber', 'unitPriceDecimals', 'insertionType'],
  addBookyear: ['periodType'],
  closeBookyear: ['bookyear'],
  removeBookyear: ['bookyear'],
  setAccount: ['bookyear', 'account', 'active', 'postable', 'description'],
  setVatCode: ['code', 'percentage', 'type', 'description'],
  removeVatCode: ['code'],
  addCreditCodes: [],
  addRelation: ['externalRelationId', 'fields'],
  changeRelation: ['relation', 'externalRelationId', 'fields'],
  deleteRelation: ['relation'],
  mergeRelation: ['relation', 'into'],
  setDossier: ['disabled', 'invoicingModule', 'dmsAccess'],
  changePassword: ['password'],
  unlockUser: [],
}

const ACTIONS: Readonly<Record<string, Action>> = {
  book,
  bookEntry,
  balance: (desk) => balanceByHand(desk, yearAt(desk).id),
  unbalance: (desk) => unbalanceByHand(desk, yearAt(desk).id),
  change,
  delete: remove,
  protectPeriod: (desk) => changeJournals(desk, { protectedPeriod: wholeOf(desk.input, 'period') }),
  closePeriod: (desk) => changeJournals(desk, { closedPeriod: wholeOf(desk.input, 'period') }),
  closeJournal: (desk) => changeJournals(desk, { closed: true }),
  reopenJournal: (desk) => changeJournals(desk, { closed: false, closedPeriod: 0, protectedPeriod: 0 }),
  openOnScreen,
  leaveScreen: (desk) => openJournals(journalsAt(desk), 0),
  changeJournal,
  addBookyear,
  closeBookyear: (desk) => Object.assign(yearAt(desk), { closed: true }).id,
  removeBookyear,
  setAccount,
  setVatCode,
  removeVatCode,
  addCreditCodes: ({ dossier }) => dossier.vatCodes.push(...creditCodes(dossier.vatCodes)),
  addRelation: addRelationByHand,
  changeRelation,
  deleteRelation: ({ state, dossier, input, now }) => {
    deleteRelation(state, dossier, relationAt(dossier, input), now)
  },
  mergeRelation,
  setDossier,
  changePassword: ({ state, input }) => {
    state.credentials.password = textOf(input, 'password')
  },
  unlockUser: ({ state }) => {
    Object.assign(state.logins, { locked: false, failuresInARow: 0 })
  },
}

/** Does one thing; throws with a text when it cannot be done. Without `dossier`: the first one. */
export function doByHand(state: OctopusState, body: unknown, now: number): unknown {
  const input = inputOf(body)
  const name = textOf(input, 'action')
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (!action) throw new Error(`unknown action ${name}; known are ${Object.keys(ACTIONS).join(', ')}`)
  onlyKeys(input, ['action', 'dossier', ...(KEYS[name] ?? [])])
  const id = optional(input, 'dossier', wholeOf)
  const dossier = id === undefined ? [...state.dossiers.values()][0] : state.dossiers.get(id)
  if (!dossier) throw new Error(`no dossier ${id}`)
  return action({ state, dossier, input, now }) ?? null
}

function book(desk: Desk): unknown {
  const { state, dossier, input, now } = desk
  const year = yearAt(desk)
  const number = optional(input, 'number', wholeOf)
  const document = bookDocument(
    state,
    dossier,
    year,
    {
      ...FOREIGN,
      date: dateIn(year, now),
      comment: 'Met de hand geboekt',
      ...changesIn(input),
      journal: textOf(input, 'journal'),
      ...(number === undefined ? {} : { number }),
    },
    now,
  )
  return keyOf(document)
}

/** A bank statement's line, or anything else that a person enters in an F or D journal. */
function bookEntry(desk: Desk): unknown {
  const { state, dossier, input, now } = desk
  const year = yearAt(desk)
  const journal = journalAt(year, input)
  const date = optional(input, 'date', textOf) ?? dateIn(year, now)
  return keyOf(bookEntryByHand(state, { dossier, year, journal }, { date, lines: linesIn(input), now }))
}

function linesIn(input: Input): EntryLine[] {
  const rows = input['lines']
  if (!Array.isArray(rows) || rows.length === 0) throw new Error('lines must be a list')
  return rows.map((row: unknown) => {
    const line = inputOf(row)
    onlyKeys(line, ['type', 'account', 'relation', 'reference', 'amountCents'])
    const type = textOf(line, 'type')
    if (type !== 'A' && type !== 'C' && type !== 'S') throw new Error('type must be A, C or S')
    const cents = line['amountCents']
    if (!Number.isSafeInteger(cents)) throw new Error('amountCents must be a whole number')
    return {
      type,
      account: optional(line, 'account', wholeOf) ?? 0,
      relationId: optional(line, 'relation', wholeOf) ?? 0,
      reference: optional(line, 'reference', textOf) ?? '',
      cents: cents as number,
    }
  })
}

function change(desk: Desk): unknown {
  const { state, dossier, input, now } = desk
  const year = yearAt(desk)
  const journal = journalAt(year, input)
  const document = documentNamed(journal, input)
  changeByHand(state, { dossier, year, journal }, document, { change: changesIn(input), now })
  return keyOf(document)
}

function remove(desk: Desk): unknown {
  const { state, now } = desk
  const journal = journalAt(yearAt(desk), desk.input)
  const document = documentNamed(journal, desk.input)
  removeDocument(state, journal, document, now)
  return keyOf(document)
}

function changesIn(input: Input): HandChange {
  const changes: Record<string, unknown> = {}
  for (const name of ['period', 'amountCents', 'relation', 'account']) {
    if (input[name] !== undefined) changes[name] = wholeOf(input, name)
  }
  for (const name of ['date', 'vatCode', 'reference', 'orderReference', 'comment']) {
    if (input[name] !== undefined) changes[name] = textOf(input, name)
  }
  return changes
}

function documentNamed(journal: Journal, input: Input): StoredDocument {
  const number = wholeOf(input, 'number')
  const document = documentAt(journal, number)
  if (!document) throw new Error(`no document ${number} in journal ${journal.key}`)
  return document
}

function keyOf(document: StoredDocument): unknown {
  const { dossierId, bookYearId, journalKey, number } = document
  return { dossier: dossierId, bookyear: bookYearId, journal: journalKey, number }
}

function openOnScreen(desk: Desk): unknown {
  const minutes = optional(desk.input, 'minutes', numberOf)
  return openJournals(journalsAt(desk), minutes === undefined ? Infinity : desk.now + minutes * 60_000)
}

function openJournals(journals: Journal[], openUntil: number): unknown {
  for (const journal of journals) journal.openUntil = openUntil
  return { journals: journals.map((journal) => journal.key) }
}

function changeJournals(
  desk: Desk,
  wanted: Partial<Pick<Journal, 'closed' | 'closedPeriod' | 'protectedPeriod'>>,
): unknown {
  const journals = journalsAt(desk)
  for (const journal of journals) Object.assign(journal, wanted, { change: changeNow(desk.state, desk.now) })
  return { bookyear: yearAt(desk).id, journals: journals.map((journal) => journal.key) }
}

function changeJournal(desk: Desk): unknown {
  const { state, input, now } = desk
  const journal = journalAt(yearAt(desk), desk.input)
  const next = optional(input, 'nextDocumentNumber', wholeOf)
  const decimals = optional(input, 'unitPriceDecimals', wholeOf)
  const type = optional(input, 'insertionType', wholeOf)
  if (next !== undefined) {
    if (journal.documents.length > 0) throw new Error('the journal has documents: its numbers go on from them')
    Object.assign(journal, { startNumber: next - 1, lastNumber: next - 1 })
  }
  if (decimals === 2 || decimals === 4) journal.unitPriceDecimals = decimals
  if (type === 1 || type === 2 || type === 3) journal.insertionType = type
  journal.name = optional(input, 'name', textOf) ?? journal.name
  journal.change = changeNow(state, now)
  return { journal: journal.key }
}

function addBookyear({ state, dossier, input, now }: Desk): unknown {
  const asked = optional(input, 'periodType', textOf)
  const periodType = (['MONTH', 'QUARTER', 'YEAR'] as const).find((type) => type === asked)
  if (asked !== undefined && !periodType) throw new Error('periodType must be MONTH, QUARTER or YEAR')
  const next = { year: newestYear(dossier) + 1, now, ...(periodType === undefined ? {} : { periodType }) }
  return { bookyear: continueBookYear(state, dossier, next).id }
}

function removeBookyear(desk: Desk): unknown {
  const { dossier } = desk
  const year = yearAt(desk)
  dossier.bookYears = dossier.bookYears.filter((other) => other !== year)
  return { bookyear: year.id }
}

/** Without a book year: in all of them. */
function setAccount(desk: Desk): unknown {
  const { state, dossier, input, now } = desk
  const id = wholeOf(input, 'account')
  const years = input['bookyear'] === undefined ? dossier.bookYears : [yearAt(desk)]
  for (const { accounts } of years) {
    const before = accounts.get(id)
    const nl = optional(input, 'description', textOf) ?? before?.nl ?? ''
    accounts.set(id, {
      ...before,
      id,
      nl,
      fr: before?.fr ?? nl,
      active: optional(input, 'active', flagOf) ?? before?.active ?? true,
      postable: optional(input, 'postable', flagOf) ?? before?.postable ?? true,
      change: changeNow(state, now),
    })
  }
  return { account: id, bookyears: years.map((year) => year.id) }
}

function setVatCode({ dossier, input }: Desk): unknown {
  const code = textOf(input, 'code')
  const before = dossier.vatCodes.find((candidate) => candidate.code === code)
  const type = (optional(input, 'type', wholeOf) ?? before?.type ?? 2) as VatCodeType
  if (![1, 2, 3, 4].includes(type)) throw new Error('type must be 1, 2, 3 or 4')
  const basePercentage = optional(input, 'percentage', numberOf) ?? before?.basePercentage ?? 0
  const description = optional(input, 'description', textOf) ?? before?.description ?? code
  if (before) Object.assign(before, { type, basePercentage, description })
  else dossier.vatCodes.push({ code, description, type, basePercentage })
  return { code }
}

function removeVatCode({ dossier, input }: Desk): unknown {
  const code = textOf(input, 'code')
  if (!dossier.vatCodes.some((candidate) => candidate.code === code)) throw new Error(`no VAT code ${code}`)
  dossier.vatCodes = dossier.vatCodes.filter((candidate) => candidate.code !== code)
  return { code }
}

function addRelationByHand({ state, dossier, input, now }: Desk): unknown {
  const relation = addRelation(state, dossier, {
    fields: { active: true, client: true, supplier: false, currencyCode: 'EUR', ...fieldsOf(input) },
    externalRelationId: optional(input, 'externalRelationId', wholeOf) ?? 0,
    madeBy: 'bookkeeper',
    now,
  })
  return { relation: relation.id }
}

function changeRelation({ state, dossier, input, now }: Desk): unknown {
  const relation = relationAt(dossier, input)
  Object.assign(relation.fields, fieldsOf(input))
  const externalRelationId = optional(input, 'externalRelationId', wholeOf)
  if (externalRelationId !== undefined) setExternalId(dossier, relation, externalRelationId)
  relation.change = changeNow(state, now)
  return { relation: relation.id }
}

/** All that stood on the one stands on the other from then on; the one is gone. */
function mergeRelation({ state, dossier, input, now }: Desk): unknown {
  const gone = relationAt(dossier, input)
  const into = relationAt(dossier, { relation: input['into'] })
  if (gone === into) throw new Error('into must be another relation')
  for (const { journals } of dossier.bookYears)
    for (const { documents } of journals)
      for (const version of documents.flatMap((document) => document.versions))
        if (version.relationId === gone.id) version.relationId = into.id
  deleteRelation(state, dossier, gone, now)
  into.change = changeNow(state, now)
  return { relation: into.id }
}

const RELATION_FIELDS = object('fields', RELATION.properties)

function fieldsOf(input: Input): RelationFields {
  const fields = inputOf(input['fields'] ?? {})
  const [fault] = checkShape(RELATION_FIELDS, fields, 'fields')
  if (fault) throw new Error(`${fault.where} ${fault.rule}`)
  return fields as RelationFields
}

function setDossier({ dossier, input }: Desk): unknown {
  for (const name of ['disabled', 'invoicingModule', 'dmsAccess'] as const) {
    dossier[name] = optional(input, name, flagOf) ?? dossier[name]
  }
  const { id, disabled, invoicingModule, dmsAccess } = dossier
  return { dossier: id, disabled, invoicingModule, dmsAccess }
}

/** Without `bookyear`: the one of today. */
function yearAt({ dossier, input, now }: Desk): BookYear {
  const id = optional(input, 'bookyear', wholeOf)
  const today = localDate(now)
  const year =
    id === undefined ? dossier.bookYears.findLast((other) => other.startDate <= today) : bookYearOf(dossier, id)
  if (!year) throw new Error(`no book year ${id ?? 'of today'}`)
  return year
}

function dateIn(year: BookYear, now: number): string {
  const today = localDate(now)
  if (today < year.startDate) return year.startDate
  return today > year.endDate ? year.endDate : today
}

function journalAt(year: BookYear, input: Input): Journal {
  const key = textOf(input, 'journal')
  const journal = journalOf(year, key)
  if (!journal) throw new Error(`no journal ${key} in book year ${year.id}`)
  return journal
}

/** Without `journal`: all of the book year. */
function journalsAt(desk: Desk): Journal[] {
  const year = yearAt(desk)
  return desk.input['journal'] === undefined ? year.journals : [journalAt(year, desk.input)]
}

function relationAt(dossier: Dossier, input: Input): Relation {
  const id = wholeOf(input, 'relation')
  const relation = dossier.relations.get(id)
  if (!relation) throw new Error(`no relation ${id}`)
  return relation
}
