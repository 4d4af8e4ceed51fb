/** The facts of a document on which the rules decide, and the outcomes of a send and of a look-up. */
import type { Instant } from '../calendar.ts'
import type { DocumentTarget, FoundDocument } from '../ledger/ledger.ts'
import type { Cents } from '../money.ts'
import type { DocumentState } from './document-states.ts'

/** The last thing that the ledger said, or did not say, to a send of the present number. */
export type LastAnswer =
  | 'none'
  | 'silence'
  | 'serverError'
  | 'wrongNumber'
  | 'exists'
  | 'contentRefused'
  | 'refused'
  | 'created'
  | 'notSent'

/** The facts of a document on which the rules decide. */
export interface Progress {
  state: DocumentState
  target: DocumentTarget
  /** Look in the ledger before the first send: the order was old at first sight, or the database was restored. */
  mustLook: boolean
  /** Claimed by us before it is sent, or given by the ledger where the document goes under a key of ours. */
  number: number | null
  /** How often the bytes left under the present number. */
  sendsOfNumber: number
  lastSentAt: Instant | null
  /** Kept while it goes from one number to the next without an answer. */
  doubtSince: Instant | null
  lastAnswer: LastAnswer
  /** Sends of this number without a usable answer. */
  silentSends: number
  /** Sends of this number answered by a clean 500. */
  serverErrors: number
  /** Look-ups by number that found nothing, since the last send (invoices). */
  emptyLookups: number
  /** An invoice in doubt was sent once more. */
  resendUsed: boolean
}

/**
 * How a POST ended, as far as the rules care. `notSent`: not one byte left. `refused`: "not now" from the other side, which may come
 * after the deed and so proves nothing. `contentRefused`: a code that the ledger gives before it writes; `contentUnclear`: any other.
 * `exists`: the ledger has a document under our key.
 */
export type SendResult =
  | 'created'
  | 'notSent'
  | 'refused'
  | 'contentRefused'
  | 'contentUnclear'
  | 'wrongNumber'
  | 'exists'
  | 'serverError'
  | 'silence'

/** The result of a look-up in the ledger. */
export interface LookUp {
  /** Documents that carry our reference. `equal`: same cents as ours. */
  ours: { number: number; equal: boolean; stands?: Pick<FoundDocument, 'amountCents' | 'sums'> }[]
  /** First look-up only: foreign documents for the same order. */
  foreign: boolean
  /**
   * Our number in the journal: `free`, `taken` by a foreign document, or `wentBack` where the journal's last number is now below it.
   * `unknown` counts as free.
   */
  number: 'free' | 'taken' | 'wentBack' | 'unknown'
  /** Last number of the journal that the look-up saw, of our document or a foreign one. */
  journalLast?: number
  /** The amount of the foreign document; null: it may be about another matter. */
  foreignCents?: Cents | null
  /** The look-up found a day total that our database does not remember. It may hold this sale. */
  unknownTotal?: true
}

/** How other documents of the dossier fared while this one got no answer. */
export interface Others {
  /** One of them failed too, and none went through since: an outage. */
  failToo: boolean
  /** Some went through after this one had failed under one number, and again after it had failed under another. */
  wentThrough: boolean
  /** One of them failed about when this one did. */
  failedThen: boolean
}

export const noOthers: Others = { failToo: false, wentThrough: false, failedThen: false }
