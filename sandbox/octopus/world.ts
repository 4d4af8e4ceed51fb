/**
 * The simulated Octopus: strict to the official document (version 51.9.17), with switches for all that nobody outside
 * Octopus knows. In memory, on the world's clock, decided by its seed.
 */

import type { SandboxRequest, SandboxResponse, World } from '../world.ts'
import { administer } from './admin.ts'
import { balancingsOf } from './balancings.ts'
import type { LedgerBalancing } from './balancings.ts'
import { openDueBookYears } from './book-years.ts'
import { ledgerOf } from './ledger.ts'
import type { LedgerDocument } from './ledger.ts'
import { receive } from './reception.ts'
import { seedState } from './seed.ts'
import { changeSettings } from './settings.ts'
import type { OctopusSettings } from './settings.ts'
import type { OctopusState } from './state.ts'

export interface OctopusOptions {
  seed: number
  /** How many; each with the same journals, codes and relations. */
  dossiers: number
  /** Default 49555; the others follow. */
  firstDossierId?: number
  /** Whether the dossiers have VAT codes for credit notes (type 4). Default no: the plain codes serve. */
  creditCodes?: boolean
  settings?: Record<string, unknown>
}

export interface OctopusAccess {
  softwareHouse: string
  user: string
  userPassword: string
  dossierIds: number[]
}

export interface OctopusWorld {
  /** A call; `path` below the base URL of the API. */
  handle(request: SandboxRequest): SandboxResponse
  /** A call of the administration; `path` below `/sandbox/octopus`. Undefined: no such thing. Throws on wrong input. */
  admin(method: string, path: string, body: unknown): unknown
  access: OctopusAccess
  /** Live: may be changed directly as well. */
  settings: OctopusSettings
  /** All live documents, of one dossier or of all. */
  ledger(dossierId?: number): LedgerDocument[]
  /** What stands balanced. */
  balancings(dossierId?: number): LedgerBalancing[]
}

export type { LedgerBalancing } from './balancings.ts'
export type { LedgerDocument } from './ledger.ts'
export type { OctopusSettings } from './settings.ts'

const FIRST_DOSSIER_ID = 49555

export function createOctopusWorld(world: World, options: OctopusOptions): OctopusWorld {
  const { seed, dossiers, firstDossierId = FIRST_DOSSIER_ID, creditCodes = false } = options
  const state = seedState({ seed, dossiers, firstDossierId, creditCodes, now: world.clock.now() })
  if (options.settings) changeSettings(state.settings, options.settings)
  const { softwareHouse, user, password } = state.credentials
  return {
    handle(request) {
      catchUp(state, world.clock.now())
      return receive(world, state, request)
    },
    admin(method, path, body) {
      const now = world.clock.now()
      catchUp(state, now)
      return administer(state, { method, path, body, now })
    },
    access: { softwareHouse, user, userPassword: password, dossierIds: [...state.dossiers.keys()] },
    settings: state.settings,
    ledger(dossierId) {
      catchUp(state, world.clock.now())
      return ledgerOf(state, dossierId)
    },
    balancings(dossierId) {
      catchUp(state, world.clock.now())
      return balancingsOf(state, dossierId)
    },
  }
}

/** What happens by itself as time passes: slow commits, and a new book year on 1 December. */
function catchUp(state: OctopusState, now: number): void {
  openDueBookYears(state, now)
  while ((state.pending[0]?.due ?? Infinity) <= now) state.pending.shift()?.run()
}
