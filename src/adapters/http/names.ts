/**
 * The names that strangers have us call are looked up over sockets of our own. The system's look-up holds one of the process's four threads for
 * as long as a name server is silent: a handful of such names would stop every other look-up, those of bol.com and Octopus first.
 */
import { Resolver } from 'node:dns/promises'

export interface NameOptions {
  /** Default: those of the machine. */
  servers?: string[]
  /** A look-up ends after it, answered or not. */
  endMs?: number
  /** Look-ups of this process at once; further ones are not answered. */
  atOnceMax?: number
}

const endMs = 3_000
/** Each is a socket and a few kilobytes. A company looks up ten names an hour. */
const atOnceMax = 64
/** The first question is lost now and then. */
const tries = 2

/** @returns the addresses of a name, of both kinds; empty: it has none, or no name server answered in time */
export function createNames(options: NameOptions = {}): (name: string) => Promise<string[]> {
  let underWay = 0
  return async (name) => {
    if (underWay >= (options.atOnceMax ?? atOnceMax)) return []
    underWay += 1
    const end = options.endMs ?? endMs
    const resolver = new Resolver({ timeout: Math.ceil(end / (tries + 1)), tries })
    if (options.servers !== undefined) resolver.setServers(options.servers)
    const timer = setTimeout(() => resolver.cancel(), end)
    try {
      const none = (): string[] => []
      const found = await Promise.all([resolver.resolve4(name).catch(none), resolver.resolve6(name).catch(none)])
      return found.flat()
    } finally {
      clearTimeout(timer)
      underWay -= 1
    }
  }
}
