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
  /** Look-ups of this process at once; for further ones there is no room. */
  atOnceMax?: number
  /** Of one company, of these. */
  ofOneMax?: number
}

const endMs = 3_000
/** Each is a socket and a few kilobytes. A company looks up ten names an hour, and tries its address ten times. */
const atOnceMax = 64
const ofOneMax = 4
/** The first question is lost now and then. */
const tries = 2

/**
 * @returns the addresses of a name, of both kinds; empty: it has none, or no name server answered in time. `noRoom`: it was not asked for,
 * because the company `of`, or all together, have too many under way
 */
export function createNames(options: NameOptions = {}): (name: string, of: string) => Promise<string[] | 'noRoom'> {
  let underWay = 0
  const byCompany = new Map<string, number>()
  return async (name, of) => {
    const own = byCompany.get(of) ?? 0
    if (underWay >= (options.atOnceMax ?? atOnceMax) || own >= (options.ofOneMax ?? ofOneMax)) return 'noRoom'
    underWay += 1
    byCompany.set(of, own + 1)
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
      const left = (byCompany.get(of) ?? 1) - 1
      if (left === 0) byCompany.delete(of)
      else byCompany.set(of, left)
    }
  }
}
