/**
 * Chance by name: a draw depends on the seed and on what it is drawn for, never on how many draws came before. So a story
 * from which the shrinker takes something stays the same in all the rest.
 */
export function draw(seed: number, name: string): number {
  let hash = (seed ^ 0x9e3779b9) >>> 0
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0
  }
  // Two rounds of murmur's last step: neighbouring names fall far apart.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296
}

/** A stream of draws under one name. */
export class Draws {
  private count = 0
  private readonly seed: number
  private readonly name: string

  constructor(seed: number, name: string) {
    this.seed = seed
    this.name = name
  }

  /** In [0, 1). */
  next(): number {
    this.count += 1
    return draw(this.seed, `${this.name}#${this.count}`)
  }

  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)] as T
  }
}
