/**
 * Records each decision on sign-in and access: a row for the operator, a line in the log, and a mail to the account where its
 * proofs changed. The line holds no name.
 */
import type { Instant } from '../../domain/calendar.ts'
import { hour } from '../../domain/delays.ts'
import type { SecurityEvent, SecurityKind } from '../../ports/people/security-events.ts'
import type { OwnMailKind } from '../../domain/tell/own-mail.ts'
import type { Caller } from './guard.ts'
import { tellAccount } from './owners-told.ts'
import type { Ports } from '../run/ports.ts'

const keptMs = 180 * 24 * hour
const shownMax = 100
/** The limit of one account or address, in an hour. */
const refusalsNoted = 120
/** What one account does of one kind, in an hour, with a row for each. Beyond it they are counted in the rows that are there. */
const doneNoted = 60
/** Beyond it also in a row of another address: one line of the internet has addresses without end. */
const doneNotedAnywhere = 300

export interface Decision {
  kind: SecurityKind
  outcome: SecurityEvent['outcome']
  /** Null: no account that exists. */
  account: { accountId: string; email: string } | null
  caller: Caller
  about: string
}

/** What the account is mailed about: whoever changes its proofs in its name leaves a trace in its mailbox. */
const told: Partial<Record<string, OwnMailKind>> = {
  'password changed': 'passwordChanged',
  'password byLink': 'passwordChanged',
  'passkey added': 'passkeyAdded',
  'passkey removed': 'passkeyRemoved',
  'secondProof switchedOn': 'deviceOn',
  'secondProof switchedOff': 'deviceOff',
  'secondProof newCodes': 'newRecoveryCodes',
  'account reset-2fa': 'proofsReset',
}

export async function noteDecision(ports: Ports, { kind, outcome, account, caller, about }: Decision): Promise<void> {
  if (outcome === 'refused' && !(await mayNote(ports, account?.accountId ?? caller.address ?? 'terminal'))) return
  const event = { kind, outcome, accountId: account?.accountId ?? null, about }
  const at = await ports.clock.now()
  const { address } = caller
  if (!(outcome === 'done' && (await isCounted(ports, { ...event, address }, at))))
    await ports.store.directory.securityEvents.add({
      ...event,
      eventId: ports.random.id(),
      at,
      who: account?.email ?? null,
      address,
    })
  const changed = outcome === 'done' ? told[`${kind} ${about}`] : undefined
  if (changed !== undefined && account !== null) await tellAccount(ports, account, changed)
  // An address is personal data: its mark shows which lines belong together.
  const from =
    caller.address === null ? null : ports.secrets.fingerprint(caller.address, 'address in the log').slice(0, 12)
  ports.log[outcome === 'done' ? 'info' : 'warn']('security', { ...event, from })
}

/** @returns whether one of many alike was counted in a row that is there. The first of its decision is never: it has its own row. */
async function isCounted(
  ports: Ports,
  event: Pick<SecurityEvent, 'kind' | 'outcome' | 'accountId' | 'address' | 'about'>,
  now: Instant,
): Promise<boolean> {
  const { accounts, securityEvents } = ports.store.directory
  const whose = event.accountId ?? event.address ?? 'terminal'
  const key = `done:${event.kind}:${ports.secrets.fingerprint(whose, 'noted').slice(0, 32)}`
  if ((await accounts.count(key, { limit: doneNoted, windowMs: hour }, now)).kind === 'granted') return false
  const further = { limit: doneNotedAnywhere - doneNoted, windowMs: hour }
  const anyAddress = (await accounts.count(`${key}:further`, further, now)).kind !== 'granted'
  return securityEvents.countIn(event, now - hour, anyAddress)
}

/** Limits the rows, so that a caller who asks without end does not fill the disk. */
async function mayNote(ports: Ports, whose: string): Promise<boolean> {
  const key = `noted:${ports.secrets.fingerprint(whose, 'noted').slice(0, 32)}`
  const limit = { limit: refusalsNoted, windowMs: hour }
  return (await ports.store.directory.accounts.count(key, limit, await ports.clock.now())).kind === 'granted'
}

export interface ShownEvent extends Omit<SecurityEvent, 'at'> {
  at: string
}

export async function shownEvents(ports: Ports, before: number | null): Promise<ShownEvent[]> {
  const rows = await ports.store.directory.securityEvents.newest(before, shownMax)
  return rows.map((row) => ({ ...row, at: ports.calendar.isoText(row.at) }))
}

/** Nightly: half a year is enough to look back. */
export async function forgetDecisions(ports: Ports): Promise<void> {
  const now = await ports.clock.now()
  const { securityEvents, guesses, offers } = ports.store.directory
  await securityEvents.forget(now - keptMs)
  await guesses.forget(now - 24 * hour)
  await offers.forget(now)
}
