/** What every use case is given. Assembled once in `main.ts`; a simulation assembles its own. */
import type { Passwords } from '../../ports/people/accounts.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Calendar, Clock } from '../../ports/clock.ts'
import type { Kinds } from '../../ports/kinds.ts'
import type { Log } from '../../ports/log.ts'
import type { Mailer } from '../../ports/mail.ts'
import type { Meters } from '../../ports/meters.ts'
import type { Source } from '../../ports/source.ts'
import type { OneTimeCodes } from '../../ports/people/one-time-codes.ts'
import type { SignIns } from '../../ports/people/sign-ins.ts'
import type { PasskeyRules } from '../../ports/people/passkeys.ts'
import type { Random } from '../../ports/random.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Credentials } from '../../ports/tables/connections.ts'
import type { Store } from '../../ports/store.ts'
import type { TrailHeads } from '../../ports/tables/trail.ts'
import type { VatRegister } from '../../ports/vat-register.ts'
import type { Webhooks } from '../../ports/webhook.ts'
import type { DocumentTarget, LedgerBook } from '../../domain/ledger/ledger.ts'

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
  /** Where people reach the web app; null: not told. */
  publicUrl: string | null
  /** Whether people may make accounts themselves, and how many days a company of theirs posts; null: without end. */
  signUp: { mode: 'open' | 'invite' | 'closed'; trialDays: number | null }
  /** Heads of the trails, outside of the database. */
  trailHeads: TrailHeads
  /** To whom they go every night as well; null: to nobody. */
  trailMail: string | null
  log: Log
  meters: Meters
  vatRegister: VatRegister
  /** This process, as `attempt_send.sent_by` names it. */
  processId: string
  /** Documents that may go to one dossier in 24 hours; probes of documents in doubt have calls of their own. */
  documentsPerDay(target: DocumentTarget): number
  /** Calls that the ledger takes in 24 hours of one dossier or user, by route as the counted calls name it. */
  callsPerDay: Readonly<Record<string, number>>
  /** Names (or their beginnings) under which tokens and refusals of these keys are kept. */
  tokenNames(tenantId: string, credentials: Credentials, dossierId: number): { marketplace: string[]; ledger: string[] }
  /** SHA-256 in hex: for marks that another installation must find again. Never for personal data at rest. */
  digest(text: string): string
  /** The seller's account behind these keys. `scope` names the company, for tokens and limits. */
  marketplaceFor(tenantId: string, credentials: Credentials['marketplace']): Source
  /** The dossier behind this user; null when the operator gave no software house id. `book` is asked when an invoice is read back: it changes with the local copy of the dossier. */
  accountingFor(
    tenantId: string,
    credentials: Credentials['ledger'],
    dossierId: number,
    book: () => LedgerBook,
  ): Accounting | null
}
