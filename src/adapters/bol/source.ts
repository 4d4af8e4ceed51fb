/** bol.com as a source: what changed behind a cursor, out of its windows and pages. */
import type { Calendar, Clock } from '../../ports/clock.ts'
import type { Source } from '../../ports/source.ts'
import type { BolApi } from './api.ts'
import { changesOf, sweepOf, type Lists } from './read/changes.ts'

export function bolSource(api: BolApi, time: { clock: Clock; calendar: Calendar }): Source {
  const lists: Lists = { ...time, listOrders: (window, page) => api.listOrders(window, page) }
  return {
    ...api,
    changes: (cursor, reading) => changesOf(lists, cursor, reading),
    sweep: (day, reading) => sweepOf(lists, day, reading),
  }
}
