/** A connection that is being made: the answers so far. */
import type { Instant } from '../../domain/calendar.ts'

/** A secret, the login that it was typed with, and the session in which. */
export interface KeptSecret {
  value: string
  /** Its holder: what is no secret of the same keys. */
  of: string
  /** The session's token as it is stored, hashed. */
  session: string
}

export interface WizardDraft {
  /** The state of the wizard's pages. The server does not read it. */
  state: unknown
  /** Secrets that were tried with success, kept so that the user types them once; by their `keptName`. */
  secrets: Readonly<Record<string, KeptSecret>>
  changedBy: string
  changedAt: Instant
}

export interface WizardDrafts {
  get(): Promise<WizardDraft | null>
  save(draft: WizardDraft): Promise<void>
  remove(): Promise<void>
  forget(before: Instant): Promise<void>
}
