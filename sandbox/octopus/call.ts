/** A call that came through the door: its route, its parts, its moment, its dossier. */

import type { SandboxResponse } from '../world.ts'
import type { Language } from './answers.ts'
import type { Route } from './routes.ts'
import type { Dossier, OctopusState } from './state.ts'

export interface Call {
  route: Route
  /** Whole numbers from the path. */
  path: Record<string, number>
  query: Record<string, string>
  /** The headers that the document names, besides the proof. */
  headers: Record<string, string>
  body: unknown
  /** The proof as it came: software house id, user's token or dossier's token. */
  proof: string
  user: string
  language: Language
  /** Epoch milliseconds at which the work is done. */
  now: number
}

export interface DossierCall extends Call {
  dossier: Dossier
}

export type Handler = (state: OctopusState, call: Call) => SandboxResponse
export type DossierHandler = (state: OctopusState, call: DossierCall) => SandboxResponse
