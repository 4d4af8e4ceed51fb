import type { DocumentTarget } from '../../../domain/ledger/ledger.ts'
import type { PostOutcome } from '../../../ports/accounting.ts'
import { postOutcomeOf } from '../outcomes.ts'
import type { Session } from '../session.ts'

/** Sends the bytes of a document once; only a refused token is a reason to send them a second time. */
export async function postDocument(
  session: Session,
  target: DocumentTarget,
  bytes: string,
  options: { deadlineMonotonicMs: number },
): Promise<PostOutcome> {
  const sent = await session.dossierCall({
    kind: 'document',
    route: documentRoute(target),
    path: paths[target],
    body: bytes,
    countedByCaller: true,
    deadlineMonotonicMs: options.deadlineMonotonicMs,
  })
  return postOutcomeOf(sent)
}

const paths = {
  bookings: '/buysellbookings',
  invoices: '/invoices',
  entries: '/financialdiversbookings',
} as const satisfies Record<DocumentTarget, string>

export function documentRoute(target: DocumentTarget): `POST ${(typeof paths)[DocumentTarget]}` {
  return `POST ${paths[target]}`
}
