/** Passes this process's figures on to listeners; nothing is kept. */
import type { Meters } from '../../ports/meters.ts'

export function createMeters(): Meters {
  const listeners: ((lateMs: number) => void)[] = []
  return {
    pollBegan(lateMs) {
      for (const hear of listeners) hear(lateMs)
    },
    onPoll(hear) {
      listeners.push(hear)
    },
  }
}
