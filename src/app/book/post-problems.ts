/** The problems that the user sees after a send. */
import { isCreditKind } from '../../domain/document/document-kinds.ts'
import type { DocumentState } from '../../domain/document/document-states.ts'
import { centsToText, type Cents } from '../../domain/money.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { PostOutcome } from '../../ports/accounting.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'

export function problemOfOutcome(
  context: ConnectionContext,
  document: StoredDocument,
  outcome: PostOutcome,
  state: DocumentState,
): NewProblem[] {
  const own = ownProblem(outcome)
  const detail = outcome.kind === 'contentRefused' ? outcome.detail : null
  // The advice to book on the first open day is for whom does not do so yet.
  const firstOpen = own === 'OCT-PERIODE' && context.settings.booking.closedPeriod === 'firstOpen' ? 'sought' : null
  const lost = outcome.kind === 'contentRefused' ? (outcome.lost ?? null) : null
  const problems = own === null ? [] : [about(document, own, { detail, firstOpen, lost })]
  const wide = wideProblem(outcome)
  if (wide === null) return problems
  context.trouble = true
  const subject = wide === 'OCT-DAGBOEK-DICHT' ? document.journalKey : 'connection'
  const status = outcome.kind === 'unknown' ? (outcome.unsupported ?? null) : null
  const ends = 'until' in outcome && wide === 'OCT-LIMIET' ? outcome.until : null
  const until = ends === null ? {} : { until: context.ports.calendar.isoText(ends) }
  const problem = { ...about(document, wide, { status, ...until }), subject, orderId: null, documentId: null }
  // A probe that was not sent gives no news of its document, which stays in doubt.
  return state === 'inDoubt' || state === 'deferred' || state === 'ready' ? [...problems, problem] : problems
}

/** One document's own trouble. */
function ownProblem(outcome: PostOutcome): ProblemCode | null {
  switch (outcome.kind) {
    case 'contentRefused':
      return outcome.problemCode
    case 'wrongNumber':
      return 'OCT-NUMMER'
    case 'unknown':
    case 'exists':
      return 'OCT-ONZEKER'
    default:
      return null
  }
}

/** Trouble that every document of the journal or dossier would meet. */
function wideProblem(outcome: PostOutcome): ProblemCode | null {
  if (outcome.kind === 'loginRefused') return 'OCT-LOGIN'
  if (outcome.kind === 'forbidden') return outcome.at === 'call' ? 'OCT-RECHT' : 'OCT-DOSSIER'
  if (outcome.kind === 'unknown') return outcome.unsupported === undefined ? null : 'OCT-VERBINDING'
  if (outcome.kind !== 'notSent' && outcome.kind !== 'refused') return null
  if (outcome.cause === 'forbidden') return 'OCT-DOSSIER'
  if (outcome.cause === 'unsupported') return 'OCT-VERBINDING'
  if (outcome.cause === 'journalBusy') return 'OCT-DAGBOEK-DICHT'
  return outcome.cause === 'budget' || outcome.cause === 'rateLimit' ? 'OCT-LIMIET' : 'OCT-STORING'
}

export function about(document: StoredDocument, code: ProblemCode, params: NewProblem['params'] = {}): NewProblem {
  return {
    connectionId: document.connectionId,
    code,
    subject: document.documentId,
    orderId: document.orderId,
    documentId: document.documentId,
    params: {
      order: document.orderId,
      journal: document.journalKey,
      number: document.progress.number,
      date: document.documentDate,
      ...params,
    },
  }
}

/**
 * The ledger holds another document than we sent; the problem shows both amounts. Where the amounts are equal, something else differs: an
 * account, a VAT code, or the split over them.
 */
export function differs(document: StoredDocument, found: { amountCents: Cents | null } | null): NewProblem {
  const stands = found?.amountCents ?? null
  return about(document, 'OCT-ANDERS', {
    asked: centsToText(document.amountCents),
    stands: stands === null ? null : centsToText(stands),
  })
}

/** Tells of a cent that no net amount and its VAT can reach, once the invoice is in the books. */
export function legalCent(document: StoredDocument): NewProblem[] {
  const { plan } = document
  if (plan.ledger === undefined || !plan.flags.includes('PEPPOL_CENT_DIFFERENCE')) return []
  const paid = plan.lines.reduce((sum, line) => sum + (line.grossCents ?? 0), 0)
  const asked = centsToText(isCreditKind(document.kind) ? -paid : paid)
  return [about(document, 'OCT-AFROND', { asked, stands: centsToText(document.amountCents) })]
}
