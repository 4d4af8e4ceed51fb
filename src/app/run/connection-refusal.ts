/** A refused login is remembered with the connection: no side is tried again until its keys are saved anew. */
import type { Instant } from '../../domain/calendar.ts'
import { loginCode } from '../../domain/login-code.ts'
import { codesEndedBy, type ProblemCode } from '../../domain/problem/problem.ts'
import type { PostOutcome } from '../../ports/accounting.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'

type Side = 'marketplace' | 'ledger'

/** One call of the ledger is refused for good (`isLasting`), and rests. */
export const lastingCodes: readonly ProblemCode[] = ['OCT-VERBINDING', 'OCT-RECHT']

export async function noteRefusal(
  tx: Tx,
  context: ConnectionContext,
  side: Side,
  answer: Refusal | PostOutcome | { kind: string; detail?: string },
  now: Instant,
): Promise<void> {
  if (answer.kind !== 'loginRefused') return
  const current = await tx.connections.get(context.connection.connectionId)
  // A user saved keys since this run began: the refused ones were the old ones.
  if (current === null || current.credentialsVersion !== context.connection.credentialsVersion) return
  const detail = answer.detail ?? ''
  const change = side === 'marketplace' ? { marketplaceRefusal: detail } : { ledgerRefusal: detail }
  // A person's pause outlasts new keys.
  const pauseCause = current.pauseCause === 'person' ? 'person' : 'refused'
  await tx.connections.change(context.connection.connectionId, { ...change, state: 'paused', pauseCause })
  Object.assign(context.connection, change)
  await tx.problems.raise(
    [
      sideProblem(context, loginCode[side], {
        since: context.ports.calendar.isoText(now),
      }),
    ],
    now,
  )
}

/** Notes that a read of the ledger failed: the connection shows it, and a refused login stops the connection. */
export async function noteLedgerFailure(context: ConnectionContext, failure: Refusal): Promise<void> {
  const now = await context.ports.clock.now()
  context.trouble = true
  context.ledgerFailure = failure
  await context.store.transaction(async (tx) => {
    const problem = problemOfRefusal(context, 'ledger', failure)
    if (problem !== null) await tx.problems.raise([problem], now)
    await noteRefusal(tx, context, 'ledger', failure, now)
  })
}

/** The dossier answers: what spoke of its silence is over, also where no document follows for a while. Limits and open journals are not. */
export async function noteLedgerAnswer(context: ConnectionContext): Promise<void> {
  const { store, ports } = context
  const now = await ports.clock.now()
  context.ledgerFailure = null
  await store.transaction((tx) => endLedgerProblems(tx, context, 'ledgerRead', { now }))
}

/** The answer of one ledger call does not prove that another call works which is missing or rests: the problems of that call stay. */
export async function endLedgerProblems(
  tx: Tx,
  context: ConnectionContext,
  event: 'ledgerRead' | 'documentTaken',
  at: { now: Instant; subjects?: string[] },
): Promise<void> {
  const standing = context.lasting.flatMap((refusal) => problemOfRefusal(context, 'ledger', refusal)?.code ?? [])
  if (context.rests.any(at.now)) standing.push(...lastingCodes)
  const over = codesEndedBy(event).filter((code) => !standing.includes(code))
  await tx.problems.endOwn(context.connection.connectionId, over, at.now, at.subjects)
}

/** Notes that one call of the ledger is refused for good: it is reported, and all work that needs no such call goes on. */
export async function noteLasting(context: ConnectionContext, refusals: Refusal[]): Promise<void> {
  if (refusals.length === 0) return
  const now = await context.ports.clock.now()
  context.lasting.push(...refusals)
  const problems = refusals.flatMap((refusal) => problemOfRefusal(context, 'ledger', refusal) ?? [])
  await context.store.transaction((tx) => tx.problems.raise(problems, now))
}

/**
 * Returns whether the refusal is of the one call, and not of the login, the dossier or the whole server: it does not pass by itself, and
 * other calls may be answered.
 */
