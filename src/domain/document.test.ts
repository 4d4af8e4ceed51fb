import { describe, expect, it } from 'vitest'
import {
  decide,
  hour,
  minute,
  nextStep,
  sendsMax,
  type Decision,
  type DocumentEvent,
  type LookUp,
  type Policy,
  type Progress,
} from './document.ts'

const bookings: Policy = { invoicesEnforceNumber: false }
const start: Progress = {
  state: 'ready',
  target: 'bookings',
  mustLook: false,
  number: null,
  sendsOfNumber: 0,
  lastSentAt: null,
  doubtSince: null,
  lastAnswer: 'none',
  silentSends: 0,
  serverErrors: 0,
  emptyLookups: 0,
  resendUsed: false,
}
const nothing: LookUp = { ours: [], foreign: false, number: 'free' }

/** Goal: a readable path. Runs events one after the other and gives the last decision. */
function run(from: Progress, events: DocumentEvent[], policy: Policy = bookings): Decision {
  let decision: Decision = { progress: from, notBefore: null, returnsNumber: false, confirmedNumber: null }
  for (const event of events) decision = decide(decision.progress, event, policy)
  return decision
}

const claimed = (at = 0, number = 7): DocumentEvent => ({ kind: 'claimed', at, number })
const answer = (result: Extract<DocumentEvent, { kind: 'answered' }>['result'], at = 1): DocumentEvent => ({
  kind: 'answered',
  at,
  result,
  retryAt: null,
})
const checked = (found: LookUp, at = 2): DocumentEvent[] => [
  { kind: 'checkStarted', at },
  { kind: 'lookedUp', at, found },
]

describe('a send with a clear answer', () => {
  it('confirms under the claimed number', () => {
    const decision = run(start, [claimed(), answer('created')])
    expect(decision.progress.state).toBe('confirmed')
    expect(decision.confirmedNumber).toBe(7)
  })

  it('gives the number back when nothing left the house', () => {
    const decision = run(start, [claimed(), answer('notSent')])
    expect(decision).toMatchObject({ progress: { state: 'ready', number: null }, returnsNumber: true })
  })

  it('rejects a refused content on the first send of its number only', () => {
    expect(run(start, [claimed(), answer('contentRefused')])).toMatchObject({
      progress: { state: 'rejected' },
      returnsNumber: true,
    })
    const later = run(start, [claimed(), answer('silence'), claimed(minute), answer('contentRefused')])
    expect(later).toMatchObject({ progress: { state: 'inDoubt', number: 7 }, returnsNumber: false })
  })
})

describe('a send without a clear answer', () => {
  it('never goes back to the queue, whatever is silent, broken or lost', () => {
    for (const event of [
      answer('silence'),
      answer('serverError'),
      answer('wrongNumber'),
      { kind: 'lost', at: 1 } as const,
    ]) {
      const decision = run(start, [claimed(), event])
      expect(decision.progress).toMatchObject({ state: 'inDoubt', number: 7 })
      expect(decision.returnsNumber).toBe(false)
    }
  })

  it('stays in doubt when a probe did not leave: the earlier send may have landed', () => {
    const decision = run(start, [claimed(), answer('silence'), claimed(minute), answer('notSent', minute + 1)])
    expect(decision.progress).toMatchObject({ state: 'inDoubt', number: 7, sendsOfNumber: 1 })
  })

  it('probes a minute after the last send, then ever later, and looks after the third silence', () => {
    const once = run(start, [claimed(0), answer('silence')]).progress
    expect(nextStep(once, bookings)).toEqual({ kind: 'probe', at: minute })
    const twice = run(once, [claimed(minute), answer('silence')]).progress
    expect(nextStep(twice, bookings)).toEqual({ kind: 'probe', at: minute + 5 * minute })
    const thrice = run(twice, [claimed(6 * minute), answer('silence')]).progress
    expect(nextStep(thrice, bookings).kind).toBe('look')
  })

  it('looks at once after the ledger called the number wrong, for that is no answer about our document', () => {
    expect(nextStep(run(start, [claimed(), answer('wrongNumber')]).progress, bookings).kind).toBe('look')
  })

  it('sends one number at most six times', () => {
    let progress = start
    for (let send = 0; send < sendsMax; send += 1) {
      progress = run(progress, [claimed(send * hour), answer('silence', send * hour)]).progress
      if (nextStep(progress, bookings).kind === 'look') progress = run(progress, checked(nothing, send * hour)).progress
    }
    expect(nextStep(progress, bookings).kind).toBe('look')
  })
})

