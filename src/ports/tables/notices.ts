/** Messages that users and companies get without asking: alarms, digests, waiting mails, waiting calls. */
import type { AlarmKind, DigestWish } from '../../domain/tell/alarm.ts'
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { Language } from '../../domain/language.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'

export interface NoticeSetting {
  alarmsOff: AlarmKind[]
  digest: DigestWish
  language: Language
}

export interface Alarm {
  connectionId: string
  kind: AlarmKind
  subject: string
  /** Counts up: cleared and raised anew is another one. */
  episode: number
  raisedAt: Instant
  clearedAt: Instant | null
}

/** An open problem as the watch sees it. */
export interface ProblemSince {
  code: ProblemCode
  firstAt: Instant
  dossier: number | null
}

/** How orders usually come: in the four weeks before the newest one. */
export interface OrderFlow {
  newestAt: Instant
  ordersBefore: number
}

export interface Alarms {
  setting(connectionId: string): Promise<NoticeSetting>
  saveSetting(connectionId: string, setting: NoticeSetting): Promise<void>
  /** Open problems of these codes, the oldest of each code. */
  problems(connectionId: string, codes: readonly ProblemCode[]): Promise<ProblemSince[]>
  /** Null: no order was ever placed, or one since `silentSince`. */
  orderFlow(connectionId: string, silentSince: Instant, windowDays: number): Promise<OrderFlow | null>
  open(connectionId: string): Promise<Alarm[]>
  /** Opens the next episode, unless one is open. @returns null when one is */
  raise(alarm: Pick<Alarm, 'connectionId' | 'kind' | 'subject'>, at: Instant): Promise<Alarm | null>
  clear(alarm: Alarm, at: Instant): Promise<void>
  /** Episodes so far. */
  episodes(alarm: Pick<Alarm, 'connectionId' | 'kind' | 'subject'>): Promise<number>
}

export type MailKind = 'alarm' | 'digest' | 'test' | 'account' | 'support' | 'trail'

export interface NewMail {
  mailId: string
  kind: MailKind
  /** The same key twice is one mail. */
  dedupeKey: string
  language: Language
  recipient: string
  subject: string
  body: string
}

export interface StoredMail extends NewMail {
  createdAt: Instant
  tries: number
  lastFailure: string | null
  sentAt: Instant | null
  givenUpAt: Instant | null
}

/** After a try: sent, or to be tried at a moment, or given up. */
export type TryResult = { kind: 'sent' } | { kind: 'again' | 'givenUp'; reason: string; nextTryAt: Instant }

export interface Mails {
  add(mail: NewMail, at: Instant): Promise<void>
  /**
   * Takes mails that are due, those that strangers can cause behind all others. Counts a try, and lets no other process take them before
   * `until`.
   */
  take(now: Instant, until: Instant, limit: number): Promise<StoredMail[]>
  record(mailId: string, result: TryResult, at: Instant): Promise<void>
  /** Gives mails up without a try, because an old alarm has no use. */
  giveUpOlder(before: Instant, at: Instant, reason: string): Promise<void>
  /** Newest first, behind this moment; without what they say. */
  newest(before: Instant | null, limit: number): Promise<ListedMail[]>
  forget(before: Instant): Promise<void>
  /** Writes the mails of a day's digests. @returns false where they were already written */
  addDigests(day: LocalDate, mails: NewMail[], at: Instant): Promise<boolean>
  digestIsMade(day: LocalDate): Promise<boolean>
}

export type ListedMail = Omit<StoredMail, 'subject' | 'body' | 'dedupeKey'>

export interface Webhook {
  url: string
  secret: string
  madeAt: Instant
  offAt: Instant | null
  offReason: string | null
  /** The maker, as shown on screen; null: unknown. */
  madeBy: string | null
  /** The maker has lost the right to set it: nothing is called until an owner takes it over. */
  makerGone: boolean
  /** From then on nothing is called until an owner confirms it: the maker's sign-in changed, or a copy was restored. */
  restsAt: Instant | null
}

export interface WebhookMaker {
  accountId: string
  /** The maker, as shown on screen. */
  by: string
}

export interface Delivery {
  deliveryId: string
  event: string
  body: string
  createdAt: Instant
  tries: number
}

export interface CompanyWebhook {
  get(): Promise<Webhook | null>
  save(webhook: { url: string; secret: string; at: Instant } & WebhookMaker): Promise<void>
  /** Keeps the address and makes this owner its maker. @returns whether there is one that rests, or whose maker lost the right */
  takeOver(owner: WebhookMaker): Promise<boolean>
  /**
   * Rests the address that this account set, or may have set where the maker is unknown, until an owner confirms it. @returns whether there
   * is one, and it did not rest before
   */
  rest(accountId: string, at: Instant): Promise<boolean>
  /** Whether this account set it, or took it over. */
  isOf(accountId: string): Promise<boolean>
  /** Takes the address and all that waits for it. */
  remove(): Promise<void>
  /** With all that waits for it. @param madeAt of the address that failed @returns false: it is another one by now */
  switchOff(reason: string, madeAt: Instant, at: Instant): Promise<boolean>
  addDelivery(
    delivery: { deliveryId: string; event: string; dedupeKey: string; body: string },
    at: Instant,
  ): Promise<void>
  take(now: Instant, until: Instant, limit: number): Promise<Delivery[]>
  record(deliveryId: string, result: TryResult, at: Instant): Promise<void>
  /** Takes back a try that was not made. */
  putBack(deliveryId: string, nextTryAt: Instant): Promise<void>
  forget(before: Instant): Promise<void>
}
