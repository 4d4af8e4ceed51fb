/** A mail server that keeps what it is given, with the link and the code of each mail. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** The code for a first second proof, as the mail shows it. */
export const codeInMail = /^[0-9a-f]{5}(?:-[0-9a-f]{5}){3}$/mu

export interface ReceivedMail {
  to: string
  subject: string
  /** Of the link; empty: none. */
  link: string
  /** For a first second proof; empty: none. */
  code: string
}

export interface Mails {
  received: ReceivedMail[]
  /** For `TENTAKEL_SMTP_URL`. */
  url: string
  close(): Promise<void>
}

export async function openMails(): Promise<Mails> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onData(stream, session, callback) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        const plain = text.replaceAll('=\r\n', '').replaceAll('=3D', '=').replaceAll('\r', '')
        const link = /\/welcome#([0-9a-f]{64})/u.exec(plain)?.[1] ?? ''
        const subject = /^Subject: (.*)$/mu.exec(plain)?.[1] ?? ''
        const code = codeInMail.exec(plain)?.[0] ?? ''
        for (const { address: to } of session.envelope.rcptTo) received.push({ to, subject, link, code })
        callback()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    received,
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
