/** The trail of each company: linked and signed every ten minutes and after a run, gone through every night and when the operator asks. */
import { hour } from '../../domain/delays.ts'
import { trailMail } from '../../domain/tell/trail-mail.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Tx } from '../../ports/store.ts'
import type { TrailBreak, TrailCheck, TrailHead } from '../../ports/tables/trail.ts'
import type { Ports } from './ports.ts'
import { addTrailCall } from '../tell/webhook-calls.ts'
import { writeMail } from '../tell/write-mail.ts'

const rowsAtOnce = 2000
/** A process that does not run links nothing; by then its next start has. */
const quietMs = hour

/**
 * @param batchesMax limits the batches, so that booking does not wait for the first chain of a large company; the rest follows ten minutes
 * later
 */
export async function sealTrail(ports: Ports, tenantId: string, batchesMax = 5): Promise<void> {
  const at = await ports.clock.now()
  const store = ports.store.forTenant(tenantId)
  const kept = await ports.trailHeads.read(tenantId)
  for (let batches = 0; batches < batchesMax; batches += 1) {
    const { linked, head } = await store.transaction(async (tx) => ({
      linked: await tx.trail.seal(at, rowsAtOnce),
      head: await signNewest(ports, tx, { tenantId, kept, at }),
    }))
    if (head !== null && head.links !== kept?.links) await ports.trailHeads.keep(tenantId, head)
    if (linked < rowsAtOnce) return
  }
}

/** Signs the end of the chain, unless what was signed or kept before is no longer in it: that is never made good again.
 *  @returns what is signed now; null: nothing was linked yet, or it is not signed */
async function signNewest(
  ports: Ports,
  tx: Tx,
  { tenantId, kept, at }: { tenantId: string; kept: TrailHead | null; at: number },
): Promise<TrailHead | null> {
  const newest = await tx.trail.newest()
  if (newest === null || (await faultOfEnd(ports, tx, { tenantId, kept, newest })) !== null) return null
  const { links, head, signed } = newest
  if (signed?.links !== links)
    await tx.trail.sign({ links, head, signature: ports.secrets.sign(saidOf(newest), purposeOf(tenantId)) }, at)
  return { links, head }
}

/** A forger who linked the chain anew could not sign it. One who cut it off left a signed head without its link. */
async function faultOfEnd(
  ports: Ports,
  tx: Tx,
  {
    tenantId,
    kept,
    newest,
  }: { tenantId: string; kept: TrailHead | null; newest: Awaited<ReturnType<Tx['trail']['newest']>> },
): Promise<TrailBreak | null> {
  const signed = newest?.signed ?? null
  const isOurs = signed !== null && ports.secrets.isSigned(saidOf(signed), purposeOf(tenantId), signed.signature)
  // Without a signature it is a chain from before there were any, or none was linked; a head that was kept has had one.
  if (signed === null ? kept !== null : !isOurs)
    return { kind: 'link', key: String(signed?.links ?? kept?.links ?? ''), fault: 'notSigned' }
  if (kept !== null && !(await tx.trail.has(kept.head, kept.links)))
    return { kind: 'link', key: String(kept.links), fault: 'headGone' }
  return null
}

const saidOf = ({ links, head }: TrailHead): string => `${links} ${head}`
const purposeOf = (tenantId: string): string => `trail|${tenantId}`

/**
 * When keys rotate, signs with the new key each head that the old key signed. A chain that does not fit stays as it is, and is reported at
 * the next check. @param secrets know both keys
 */
export async function signTrailsAgain(ports: Ports, secrets: Pick<Secrets, 'sign' | 'isSigned'>): Promise<void> {
  const at = await ports.clock.now()
  for (const { tenantId } of await ports.store.directory.tenants())
    await ports.store.forTenant(tenantId).transaction(async (tx) => {
      const signed = (await tx.trail.newest())?.signed ?? null
      if (signed === null || !secrets.isSigned(saidOf(signed), purposeOf(tenantId), signed.signature)) return
      await tx.trail.sign({ ...signed, signature: secrets.sign(saidOf(signed), purposeOf(tenantId)) }, at)
    })
}

export async function sealTrails(ports: Ports): Promise<void> {
  for (const { tenantId } of await ports.store.directory.tenants()) await sealTrail(ports, tenantId)
}

export interface CompanyTrail extends TrailCheck {
  company: string
}

/**
 * Links new events first, so that a found difference is a change and no delay. @param told a head of the log, a mail or a webhook, which
 * must be in each of these chains
 */
export async function checkTrails(
  ports: Ports,
  companies: { tenantId: string; name: string }[],
  told: string | null = null,
): Promise<CompanyTrail[]> {
  const checks: CompanyTrail[] = []
  for (const { tenantId, name } of companies) {
    const kept = await ports.trailHeads.read(tenantId)
    await sealTrail(ports, tenantId, Number.POSITIVE_INFINITY)
    const quiet = (await ports.clock.now()) - quietMs
    const check = await ports.store.forTenant(tenantId).transaction(async (tx): Promise<TrailCheck> => {
      const found = await tx.trail.check(quiet)
      if (found.broken !== null) return found
      const atEnd = await faultOfEnd(ports, tx, { tenantId, kept, newest: await tx.trail.newest() })
      const isThere = told === null || (await tx.trail.has(told, null))
      return { ...found, broken: atEnd ?? (isThere ? null : { kind: 'link', key: told, fault: 'headGone' }) }
    })
    checks.push({ company: name, ...check })
  }
  return checks
}

/**
 * Runs nightly: the head is written to the log, and sent by webhook and mail where one is set, outside of the database. A break is reported
 * there too, and as a figure.
 */
export async function watchTrails(ports: Ports): Promise<void> {
  const told: CompanyTrail[] = []
  for (const { tenantId, name } of await ports.store.directory.tenants())
    for (const check of await checkTrails(ports, [{ tenantId, name }])) {
      const { links, head, broken } = check
      const at = await ports.clock.now()
      await ports.store.forTenant(tenantId).transaction(async (tx) => {
        await tx.trail.noteCheck(check, at)
        await addTrailCall(ports, tx, { check, at })
      })
      if (broken === null) ports.log.info('trail.head', { tenant: tenantId, links, head })
      else ports.log.error('trail.broken', { tenant: tenantId, links, head, ...broken })
      told.push(check)
    }
  const day = ports.calendar.localDate(await ports.clock.now())
  if (ports.trailMail !== null && told.length > 0)
    await writeMail(ports, {
      kind: 'trail',
      key: `trail:${day}`,
      to: ports.trailMail,
      language: 'nl',
      text: trailMail(told, day),
    })
}
