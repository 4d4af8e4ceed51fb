/** Notices a list that gives the same full page for one after the other: its other rows are out of reach, and reading on has no end. */
import type { Answer } from '../../../ports/answer.ts'
import type { Page } from '../../../ports/source.ts'
import { unreadable } from '../refusals.ts'

/** A page of new rows between two calls gives the same page twice. */
const timesMax = 2

type Turning = <T>(list: string, page: number, answer: Answer<Page<T>>, idOf: (row: T) => string) => Answer<Page<T>>

/** @returns passes an answer on, or refuses it; `list`: its name, with all that was asked for but the page */
export function createTurning(): Turning {
  const last = new Map<string, { page: number; rows: string; times: number }>()
  return (list, page, answer, idOf) => {
    if (answer.kind !== 'ok') return answer
    const { rows, bad, more } = answer.value
    const text = [...rows.map(idOf), ...bad.map(({ key }) => key)].join(' ')
    const before = last.get(list)
    const isSame = more && before !== undefined && page > before.page && text === before.rows
    const times = isSame ? before.times + 1 : 1
    last.set(list, { page, rows: text, times })
    return times > timesMax ? unreadable('a list gives one page again and again') : answer
  }
}
