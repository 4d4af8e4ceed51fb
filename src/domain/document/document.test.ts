import { describe, expect, it } from 'vitest'
import { hour, minute } from '../delays.ts'
import type { Numberings } from '../kinds.ts'
import { decide, failuresMax, nextStep, type Decision, type DocumentEvent } from './document.ts'
import { noOthers, type LookUp, type Others, type Progress } from './progress.ts'

const bookings: Numberings = { bookings: 'compareAndSet', entries: 'compareAndSet', invoices: 'mayOverwrite' }
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
function run(from: Progress, events: DocumentEvent[], numbering: Numberings = bookings): Decision {
  let decision: Decision = { progress: from, notBefore: null, returnsNumber: false, confirmedNumber: null }
  for (const event of events) decision = decide(decision.progress, event, numbering)
  return decision
}

const claimed = (at = 0, number = 7): DocumentEvent => ({ kind: 'claimed', at, number })
const answer = (result: Extract<DocumentEvent, { kind: 'answered' }>['result'], at = 1): DocumentEvent => ({
  kind: 'answered',
  at,
  result,
  retryAt: null,
})
const looked = (found: LookUp, at = 2, others: Partial<Others> = {}): DocumentEvent => ({
  kind: 'lookedUp',
  at,
  found,
  others: { ...noOthers, ...others },
})
const checked = (found: LookUp, at = 2, others: Partial<Others> = {}): DocumentEvent[] => [
  { kind: 'checkStarted', at },
  looked(found, at, others),
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

  it('asks for one number at most six times, then lets the others go and waits for two hours', () => {
    let progress = start
    for (let send = 0; send < failuresMax; send += 1) {
      progress = run(progress, [claimed(send * hour), answer('silence', send * hour)]).progress
      if (nextStep(progress, bookings).kind === 'look') progress = run(progress, checked(nothing, send * hour)).progress
    }
    expect(progress.state).toBe('cooling')
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
    const enforces: Numberings = { ...bookings, invoices: 'compareAndSet' }
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
    const again = run(cooling, [looked({ ...nothing, number: 'taken' }, 2 * hour)])
    expect(again).toMatchObject({ progress: { state: 'ready', number: null }, returnsNumber: true })
    const landed = run(cooling, [looked({ ...nothing, ours: [{ number: 7, equal: true }] }, 2 * hour)])
    expect(landed.progress.state).toBe('confirmed')
  })

  it('ends in a refusal, after the same patience, where asking again changes nothing', () => {
    const refused = run(start, [
      claimed(),
      answer('silence'),
      claimed(minute),
      answer('contentRefused'),
      ...checked(nothing),
    ])
    expect(refused.progress.state).toBe('cooling')
    expect(run(refused.progress, [looked(nothing, 3 * hour)]).progress.state).toBe('rejected')
  })

  it('before the first send leaves alone what somebody else booked', () => {
    const old = { ...start, mustLook: true }
    expect(run(old, checked({ ...nothing, foreign: true })).progress.state).toBe('foreign')
    expect(run(old, checked(nothing)).progress).toMatchObject({ state: 'ready', mustLook: false })
    expect(() => run(old, [claimed()])).toThrow('looked for')
  })
})

describe('"come back later"', () => {
  const deferred = run(start, [claimed(0), { ...answer('refused'), retryAt: hour } as DocumentEvent])

  it('keeps the number, for it may be said after the deed, and goes again when it was told to', () => {
    expect(deferred).toMatchObject({
      progress: { state: 'deferred', number: 7 },
      returnsNumber: false,
      notBefore: hour,
    })
    expect(nextStep(deferred.progress, bookings).kind).toBe('probe')
    expect(run(deferred.progress, [claimed(hour), answer('created')]).confirmedNumber).toBe(7)
  })

  it('makes the next answer under the number one about the send before', () => {
    for (const result of ['wrongNumber', 'contentRefused', 'silence'] as const) {
      const { progress } = run(deferred.progress, [claimed(hour), answer(result)])
      expect(progress).toMatchObject({ state: 'inDoubt', number: 7 })
    }
    const wrong = run(deferred.progress, [claimed(hour), answer('wrongNumber')]).progress
    expect(nextStep(wrong, bookings).kind).toBe('look')
  })

  it('takes nothing away from a doubt that was there before', () => {
    const { progress } = run(start, [claimed(0), answer('silence'), claimed(minute), answer('refused', minute)])
    expect(progress).toMatchObject({ state: 'inDoubt', doubtSince: 1, number: 7 })
  })

  it('stays as it is when the next send does not leave', () => {
    const { progress } = run(deferred.progress, [claimed(hour), answer('notSent', hour)])
    expect(progress).toMatchObject({ state: 'deferred', number: 7, sendsOfNumber: 1 })
  })
})

