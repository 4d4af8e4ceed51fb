/** The web app: its API under `/api`, its built pages everywhere else. Nothing is read from another site, and nothing inline runs. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Context, Hono } from 'hono'
import { countCall } from '../app/people/api-tokens.ts'
import { hour } from '../domain/delays.ts'
import { fault } from '../domain/message/message.ts'
import type { Ports } from '../app/run/ports.ts'
import { noteDecision } from '../app/people/security-events.ts'
import { networkOf, type Caller } from '../app/people/guard.ts'
import { outlives } from '../app/people/sessions.ts'
import { bodyMaxBytes, bodyWithin, crowdOfStrangers, type Crowd } from './body.ts'
import { readingsOf, type Reading, type Readings } from './readings.ts'
import { accountOf, nameOf, refusalOf, Refused, unstorableIn, type Route } from './route.ts'
import { routeTable } from './route-table.ts'
import { isFromElsewhere, isOwnHost } from './caller.ts'
import { callerOf, visitorOf, type SignIn, type Visitor } from './session.ts'

/** Only our own pages send it; another site would have to ask first, and is never allowed to. */
const ownHeader = 'x-tentakel'
/** An answer of the API is data, whatever a browser takes it for. */
const nothingRuns = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
/** A page that asks again and again is looked at once. */
const sameLookMs = hour

export function mountWebApp(
  app: Hono,
  ports: Ports,
  options: { folder: string; signIn: SignIn; pagesFailed?: () => boolean },
): void {
  // Faults outside of a call of the API, mostly a sender who hung up in the middle of a body. Logged without a stack.
  app.onError((error, context) => {
    ports.log.warn('web.broken', { message: error.name })
    return context.json({ faults: [] }, 500)
  })
  let toldOfHost = false
  app.use('/api/*', async (context, next) => {
    context.header('content-security-policy', nothingRuns)
    if (!isOwnHost(context, ports.publicUrl)) {
      // Once: an operator who forgot `TENTAKEL_URL` finds it, and a stranger fills no log.
      if (!toldOfHost) ports.log.warn('web.foreignHost', { remedy: 'set TENTAKEL_URL to the address that people use' })
      toldOfHost = true
      return context.json({ faults: [] }, 421)
    }
    await next()
    return undefined
  })
  const strangers = crowdOfStrangers()
  const readings = readingsOf()
  for (const route of routeTable)
    app.on(route.method, `/api${route.path}`, (context) =>
      answered(ports, context, { route, signIn: options.signIn, strangers, readings }),
    )
  app.all('/api/*', (context) => context.json({ faults: [] }, 404))
  app.get('/assets/:name', (context) => asset(context, options.folder))
  app.get('*', (context) => page(ports, context, options))
}

interface Called {
  route: Route
  signIn: SignIn
  strangers: Crowd
  readings: Readings
}

async function answered(ports: Ports, context: Context, called: Called): Promise<Response> {
  const { route, signIn, strangers } = called
  context.header('cache-control', 'no-store')
  const caller = callerOf(context, signIn)
  const judged = await judge(ports, context, { route, signIn, caller })
  if ('refusal' in judged) return context.json({ faults: [] }, judged.refusal)
  let { visitor } = judged
  const unstorable = unstorableIn({ ...context.req.query(), ...context.req.param() })
  if (unstorable !== null) return context.json({ faults: [fault(unstorable, 'unstorable')] }, 400)
  const fromOurPages =
    visitor.kind === 'script' ||
    (context.req.header(ownHeader) !== undefined && !isFromElsewhere(context, ports.publicUrl))
  if (route.method !== 'GET' && !fromOurPages) {
    await noteRefused(ports, { route, visitor, caller, why: 'elsewhere ' })
    return context.json({ faults: [] }, 403)
  }
  if (visitor.kind === 'script') {
    const counted = await countCall(ports, visitor.bearer)
    if (counted.kind === 'wait') return tooMany(context, counted.until - (await ports.clock.now()))
  }
  let leave: (() => void) | null = () => undefined
  try {
    const reading = route.method === 'GET' ? null : called.readings.begin(senderOf(visitor, caller))
    const sent = reading === null ? '' : await sentWith(context, bodyMaxBytes(route, visitor), reading)
    if (reading !== null) {
      // A body may be long on its way, and what its sender could do at its head may be over.
      const again = await judge(ports, context, { route, signIn, caller })
      if ('refusal' in again) return context.json({ faults: [] }, again.refusal)
      ;({ visitor } = again)
    }
    // A body that is half sent takes no place: only what is being answered does.
    if (visitor.kind === 'nobody') leave = strangers.enter(caller.address)
    if (leave === null) return tooMany(context, 1000)
    const stillMay = async (): Promise<boolean> =>
      !('refusal' in (await judge(ports, context, { route, signIn, caller })))
    const answer = await route.answer({ ports, context, signIn, visitor, caller, sent, stillMay })
    if (visitor.kind === 'operator') await noteAct(ports, context, { route, visitor })
    // The password or the second proof was changed while this was on its way: nothing of it is left.
    if (route.lasting === true && 'token' in visitor && visitor.account !== null) {
      const isOpen = await outlives(ports, visitor.account, visitor.token)
      if (!isOpen) return context.json({ faults: [] }, 401)
    }
    return answer
  } catch (error) {
    if (error instanceof Refused) {
      if (error.until !== null) retryAfter(context, error.until - (await ports.clock.now()))
      return context.json({ faults: error.faults }, error.status)
    }
    const incident = ports.random.id()
    ports.log.error('api.defect', { incident, route: route.path, message: error instanceof Error ? error.name : '' })
    return context.json({ faults: [], incident }, 500)
  } finally {
    leave?.()
  }
}

