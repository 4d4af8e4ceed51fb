/**
 * Keeps the wizard where it was left. Keys and passwords go in and are used; they never come out. A kept secret is used with the login that
 * it was typed with, in the session that typed it, and elsewhere by full proof. A stranger at an open session could otherwise lead a shop's
 * sales to other books with it.
 */
import { hour } from '../../domain/delays.ts'
import { holderOf, keptName, type Keys, type Side } from '../../domain/kinds.ts'
import type { KeptSecret, WizardDraft } from '../../ports/tables/wizard-drafts.ts'
import { hashOf } from '../people/sessions.ts'
import type { Ports } from '../run/ports.ts'
import { withoutPaste } from './connection-file-schema.ts'
import { fieldsOf, placeInFile, sides } from './kinds-in-file.ts'

const keptMs = 30 * 24 * hour

type Given = Record<string, unknown>

/** The company, and the token of the session that asks. */
export interface DraftOf {
  tenantId: string
  token: string
}

export interface ShownDraft {
  state: unknown
  /** Names of the secrets of this session: left empty, they are used. */
  kept: string[]
  changedBy: string
  changedAt: string
}

export async function wizardDraft(ports: Ports, { tenantId, token }: DraftOf): Promise<ShownDraft | null> {
  const draft = await draftOf(ports, tenantId)
  if (draft === null) return null
  const { state, secrets, changedBy, changedAt } = draft
  const session = hashOf(ports, token)
  const kept = Object.keys(secrets).filter((name) => secrets[name]?.session === session)
  return { state, kept, changedBy, changedAt: ports.calendar.isoText(changedAt) }
}

/** A secret that is not given stays, of the session that typed it. */
export async function keepWizardDraft(
  ports: Ports,
  { tenantId, token }: DraftOf,
  { state, secrets, by }: { state: unknown; secrets: Record<string, Omit<KeptSecret, 'session'>>; by: string },
): Promise<void> {
  const changedAt = await ports.clock.now()
  const session = hashOf(ports, token)
  const typed = Object.entries(secrets).map(([name, secret]) => [name, { ...secret, session }] as const)
  await ports.store.forTenant(tenantId).transaction(async (tx) => {
    const before = await tx.wizardDrafts.get()
    const all = { ...before?.secrets, ...Object.fromEntries(typed) }
    await tx.wizardDrafts.save({ state, secrets: all, changedBy: by, changedAt })
  })
}

export async function forgetWizardDraft(ports: Ports, tenantId: string): Promise<void> {
  await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.remove())
}

/** Keys with the secrets that this session typed for the same holder, where they are left empty. */
export async function withKeptSecrets(
  ports: Ports,
  { tenantId, token }: DraftOf,
  { side, kind, keys }: { side: Side; kind: string; keys: Keys },
): Promise<Keys> {
  const session = hashOf(ports, token)
  const { given, isForeign } = filled(ports, await draftOf(ports, tenantId), { side, kind, given: keys, session })
  return isForeign ? keys : (given as Keys)
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
  const session = hashOf(ports, token)
  const whole: Given = { ...file }
  let isForeign = false
  for (const { side } of sides) {
    const usual = ports.kinds.usual[side]
    for (const name of [placeInFile(ports.kinds, side, usual), side]) {
      const given = file[name]
      if (!isSide(given)) continue
      const kind = name === side && typeof given['kind'] === 'string' ? given['kind'] : usual
      const one = filled(ports, draft, { side, kind, given, session })
      whole[name] = one.given
      isForeign ||= one.isForeign
    }
  }
  return { file: whole, isForeign }
}

/** Drafts of earlier versions keep the secrets of the usual kinds under the names of their fields. */
async function draftOf(ports: Ports, tenantId: string): Promise<WizardDraft | null> {
  const draft = await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.get())
  if (draft === null) return null
  const { kinds } = ports
  const earlier = sides.flatMap(({ side }) =>
    fieldsOf(kinds, side, kinds.usual[side]).flatMap(({ name, secret }) => {
      const kept = draft.secrets[name]
      return secret && kept !== undefined ? [[keptName(side, kinds.usual[side], name), kept] as const] : []
    }),
  )
  const named = Object.entries(draft.secrets).filter(([name]) => name.includes('.'))
  return { ...draft, secrets: Object.fromEntries([...earlier, ...named]) }
}

function filled(
  { kinds }: Ports,
  draft: WizardDraft | null,
  { side, kind, given, session }: { side: Side; kind: string; given: Given; session: string },
): { given: Given; isForeign: boolean } {
  const fields = fieldsOf(kinds, side, kind)
  const typed = Object.fromEntries(fields.map(({ name }) => [name, textOf(given[name])]))
  const whole = { ...given }
  let isForeign = false
  for (const { name } of fields.filter(({ secret }) => secret)) {
    const kept = draft?.secrets[keptName(side, kind, name)]
    if (given[name] !== '' || kept === undefined || holderOf(fields, typed) !== kept.of) continue
    whole[name] = kept.value
    isForeign ||= kept.session !== session
  }
  return { given: whole, isForeign }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? withoutPaste(value) : ''
}

function isSide(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Nightly. */
export async function forgetWizardDrafts(ports: Ports): Promise<void> {
  const before = (await ports.clock.now()) - keptMs
  for (const { tenantId } of await ports.store.directory.tenants())
    await ports.store.forTenant(tenantId).transaction((tx) => tx.wizardDrafts.forget(before))
}