describe('a refusal of the content', () => {
  it('by a code that nobody knows proves nothing: it is looked for before it counts as refused', () => {
    const { progress } = run(start, [claimed(), answer('contentUnclear')])
    expect(progress).toMatchObject({ state: 'inDoubt', number: 7 })
    const cooled = run(progress, checked(nothing)).progress
    expect(run(cooled, [looked(nothing, 3 * hour)]).progress.state).toBe('rejected')
  })
})

describe('a second clean 500', () => {
  const broken = run(start, [claimed(), answer('serverError'), claimed(minute), answer('serverError', minute)]).progress
  const wentThrough = { wentThrough: true }

  it('lets the others go, when no other fails', () => {
    expect(nextStep(broken, bookings).kind).toBe('look')
    expect(run(broken, checked(nothing)).progress.state).toBe('cooling')
  })

  it('is an outage when another one fails too: the number that is free is asked for again, an hour apart at most', () => {
    const { progress } = run(broken, checked(nothing, minute, { failToo: true }))
    expect(progress.state).toBe('inDoubt')
    expect(nextStep(progress, bookings)).toEqual({ kind: 'probe', at: minute + 5 * minute })
  })

  it('two hours later takes a new number, unless others went through all the while: then a person looks', () => {
    const cooling = run(broken, checked(nothing)).progress
    const outage = run(cooling, [looked(nothing, 3 * hour)]).progress
    expect(outage).toMatchObject({ state: 'ready', number: null, doubtSince: 1 })
    expect(run(cooling, [looked(nothing, 3 * hour, wentThrough)]).progress.state).toBe('quarantined')
  })

  it('is no cause for quarantine where others failed at that time, for a day', () => {
    const cooling = run(broken, checked(nothing)).progress
    const both = { ...wentThrough, failedThen: true }
    expect(run(cooling, [looked(nothing, 3 * hour, both)]).progress.state).toBe('ready')
    expect(run(cooling, [looked(nothing, 25 * hour, both)]).progress.state).toBe('quarantined')
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
    const again = run(thrice, [claimed(hour), answer('silence', hour + 1)]).progress
    expect(nextStep(again, bookings)).toEqual({ kind: 'look', at: hour })
  })

  it('after a second send in vain is looked for during two hours, and then takes a new number', () => {
    let { progress } = run(silent, [...checked(nothing, 1), ...checked(nothing, 2), ...checked(nothing, 3)])
    progress = run(progress, [claimed(hour), answer('silence', hour)]).progress
    const looks = []
    while (progress.state === 'inDoubt') {
      const { kind, at } = nextStep(progress, bookings)
      looks.push({ kind, at })
      progress = run(progress, checked(nothing, at)).progress
    }
    expect(looks).toEqual([hour, hour + 15 * minute, 2 * hour, 3 * hour].map((at) => ({ kind: 'look', at })))
    expect(progress).toMatchObject({ state: 'ready', number: null })
  })

  it('that was told to come later is looked for first, then sent again under the same number, however often', () => {
    let { progress, notBefore } = run(invoice, [claimed(0), { ...answer('refused'), retryAt: hour } as DocumentEvent])
    for (let round = 0; round < 3; round += 1) {
      expect(progress).toMatchObject({ state: 'deferred', number: 7 })
      // What was just sent is not seen at once, however soon the other side wants it again.
      expect(notBefore).toBe(round === 0 ? hour : hour + minute)
      expect(nextStep(progress, bookings)).toMatchObject({ kind: 'look', at: round === 0 ? minute : hour + minute })
      progress = run(progress, checked({ ...nothing, number: 'unknown' }, hour)).progress
      expect(nextStep(progress, bookings)).toMatchObject({ kind: 'probe' })
      ;({ progress, notBefore } = run(progress, [
        claimed(hour),
        { ...answer('refused'), retryAt: hour } as DocumentEvent,
      ]))
    }
    const found = { ...nothing, ours: [{ number: 7, equal: true }] }
    expect(run(progress, checked(found, hour)).progress.state).toBe('confirmed')
  })

  it('follows the protocol of bookings once the operator knows that it does', () => {
    expect(nextStep(silent, { ...bookings, invoices: 'compareAndSet' })).toEqual({ kind: 'probe', at: minute })
  })
})

