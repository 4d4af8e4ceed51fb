/** The columns of the table of problems: every decision that the program takes by a code is derived from them. */
import type { DocumentState } from '../document/document-states.ts'
import type { ListKind } from '../ledger/ledger.ts'

/**
 * T we try again · G refused, a user acts · O uncertain, we look in the ledger first · I a setting that blocks many · L booked, but look.
 */
export type ProblemType = 'T' | 'G' | 'O' | 'I' | 'L'

/** The party that has to act. */
export type ProblemActor = 'wait' | 'you' | 'operator'

/**
 * The event that ends a problem.
 * - `planned`: its order is planned anew, and it is raised again where it still holds; or the order is skipped.
 * - `decided`: a user decided about its document.
 * - `marketplaceLogin`: the marketplace took the keys. `marketplaceRead`: its lists were read to their end.
 * - `ledgerOpened`: the operator's software house is known. `ledgerRead`: the ledger answered a list.
 * - `documentTaken`: the ledger took a document, of its journal where it is about one.
 * - `nothingWaits`: nothing is left to be sent.
 * - `registerAnswered`: the register of VAT numbers answered.
 * - `saved`: settings or keys were saved anew; a fault that remains shows at once.
 * - `timePassed`: the time that it names is over (`until`, `month`, `year`).
 * - `checked`: the check that raised it runs again each time, and ends the problem once its cause is over.
 */
export type ProblemEvent =
  | 'planned'
  | 'decided'
  | 'marketplaceLogin'
  | 'marketplaceRead'
  | 'ledgerOpened'
  | 'ledgerRead'
  | 'documentTaken'
  | 'nothingWaits'
  | 'registerAnswered'
  | 'saved'
  | 'timePassed'
  | 'checked'

/** `on`: whichever comes first. `while`: about a document, and open only as long as that is in one of these states. */
export type ProblemEnds =
  | { on: readonly ProblemEvent[]; while?: readonly DocumentState[] }
  | { on?: undefined; while: readonly DocumentState[] }

/**
 * The side of the cause. `source`, `shipments`, `returns`: the marketplace's data of an order, of its shipments, of its returns; it is read
 * again. `marketplace`, `ledger`, `register`: the service itself, its answers or its data; reading an order again changes nothing. `here`:
 * the settings, a limit, or a user's decision.
 */
export type ProblemSide = 'source' | 'shipments' | 'returns' | 'marketplace' | 'ledger' | 'register' | 'here'

/**
 * The work that the problem holds up. `connection`: all work that needs this side. `journal`: all documents of the journal. `order`: all of
 * an order. `decision`: an order without a fault, because the rules leave the choice to the user. `line`: lines of an order, whose VAT has
 * a status of its own. `document`: one document, or all that is to be sent. `approval`: one document, and not its order. `settlement`: all that
 * would be booked of one settlement.
 */
export type ProblemStops =
  | 'connection'
  | 'journal'
  | 'order'
  | 'decision'
  | 'line'
  | 'document'
  | 'approval'
  | 'settlement'
  | 'nothing'

/** Questions of the settings. `keys`: new keys or a new password. */
export type SettingsQuestion =
  | 'keys'
  | 'classes'
  | 'oss'
  | 'ossHome'
  | 'vatNumbers'
  | 'marketplaceStock'
  | 'codes'
  | 'crossBorder'
  | 'closedPeriod'

/** Where a person solves it. Empty: in no place of ours, and in no list that we read. */
export interface FixedIn {
  /** On the page of settings. */
  settings?: true
  /** Questions that are asked beside the problem. */
  asks?: readonly SettingsQuestion[]
  /** Of a rule of the VAT decision (`params.rule`) that has another question than the others with this code. */
  asksOfRule?: Readonly<Record<string, readonly SettingsQuestion[]>>
  /** In the dossier: the lists of the ledger that show it. */
  dossier?: readonly ListKind[]
}

export interface ProblemRow {
  type: ProblemType
  actor: ProblemActor
  side: ProblemSide
  stops: ProblemStops
  endsWith: ProblemEnds
  fixedIn: FixedIn
}
