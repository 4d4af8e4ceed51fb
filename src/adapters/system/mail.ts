/** Mail over SMTP. One try per call: the tables say which caller repeats it, and how often. */
import type { Transporter } from 'nodemailer'
import type { Mailer, MailOutcome } from '../../ports/mail.ts'

/** A server that is slow to greet is not down; one that says nothing for half a minute is. */
const connectTimeoutMs = 10_000
const silenceTimeoutMs = 30_000

/**
 * @param smtpUrl `smtps://user:password@host:465`, or `smtp://host:587`; with a password TLS is asked for, except on this machine
 * @param from the sender's address, with a name where wanted: `Tentakel <tentakel@firma.example>`
 */
export function createMailer(smtpUrl: string, from: string): Mailer {
  const url = new URL(smtpUrl)
  // Read from disk with the first mail, not at each start.
  const open = async (): Promise<Transporter> =>
    (await import('nodemailer')).createTransport({
      host: url.hostname.replace(/^\[|\]$/gu, ''),
      port: Number(url.port === '' ? (url.protocol === 'smtps:' ? 465 : 587) : url.port),
      secure: url.protocol === 'smtps:',
      // A password never goes over the net in the clear.
      requireTLS: url.protocol === 'smtp:' && url.username !== '' && !isLoopback(url.hostname),
      ...(url.username === ''
        ? {}
        : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
      connectionTimeout: connectTimeoutMs,
      greetingTimeout: connectTimeoutMs,
      dnsTimeout: connectTimeoutMs,
      socketTimeout: silenceTimeoutMs,
      // A mail is text of ours: nothing in it may make the library read a file or a URL.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  let transport: Promise<Transporter> | null = null
  return {
    async send({ to, subject, text, mailId }) {
      try {
        transport ??= open()
        await (
          await transport
        ).sendMail({
          from,
          // As an object, so that no comma in it makes a second recipient.
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${mailId}@tentakel>`,
          // Without this, mail servers would answer with holiday replies.
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { kind: 'sent' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(host)
}

/** Only a final no to this mail's recipient or content is a refusal. A wrong password or sender is mended by the operator, and the mail goes then. */
function outcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error)) throw error
  const {
    code = '',
    responseCode = 0,
    command = '',
  } = error as { code?: string; responseCode?: number; command?: string }
  const final = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')
  // The server's own sentence may repeat an address: the kind and its number say enough.
  const reason = [code || 'no answer', responseCode === 0 ? '' : String(responseCode), command]
    .filter((part) => part !== '')
    .join(' ')
  return { kind: final ? 'refused' : 'later', reason }
}