/** Returns the visitor, or the status that the route refuses that visitor with. */
async function judge(
  ports: Ports,
  context: Context,
  { route, signIn, caller }: { route: Route; signIn: SignIn; caller: Caller },
): Promise<{ visitor: Visitor } | { refusal: NonNullable<ReturnType<typeof refusalOf>> }> {
  const visitor = await visitorOf(ports, context, signIn)
  const refusal = refusalOf(route, visitor, context.req.query('company'))
  if (refusal === null) return { visitor }
  await noteRefused(ports, { route, visitor, caller })
  return { refusal }
}

/** Records refusals of known callers. Unknown callers are refused all the time, so they are not recorded. */
async function noteRefused(
  ports: Ports,
  { route, visitor, caller, why = '' }: { route: Route; visitor: Visitor; caller: Caller; why?: string },
): Promise<void> {
  if (visitor.kind === 'nobody') return
  const about = `${why}${route.method} ${route.path}`
  await noteDecision(ports, { kind: 'access', outcome: 'refused', account: accountOf(visitor), caller, about })
}

/** Returns the sender of a body. */
function senderOf(visitor: Visitor, { address }: Caller): string {
  if (visitor.kind === 'script') return visitor.bearer.tokenId
  if (visitor.kind === 'nobody') return address === null ? '' : networkOf(address)
  return visitor.account?.accountId ?? 'terminal'
}

/** @throws Refused */
async function sentWith(context: Context, maxBytes: number, reading: Reading): Promise<string> {
  const body = await bodyWithin(context, maxBytes, reading)
  if (body.kind === 'text') return body.text
  if (body.kind === 'abandoned') {
    // The rest of the body is not waited for.
    context.header('connection', 'close')
    throw new Refused(429)
  }
  if (body.kind === 'notText') throw new Refused(400, [fault('', 'unstorable')])
  throw new Refused(413, [fault('', 'tooLarge', { kilobytes: maxBytes / 1000 })])
}

/**
 * Records the operator's changes in a company, which its owner can always read. Where the operator is in by consent, looks are recorded as
 * well.
 */
async function noteAct(
  ports: Ports,
  context: Context,
  { route, visitor }: { route: Route; visitor: Extract<Visitor, { kind: 'operator' }> },
): Promise<void> {
  const ofCompany = route.needs === 'reader' || route.needs === 'member' || route.needs === 'owner'
  const wanted = context.req.query('company')
  const company =
    wanted === undefined ? visitor.companies[0] : visitor.companies.find(({ tenantId }) => tenantId === wanted)
  const looks = route.method === 'GET'
  if (!ofCompany || company === undefined || (looks && !company.byConsent)) return
  const at = await ports.clock.now()
  const act = { actId: ports.random.id(), at, who: nameOf(visitor), act: `${route.method} ${route.path}` }
  await ports.store
    .forTenant(company.tenantId)
    .transaction((tx) => tx.operatorActs.add(act, looks ? at - sameLookMs : null))
}

/** Gives a script the moment at which it may ask again. */
function tooMany(context: Context, waitMs: number): Response {
  retryAfter(context, waitMs)
  return context.json({ faults: [] }, 429)
}

function retryAfter(context: Context, waitMs: number): void {
  context.header('retry-after', String(Math.max(1, Math.ceil(waitMs / 1000))))
}

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** How the build wrote a file beside the plain one, the smaller first. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Names carry a hash of the content: they never change. */
async function asset(context: Context, folder: string): Promise<Response> {
  const name = context.req.param('name') ?? ''
  const type = types[path.extname(name)]
  if (!/^[\w.-]+$/u.test(name) || type === undefined) return context.notFound()
  const found = await readAsset(path.join(folder, 'assets', name), context.req.header('accept-encoding') ?? '')
  if (found === null) return context.notFound()
  return context.body(new Uint8Array(found.bytes), 200, {
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    ...(found.encoding === null ? {} : { 'content-encoding': found.encoding }),
  })
}

async function readAsset(file: string, accepted: string): Promise<{ bytes: Buffer; encoding: string | null } | null> {
  const names = accepted
    .split(',')
    .flatMap((one) => (/;\s*q=0(?:\.0*)?\s*$/u.test(one) ? [] : [one.split(';')[0]?.trim()]))
  for (const [encoding, ending] of encodings.filter(([one]) => names.includes(one))) {
    const bytes = await readFile(file + ending).catch(() => null)
    if (bytes !== null) return { bytes, encoding }
  }
  const bytes = await readFile(file).catch(() => null)
  return bytes === null ? null : { bytes, encoding: null }
}

/** Every address of the app is the same page. The style sheets that the components write carry this answer's mark. */
async function page(
  ports: Ports,
  context: Context,
  { folder, pagesFailed }: { folder: string; pagesFailed?: () => boolean },
): Promise<Response> {
  const html = await readFile(path.join(folder, 'index.html'), 'utf8').catch(() => null)
  if (html === null)
    return context.text(
      pagesFailed?.() === true
        ? 'The web app could not be built. The words of the program that was started say why.'
        : 'The web app is being built. Load this page again in a few seconds.',
      503,
    )
  const mark = ports.secrets.fingerprint(ports.random.id(), 'style nonce').slice(0, 32)
  context.header(
    'content-security-policy',
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${mark}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'`,
  )
  context.header('cache-control', 'no-store')
  return context.html(html.replaceAll('__STYLE_MARK__', mark))
}
