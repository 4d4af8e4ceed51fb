/** A connection that is being made: what was answered so far. */
import type { Instant } from '../../domain/calendar.ts'

export interface WizardDraft {
  /** What the pages keep; nothing here reads it. */
  state: unknown
  /** Tried, and kept so that nobody types them twice. */
  secrets: { clientSecret?: string | undefined; password?: string | undefined }
  changedBy: string
  changedAt: Instant
}

export interface WizardDrafts {
  get(): Promise<WizardDraft | null>
  save(draft: WizardDraft): Promise<void>
  remove(): Promise<void>
  forget(before: Instant): Promise<void>
}
