/** Which problem a person sees after a send. */
import type { DocumentState } from '../domain/document.ts'
import type { ProblemCode } from '../domain/problem.ts'
import type { PostOutcome } from '../ports/accounting.ts'
import type { NewProblem, StoredDocument } from '../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'

export function problemOfOutcome(
  context: ConnectionContext,
  document: StoredDocument,
  outcome: PostOutcome,
  state: DocumentState,
): NewProblem | null {
  const own = ownProblem(outcome)
  if (own !== null) return about(document, own)
  const wide = wideProblem(outcome)
  if (wide === null) return null
  context.trouble = true
  const subject = wide === 'OCT-DAGBOEK-DICHT' ? document.journalKey : 'connection'
  const problem = { ...about(document, wide), subject, orderId: null, documentId: null }
  // A probe that did not leave says nothing new of its document, which stays in doubt.
  return state === 'inDoubt' || state === 'ready' ? problem : null
}

/** One document's own trouble. */
function ownProblem(outcome: PostOutcome): ProblemCode | null {
  switch (outcome.kind) {
    case 'contentRefused':
      return outcome.problemCode
    case 'wrongNumber':
      return 'OCT-NUMMER'
    case 'unknown':
      return 'OCT-ONZEKER'
    default:
      return null
  }
}

/** Trouble that every document of the journal or dossier would meet. */
function wideProblem(outcome: PostOutcome): ProblemCode | null {
  if (outcome.kind === 'loginRefused') return 'OCT-LOGIN'
  if (outcome.kind === 'forbidden') return 'OCT-DOSSIER'
  if (outcome.kind !== 'notSent') return null
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
