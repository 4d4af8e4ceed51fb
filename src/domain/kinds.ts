/** Facts that hold for all accounts of one kind of shop or ledger. The kinds themselves are the table `src/kinds.ts`. */
import type { DocumentTarget } from './ledger/ledger.ts'
import type { Fulfilment } from './order/order.ts'
import type { Refund, ReturnResult } from './order/return.ts'
import type { Language } from './language.ts'

/** A field of the keys that a kind asks for. */
export interface CredentialField {
  /** In the file of a connection, and as it is stored. */
  name: string
  /** As its side calls it on the page that it is copied from. */
  label: Readonly<Record<Language, string>>
  /** Never shown again once it is given. Those that are no secret name whose the keys are. */
  secret: boolean
  /** A blank inside may be meant; elsewhere it is a fault of pasting. */
  mayHoldBlanks: boolean
}

/** Keys of one side: a value for each field of its kind, by the field's name. */
export type Keys = Readonly<Record<string, string>>

/** The two sides of a connection, as its file calls them. */
export type Side = 'source' | 'ledger'

/** A kind's name and its fields, as the file of a connection is read by them. */
export type KindInFile = Pick<SourceFacts, 'name' | 'credentials'>

/** The kinds that a file may name. `usual`: of a file that names none; their names are the short forms of the sides. */
export interface KindsInFile {
  usual: Readonly<Record<Side, string>>
  sources: readonly KindInFile[]
  ledgers: readonly KindInFile[]
}

/** What the keys say of whose they are, without a secret; empty where all fields are secrets. */
export function holderOf(fields: readonly CredentialField[], keys: Keys): string {
  return fields
    .filter(({ secret }) => !secret)
    .map(({ name }) => keys[name] ?? '')
    .join('\n')
}

/** The same, and the secrets themselves where nothing else says it: another one may be another holder's. */
export function loginOf(fields: readonly CredentialField[], keys: Keys): string {
  return holderOf(fields, keys) || fields.map(({ name }) => keys[name] ?? '').join('\n')
}

/** Where the wizard keeps a secret of these keys. */
export function keptName(side: Side, kind: string, field: string): string {
  return `${side}.${kind}.${field}`
}

/** One of a source's lists of returns: of the stock they were sold from, and handled or not yet. */
export interface ReturnList {
  fulfilment: Fulfilment
  handled: boolean
}

export interface SourceFacts {
  /** In the file of a connection, in keys and in marks of ours: `bol`. */
  name: string
  /** As people write it; our marks in the ledger begin with it. */
  label: string
  /** Fields of the keys that open an account, in the order in which they are asked for. */
  credentials: readonly CredentialField[]
  /** A part of document ids that keeps the ids of kinds apart; null for the first kinds, whose ids keep their bytes. */
  idPart: string | null
  /** Its lists tell changes of so many months. */
  reachMonths: number
  /** It shows a buyer's billing details for so many days after the order; null: they stay. */
  billingDays: number | null
  /** Whose stock its goods leave from. */
  stocks: readonly Fulfilment[]
  /** The country that its own stock leaves from; null: it keeps none. */
  stockCountry: string | null
  /** It tells of parcels: a sale may be booked with each of them, on its day. */
  tellsShipments: boolean
  /** Handled ones newest first, the others oldest first. */
  returnLists: readonly ReturnList[]
  /** Returns whether the buyer got the money back by this result, given in the source's own words. */
  refundOf: (result: Pick<ReturnResult, 'processing' | 'handling'>) => Refund
  /** The VAT numbers under which it has sent invoices to sellers: the ledger may have one of them already. */
  supplierVatNumbers: readonly string[]
}

/**
 * A ledger's answer to a document that it already has, and so the proof that a document was booked once. `compareAndSet`: it takes the next
 * number only, so the same bytes may be sent again under the same number. `mayOverwrite`: it may write over the first document, or take
 * both, so each document is read back before the next, and looked for before it is sent again. `ownKey`: it gives the numbers itself and
 * refuses a known key of ours, so the same bytes may be sent again at any time and no document waits for the number of another one.
 */
type Numbering = 'compareAndSet' | 'mayOverwrite' | 'ownKey'

export type Numberings = Readonly<Record<DocumentTarget, Numbering>>

export interface LedgerFacts {
  name: string
  label: string
  credentials: readonly CredentialField[]
  /** As of a source. */
  idPart: string | null
  numbering: Numberings
}
