/** Which VAT codes and accounts a connection will need, and what the dossier offers for them. Nothing is saved. */
import { stockOf, likelyRules, type LikelyRule } from '../../domain/settings/likely-rules.ts'
import type { Settings, Treatment, VatCodeRule } from '../../domain/settings/mapping.ts'
import { treatments } from '../../domain/settings/mapping.ts'
import { proposeCodes, type CodeProposal, type ProposalBooks } from '../../domain/settings/propose-codes.ts'
import { creditCodeFor, ruleFor, saleCodeFor } from '../../domain/vat/vat-code.ts'
import type { StoredProblem } from '../../ports/tables/problems.ts'
import type { Ports } from '../run/ports.ts'

export interface MappingProposal extends CodeProposal {
  /** The row of the settings, where there is one. */
  chosen: VatCodeRule | null
  /** Problem code that a sale, or a credit, of this kind would meet with the settings as they are. */
  saleProblem: string | null
  creditProblem: string | null
}

export type MappingProposals = { kind: 'proposals'; rows: MappingProposal[] } | { kind: 'removed' | 'noDossier' }

/** @param settings those that are being made; absent: the connection's own */
export async function proposeMapping(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  settings?: Settings,
): Promise<MappingProposals> {
  const { tenantId, connectionId } = at
  const now = await ports.clock.now()
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const connection = await tx.connections.get(connectionId)
    if (connection === null || connection.state === 'removed') return { kind: 'removed' }
    const used = settings ?? (await tx.connections.settings(connectionId, connection.revision))
    const copy = await tx.ledger.copy(used.dossierId)
    if (copy === null) return { kind: 'noDossier' }
    const stocks = await tx.shipments.stocks(connectionId)
    const { stockCountry } = ports.kinds.source(connection.source)
    const waiting = (await tx.problems.open(connectionId)).flatMap(neededBy)
    const sales = {
      destinations: waiting.map((need) => need.destination),
      stockCountry: stocks.includes('marketplace') ? stockCountry : stockOf(stockCountry, used),
      date: ports.calendar.localDate(now),
    }
    return { kind: 'proposals', rows: mappingRows(used, copy, sales, waiting) }
  })
}

/** Returns the rows for settings of a connection that is not saved yet, from the lists read of its dossier. */
export function mappingRows(
  settings: Settings,
  books: ProposalBooks,
  sales: Parameters<typeof likelyRules>[1],
  needed: readonly LikelyRule[] = [],
): MappingProposal[] {
  const wanted = new Map<string, LikelyRule>()
  for (const rule of [...likelyRules(settings, sales), ...settings.vat.codes, ...needed]) {
    const { treatment, country, rateBp } = rule
    wanted.set(`${treatment}|${country}|${rateBp}`, { treatment, country, rateBp })
  }
  const { codes } = settings.vat
  return proposeCodes([...wanted.values()], books, settings.seller.country).map((proposal) => {
    const sale = saleCodeFor(codes, books.vatCodes, proposal)
    const credit = creditCodeFor(codes, books.vatCodes, proposal)
    return {
      ...proposal,
      chosen: ruleFor(codes, proposal) ?? null,
      saleProblem: sale.kind === 'problem' ? sale.code : null,
      creditProblem: credit.kind === 'problem' ? credit.code : null,
    }
  })
}

/** An order that waits for a VAT code names the rule that it needs. */
function neededBy(problem: StoredProblem): (LikelyRule & { destination: string })[] {
  const { treatment, country, rate, to } = problem.params
  const rateBp = Math.round(Number(String(rate).replace(',', '.')) * 100)
  if (problem.code !== 'BTW-LAND' || !isTreatment(treatment) || typeof country !== 'string' || Number.isNaN(rateBp))
    return []
  return [{ treatment, country, rateBp, destination: typeof to === 'string' ? to : country }]
}

function isTreatment(value: unknown): value is Treatment {
  return treatments.some((treatment) => treatment === value)
}
