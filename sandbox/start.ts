/** Puts the two worlds together and onto a port. */

import { createBolWorld } from './bol/world.ts'
import type { BolWorld } from './bol/world.ts'
import { createOctopusWorld } from './octopus/world.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { createViesWorld } from './vies/register.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

const DAY = 24 * 3_600_000

export interface StartOptions {
  port: number
  seed: number
  /** Orders of each shop, placed over the last `days`. */
  orders: number
  days: number
  /** New orders per minute, over all shops together. */
  flowPerMinute: number
  /** Epoch milliseconds at which the world begins. */
  start: number
  /** World seconds per second of the machine. */
  speed: number
  shops: number
}

/** Where the worlds are and how to get in; printed as one line of JSON. */
export interface Access {
  bolLogin: string
  bol: string
  octopus: string
  vies: string
  softwareHouse: string
  clientId: string
  clientSecret: string
  user: string
  userPassword: string
  dossierId: number
  control: string
  /** Only with several shops: one client and one dossier each. */
  shops?: { clientId: string; clientSecret: string; dossierId: number }[]
}

export interface RunningSandbox {
  access: Access
  world: World
  bol: BolWorld
  server: RunningServer
}

export async function startSandbox(options: StartOptions): Promise<RunningSandbox> {
  const { seed, start, shops } = options
  const world = createWorld({ seed, start, speed: options.speed })
  const bol = createBolWorld(world, { shops, flowPerMinute: options.flowPerMinute, flowFrom: start })
  const octopus = createOctopusWorld(world, { seed, dossiers: shops })
  for (let shop = 0; shop < shops && options.orders > 0; shop += 1) {
    bol.populate({ orders: options.orders, from: start - options.days * DAY, to: start, shop })
  }
  const vies = createViesWorld(world)
  const server = await startServer({ world, bol, octopus, vies }, options.port)
  const entries = bol.shops.map((shop, index) => ({
    clientId: shop.clientId,
    clientSecret: shop.clientSecret,
    dossierId: octopus.access.dossierIds[index] ?? 0,
  }))
  const [first] = entries
  if (!first) throw new Error('a sandbox needs a shop')
  const access: Access = {
    bolLogin: `${server.url}/bol-login`,
    bol: `${server.url}/bol`,
    octopus: `${server.url}/octopus`,
    vies: `${server.url}/vies`,
    softwareHouse: octopus.access.softwareHouse,
    ...first,
    user: octopus.access.user,
    userPassword: octopus.access.userPassword,
    control: `${server.url}/sandbox`,
    ...(shops > 1 ? { shops: entries } : {}),
  }
  return { access, world, bol, server }
}
