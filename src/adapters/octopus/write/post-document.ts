import type { DocumentTarget } from '../../../domain/ledger/ledger.ts'
import type { PostOutcome } from '../../../ports/accounting.ts'
import { postOutcomeOf } from '../outcomes.ts'
import type { Session } from '../session.ts'

/** Sends the bytes of a booking or an invoice once; only a refused token is a reason to send them a second time. */
export async function postDocument(
  session: Session,
  target: DocumentTarget,
  bytes: string,
  options: { deadlineMonotonicMs: number },
): Promise<PostOutcome> {
  const sent = await session.dossierCall({
    kind: 'document',
    route: documentRoute(target),
    path: target === 'bookings' ? '/buysellbookings' : '/invoices',
    body: bytes,
    countedByCaller: true,
    deadlineMonotonicMs: options.deadlineMonotonicMs,
  })
  return postOutcomeOf(sent)
}

export function documentRoute(target: DocumentTarget): 'POST /buysellbookings' | 'POST /invoices' {
  return target === 'bookings' ? 'POST /buysellbookings' : 'POST /invoices'
}
