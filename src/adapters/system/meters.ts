/** Passes on what this process did to whoever listens; nothing is kept. */
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
