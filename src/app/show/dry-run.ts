/** Shows the documents that a connection would book since its start date. It polls and plans, sends nothing, and takes no number. */
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { Ports } from '../run/ports.ts'
import { runSync, type DryRunDocument, type SyncConnection } from '../run/sync.ts'

export interface DryRun {
  counts: SyncConnection | null
  problems: { code: ProblemCode; count: number }[]
  total: number
  amountCents: number
  /** The first of them; the whole list is `sync --dry-run`. */
  documents: Pick<DryRunDocument, 'order' | 'kind' | 'journal' | 'date' | 'amountCents'>[]
}

const shownMax = 200

export async function dryRun(ports: Ports, at: { tenantId: string; connectionId: string }): Promise<DryRun> {
  const report = await runSync(ports, { targets: [at], waitMs: 0, dryRun: true, evenIfPaused: true })
  const documents = report.documents ?? []
  return {
    counts: report.connections[0] ?? null,
    problems: report.problems,
    total: documents.length,
    amountCents: documents.reduce((sum, document) => sum + document.amountCents, 0),
    documents: documents
      .slice(0, shownMax)
      .map(({ order, kind, journal, date, amountCents }) => ({ order, kind, journal, date, amountCents })),
  }
}
