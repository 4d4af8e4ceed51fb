/**
 * What 30 strangers at once leave in the memory of a running web process: the largest bodies of before sign-in, refused and checked ones
 * (the second cost a hash each). Prints resident memory and what it is made of, before, right after, after a minute of rest, and after a
 * collection; ends with 1 where more than 50 MiB stay.
 *
 *   node bench/front-door.ts [--seconds 10] [--rest 60] [--stays 50]
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { launch, type Launched } from '../test/support/launched.ts'
import { residentMib } from '../test/support/machine.ts'
import { openOutside } from '../test/support/outside.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rest: { type: 'string', default: '60' },
    stays: { type: 'string', default: '50' },
  },
})
const seconds = Number(values.seconds)
const outside = await openOutside({
  environment: { TENTAKEL_PORT: '0', TENTAKEL_METRICS_PORT: '0', TENTAKEL_TRUSTED_PROXIES: '127.0.0.1' },
})
const probe = path.join(outside.folder, 'memory.jsonl')
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
let missed = false

const startWeb = (): Promise<Launched> =>
  launch('web', {
    ...outside.environment,
    TENTAKEL_TEST_CLOCK: '',
    MEMORY_PROBE: probe,
    NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'memory-probe.ts')}`,
  })

type Usage = Record<'rss' | 'heapUsed' | 'heapTotal' | 'external' | 'arrayBuffers', number>

const mib = (bytes: number): string => (bytes / 1_048_576).toFixed(0)
const told = ({ rss, heapUsed, heapTotal, external, arrayBuffers }: Usage): string =>
  `${mib(rss)} MiB (objects ${mib(heapUsed)} of ${mib(heapTotal)}, outside of them ${mib(external)}, buffers ${mib(arrayBuffers)})`

async function look(pid: number): Promise<{ before: Usage; after: Usage }> {
  const linesNow = (): string[] => (existsSync(probe) ? readFileSync(probe, 'utf8').trim().split('\n') : [])
  const known = linesNow().length
  process.kill(pid, 'SIGUSR2')
  while (linesNow().length === known) await wait(100)
  return JSON.parse(linesNow().at(-1) ?? '') as { before: Usage; after: Usage }
}

/** One after the other, as a person's browser does. */
async function send({ address }: Launched, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const headers = { 'x-tentakel': '1', 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${n}` }
    const body = JSON.stringify({ email: `a${n}@x.example`, password: 'x' })
    await (await fetch(`${address}/api/session`, { method: 'POST', headers, body })).arrayBuffer()
  }
}

async function flood({ address }: Launched, body: string): Promise<number> {
  let sent = 0
  const until = performance.now() + seconds * 1000
  const one = async (n: number): Promise<void> => {
    while (performance.now() < until) {
      const answer = await fetch(`${address}/api/session`, {
        method: 'POST',
        headers: {
          'x-tentakel': '1',
          'content-type': 'application/json',
          // Whoever has many addresses waits for none of them.
          'x-forwarded-for': `203.${n}.${Math.trunc(sent / 250) % 250}.${sent % 250}`,
        },
        body,
      })
      await answer.arrayBuffer()
      sent += 1
    }
  }
  await Promise.all(Array.from({ length: 30 }, (_, n) => one(n)))
  return sent
}

const largest = 16_000
const refused = JSON.stringify({ email: 'jan@firma.example', password: 'x'.repeat(largest - 80) })
const checked = JSON.stringify({ email: 'niemand@x.example', password: 'x'.repeat(500) }).padEnd(largest, ' ')

async function measure(name: string, body: string): Promise<void> {
  const web = await startWeb()
  // What is loaded at the first calls is no part of it.
  await send(web, 100)
  await wait(2000)
  const from = await look(web.pid)
  say(`${name}: before ${told(from.after)}`)
  const sent = await flood(web, body)
  say(`  ${sent} bodies in ${seconds} s: ${residentMib(web.pid).toFixed(0)} MiB`)
  await wait(Number(values.rest) * 1000)
  const rested = residentMib(web.pid) * 1_048_576
  const end = await look(web.pid)
  say(`  after ${values.rest} s of rest ${told(end.before)}`)
  say(`  after a collection ${told(end.after)}`)
  await web.stop()
  const stays = (Math.min(rested, end.after.rss) - from.after.rss) / 1_048_576
  say(`  stays: ${stays.toFixed(0)} MiB`)
  if (stays > Number(values.stays)) missed = true
}

try {
  await measure('refused by their form', refused)
  await measure('checked with a hash each', checked)
} finally {
  await outside.close()
}
process.exitCode = missed ? 1 : 0
