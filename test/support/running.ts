/** A program that was started as people start it (`./tentakel start`), met over HTTP and on its terminal, with a mail server at its side. */
import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { openMails, type ReceivedMail } from './mails.ts'
import { finish, openOutside, type Outside, type Ran } from './outside.ts'

const launcher = path.resolve(import.meta.dirname, '../../tentakel')

export interface Asking {
  body?: unknown
  /** As it is, in place of `body`. */
  raw?: string
  cookie?: string
  bearer?: string
  from?: string
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  json: Record<string, unknown>
  text: string
  headers: Headers
  cookie: string
}

export interface Running {
  outside: Outside
  received: ReceivedMail[]
  /** What the program said on its standard error. */
  said(): string
  ask: (method: string, place: string, asking?: Asking) => Promise<Answer>
  /** A command at the operator's terminal. @param input its standard input */
  terminal: (args: string[], options?: { input?: string; environment?: Record<string, string> }) => Promise<Ran>
  /** Mails leave by the minute. */
  mailTo: (email: string, wanted: (mail: ReceivedMail) => boolean) => Promise<ReceivedMail>
  start(environment?: Record<string, string>): Promise<void>
  stop(): Promise<void>
  close(): Promise<void>
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function openRunning(): Promise<Running> {
  const mails = await openMails()
  const { received } = mails
  const outside = await openOutside({
    environment: {
      TENTAKEL_PORT: '0',
      TENTAKEL_METRICS_PORT: '0',
      TENTAKEL_TRUSTED_PROXIES: '127.0.0.1',
      TENTAKEL_LOG_LEVEL: 'info',
      TENTAKEL_SMTP_URL: mails.url,
      TENTAKEL_MAIL_FROM: 'tentakel@dienst.example',
    },
  })
  let child: ChildProcess | null = null
  let text = ''
  let address = ''
  let count = 0
  const launch = (args: string[], more: Record<string, string> = {}): ChildProcess =>
    spawn(launcher, args, { env: { ...outside.environment, ...more }, stdio: ['pipe', 'pipe', 'pipe'] })
  const stop = async (): Promise<void> => {
    const running = child
    child = null
    if (running === null || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGTERM')
    await ended
  }
  return {
    outside,
    received,
    said: () => text,
    stop,
    async ask(method, place, { body, raw, cookie = '', bearer, from, headers = {} } = {}) {
      // An address of its own for each call, where the point is not who is slowed down.
      count += 1
      const answer = await fetch(`${address}/api${place}`, {
        method,
        headers: {
          'x-tentakel': '1',
          'content-type': 'application/json',
          'x-forwarded-for':
            from ?? `198.${18 + Math.trunc(count / 62_500)}.${Math.trunc(count / 250) % 250}.${count % 250}`,
          ...(cookie === '' ? {} : { cookie }),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        ...(method === 'GET' ? {} : { body: raw ?? JSON.stringify(body ?? {}) }),
      })
      const said = await answer.text()
      const set = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '')
      return { status: answer.status, text: said, json: parsed(said), headers: answer.headers, cookie: set.join('; ') }
    },
    async terminal(args, { input = '', environment = {} } = {}) {
      const run = launch(args, environment)
      run.stdin?.end(input)
      return finish(run)
    },
    async mailTo(email, wanted) {
      for (let tries = 0; tries < 900; tries += 1) {
        const mail = received.findLast((one) => one.to === email && wanted(one))
        if (mail !== undefined) return mail
        await wait(100)
      }
      throw new Error(`no such mail to ${email}`)
    },
    async start(environment = {}) {
      const started = launch(['start'], environment)
      child = started
      address = await new Promise<string>((resolve, reject) => {
        started.once('exit', () => reject(new Error(text)))
        const before = text.length
        started.stderr?.on('data', (chunk: Buffer) => {
          text += chunk.toString()
          const own = text.slice(before)
          const found = /Tentakel all: (http:\/\/127\.0\.0\.1:\d+),/u.exec(own)
          if (found !== null && own.includes('Sign in at')) resolve(found[1] as string)
        })
      })
    },
    async close() {
      await stop()
      await outside.close()
      await mails.close()
    },
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
