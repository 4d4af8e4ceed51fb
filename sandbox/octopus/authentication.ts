/** Logging in, opening a dossier, and the tokens that both give. */

import type { SandboxResponse } from '../world.ts'
import { languageOf, json, refuse } from './answers.ts'
import type { Refusal } from './answers.ts'
import type { Call } from './call.ts'
import type { DossierToken, OctopusState, UserToken } from './state.ts'

/** Lengths of the recorded tokens. */
const USER_TOKEN_LENGTH = 225
const DOSSIER_TOKEN_LENGTH = 257

const TOKEN_HEAD = 'eyJhbGciOiJIUzI1NiJ9.'
const SIGNATURE_LENGTH = 43
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Expired tokens are forgotten when so many are kept; both kinds of bad token get the same answer. */
const TOKENS_KEPT = 500

/** Octopus counts failures by user and by address; this world is called from one address. */
const ADDRESS = '127.0.0.1'

const BAD_TOKEN: Refusal = { status: 401, info: 'Invalid or expired token presented, unauthorized' }

export function logIn(state: OctopusState, call: Call): SandboxResponse {
  const { credentials, logins } = state
  const { user, password } = call.body as { user: string; password: string }
  if (call.proof !== credentials.softwareHouse) {
    return refuse({ status: 401, code: -68, info: 'Invalid software house identification' }, call.language)
  }
  if (logins.locked) return refuse({ status: 401, code: -1, info: `User ${user} is locked. ` }, call.language)
  if (user !== credentials.user || password !== credentials.password) {
    logins.failures.push({ at: call.now })
    logins.failuresInARow += 1
    const { lockAfterFailures } = state.settings
    logins.locked = lockAfterFailures > 0 && logins.failuresInARow >= lockAfterFailures
    const info = `Incrementing failed login attempt count for user ${user}, IP address ${ADDRESS}. `
    return refuse({ status: 401, info }, call.language)
  }
  logins.failuresInARow = 0
  const token = newToken(state, USER_TOKEN_LENGTH)
  forgetExpired(state.userTokens, call.now)
  state.userTokens.set(token, { user, expiresAt: call.now + state.settings.tokenSeconds * 1000 })
  return json(200, { token })
}

export function whoAmI(_state: OctopusState, call: Call): SandboxResponse {
  return json(200, { token: call.proof })
}

export function listDossiers(state: OctopusState): SandboxResponse {
  const rows = [...state.dossiers.values()].map((dossier) => ({
    // A disabled dossier is listed without its key.
    dossierKey: dossier.disabled ? undefined : { id: dossier.id },
    dossierDescription: dossier.name,
    vatNr: dossier.vatNr,
    streetAndNr: dossier.streetAndNr,
    country: 'BE',
    postalCode: dossier.postalCode,
    city: dossier.city,
    url: '',
    email: dossier.email,
    languageCode: 'nl',
  }))
  return json(200, rows)
}

export function openDossier(state: OctopusState, call: Call): SandboxResponse {
  const language = languageOf(Number(call.query['localeId'] ?? 0))
  const dossier = state.dossiers.get(Number(call.query['dossierId']))
  if (!dossier) return refuse({ status: 404, info: 'Dossier not found' }, language)
  if (dossier.disabled) return refuse({ status: 403, code: -5, info: `Dossier ${dossier.id} is disabled` }, language)
  const token = newToken(state, DOSSIER_TOKEN_LENGTH)
  const expiresAt = call.now + state.settings.tokenSeconds * 1000
  forgetExpired(state.dossierTokens, call.now)
  state.dossierTokens.set(token, { user: call.user, dossierId: dossier.id, language, expiresAt })
  return json(200, { Dossiertoken: token })
}

export function findUser(state: OctopusState, proof: string, now: number): UserToken | undefined {
  const token = state.userTokens.get(proof)
  return token && now < token.expiresAt ? token : undefined
}

/** Undefined as well when the token was given for another dossier. */
export function findDossierToken(
  state: OctopusState,
  proof: string,
  place: { dossierId: number; now: number },
): DossierToken | undefined {
  const token = state.dossierTokens.get(proof)
  return token && place.now < token.expiresAt && token.dossierId === place.dossierId ? token : undefined
}

export function badToken(): SandboxResponse {
  return refuse(BAD_TOKEN, 'nl')
}

/** Ends a token of either kind before its time. */
export function endToken(state: OctopusState, proof: string): void {
  state.userTokens.delete(proof)
  state.dossierTokens.delete(proof)
}

function newToken(state: OctopusState, length: number): string {
  let text = TOKEN_HEAD
  while (text.length < length) {
    text += text.length === length - SIGNATURE_LENGTH - 1 ? '.' : (ALPHABET[state.chance.int(0, 63)] ?? '-')
  }
  return text
}

function forgetExpired(tokens: Map<string, UserToken>, now: number): void {
  if (tokens.size < TOKENS_KEPT) return
  for (const [token, { expiresAt }] of tokens) {
    if (expiresAt <= now) tokens.delete(token)
  }
}
