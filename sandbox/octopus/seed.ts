/** Makes dossiers as a bookkeeper left them: book years, codes, relations, and documents that are not ours. */

import { localDate } from '../bol/local-time.ts'
import { Chance } from '../world.ts'
import { addBookYear } from './book-years.ts'
import { bookDocument } from './by-hand.ts'
import type { HandDocument } from './by-hand.ts'
import { addRelation } from './relations.ts'
import { DOSSIERS, JOURNALS, VAT_CODES, creditCodes } from './seed-data.ts'
import { RELATIONS } from './seed-relations.ts'
import type { BookYear, Dossier, OctopusState } from './state.ts'
import { defaultSettings } from './settings.ts'

/** Relations of the seed by their place: documents in the books name them. */
const NOORDSTER = 1
const STERRENLICHT = 6
const ZOETE_BROODJE = 14

export interface SeedOptions {
  seed: number
  dossiers: number
  firstDossierId: number
  creditCodes: boolean
  now: number
}

export function seedState(options: SeedOptions): OctopusState {
  const chance = new Chance(options.seed).fork('octopus')
  const hex = (digits: number): string => Array.from({ length: digits }, () => chance.int(0, 15).toString(16)).join('')
  const state: OctopusState = {
    settings: defaultSettings(),
    chance,
    dossiers: new Map(),
    credentials: {
      softwareHouse: `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
      user: `verkoper-${hex(4)}`,
      password: `Geheim-${hex(16)}`,
    },
    logins: { failuresInARow: 0, failures: [], locked: false },
    userTokens: new Map(),
    dossierTokens: new Map(),
    usage: { counted: new Map(), refused: [] },
    pending: [],
    documentsMade: 0,
    calendarDay: '',
  }
  for (let index = 0; index < options.dossiers; index += 1) addDossier(state, options, index)
  return state
}

function addDossier(state: OctopusState, options: SeedOptions, index: number): void {
  const { now } = options
  const plan = DOSSIERS[index % DOSSIERS.length]
  if (!plan) throw new Error('no plan for a dossier')
  const round = Math.floor(index / DOSSIERS.length)
  const dossier: Dossier = {
    id: options.firstDossierId + index,
    ...plan,
    name: round === 0 ? plan.name : `${plan.name} ${round + 1}`,
    vatNr: companyNumber(1_000_000 + options.seed + index),
    email: '',
    disabled: false,
    invoicingModule: true,
    dmsAccess: true,
    bookYears: [],
    vatCodes: [...VAT_CODES, ...(options.creditCodes ? creditCodes(VAT_CODES) : [])].map((code) => ({ ...code })),
    relations: new Map(),
    relationsByExternalId: new Map(),
    deletedRelations: [],
    balancings: [],
  }
  state.dossiers.set(dossier.id, dossier)
  const thisYear = Number(localDate(now).slice(0, 4))
  const longAgo = noonOf(`${thisYear - 1}-01-01`)
  for (const relation of RELATIONS) {
    const fields = { ...relation.fields }
    addRelation(state, dossier, { ...relation, fields, madeBy: 'bookkeeper', now: longAgo })
  }
  for (const year of [thisYear - 1, thisYear]) {
    const added = addBookYear(state, dossier, { year, periodType: 'MONTH', journals: JOURNALS, now: longAgo })
    bookForeignDocuments(state, dossier, added, now)
  }
}

function noonOf(date: string): number {
  return Date.parse(`${date}T12:00:00+01:00`)
}

/** With the check digits of a Belgian company number. */
function companyNumber(seed: number): string {
  const base = String(seed % 9_999_999).padStart(8, '0')
  const digits = `${base}${String(97 - (Number(base) % 97)).padStart(2, '0')}`
  return `BE${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`
}

/** Other people's documents: six purchases, some sales, some invoices. None in the journals for bol.com. */
function bookForeignDocuments(state: OctopusState, dossier: Dossier, year: BookYear, now: number): void {
  const today = localDate(now)
  const start = year.startDate.slice(0, 4)
  const book = (document: Omit<HandDocument, 'date'> & { day: string }): void => {
    const { day, ...rest } = document
    const date = `${start}-${day}` < today ? `${start}-${day}` : today
    bookDocument(state, dossier, year, { ...rest, date }, Math.min(noonOf(date), now))
  }
  const purchases: [day: string, amountCents: number, account: number, vatCode: string][] = [
    ['01-16', 49_610, 611900, 'D21'],
    ['01-17', 32_100, 611000, 'D21'],
    ['01-17', 3_400, 611900, 'D21'],
    ['01-20', 67_900, 230000, 'I21'],
    ['02-11', 121_000, 604000, 'H21'],
    ['03-30', 570_612, 230000, 'I21'],
  ]
  for (const [nth, [day, amountCents, account, vatCode]] of purchases.entries()) {
    const text = `Factuur leverancier ${start}-${nth + 101}`
    book({ journal: 'A1', day, amountCents, account, vatCode, relation: NOORDSTER, reference: text, comment: text })
  }
  const sale = { journal: 'V1', relation: STERRENLICHT, account: 700000, vatCode: '21' }
  book({ ...sale, day: '01-02', amountCents: 43_560, reference: 'levering', comment: 'levering' })
  book({ ...sale, day: '02-09', amountCents: 12_990, reference: `WS-${start}-17`, comment: 'Webwinkel' })
  const reduced = { ...sale, account: 700100, vatCode: '06', relation: ZOETE_BROODJE }
  book({ ...reduced, day: '03-01', amountCents: 254_400, reference: 'Levering', comment: 'Levering' })
  const invoice = { relation: ZOETE_BROODJE, account: 700000, vatCode: '21', comment: 'Bestelling winkel' }
  book({ ...invoice, journal: 'V2', day: '02-03', amountCents: 12_100, reference: 'Offerte 12' })
  book({ ...invoice, journal: 'V2', day: '03-03', amountCents: 6_050, reference: 'Offerte 15' })
  book({ ...invoice, journal: 'V3', day: '03-05', amountCents: 2_999, reference: 'Kassa' })
}
