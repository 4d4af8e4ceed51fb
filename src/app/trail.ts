/** The trail of each company: linked every ten minutes and after a run, gone through every night and when the operator asks. */
import { hour } from '../domain/document.ts'
import type { TrailCheck } from '../ports/trail.ts'
import type { Ports } from './ports.ts'

const rowsAtOnce = 2000
/** A process that does not run links nothing; by then its next start has. */
const quietMs = hour

/** @param batchesMax so that nobody who books waits for the first chain of a large company; the rest follows ten minutes later */
export async function sealTrail(ports: Ports, tenantId: string, batchesMax = 5): Promise<void> {
  const at = await ports.clock.now()
  const store = ports.store.forTenant(tenantId)
  for (let batches = 0; batches < batchesMax; batches += 1)
    if ((await store.transaction((tx) => tx.trail.seal(at, rowsAtOnce))) < rowsAtOnce) return
}

export async function sealTrails(ports: Ports): Promise<void> {
  for (const { tenantId } of await ports.store.directory.tenants()) await sealTrail(ports, tenantId)
}

export interface CompanyTrail extends TrailCheck {
  company: string
}

/** Links what is new first, so that what is found is a change and no delay. */
export async function checkTrails(
  ports: Ports,
  companies: { tenantId: string; name: string }[],
): Promise<CompanyTrail[]> {
  const checks: CompanyTrail[] = []
  for (const { tenantId, name } of companies) {
    await sealTrail(ports, tenantId, Number.POSITIVE_INFINITY)
    const quiet = (await ports.clock.now()) - quietMs
    checks.push({
      company: name,
      ...(await ports.store.forTenant(tenantId).transaction((tx) => tx.trail.check(quiet))),
    })
  }
  return checks
}

/** Nightly: the head goes to the log, outside of the database; a break is told there too, and as a figure. */
export async function watchTrails(ports: Ports): Promise<void> {
  for (const { tenantId, name } of await ports.store.directory.tenants())
    for (const check of await checkTrails(ports, [{ tenantId, name }])) {
      const { links, head, broken } = check
      const at = await ports.clock.now()
      await ports.store.forTenant(tenantId).transaction((tx) => tx.trail.noteCheck(check, at))
      if (broken === null) ports.log.info('trail.head', { tenant: tenantId, links, head })
      else ports.log.error('trail.broken', { tenant: tenantId, links, ...broken })
    }
}
