/**
 * The states of a document, one row each: this table holds all allowed steps. `decide` takes no other step, the statements of
 * `adapters/postgres` take their sets of states from here, and a test holds the database's own copies equal (`allowed_step`, the functions,
 * the indexes). docs/contributor/document-states.md describes each step in words. Pure.
 */
import { Defect } from '../money.ts'

export type DocumentState =
  | 'draft'
  | 'approval'
  | 'blocked'
  | 'ready'
  /** Never sent itself: collects until its day is closed, then belongs to the totals of that day. */
  | 'inDay'
  | 'inTotal'
  | 'sending'
  /** Told to come back later, before anything else was said of its number: it goes again under the same one. */
  | 'deferred'
  | 'inDoubt'
  | 'checking'
  | 'cooling'
  | 'quarantined'
  | 'confirmed'
  | 'verified'
  | 'changed'
  | 'deletedInLedger'
  | 'rejected'
  | 'mismatch'
  | 'duplicate'
  | 'foreign'
  | 'skipped'

/** The events of a document. The first nine are statements over many documents at once; all others go through `decide`. */
export type StepEvent =
  /** The plan wrote it, for the first time or anew. */
  | 'planned'
  /** Taken back from the queue, to be planned anew: `draft` as its next version, `blocked` as the same one. */
  | 'withdrawn'
  /** The plan has no use for it any more. */
  | 'discarded'
  /** The plan wants it again after all. */
  | 'takenUp'
  /** The bytes, or the data of its relation, were kept as long as they may be. */
  | 'expired'
  | 'dayClosed'
  | 'dayOpened'
  | 'totalBooked'
  /** The database was restored from a copy: documents that were under way then are looked for. */
  | 'restored'
  | 'claimed'
  | 'answered'
  | 'lost'
  | 'checkStarted'
  | 'lookedUp'
  | 'notShownYet'
  | 'readBack'
  | 'watched'
  | 'approved'
  | 'skipped'
  | 'accepted'
  | 'bookedAgain'
  | 'lookedByPerson'

/**
 * - `plan`: no attempt is left; it is planned anew whenever something changes.
 * - `day`: it belongs to day totals, which decide for it.
 * - `send`: a number is claimed for it, or the ledger is asked for it.
 * - `person`: it was sent, and a user decides.
 * - `refused`: the ledger refused it for good and holds nothing of it.
 * - `ledger`: it is in the ledger, as far as we know.
 * - `over`: the ledger holds nothing of ours, and nothing more is sent.
 */
type Phase = 'plan' | 'day' | 'send' | 'person' | 'refused' | 'ledger' | 'over'

/** The class under which an order is counted. Its first document in this order decides: inDoubt, blocked, waiting, then the others. */
export type OrderClass = 'booked' | 'waiting' | 'blocked' | 'skipped' | 'inDoubt'

interface StateRow {
  phase: Phase
  /** The document goes on by itself. All others wait for the user or the plan, or are at their end. */
  goesOn: boolean
  /** The next number of the journal depends on its verdict. */
  holdsJournal: boolean
  countsAs: OrderClass
  /** Where it differs as long as nothing was sent under its number. */
  countsAsUnsent?: OrderClass
  from: Partial<Record<DocumentState | 'new', readonly StepEvent[]>>
}

const rests = { goesOn: false, holdsJournal: false } as const
const moves = { goesOn: true, holdsJournal: false } as const
const holds = { goesOn: true, holdsJournal: true } as const

