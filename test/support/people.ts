/** The web app with people in it: who signs in, from where, and what their mailboxes hold. */
import { Hono } from 'hono'
import { vi } from 'vitest'
import { mountWebApp } from '../../src/api/web-app.ts'
import type { SignIn } from '../../src/api/session.ts'
import { addAccount } from '../../src/app/people/manage-accounts.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import { mailAskedPasswords } from '../../src/app/people/sign-up.ts'
import { sendMails } from '../../src/app/tell/write-mail.ts'
import type { CompanyRole } from '../../src/domain/role.ts'
import type { Mail } from '../../src/ports/mail.ts'
import { openInside, type Inside } from './inside.ts'
import { codeInMail } from './mails.ts'
import { clockSeen } from './outside.ts'

export const password = 'een lang wachtwoord'
/** Full proof of everybody here. */
export const proof = { password }

export interface Asking {
  body?: object
  cookie?: string
  headers?: Record<string, string>
  /** The address it comes from; left out: this machine itself. */
  from?: string
  company?: string
}

export interface Answered {
  status: number
  json: Record<string, unknown>
  headers: Headers
  /** All that the answer set, as the browser sends it back. */
  cookie: string
}

export interface People {
  shop: Inside
  ports: Ports
  signIn: SignIn
  /** A second company. */
  other: string
  box: Mail[]
  logged: string[]
  ask(method: string, path: string, asking?: Asking): Promise<Answered>
  /** Bytes as they are. */
  raw(method: string, path: string, body: Uint8Array<ArrayBuffer>): Promise<Response>
  add(email: string, role: CompanyRole | 'operator', tenantId?: string): Promise<void>
  /** Signed in; tries are counted. */
  cookieOf(email: string, from?: string): Promise<string>
  /** Of the newest mail to this address; empty: there is none. */
  linkTo(email: string): Promise<string>
  /** The code by which the account gets its first second proof, out of its mailbox; empty: it needs none. */
  proofCode(email: string, cookie: string): Promise<string>
  later(ms: number): Promise<void>
  close(): Promise<void>
}

/** Lives of sessions, links and codes follow the machine's clock: in this process it shows what the test's clock does. */
export async function machineShows(ports: Pick<Ports, 'clock'>): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: await ports.clock.now() })
}

export async function openPeople(): Promise<People> {
  const shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  await machineShows(shop.ports)
  const box: Mail[] = []
  const logged: string[] = []
  const note = (event: string, fields: object = {}): void => void logged.push(JSON.stringify({ event, ...fields }))
  const ports: Ports = {
    ...shop.ports,
    publicUrl: 'https://tentakel.example',
    signUp: { mode: 'open', trialDays: null },
    log: { info: note, warn: note, error: note },
    mailer: {
      send(mail) {
        box.push(mail)
        return Promise.resolve({ kind: 'sent' })
      },
    },
  }
  const app = new Hono()
  const signIn: SignIn = { secure: false, testClock: true }
  mountWebApp(app, ports, { folder: '/nowhere', signIn })
  const other = await ports.store.directory.findOrAddTenant('Andere firma', ports.random.id(), await ports.clock.now())
  const ask: People['ask'] = async (method, path, { body, cookie = '', headers = {}, from, company } = {}) => {
    const sent = { 'x-tentakel': '1', 'content-type': 'application/json', cookie, ...headers }
    const init = method === 'GET' ? { headers: sent } : { method, headers: sent, body: JSON.stringify(body ?? {}) }
    const place = company === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}company=${company}`
    const env = from === undefined ? {} : { incoming: { socket: { remoteAddress: from } } }
    const answer = await app.request(`/api${place}`, init, env)
    const json: unknown = await answer.json().catch(() => null)
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '')
    return { status: answer.status, json: json as Answered['json'], headers: answer.headers, cookie: set.join('; ') }
  }
  return {
    shop,
    ports,
    signIn,
    other,
    box,
    logged,
    ask,
    raw: async (method, path, body) =>
      app.request(`/api${path}`, { method, headers: { 'x-tentakel': '1', 'content-type': 'application/json' }, body }),
    async add(email, role, tenantId = shop.tenantId) {
      const added = await addAccount(ports, { email, password, role, tenantId: role === 'operator' ? null : tenantId })
      if (added.kind !== 'added') throw new Error(JSON.stringify(added))
    },
    async cookieOf(email, from) {
      const answer = await ask('POST', '/session', {
        body: { email, password },
        ...(from === undefined ? {} : { from }),
      })
      if (answer.status !== 200) throw new Error(`${email} does not get in: ${answer.status}`)
      return answer.cookie
    },
    async linkTo(email) {
      await clockSeen()
      await mailAskedPasswords(ports)
      await sendMails(ports)
      // What tells of a change has a link to the account, and none that opens anything.
      const mail = box.findLast(({ to, text }) => to === email && !text.includes('/account\n'))
      return /\/welcome#([0-9a-f]{64})/u.exec(mail?.text ?? '')?.[1] ?? ''
    },
    async proofCode(email, cookie) {
      const asked = await ask('POST', '/second-proof/mail', { cookie })
      if (asked.status === 409) return ''
      if (asked.status !== 200) throw new Error(`no code is mailed: ${asked.status}`)
      await clockSeen()
      await sendMails(ports)
      const mail = box.findLast(({ to, text }) => to === email && codeInMail.test(text))
      return codeInMail.exec(mail?.text ?? '')?.[0] ?? ''
    },
    async later(ms) {
      await shop.outside.advance(ms)
      await clockSeen()
      await machineShows(shop.ports)
    },
    close() {
      vi.useRealTimers()
      return shop.close()
    },
  }
}
