/** The wizard, left and taken up again. Keys and passwords go in and are used; they never come out. */
import { hour } from '../../domain/delays.ts'
import type { WizardDraft } from '../../ports/tables/wizard-drafts.ts'
import type { Ports } from '../run/ports.ts'
import { keyPairs } from './kinds-in-file.ts'

const keptMs = 30 * 24 * hour

type Secrets = WizardDraft['secrets']

export interface ShownDraft {
  state: unknown
  kept: { clientSecret: boolean; password: boolean }
  changedBy: string
  changedAt: string
}

export async function wizardDraft(ports: Ports, tenantId: string): Promise<ShownDraft | null> {
  const draft = await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.get())
  if (draft === null) return null
  const { state, secrets, changedBy, changedAt } = draft
  const kept = { clientSecret: secrets.clientSecret !== undefined, password: secrets.password !== undefined }
  return { state, kept, changedBy, changedAt: ports.calendar.isoText(changedAt) }
}

/** A secret that is not given stays. */
export async function keepWizardDraft(
  ports: Ports,
  tenantId: string,
  { state, secrets, by }: { state: unknown; secrets: Secrets; by: string },
): Promise<void> {
  const changedAt = await ports.clock.now()
  await ports.store.forTenant(tenantId).transaction(async (tx) => {
    const before = await tx.wizardDrafts.get()
    await tx.wizardDrafts.save({ state, secrets: { ...before?.secrets, ...secrets }, changedBy: by, changedAt })
  })
}

export async function forgetWizardDraft(ports: Ports, tenantId: string): Promise<void> {
  await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.remove())
}

/** Where a secret is left empty, the one that is kept. */
export async function withKeptSecrets<T extends Secrets>(ports: Ports, tenantId: string, given: T): Promise<T> {
  const missing = Object.entries(given).filter(([name, value]) => isSecret(name) && value === '')
  if (missing.length === 0) return given
  const draft = await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.get())
  return { ...given, ...Object.fromEntries(missing.map(([name, value]) => [name, keptOf(draft, name) ?? value])) }
}

/** The same for a connection file. A value that is not a file stays as it is; the reader of the file says what is wrong with it. */
export async function fileWithKeptSecrets(ports: Ports, tenantId: string, file: unknown): Promise<unknown> {
  if (typeof file !== 'object' || file === null) return file
  const sides = file as Record<string, unknown>
  const filled = async (side: unknown): Promise<unknown> =>
    typeof side === 'object' && side !== null ? withKeptSecrets(ports, tenantId, side as Secrets) : side
  const names = keyPairs.flatMap(({ side, long }) => [side, long]).filter((name) => sides[name] !== undefined)
  const whole: Record<string, unknown> = { ...file }
  for (const name of names) whole[name] = await filled(sides[name])
  return whole
}

function isSecret(name: string): name is keyof Secrets {
  return name === 'clientSecret' || name === 'password'
}

function keptOf(draft: WizardDraft | null, name: string): string | undefined {
  return isSecret(name) ? draft?.secrets[name] : undefined
}

/** Nightly. */
export async function forgetWizardDrafts(ports: Ports): Promise<void> {
  const before = (await ports.clock.now()) - keptMs
  for (const { tenantId } of await ports.store.directory.tenants())
    await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.forget(before))
}
