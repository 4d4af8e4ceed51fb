/** What the long checks have in common: draws that a seed repeats, and a shop that is waited for until it is still. */
import type { Outside, SyncJson } from './outside.ts'

const minute = 60_000
/** Two sandbox days may pass before the last parcel is on its way. */
const allShippedMs = 48 * 60 * minute
const hoursMax = 26

/** Numbers from 0 to 1, without 1: the same ones for the same seed. */
export type Draws = () => number

export function draws(seed: number): Draws {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

/** Runs `sync` until nothing is in doubt and nothing waits for a moment; a day at most. @returns documents left in doubt */
export async function settle(outside: Outside): Promise<number> {
  await outside.advance(allShippedMs)
  for (let hours = 0; ; hours += 61 / 60) {
    const { connections } = await outside.json<SyncJson>(['sync'])
    const open = connections.reduce((sum, connection) => sum + connection.inDoubt, 0)
    if ((open === 0 && connections.every((connection) => connection.next === null)) || hours > hoursMax) return open
    await outside.advance(61 * minute)
  }
}
