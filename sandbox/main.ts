/** `node sandbox/main.ts`: both worlds until SIGTERM or SIGINT; one line of JSON says where they are. */

import { parseArgs } from 'node:util'
import { ControlError, instantOf } from './control-input.ts'
import { startSandbox } from './start.ts'
import type { StartOptions } from './start.ts'
import { machineNow } from './world.ts'

const USAGE = `node sandbox/main.ts [--port P] [--seed S] [--orders N] [--days D] [--flow ORDERS_PER_MINUTE]
                     [--now ISO] [--speed X] [--shops N]
  --port    port on 127.0.0.1 (default: any)         --seed   decides everything (default 1)
  --orders  orders of each shop in the past (0)      --days   days over which they were placed (7)
  --flow    new orders a minute, all shops (0)       --now    start of the world's time, with offset (machine's time)
  --speed   world seconds per second (1)             --shops  seller accounts, each with a dossier (1)
`

function readOptions(args: string[]): StartOptions {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: { port: text, seed: text, orders: text, days: text, flow: text, now: text, speed: text, shops: text },
  })
  const start = values.now === undefined ? machineNow() : instantOf(values.now, '--now')
  return {
    port: number(values.port, 'port', { otherwise: 0, whole: true, max: 65_535 }),
    seed: number(values.seed, 'seed', { otherwise: 1, whole: true, max: 0xffffffff }),
    orders: number(values.orders, 'orders', { otherwise: 0, whole: true, max: 100_000 }),
    days: number(values.days, 'days', { otherwise: 7, whole: false, max: 1000 }),
    flowPerMinute: number(values.flow, 'flow', { otherwise: 0, whole: false, max: 100_000 }),
    start,
    speed: number(values.speed, 'speed', { otherwise: 1, whole: false, max: 1_000_000 }),
    shops: Math.max(1, number(values.shops, 'shops', { otherwise: 1, whole: true, max: 1000 })),
  }
}

function number(
  text: string | undefined,
  name: string,
  rule: { otherwise: number; whole: boolean; max: number },
): number {
  if (text === undefined) return rule.otherwise
  const value = Number(text)
  const fits = text.trim() !== '' && value >= 0 && value <= rule.max && (!rule.whole || Number.isInteger(value))
  if (!fits) throw new ControlError(`--${name} must be a ${rule.whole ? 'whole ' : ''}number from 0 to ${rule.max}`)
  return value
}

async function run(): Promise<void> {
  const { access, server } = await startSandbox(readOptions(process.argv.slice(2)))
  const stop = (): void => {
    void server.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.stdout.write(`${JSON.stringify(access)}\n`)
}

run().catch((error: unknown) => {
  const wrongUsage = error instanceof ControlError || (error instanceof TypeError && 'code' in error)
  process.stderr.write(wrongUsage ? `${(error as Error).message}\n${USAGE}` : `${String(error)}\n`)
  process.exit(wrongUsage ? 2 : 1)
})
