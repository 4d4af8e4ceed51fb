/** A serving process: health, metrics and workers until a signal, then a drain. */
import { startWorker } from './app/run/jobs.ts'
import { startHealth } from './api/health.ts'
import { newTerminalCode, terminalCodeMinutes } from './app/people/terminal-code.ts'
import { isNamed, proxiesOf } from './api/caller.ts'
import { configWarnings } from './config-warnings.ts'
import { forgetFirstSignIn, keepFirstSignIn } from './adapters/system/own-files.ts'
import { mountWebApp } from './api/web-app.ts'
import type { Product } from './assemble.ts'
import type { Config } from './config.ts'
import type { Queue } from './ports/queue.ts'
import { buildPages, pagesFolderFor } from './web-build.ts'

/** Stays below the 45 seconds that a supervisor gives. */
const drainMs = 40_000
/** After a crash of one of its processes PostgreSQL is back within seconds. */
const checkEveryMs = 3000
const failuresMax = 4

export async function serve(
  product: Product,
  options: {
    config: Config
    role: 'all' | 'web' | 'worker'
    signal: AbortSignal
    /** Told once the web app answers. */
    onReady?: (web: { url: string }) => void
  },
): Promise<number> {
  const { ports } = product
  const { config, role, signal } = options
  let stopping = false
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  for (const warning of configWarnings(config)) say(`${warning.path} ${warning.message}`)
  if (role !== 'worker') await ports.store.directory.accounts.closeTerminal()
  const code = role === 'worker' ? null : await newTerminalCode(ports)
  const proxies = proxiesOf(config.trustedProxies)
  const secure = config.web.publicUrl?.startsWith('https:') === true
  // A health check need not wait for the pages; a page that is asked for meanwhile says so.
  const folder = pagesFolderFor(config.dataDir)
  const pages = role === 'worker' ? null : buildPages(folder, say, signal)
  let pagesFailed = false
  const health = await startHealth(ports, {
    web: role === 'worker' ? null : config.web,
    metrics: config.metrics,
    mayHoldMany: (address) => isNamed(proxies, address),
    isReady: () => !stopping && !pagesFailed,
    mount: (app) =>
      mountWebApp(app, ports, {
        folder,
        pagesFailed: () => pagesFailed,
        signIn: {
          code,
          secure,
          testClock: config.testClockUrl !== null,
          proxies,
          secondProof: config.secondProof,
        },
      }),
  })
  const queue = role === 'web' ? null : await openQueue(product)
  const worker = queue === null ? null : await startWorker(ports, queue)
  say(`Tentakel ${role}: ${health.address ?? 'no web address'}, metrics ${health.metricsAddress}`)
  const { address } = health
  void pages?.then(
    () => {
      if (address === null || signal.aborted) return
      say(
        `Sign in at ${config.web.publicUrl ?? address}${code === null ? '' : ` with ${toldCode(config.dataDir, code.code)}`}`,
      )
      options.onReady?.({ url: address })
    },
    (error: unknown) => {
      pagesFailed = true
      say(error instanceof Error ? error.message : String(error))
    },
  )
  const gone = await Promise.race([aborted(signal), lossOfOwnServer(product, signal)])
  stopping = true
  // Without a database no running work can end well: sent documents are in doubt, and the next start looks them up.
  if (gone === null) await worker?.stop(drainMs)
  else await worker?.stop(0).catch(() => null)
  await health.close()
  if (code !== null) forgetFirstSignIn(config.dataDir)
  if (gone !== null) throw gone
  return 0
}

/** A process that only serves pages never reads the queue's library from disk. */
async function openQueue({ ports, appUrl }: Product): Promise<Queue> {
  const { startQueue } = await import('./adapters/postgres/server/queue.ts')
  return startQueue(appUrl, (error) => ports.log.error('queue', { message: error.message }))
}

/** On whichever of our outputs is a terminal. Where none is, all that is said becomes a log, which others read: there the code has a file. */
function toldCode(dataDir: string, code: string): string {
  const purpose = `to make the first operator; it works once, for ${terminalCodeMinutes} minutes`
  if (process.stderr.isTTY) return `the code ${code} ${purpose}`
  if (!process.stdout.isTTY) return `the code in ${keepFirstSignIn(dataDir, code)} ${purpose}`
  process.stdout.write(`${code}\n`)
  return `the code on standard output ${purpose}`
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) =>
    signal.aborted ? resolve(null) : signal.addEventListener('abort', () => resolve(null), { once: true }),
  )
}

/** A server elsewhere comes back by itself and is waited for. Ours does not: the next start brings it up again. */
async function lossOfOwnServer(product: Product, signal: AbortSignal): Promise<Error | null> {
  if (!product.ownServer) return aborted(signal)
  const { clock, store } = product.ports
  for (let failures = 0; !signal.aborted;) {
    await clock.pause(checkEveryMs)
    const error = await store.directory.tenants().then(
      () => null,
      (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))),
    )
    failures = error === null ? 0 : failures + 1
    if (error !== null && failures >= failuresMax) return error
  }
  return null
}
