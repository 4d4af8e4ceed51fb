/** "Maximum allowed calls per day". Who shares a limit, when a day begins and what the answer is are all switches. */

import { localDate, startOfDay } from '../bol/local-time.ts'
import type { SandboxResponse } from '../world.ts'
import { empty, refuse } from './answers.ts'
import { RELATIONS_ALL, RELATIONS_SEARCH } from './limits-data.ts'
import type { Call } from './call.ts'
import type { OctopusState } from './state.ts'

const DAY = 24 * 3_600_000

/** Longest day of the year, plus a margin; older counts are forgotten. */
const KEPT_MS = 26 * 3_600_000

/** An answer when the limit is reached; the call is kept as refused and not counted. */
export function overLimit(state: OctopusState, call: Call): SandboxResponse | undefined {
  const counter = counterOf(call)
  const limit = state.settings.limits[counter]
  if (limit === undefined) return undefined
  const scope = scopeOf(state, call)
  if (usedIn(state, `${scope} ${counter}`, call.now) < limit) return undefined
  state.usage.refused.push({ at: call.now, scope, counter })
  const info = 'Maximum allowed calls per day reached'
  const { quotaAnswer } = state.settings
  if (quotaAnswer === 'reset') return { ...empty(429), delivery: 'drop' }
  return refuse({ status: Number(quotaAnswer), info }, call.language)
}

/** Counts a call that was within the limit; one that failed only when the settings say so. */
export function countCall(state: OctopusState, call: Call, status: number): void {
  if (status >= 400 && !state.settings.failedCallsCount) return
  const key = `${scopeOf(state, call)} ${counterOf(call)}`
  const instants = state.usage.counted.get(key)
  if (instants) instants.push(call.now)
  else state.usage.counted.set(key, [call.now])
}

export interface CounterView {
  scope: string
  counter: string
  /** In the present day. */
  used: number
  limit: number | null
}

export function counters(state: OctopusState, now: number): CounterView[] {
  const rows = [...state.usage.counted.keys()].map((key) => {
    const space = key.indexOf(' ')
    const [scope, counter] = [key.slice(0, space), key.slice(space + 1)]
    return { scope, counter, used: usedIn(state, key, now), limit: state.settings.limits[counter] ?? null }
  })
  return rows.sort((a, b) => (`${a.scope} ${a.counter}` < `${b.scope} ${b.counter}` ? -1 : 1))
}

function counterOf(call: Call): string {
  if (call.route.name !== 'GET /dossiers/{dossierId}/relations') return call.route.name
  return Object.keys(call.query).length === 0 ? RELATIONS_ALL : RELATIONS_SEARCH
}

function scopeOf(state: OctopusState, call: Call): string {
  const { quotaScope } = state.settings
  if (call.route.proof === 'none') return 'anyone'
  if (quotaScope === 'softwareHouse') return `softwareHouse:${state.credentials.softwareHouse}`
  const dossierId = call.path['dossierId'] ?? call.query['dossierId']
  if (quotaScope === 'user' || dossierId === undefined) return `user:${call.user}`
  return `dossier:${dossierId}`
}

function usedIn(state: OctopusState, key: string, now: number): number {
  const instants = state.usage.counted.get(key) ?? []
  if (instants.length > 0 && (instants[0] ?? now) < now - KEPT_MS) {
    const kept = instants.filter((instant) => instant >= now - KEPT_MS)
    instants.splice(0, instants.length, ...kept)
  }
  const start = dayStart(state, now)
  return instants.filter((instant) => instant >= start).length
}

function dayStart(state: OctopusState, now: number): number {
  switch (state.settings.quotaReset) {
    case 'midnightBrussels':
      return startOfDay(localDate(now))
    case 'midnightUtc':
      return Math.floor(now / DAY) * DAY
    case 'rolling24h':
      // A call of exactly 24 hours ago is no longer in the window.
      return now - DAY + 1
  }
}