describe('a look-up', () => {
  const doubt = run(start, [claimed(0), answer('wrongNumber')]).progress

  it('confirms what it finds once, equal to the cent', () => {
    const decision = run(doubt, checked({ ...nothing, ours: [{ number: 9, equal: true }] }))
    expect(decision).toMatchObject({ progress: { state: 'confirmed', number: 9 }, confirmedNumber: 9 })
  })

  it('hands other cents and two documents to a person', () => {
    expect(run(doubt, checked({ ...nothing, ours: [{ number: 7, equal: false }] })).progress.state).toBe('mismatch')
    const two = [
      { number: 7, equal: true },
      { number: 8, equal: true },
    ]
    expect(run(doubt, checked({ ...nothing, ours: two })).progress.state).toBe('duplicate')
  })

  it('cools for two hours after the last send when the number is taken or the journal went back', () => {
    for (const number of ['taken', 'wentBack'] as const) {
      const decision = run(doubt, checked({ ...nothing, number }))
      expect(decision.progress.state).toBe('cooling')
      expect(decision.notBefore).toBe(2 * hour)
    }
  })

  it('looks three times within the hour where an invoice number was refused and nothing stands there, then asks again', () => {
    const enforces: Policy = { invoicesEnforceNumber: true }
    const invoice: Progress = { ...start, target: 'invoices' }
    let { progress } = run(invoice, [claimed(), answer('wrongNumber')], enforces)
    const steps = []
    for (let look = 0; look < 3; look += 1) {
      steps.push(nextStep(progress, enforces))
      progress = run(progress, checked({ ...nothing, number: 'unknown' }, look), enforces).progress
    }
    expect(steps).toEqual([0, 15 * minute, hour].map((at) => ({ kind: 'look', at })))
    expect(nextStep(progress, enforces).kind).toBe('probe')
  })

  it('gives a new number only after a second look that again finds nothing', () => {
    const cooling = run(doubt, checked({ ...nothing, number: 'taken' })).progress
    const again = run(cooling, [{ kind: 'lookedUp', at: 2 * hour, found: { ...nothing, number: 'taken' } }])
    expect(again).toMatchObject({ progress: { state: 'ready', number: null }, returnsNumber: true })
    const landed = run(cooling, [
      { kind: 'lookedUp', at: 2 * hour, found: { ...nothing, ours: [{ number: 7, equal: true }] } },
    ])
    expect(landed.progress.state).toBe('confirmed')
  })

  it('ends in a refusal or in quarantine, after the same patience, where asking again changes nothing', () => {
    const refused = run(start, [
      claimed(),
      answer('silence'),
      claimed(minute),
      answer('contentRefused'),
      ...checked(nothing),
    ])
    expect(refused.progress.state).toBe('cooling')
    expect(run(refused.progress, [{ kind: 'lookedUp', at: 3 * hour, found: nothing }]).progress.state).toBe('rejected')
    const broken = run(start, [
      claimed(),
      answer('serverError'),
      claimed(minute),
      answer('serverError'),
      ...checked(nothing),
    ])
    expect(broken.progress.state).toBe('cooling')
    expect(run(broken.progress, [{ kind: 'lookedUp', at: 3 * hour, found: nothing }]).progress.state).toBe(
      'quarantined',
    )
  })

  it('before the first send leaves alone what somebody else booked', () => {
    const old = { ...start, mustLook: true }
    expect(run(old, checked({ ...nothing, foreign: true })).progress.state).toBe('foreign')
    expect(run(old, checked(nothing)).progress).toMatchObject({ state: 'ready', mustLook: false })
    expect(() => run(old, [claimed()])).toThrow('looked for')
  })
})

describe('an invoice, as long as nobody knows whether the ledger refuses a used number', () => {
  const invoice: Progress = { ...start, target: 'invoices' }
  const silent = run(invoice, [claimed(0), answer('silence')]).progress

  it('is looked for, never sent again on a guess', () => {
    expect(nextStep(silent, bookings)).toEqual({ kind: 'look', at: 0 })
    const once = run(silent, checked(nothing, 1)).progress
    expect(nextStep(once, bookings)).toEqual({ kind: 'look', at: 15 * minute })
    const twice = run(once, checked(nothing, 15 * minute)).progress
    expect(nextStep(twice, bookings)).toEqual({ kind: 'look', at: hour })
    const thrice = run(twice, checked(nothing, hour)).progress
    expect(nextStep(thrice, bookings).kind).toBe('probe')
    const again = run(thrice, [claimed(hour + 1), answer('silence', hour + 2)]).progress
    expect(nextStep(again, bookings).kind).toBe('quarantine')
  })

  it('follows the protocol of bookings once the operator knows that it does', () => {
    expect(nextStep(silent, { invoicesEnforceNumber: true })).toEqual({ kind: 'probe', at: minute })
  })
})

it('a number in doubt is never exchanged for another by a claim', () => {
  const doubt = run(start, [claimed(0, 7), answer('silence')]).progress
  expect(() => decide(doubt, claimed(minute, 8), bookings)).toThrow('cannot be sent as 8')
})