export const stateTable: Readonly<Record<DocumentState, StateRow>> = {
  draft: {
    phase: 'plan',
    ...rests,
    countsAs: 'waiting',
    from: {
      ready: ['withdrawn', 'expired'],
      inDay: ['withdrawn'],
      approval: ['withdrawn'],
      blocked: ['withdrawn'],
      rejected: ['withdrawn'],
      skipped: ['takenUp'],
      foreign: ['bookedAgain'],
      deletedInLedger: ['bookedAgain'],
    },
  },
  approval: {
    phase: 'plan',
    ...rests,
    countsAs: 'waiting',
    from: { new: ['planned'], draft: ['planned'], blocked: ['planned'], ready: ['planned'], inDay: ['planned'] },
  },
  blocked: {
    phase: 'plan',
    ...rests,
    countsAs: 'blocked',
    from: {
      new: ['planned'],
      draft: ['planned', 'withdrawn'],
      approval: ['planned', 'withdrawn'],
      ready: ['planned', 'withdrawn'],
      inDay: ['planned', 'withdrawn'],
    },
  },
  ready: {
    phase: 'plan',
    ...moves,
    countsAs: 'waiting',
    from: {
      new: ['planned'],
      draft: ['planned'],
      approval: ['planned', 'approved'],
      blocked: ['planned'],
      inDay: ['planned'],
      sending: ['answered'],
      checking: ['lookedUp'],
      cooling: ['lookedUp'],
      quarantined: ['lookedByPerson'],
    },
  },
  inDay: {
    phase: 'plan',
    ...moves,
    countsAs: 'waiting',
    from: {
      new: ['planned'],
      draft: ['planned'],
      approval: ['planned'],
      blocked: ['planned'],
      ready: ['planned'],
      inTotal: ['dayOpened'],
    },
  },
  inTotal: { phase: 'day', ...moves, countsAs: 'waiting', from: { inDay: ['dayClosed'] } },
  sending: {
    // The counts of orders leave it among the waiting, so that a claim costs no count; `sending_orders` adds it where they are read.
    phase: 'send',
    ...holds,
    countsAs: 'inDoubt',
    from: { ready: ['claimed'], deferred: ['claimed'], inDoubt: ['claimed'] },
  },
  deferred: {
    phase: 'send',
    ...holds,
    countsAs: 'waiting',
    from: { sending: ['answered'], checking: ['lookedUp'] },
  },
  inDoubt: {
    phase: 'send',
    ...holds,
    countsAs: 'inDoubt',
    from: { sending: ['answered', 'lost', 'restored'], checking: ['lookedUp'] },
  },
  checking: {
    phase: 'send',
    ...holds,
    countsAs: 'inDoubt',
    countsAsUnsent: 'waiting',
    from: {
      ready: ['checkStarted'],
      deferred: ['checkStarted', 'restored'],
      inDoubt: ['checkStarted', 'restored'],
    },
  },
  cooling: { phase: 'send', ...moves, countsAs: 'inDoubt', from: { checking: ['lookedUp'] } },
  quarantined: {
    phase: 'person',
    ...rests,
    countsAs: 'inDoubt',
    from: { checking: ['lookedUp'], cooling: ['lookedUp'] },
  },
  mismatch: {
    phase: 'person',
    ...rests,
    countsAs: 'blocked',
    from: { checking: ['lookedUp'], cooling: ['lookedUp'], quarantined: ['lookedByPerson'] },
  },
  duplicate: {
    phase: 'person',
    ...rests,
    countsAs: 'blocked',
    from: { checking: ['lookedUp'], cooling: ['lookedUp'], quarantined: ['lookedByPerson'] },
  },
  rejected: {
    phase: 'refused',
    ...rests,
    countsAs: 'blocked',
    from: { sending: ['answered'], cooling: ['lookedUp'] },
  },
  confirmed: {
    // An invoice holds its journal until it is read back; that is written by its claim, and no matter of its state.
    phase: 'ledger',
    ...rests,
    countsAs: 'booked',
    from: {
      sending: ['answered'],
      checking: ['lookedUp'],
      cooling: ['lookedUp'],
      quarantined: ['lookedByPerson'],
      inTotal: ['totalBooked'],
    },
  },
  verified: {
    phase: 'ledger',
    ...rests,
    countsAs: 'booked',
    from: { confirmed: ['readBack'], changed: ['accepted'], mismatch: ['accepted'], duplicate: ['accepted'] },
  },
  changed: {
    phase: 'ledger',
    ...rests,
    countsAs: 'booked',
    from: { confirmed: ['readBack'], verified: ['watched'] },
  },
  deletedInLedger: {
    phase: 'over',
    ...rests,
    countsAs: 'skipped',
    from: { confirmed: ['readBack', 'watched'], verified: ['watched'], changed: ['watched'] },
  },
  foreign: {
    // A foreign entry of the same sale is in the ledger, so the sale is booked.
    phase: 'over',
    ...rests,
    countsAs: 'booked',
    from: { checking: ['lookedUp'], inDay: ['lookedUp'] },
  },
  skipped: {
    phase: 'over',
    ...rests,
    countsAs: 'skipped',
    from: {
      draft: ['discarded', 'skipped'],
      approval: ['discarded', 'expired', 'skipped'],
      blocked: ['discarded', 'skipped'],
      ready: ['discarded', 'skipped'],
      inDay: ['discarded', 'skipped'],
      rejected: ['skipped'],
    },
  },
}

export const documentStates = Object.keys(stateTable) as DocumentState[]

/** States whose rows are so, in the table's order. */
function statesWhere(fits: (row: StateRow, state: DocumentState) => boolean): readonly DocumentState[] {
  return documentStates.filter((state) => fits(stateTable[state], state))
}

export function statesIn(...phases: Phase[]): readonly DocumentState[] {
  return statesWhere((row) => phases.includes(row.phase))
}

export function holdsJournal(state: DocumentState): boolean {
  return stateTable[state].holdsJournal
}

/** Where an event leads to `to` from; never `to` itself. */
export function sourcesOf(event: StepEvent, to: DocumentState): readonly DocumentState[] {
  return statesWhere((_, state) => stateTable[to].from[state]?.includes(event) === true)
}

/** States that an event may happen to. */
export function openTo(event: StepEvent): readonly DocumentState[] {
  return statesWhere((_, state) => documentStates.some((to) => stateTable[to].from[state]?.includes(event) === true))
}

/** @throws Defect where the table has no such step; a state that stays is no step */
export function assertStep(from: DocumentState, event: StepEvent, to: DocumentState): void {
  if (from !== to && stateTable[to].from[from]?.includes(event) !== true)
    throw new Defect(`${event} does not lead from ${from} to ${to}`)
}

/** The sets that more than one place asks for. */
export const states = {
  /** Nothing of it left: the plan may write over it. */
  planned: statesIn('plan'),
  /** Nothing of it left, or certainly nothing arrived. */
  unsent: statesIn('plan', 'refused'),
  /** Waits for its turn in the queue, or for the end of its day. */
  queued: statesWhere((row) => row.phase === 'plan' && row.goesOn),
  /** On its way, in doubt, in check or cooling down. */
  unsettled: statesIn('send'),
  /** Documents that were sent and whose outcome is not known yet. */
  uncertain: [...statesIn('send'), 'quarantined'],
  goOn: statesWhere((row) => row.goesOn),
  /** Has a moment of its own at which it goes on. */
  timed: statesWhere((row) => row.goesOn && row.phase !== 'day'),
  holdJournal: statesWhere((row) => row.holdsJournal),
  inLedger: statesIn('ledger'),
  over: statesIn('over'),
  /** Nothing more is to be sent or proven. */
  settled: statesIn('ledger', 'over'),
} as const satisfies Record<string, readonly DocumentState[]>