it('a number in doubt is never exchanged for another by a claim', () => {
  const doubt = run(start, [claimed(0, 7), answer('silence')]).progress
  expect(() => decide(doubt, claimed(minute, 8), bookings)).toThrow('cannot be sent as 8')
})

describe('a document under a key of ours', () => {
  const ownKeys: Numberings = { bookings: 'ownKey', entries: 'ownKey', invoices: 'ownKey' }
  const claimedByKey = (at = 0): DocumentEvent => ({ kind: 'claimed', at, number: null })
  const ofKey = (events: DocumentEvent[]): Decision => run(start, events, ownKeys)
  const silent = [claimedByKey(), answer('silence')]

  it('claims no number, and is confirmed under the one that the ledger gave', () => {
    expect(ofKey([claimedByKey()]).progress).toMatchObject({ state: 'sending', number: null, sendsOfNumber: 1 })
    const decision = ofKey([
      claimedByKey(),
      { kind: 'answered', at: 1, result: 'created', retryAt: null, number: 4711 },
    ])
    expect(decision).toMatchObject({ confirmedNumber: 4711, progress: { state: 'confirmed', number: 4711 } })
  })

  it('goes again after silence, and a key that is known then is looked up at once', () => {
    const { progress } = ofKey(silent)
    expect(nextStep(progress, ownKeys)).toEqual({ kind: 'probe', at: minute })
    const known = ofKey([...silent, claimedByKey(minute), answer('exists', minute + 1)]).progress
    expect(known.state).toBe('inDoubt')
    expect(nextStep(known, ownKeys)).toEqual({ kind: 'look', at: minute })
  })

  it('is confirmed by what stands under its key, and left to a person where that is something else', () => {
    const exists = [...silent, claimedByKey(minute), answer('exists', minute + 1)]
    const equal: LookUp = { ...nothing, ours: [{ number: 4711, equal: true }], number: 'unknown' }
    expect(ofKey([...exists, ...checked(equal, minute + 2)]).progress).toMatchObject({
      state: 'confirmed',
      number: 4711,
    })
    const other: LookUp = { ...equal, ours: [{ number: 4711, equal: false }] }
    expect(ofKey([...exists, ...checked(other, minute + 2)]).progress.state).toBe('mismatch')
  })

  it('asks a person about a known key under which nothing is shown, after it looked until late ones are', () => {
    let decision = ofKey([claimedByKey(), answer('exists')])
    const looks: number[] = []
    while (decision.progress.state === 'inDoubt') {
      const at = decision.notBefore ?? 0
      looks.push(at)
      decision = run(decision.progress, checked(nothing, at), ownKeys)
    }
    expect(decision.progress.state).toBe('quarantined')
    expect(looks).toEqual([0, minute, 6 * minute, 21 * minute])
  })

  it('is not planned anew, under another key, before its late request can have landed', () => {
    const refused = ofKey([...silent, claimedByKey(minute), answer('contentRefused', minute + 1)]).progress
    const cooling = run(refused, checked(nothing, minute + 2), ownKeys)
    expect(cooling).toMatchObject({ progress: { state: 'cooling' }, notBefore: minute + 2 * hour })
    expect(run(cooling.progress, [looked(nothing, minute + 2 * hour)], ownKeys).progress.state).toBe('rejected')
  })
})
