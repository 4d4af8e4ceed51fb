/**
 * Limits request bodies that are on their way. A sender of many unfinished bodies takes no place from other senders and no more memory than
 * this: beyond the limits, the sender's own oldest body is given up for the newest.
 */

export interface Reading {
  /** Resolves once the rest is not waited for any more. */
  abandoned: Promise<'abandoned'>
  given(bytes: number): void
  end(): void
}

export interface Readings {
  /** @param who sends it: a line of the internet, an account, a script */
  begin(who: string): Reading
}

/** A whole office may share one address; a page sends one or two at a time. */
const ofOneMax = 40
const bytesOfOneMax = 4_000_000
const bytesOfAllMax = 64_000_000

interface UnderWay {
  bytes: number
  abandon: () => void
}

/** Returns the readings of one process. */
export function readingsOf(bounds = { ofOneMax, bytesOfOneMax, bytesOfAllMax }): Readings {
  /** The oldest first. */
  const senders = new Map<string, Set<UnderWay>>()
  const bytesOf = (rows: Set<UnderWay>): number => [...rows].reduce((sum, row) => sum + row.bytes, 0)
  const remove = (who: string, row: UnderWay): void => {
    const rows = senders.get(who)
    rows?.delete(row)
    if (rows?.size === 0) senders.delete(who)
  }
  const abandonOldest = (who: string): void => {
    const [oldest] = senders.get(who) ?? []
    if (oldest === undefined) return
    remove(who, oldest)
    oldest.abandon()
  }
  const heaviest = (): string =>
    [...senders].reduce((most, [who, rows]) => (bytesOf(rows) > most.bytes ? { who, bytes: bytesOf(rows) } : most), {
      who: '',
      bytes: -1,
    }).who
  let bytesOfAll = 0
  return {
    begin(who) {
      const { promise: abandoned, resolve } = Promise.withResolvers<'abandoned'>()
      const rows = senders.get(who) ?? new Set()
      const end = (): void => {
        bytesOfAll -= row.bytes
        row.bytes = 0
        remove(who, row)
      }
      const row: UnderWay = {
        bytes: 0,
        abandon() {
          end()
          resolve('abandoned')
        },
      }
      senders.set(who, rows.add(row))
      if (rows.size > bounds.ofOneMax) abandonOldest(who)
      return {
        abandoned,
        end,
        given(bytes) {
          if (!rows.has(row)) return
          row.bytes += bytes
          bytesOfAll += bytes
          if (bytesOf(rows) > bounds.bytesOfOneMax) abandonOldest(who)
          if (bytesOfAll > bounds.bytesOfAllMax) abandonOldest(heaviest())
        },
      }
    },
  }
}
