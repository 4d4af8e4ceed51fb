/** The ports that every use case gets. Assembled once in `main.ts`; a simulation assembles its own. */
import type { Passwords } from '../../ports/people/accounts.ts'
import type { Calendar, Clock } from '../../ports/clock.ts'
import type { Kinds } from '../../ports/kinds.ts'
import type { Log } from '../../ports/log.ts'
import type { Mailer } from '../../ports/mail.ts'
import type { Meters } from '../../ports/meters.ts'
import type { OneTimeCodes } from '../../ports/people/one-time-codes.ts'
import type { SignIns } from '../../ports/people/sign-ins.ts'
import type { PasskeyRules } from '../../ports/people/passkeys.ts'
import type { Random } from '../../ports/random.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Store } from '../../ports/store.ts'
import type { TrailHeads } from '../../ports/tables/trail.ts'
import type { VatRegister } from '../../ports/vat-register.ts'
import type { Webhooks } from '../../ports/webhook.ts'

export interface Ports {
  kinds: Kinds
  store: Store
  clock: Clock
  calendar: Calendar
  random: Random
  secrets: Secrets
  passwords: Passwords
  signIns: SignIns
  oneTimeCodes: OneTimeCodes
  passkeyRules: PasskeyRules
  /** Null: the operator gave no mail server; mails are kept and shown as not sent. */
  mailer: Mailer | null
  webhooks: Webhooks
  /** The address of the web app; null: not given. */
  publicUrl: string | null
  /** Whether people may make accounts themselves, and how many days a company of theirs posts; null: without end. */
  signUp: { mode: 'open' | 'invite' | 'closed'; trialDays: number | null }
  /** Heads of the trails, outside of the database. */
  trailHeads: TrailHeads
  /** The address that gets the trail's heads every night as well; null: none. */
  trailMail: string | null
  log: Log
  meters: Meters
  vatRegister: VatRegister
  /** This process, as `attempt_send.sent_by` names it. */
  processId: string
  /** SHA-256 in hex: for marks that another installation must find again. Never for personal data at rest. */
  digest(text: string): string
}
