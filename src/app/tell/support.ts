/** *Meld probleem*: a user sends the operator a question with its evidence, and reads the answer in the app. */
import { supportMail } from '../../domain/tell/support-mail.ts'
import { hour } from '../../domain/delays.ts'
import type { Language } from '../../domain/language.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { RequestState, SupportMessage, SupportRequest } from '../../ports/tables/support.ts'
import type { Company } from '../setup/connections.ts'
import { explainOrder } from '../show/explain-order.ts'
import type { Ports } from '../run/ports.ts'
import { writeMail } from './write-mail.ts'

const listedMax = 100
/** After the last word; as long as a buyer's data is kept. */
const keptMs = 60 * 24 * hour

export interface ListedRequest extends Omit<SupportRequest, 'accountId' | 'madeAt' | 'changedAt'> {
  madeAt: string
  changedAt: string
  messages: (Omit<SupportMessage, 'at' | 'requestId'> & { at: string })[]
}

export interface NewRequest {
  orderId: string | null
  problemCode: ProblemCode | null
  text: string
  /** The writer, as shown on screen. */
  by: string
  /** The account that gets the answer by mail; null: a script, or the terminal. */
  accountId: string | null
  language: Language
}

/** The limit of a company, in an hour: each message is a mail to each operator. */
const wordsMax = 20

/** Before a report, or one word more. @returns false: too many */
export async function maySay(ports: Ports, tenantId: string): Promise<boolean> {
  const limit = { limit: wordsMax, windowMs: hour }
  const counted = await ports.store.directory.accounts.count(`support:${tenantId}`, limit, await ports.clock.now())
  return counted.kind === 'granted'
}

/** In an hour, of the whole installation: beyond them a report waits in the operator's list without a mail. */
const reportMailsMax = 30

async function mayMailReport(ports: Ports): Promise<boolean> {
  const limit = { limit: reportMailsMax, windowMs: hour }
  return (
    (await ports.store.directory.accounts.count('mailed:reports', limit, await ports.clock.now())).kind === 'granted'
  )
}

export async function reportProblem(ports: Ports, company: Company, wanted: NewRequest): Promise<string> {
  const { orderId, problemCode, text, by, accountId, language } = wanted
  const { tenantId } = company
  const at = await ports.clock.now()
  const evidence = orderId === null ? null : await explainOrder(ports, [tenantId], orderId)
  const requestId = ports.random.id()
  const connectionId = evidence?.connection ?? null
  await ports.store.forTenant(tenantId).transaction(async (tx) => {
    const request = {
      requestId,
      connectionId,
      orderId,
      problemCode,
      madeBy: by,
      accountId,
      madeAt: at,
      changedAt: at,
      evidence,
    }
    await tx.support.add({ ...request, state: 'open' })
    await tx.support.addMessage({ messageId: ports.random.id(), requestId, at, byOperator: false, who: by, text })
  })
  await ports.store.directory.inbox.note({ requestId, tenantId, changedAt: at, state: 'open' })
  if (!(await mayMailReport(ports))) return requestId
  for (const to of await ports.store.directory.accounts.operators())
    await writeMail(ports, {
      kind: 'support',
      key: `support:${requestId}:${to}`,
      to,
      language,
      text: supportMail('asked', language, { company: company.name, tenantId, publicUrl: ports.publicUrl }),
    })
  return requestId
}

export interface Said {
  text: string
  who: string
  byOperator: boolean
  language: Language
}

/** One word more. @returns false where there is no such request */
export async function answerRequest(ports: Ports, tenantId: string, requestId: string, said: Said): Promise<boolean> {
  const { text, who, byOperator, language } = said
  const at = await ports.clock.now()
  const state: RequestState = byOperator ? 'answered' : 'open'
  const request = await ports.store.forTenant(tenantId).transaction(async (tx) => {
    const found = await tx.support.get(requestId)
    if (found === null) return null
    const messageId = ports.random.id()
    await tx.support.addMessage({ messageId, requestId, at, byOperator, who, text })
    await tx.support.setState(requestId, state, at)
    return { ...found, messageId }
  })
  if (request === null) return false
  await ports.store.directory.inbox.note({ requestId, tenantId, changedAt: at, state })
  const { accountId } = request
  const asker = byOperator && accountId !== null ? await ports.store.directory.accounts.byId(accountId) : null
  if (asker !== null && !asker.disabled)
    await writeMail(ports, {
      kind: 'support',
      key: `support:${request.messageId}`,
      to: asker.email,
      language,
      text: supportMail('answered', language, { company: '', tenantId, publicUrl: ports.publicUrl }),
    })
  return true
}

export async function closeRequest(ports: Ports, tenantId: string, requestId: string): Promise<boolean> {
  const at = await ports.clock.now()
  const there = await ports.store.forTenant(tenantId).transaction(async (tx) => {
    if ((await tx.support.get(requestId)) === null) return false
    await tx.support.setState(requestId, 'closed', at)
    return true
  })
  if (there) await ports.store.directory.inbox.note({ requestId, tenantId, changedAt: at, state: 'closed' })
  return there
}

export async function listRequests(ports: Ports, tenantId: string, only?: string): Promise<ListedRequest[]> {
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const one = only === undefined ? null : await tx.support.get(only)
    const requests = only === undefined ? await tx.support.list(listedMax) : one === null ? [] : [one]
    const messages = await tx.support.messages(requests.map(({ requestId }) => requestId))
    const iso = (instant: number): string => ports.calendar.isoText(instant)
    return requests.map(({ requestId, connectionId, orderId, problemCode, madeBy, state, evidence, ...request }) => ({
      requestId,
      connectionId,
      orderId,
      problemCode,
      madeBy,
      state,
      evidence,
      madeAt: iso(request.madeAt),
      changedAt: iso(request.changedAt),
      messages: messages
        .filter((message) => message.requestId === requestId)
        .map(({ messageId, at, byOperator, who, text }) => ({ messageId, at: iso(at), byOperator, who, text })),
    }))
  })
}

/** Nightly. */
export async function forgetRequests(ports: Ports): Promise<void> {
  const before = (await ports.clock.now()) - keptMs
  for (const { tenantId } of await ports.store.directory.tenants()) {
    const gone = await ports.store.forTenant(tenantId).transaction((tx) => tx.support.forget(before))
    if (gone.length > 0) await ports.store.directory.inbox.forget(gone)
  }
}
