import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, it } from 'vitest'
import { createMailer } from './mail.ts'

let server: SMTPServer | null = null
const received: { from: string; to: string[]; text: string }[] = []
afterEach(async () => {
  received.length = 0
  await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())))
  server = null
})

async function serve(options: SMTPServerOptions = {}): Promise<string> {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onData(stream, session, callback) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text,
        })
        callback()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', () => resolve()))
  return `127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

const mail = { to: 'jan@firma.example', subject: 'Je boekingen', text: 'Alles geboekt: € 25,50\n', mailId: 'm-1' }

it('hands a mail over: to one person, with its own id, and as text', async () => {
  const mailer = createMailer(`smtp://${await serve()}`, 'Tentakel <tentakel@dienst.example>')
  expect(await mailer.send(mail)).toEqual({ kind: 'sent' })
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({ from: 'tentakel@dienst.example', to: ['jan@firma.example'] })
  expect(received[0]?.text).toContain('Message-ID: <m-1@tentakel>')
  expect(received[0]?.text).toContain('text/plain')
})

it('a name with a comma or a line break makes no second recipient and no header', async () => {
  const mailer = createMailer(`smtp://${await serve()}`, 'tentakel@dienst.example')
  await mailer.send({ ...mail, to: 'jan@firma.example, dief@elders.example', subject: 'x\r\nBcc: dief@elders.example' })
  expect(received.flatMap(({ to }) => to)).not.toContain('dief@elders.example')
  expect(received.map(({ text }) => text).join('')).not.toMatch(/^Bcc:/mu)
})

it('a mailbox that does not exist is a refusal; a server that is full, or gone, is tried again', async () => {
  const refuse = (code: number): SMTPServerOptions => ({
    onRcptTo: (_address, _session, callback) => callback(Object.assign(new Error('no'), { responseCode: code })),
  })
  expect(await createMailer(`smtp://${await serve(refuse(550))}`, 'a@b.example').send(mail)).toMatchObject({
    kind: 'refused',
  })
  await new Promise<void>((resolve) => server?.close(() => resolve()))
  expect(await createMailer(`smtp://${await serve(refuse(452))}`, 'a@b.example').send(mail)).toMatchObject({
    kind: 'later',
  })
  const place = await serve()
  await new Promise<void>((resolve) => server?.close(() => resolve()))
  server = null
  const gone = await createMailer(`smtp://${place}`, 'a@b.example').send(mail)
  expect(gone).toMatchObject({ kind: 'later' })
  expect(JSON.stringify(gone)).not.toContain('jan@')
})
