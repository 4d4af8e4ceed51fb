/**
 * Slots of the shared limits, fetched for several calls at once: callers that arrive while one statement runs share the next.
 * Where the limit is lifted, slots are also taken in advance.
 */
import type { Instant } from '../../domain/calendar.ts'
import type { CallLimits } from '../../ports/call-limits.ts'
import type { Clock } from '../../ports/clock.ts'
import { BOL_LIMITS, slotRule } from './limits.ts'
import type { BolLimits, SlotRule } from './limits.ts'

/** Slots per statement. More would starve the other processes of the same account. */
const SLOTS_PER_TAKE = 10

export type SlotAnswer = { kind: 'granted' } | { kind: 'wait'; until: Instant; blocked: boolean }

export interface Slots {
  take(limitName: string): Promise<SlotAnswer>
  /** The other side wants no call of this route before `until`. */
  block(limitName: string, until: Instant): Promise<void>
}

interface SlotsOptions {
  limits: CallLimits
  clock: Clock
  routeLimits: BolLimits
  /** Name of the account, part of the keys; not a secret. */
  accountKey: string
}

interface Caller {
  resolve(answer: SlotAnswer): void
  reject(error: unknown): void
}

interface RouteState {
  key: string
  rule: SlotRule
  callers: Caller[]
  serving: boolean
  spare: { count: number; takenAt: Instant }
}

export function createSlots(options: SlotsOptions): Slots {
  const states = new Map<string, RouteState>()
  const stateOf = (limitName: string): RouteState => {
    const known = states.get(limitName)
    if (known) return known
    const limit = options.routeLimits[limitName] ?? BOL_LIMITS[limitName] ?? { calls: 1, windowMs: 1_000 }
    const made: RouteState = {
      key: `bol:${options.accountKey}:${limitName}`,
      rule: slotRule(limit),
      callers: [],
      serving: false,
      spare: { count: 0, takenAt: 0 },
    }
    states.set(limitName, made)
    return made
  }

  return {
    take(limitName) {
      const state = stateOf(limitName)
      return new Promise((resolve, reject) => {
        state.callers.push({ resolve, reject })
        if (!state.serving) void serve(state, options)
      })
    },
    async block(limitName, until) {
      const state = stateOf(limitName)
      state.spare.count = 0
      await options.limits.block(state.key, until)
    },
  }
}

async function serve(state: RouteState, { limits, clock }: SlotsOptions): Promise<void> {
  state.serving = true
  try {
    while (state.callers.length > 0) await serveOnce(state, limits, await clock.now())
  } catch (error) {
    for (const caller of state.callers.splice(0)) caller.reject(error)
  } finally {
    state.serving = false
  }
}

async function serveOnce(state: RouteState, limits: CallLimits, now: Instant): Promise<void> {
  const { rule, spare, callers } = state
  const age = now - spare.takenAt
  if (age < 0 || age >= rule.spareMs) spare.count = 0
  while (spare.count > 0 && callers.length > 0) {
    spare.count--
    callers.shift()?.resolve({ kind: 'granted' })
  }
  if (callers.length === 0) return

  const useful = rule.spareMs > 0 ? SLOTS_PER_TAKE : callers.length
  const wanted = Math.min(useful, SLOTS_PER_TAKE, rule.calls)
  const answer = await limits.take({ key: state.key, limit: rule.calls, windowMs: rule.windowMs, wanted }, now)
  if (answer.kind === 'wait') {
    for (const caller of callers.splice(0)) caller.resolve(answer)
    return
  }
  const served = callers.splice(0, answer.count)
  if (rule.spareMs > 0) state.spare = { count: answer.count - served.length, takenAt: now }
  for (const caller of served) caller.resolve({ kind: 'granted' })
}
