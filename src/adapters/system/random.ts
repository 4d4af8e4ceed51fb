/** Chance from the operating system. */
import { randomInt, randomUUID } from 'node:crypto'
import type { Random } from '../../ports/random.ts'

/** `randomInt` takes at most 2^48 - 1. */
const steps = 2 ** 47

export function createRandom(): Random {
  return { id: () => randomUUID(), fraction: () => randomInt(steps) / steps }
}
