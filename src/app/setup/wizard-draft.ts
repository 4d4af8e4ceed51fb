/**
 * Keeps the wizard where it was left. Keys and passwords go in and are used; they never come out. A kept secret is used with the login that
 * it was typed with, in the session that typed it, and elsewhere by full proof. A stranger at an open session could otherwise lead a shop's
 * sales to other books with it.
 */
import { hour } from '../../domain/delays.ts'
import type { WizardDraft } from '../../ports/tables/wizard-drafts.ts'
import { hashOf } from '../people/sessions.ts'
import type { Ports } from '../run/ports.ts'
import { withoutPaste } from './connection-file-schema.ts'
import { keyPairs } from './kinds-in-file.ts'

const keptMs = 30 * 24 * hour

type Secret = keyof WizardDraft['secrets']
type Side = Record<string, unknown>

/** The company, and the token of the session that asks. */
export interface DraftOf {
  tenantId: string
  token: string
}

export interface ShownDraft {
  state: unknown
  /** Of this session: left empty, they are used. */
  kept: { clientSecret: boolean; password: boolean }
  changedBy: string
  changedAt: string
}

export async function wizardDraft(ports: Ports, { tenantId, token }: DraftOf): Promise<ShownDraft | null> {
  const draft = await draftOf(ports, tenantId)
  if (draft === null) return null
  const { state, secrets, changedBy, changedAt } = draft
  const isOwn = (name: Secret): boolean => secrets[name]?.session === hashOf(ports, token)
  const kept = { clientSecret: isOwn('clientSecret'), password: isOwn('password') }
  return { state, kept, changedBy, changedAt: ports.calendar.isoText(changedAt) }
}

/** A secret that is not given stays, of the session that typed it. */
export async function keepWizardDraft(
  ports: Ports,
  { tenantId, token }: DraftOf,
  {
    state,
    secrets,
    by,
  }: { state: unknown; secrets: Partial<Record<Secret, { of: string; value: string } | undefined>>; by: string },
): Promise<void> {
  const changedAt = await ports.clock.now()
  const session = hashOf(ports, token)
  const typed = Object.entries(secrets).flatMap(([name, secret]) =>
    secret === undefined ? [] : [[name, { ...secret, session }] as const],
  )
  await ports.store.forTenant(tenantId).transaction(async (tx) => {
    const before = await tx.wizardDrafts.get()
    const all = { ...before?.secrets, ...Object.fromEntries(typed) }
    await tx.wizardDrafts.save({ state, secrets: all, changedBy: by, changedAt })
  })
}

export async function forgetWizardDraft(ports: Ports, tenantId: string): Promise<void> {
  await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.remove())
}

/** Where a secret is left empty, the one that this session typed with the same login. */
export async function withKeptSecrets<T extends object>(
  ports: Ports,
  { tenantId, token }: DraftOf,
  given: T,
): Promise<T> {
  const { side, isForeign } = filled(await draftOf(ports, tenantId), given as Side, hashOf(ports, token))
  return isForeign ? given : (side as T)
}

/**
 * The same for a connection file, with the secrets of other sessions too. A value that is not a file stays as it is; the reader of the file
 * says what is wrong with it.
 * @returns `isForeign`: another session typed one of them, so that full proof is to be asked for
 */
export async function fileWithKeptSecrets(
  ports: Ports,
  { tenantId, token }: DraftOf,
  file: unknown,
): Promise<{ file: unknown; isForeign: boolean }> {
  if (!isSide(file)) return { file, isForeign: false }
  const draft = await draftOf(ports, tenantId)
  const whole: Side = { ...file }
  let isForeign = false
  for (const name of keyPairs.flatMap(({ side, long }) => [side, long])) {
    const given = file[name]
    if (!isSide(given)) continue
    const one = filled(draft, given, hashOf(ports, token))
    whole[name] = one.side
    isForeign ||= one.isForeign
  }
  return { file: whole, isForeign }
}

function draftOf(ports: Ports, tenantId: string): Promise<WizardDraft | null> {
  return ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.get())
}

function filled(draft: WizardDraft | null, given: Side, session: string): { side: Side; isForeign: boolean } {
  const side = { ...given }
  let isForeign = false
  for (const { name, secret } of keyPairs) {
    const kept = draft?.secrets[secret]
    const login = given[name]
    if (given[secret] !== '' || kept === undefined || typeof login !== 'string') continue
    if (withoutPaste(login) !== kept.of) continue
    side[secret] = kept.value
    isForeign ||= kept.session !== session
  }
  return { side, isForeign }
}

function isSide(value: unknown): value is Side {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Nightly. */
export async function forgetWizardDrafts(ports: Ports): Promise<void> {
  const before = (await ports.clock.now()) - keptMs
  for (const { tenantId } of await ports.store.directory.tenants())
    await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.forget(before))
}
