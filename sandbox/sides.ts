/** The two worlds as the server and the administration see them. */

import type { BolWorld } from './bol/world.ts'
import type { ViesWorld } from './vies/register.ts'
import type { SandboxRequest, SandboxResponse, World } from './world.ts'

export interface OctopusSide {
  handle(request: SandboxRequest): SandboxResponse | Promise<SandboxResponse>
  /** Answers an administration call (path below `/sandbox/octopus`) with a JSON value; undefined: no such thing. */
  admin(method: string, path: string, body: unknown): unknown
}

export interface Sides {
  world: World
  bol: BolWorld
  octopus: OctopusSide
  vies: ViesWorld
}
