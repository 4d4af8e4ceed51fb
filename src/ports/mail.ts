/** Mail to people. Plain text, no buyer in it. */

export interface Mail {
  to: string
  subject: string
  text: string
  /** The same for every try, so that a mailbox can tell a second copy of one mail. */
  mailId: string
}

/**
 * `refused`: the server will never take this mail, e.g. the mailbox does not exist. `later`: the outcome is not known yet, or the server
 * does not answer.
 */
export type MailOutcome = { kind: 'sent' } | { kind: 'refused' | 'later'; reason: string }

export interface Mailer {
  /** One try. Never throws for an expected thing, never repeats by itself. */
  send(mail: Mail): Promise<MailOutcome>
}
