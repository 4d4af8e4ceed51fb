/** Calls to an address that a company gave. The address is a stranger's: it is checked before each call, and nothing of the answer is shown. */
import type { Instant } from '../domain/calendar.ts'

export interface WebhookCall {
  /** The company whose call it is: the look-ups of names are shared out between companies. */
  of: string
  url: string
  /** Key of the signature. */
  secret: string
  body: string
  /** Stands in the signature, so that an old call cannot be played again. */
  at: Instant
}

/** Why an address is not called. `noAnswer` means that its name could not be resolved now. */
export type AddressFault = 'notAnAddress' | 'notHttps' | 'withPassword' | 'notPublic' | 'noAnswer'

/** `noRoom`: nothing was looked up or sent, because too much is under way; it is no failure of the address. */
export type WebhookOutcome = { kind: 'taken' } | { kind: 'noRoom' } | { kind: 'failed'; reason: string }

export interface Webhooks {
  /** Whether the address would be called now; null when it would. Nothing is sent. */
  faultOf(url: string, of: string): Promise<AddressFault | 'noRoom' | null>
  /** One try: connects to the address that was checked, follows no redirect, gives up after five seconds. */
  send(call: WebhookCall): Promise<WebhookOutcome>
}
