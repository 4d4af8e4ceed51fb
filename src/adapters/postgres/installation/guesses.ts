/** Wrong tries of secrets, counted before they are looked at: many at once are as slow as one after the other. */
import { sql } from 'kysely'
import type { Guesses } from '../../../ports/people/guesses.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

/** Beyond it the wait is the longest anyway; it keeps the power of two small. */
const doublingsMax = 30

export function guessesOf(session: Session): Guesses {
  return {
    async take(key, { free, firstMs, longestMs, forgottenMs }, now) {
      const moment = sql`${at(now)}::timestamptz`
      const since = sql`${at(now - forgottenMs)}::timestamptz`
      const tries = sql`case when g.last_at < ${since} then 1 else g.tries + 1 end`
      const freeAt = (
        count: typeof tries,
      ) => sql`${moment} + interval '1 millisecond' * case when ${count} < ${free}::int then 0
        else least(${longestMs}::float8, ${firstMs}::float8 * power(2, least(${count} - ${free}::int, ${doublingsMax}::int))) end`
      const [row] = await session.rows(sql<{ taken: boolean; until: number | null }>`with taken as (
          insert into guess as g (key, tries, last_at, free_at) values (${key}, 1, ${moment}, ${freeAt(sql`1`)})
          on conflict (key) do update set tries = ${tries}, last_at = ${moment}, free_at = ${freeAt(tries)}
          where g.free_at <= ${moment} returning 1)
        select exists (select from taken) as taken, (select free_at from guess where key = ${key}) as until`)
      return row?.taken === false ? (row.until ?? now + firstMs) : null
    },
    async right(key) {
      await session.run(sql`delete from guess where key = ${key}`)
    },
    async giveBack(key) {
      await session.run(sql`update guess set tries = greatest(tries - 1, 0), free_at = last_at where key = ${key}`)
    },
    async forget(before) {
      await session.run(sql`delete from guess where last_at < ${at(before)}`)
    },
  }
}