export function isLasting(refusal: Refusal): boolean {
  switch (refusal.kind) {
    case 'unsupported':
      return refusal.status !== null
    case 'forbidden':
      return refusal.at === 'call'
    case 'badRequest':
      return true
    case 'loginRefused':
    case 'later':
      return false
  }
}

/** The problem that a side's answer to a read means, or null when it is only "later" for a moment. */
export function problemOfRefusal(context: ConnectionContext, side: Side, refusal: Refusal): NewProblem | null {
  const marketplace = side === 'marketplace'
  const until =
    refusal.kind === 'later' && refusal.until !== null ? context.ports.calendar.isoText(refusal.until) : null
  switch (refusal.kind) {
    case 'loginRefused':
      return sideProblem(context, loginCode[side], {})
    case 'forbidden':
      return forbidden(context, side, refusal)
    case 'unsupported':
      return sideProblem(context, marketplace ? 'BOL-VERBINDING' : 'OCT-VERBINDING', {
        status: refusal.status,
        failure: refusal.status === null ? refusal.detail : null,
      })
    case 'badRequest':
      return sideProblem(context, marketplace ? 'BOL-VERBINDING' : 'OCT-ANTWOORD', { detail: refusal.detail })
    case 'later':
      if (refusal.rests === true) return null
      if (refusal.cause === 'rateLimit' || refusal.cause === 'budget' || refusal.cause === 'loginBlocked') {
        const blocked = refusal.cause === 'loginBlocked' ? true : null
        return sideProblem(context, marketplace ? 'BOL-DRUK' : 'OCT-LIMIET', { until, blocked })
      }
      return sideProblem(context, marketplace ? 'BOL-STORING' : 'OCT-STORING', { until })
  }
}

function forbidden(
  context: ConnectionContext,
  side: Side,
  { at }: Extract<Refusal, { kind: 'forbidden' }>,
): NewProblem {
  if (side === 'marketplace')
    return sideProblem(context, 'BOL-RECHT', { login: at === 'login' ? true : null, shop: at === 'shop' ? true : null })
  const { dossierId: dossier } = context.connection
  return sideProblem(context, at === 'call' ? 'OCT-RECHT' : 'OCT-DOSSIER', { dossier })
}

export function sideProblem(context: ConnectionContext, code: ProblemCode, params: NewProblem['params']): NewProblem {
  return {
    connectionId: context.connection.connectionId,
    code,
    subject: 'connection',
    orderId: null,
    documentId: null,
    params,
  }
}

/** `SYS-ONAF`: it is not known yet whose shop this is. */
export const pauseCodes: ProblemCode[] = ['SYS-PAUZE', 'SYS-ONAF']

/**
 * Tells why a connection does nothing, each time that a user wants it to work: a user paused it, it was never finished, or it was refused.
 */
export async function tellOfPause(context: ConnectionContext): Promise<void> {
  const { connection, store, ports } = context
  const { connectionId, pauseCause, shopName, marketplaceRefusal, ledgerRefusal } = connection
  const codes: ProblemCode[] = [
    ...(pauseCause === 'person' ? [shopName === null ? ('SYS-ONAF' as const) : ('SYS-PAUZE' as const)] : []),
    ...(marketplaceRefusal === null ? [] : [loginCode.marketplace]),
    ...(ledgerRefusal === null ? [] : [loginCode.ledger]),
  ]
  const now = await ports.clock.now()
  await store.transaction(async (tx) => {
    const over = pauseCodes.filter((code) => !codes.includes(code))
    await tx.problems.endOwn(connectionId, over, now)
    const open = codes.length === 0 ? [] : await tx.problems.groups(connectionId, 0)
    const missing = codes.filter((code) => !open.some((group) => group.code === code))
    if (missing.length > 0)
      await tx.problems.raise(
        missing.map((code) => sideProblem(context, code, {})),
        now,
      )
  })
}
