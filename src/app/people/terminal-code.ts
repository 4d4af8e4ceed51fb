/**
 * The code with which the person at the terminal makes the first operator. It works once, for minutes, and never where there is an
 * operator. 80 bits that cannot be computed without the installation's key.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../domain/calendar.ts'
import { minute } from '../../domain/delays.ts'
import { openTerminalSession } from './sessions.ts'
import { addressOnly, takeTry, wasRight, type Caller } from './guard.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'

export const terminalCodeMinutes = 30

export interface TerminalCode {
  code: string
  until: Instant
  used: boolean
}

/** @returns null where there is an operator */
export async function newTerminalCode(ports: Ports): Promise<TerminalCode | null> {
  if (await hasOperator(ports)) return null
  const code = ports.secrets.fingerprint(`${ports.processId} ${ports.random.id()}`, 'sign-in code').slice(0, 20)
  return { code, until: (await ports.clock.now()) + terminalCodeMinutes * minute, used: false }
}

async function hasOperator(ports: Ports): Promise<boolean> {
  return (await ports.store.directory.accounts.all()).some(({ operator }) => operator)
}

export type TerminalAnswer = { kind: 'opened'; token: string } | { kind: 'wrong' } | { kind: 'tooMany'; until: Instant }

export async function takeTerminalCode(
  ports: Ports,
  known: TerminalCode | null,
  given: string,
  caller: Caller,
): Promise<TerminalAnswer> {
  const lock = addressOnly(ports, caller)
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  const now = await ports.clock.now()
  const open = known !== null && !known.used && now < known.until && !(await hasOperator(ports))
  const right = open && isSame(given, known.code)
  const decision = { kind: 'terminalCode', account: null, caller } as const
  if (!right) {
    await noteDecision(ports, { ...decision, outcome: 'refused', about: open ? 'wrong' : 'over' })
    return { kind: 'wrong' }
  }
  known.used = true
  await wasRight(ports, lock)
  await noteDecision(ports, { ...decision, outcome: 'done', about: 'used' })
  return { kind: 'opened', token: await openTerminalSession(ports) }
}

function isSame(given: string, code: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text.trim().toLowerCase()).digest()
  return timingSafeEqual(hash(given), hash(code))
}
