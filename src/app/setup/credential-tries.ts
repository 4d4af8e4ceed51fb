/**
 * Somebody's keys are tried at bol.com or Octopus: a wrong try counts against their owner there, and against our address. So wrong tries of a
 * company, of a login and of the whole installation are counted before they are made. A login that works in another company's
 * connection is that company's: strangers get one wrong try of it a day. Whoever holds it is not held up by strangers.
 */
import { hour, minute } from '../../domain/delays.ts'
import type { Instant } from '../../domain/calendar.ts'
import type { GuessRule } from '../../ports/people/guesses.ts'
import type { Connection, Credentials } from '../../ports/tables/connections.ts'
import type { Ports } from '../run/ports.ts'

const threeAnHour: GuessRule = { free: 3, firstMs: hour, longestMs: hour, forgottenMs: hour }
/** Of a login that nobody's connection holds: each wrong try beyond the third waits twice as long. */
const ofLogin: GuessRule = { free: 3, firstMs: hour, longestMs: 24 * hour, forgottenMs: 24 * hour }
const reserved: GuessRule = { free: 1, firstMs: 24 * hour, longestMs: 24 * hour, forgottenMs: 24 * hour }
/** bol.com blocks the address of all companies. */
const ofInstallation: GuessRule = { free: 15, firstMs: 15 * minute, longestMs: hour, forgottenMs: hour }

export type { Credentials } from '../../ports/tables/connections.ts'

export type Side = 'marketplace' | 'ledger'

interface Lock {
  key: string
  rule: GuessRule
}

/** Right ones too: bol.com counts each login of our address. */
const ofAny: GuessRule = { free: 30, firstMs: 10 * minute, longestMs: hour, forgottenMs: hour }

export interface CredentialTry {
  /** Null: it may be made. Else the moment of the next one. */
  until: Instant | null
  /** Once, with what the side said of the login. */
  ended(refused: boolean): Promise<void>
}

/** Counts a try as wrong before it is made. */
export async function takeCredentialTry(
  ports: Ports,
  tenantId: string,
  { side, credentials }: { side: Side; credentials: Credentials[Side] },
): Promise<CredentialTry> {
  const { guesses } = ports.store.directory
  const login = loginOf(credentials)
  const ofName = { key: `keys:login:${side}:${marked(ports, login)}`, rule: ofLogin }
  const own = await holds(ports, tenantId, side, login)
  const locks: Lock[] = [
    { key: `keys:company:${side}:${marked(ports, tenantId)}`, rule: threeAnHour },
    ...(own ? [] : [ofName]),
    { key: `keys:all:${side}`, rule: ofInstallation },
  ]
  const busy = await guesses.take(`keys:any:${side}:${marked(ports, tenantId)}`, ofAny, await ports.clock.now())
  if (busy !== null) return { until: busy, ended: () => Promise.resolve() }
  const taken: Lock[] = []
  const giveBack = async (): Promise<void> => {
    for (const { key } of taken) await guesses.giveBack(key)
  }
  for (const lock of locks) {
    const until = await guesses.take(lock.key, lock.rule, await ports.clock.now())
    if (until !== null) {
      await giveBack()
      return { until, ended: () => Promise.resolve() }
    }
    taken.push(lock)
  }
  return {
    until: null,
    async ended(refused) {
      if (!refused) return giveBack()
      if (!own && (await heldElsewhere(ports, side, login)))
        await guesses.take(ofName.key, reserved, await ports.clock.now())
    },
  }
}

function loginOf(credentials: Credentials[Side]): string {
  return ('clientId' in credentials ? credentials.clientId : credentials.user).normalize('NFKC').toLowerCase()
}

async function heldElsewhere(ports: Ports, side: Side, login: string): Promise<boolean> {
  for (const { tenantId } of await ports.store.directory.tenants())
    if (await holds(ports, tenantId, side, login)) return true
  return false
}

/** One of the company's connections works with it. */
function holds(ports: Ports, tenantId: string, side: Side, login: string): Promise<boolean> {
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    for (const connection of await tx.connections.list()) {
      if (connection.state === 'removed') continue
      const credentials = await tx.connections.credentials(connection.connectionId)
      if (credentials === null || loginOf(credentials[side]) !== login) continue
      if (side === 'marketplace' ? isProven(connection) : await hasAnswered(connection, tx)) return true
    }
    return false
  })
}

function isProven({ marketplaceRefusal, retailerId }: Connection): boolean {
  return marketplaceRefusal === null && retailerId !== null
}

async function hasAnswered(
  { ledgerRefusal, dossierId }: Connection,
  tx: { ledger: { copy(dossierId: number): Promise<unknown> } },
): Promise<boolean> {
  return ledgerRefusal === null && (await tx.ledger.copy(dossierId)) !== null
}

function marked(ports: Ports, text: string): string {
  return ports.secrets.fingerprint(text, 'credential tries').slice(0, 32)
}
