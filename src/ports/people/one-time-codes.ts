/** Codes that a person's device makes out of a shared secret and the time (RFC 6238: six digits, half a minute). */
import type { Instant } from '../../domain/calendar.ts'

export interface OneTimeCodes {
  /** Base32, 160 bits. */
  newSecret(): string
  /** Returns the address that the device reads from a picture: `otpauth://totp/…`. */
  address(secret: string, account: string): string
  /** The half minute that this code belongs to, the present one or one beside it; null: it is of none of these. */
  stepOf(secret: string, code: string, now: Instant): number | null
}
