/** A simulated VIES: both REST forms. What it answers is set by the administration, number by number; it can be down. */
import { ControlError, objectOf } from '../control-input.ts'
import type { SandboxRequest, SandboxResponse, World } from '../world.ts'

type Verdict = 'valid' | 'invalid'

export interface ViesWorld {
  handle(request: SandboxRequest): SandboxResponse
  /** `{"default": "valid", "numbers": {"NL…B01": "invalid"}, "error": "MS_UNAVAILABLE" | null}`; what is given is changed. */
  change(body: unknown): unknown
}

export function createViesWorld(world: World): ViesWorld {
  let otherwise: Verdict = 'valid'
  let error: string | null = null
  const numbers = new Map<string, Verdict>()
  let questions = 0
  const verdictOf = (number: string): Verdict => numbers.get(number) ?? otherwise
  const head = () => {
    questions += 1
    return { requestDate: new Date(world.clock.now()).toISOString(), requestIdentifier: `WAPIAAAA${questions}` }
  }
  const byPath = (country: string, rest: string, query: URLSearchParams): SandboxResponse => {
    for (const name of query.keys())
      if (name !== 'requesterMemberStateCode' && name !== 'requesterNumber') return refused('INVALID_INPUT')
    const isValid = error === null && verdictOf(country + rest) === 'valid'
    return json({
      ...head(),
      isValid,
      userError: error ?? (isValid ? 'VALID' : 'INVALID'),
      name: '---',
      address: '---',
      vatNumber: rest,
    })
  }
  const byBody = (body: Record<string, unknown>): SandboxResponse => {
    const { countryCode, vatNumber } = body
    if (typeof countryCode !== 'string' || typeof vatNumber !== 'string') return refused('INVALID_INPUT')
    if (error !== null) return refused(error)
    return json({
      countryCode,
      vatNumber,
      ...head(),
      valid: verdictOf(countryCode + vatNumber) === 'valid',
      name: '---',
      address: '---',
    })
  }
  return {
    handle(request) {
      const match = /^\/ms\/([A-Z]{2})\/vat\/([A-Z0-9]+)$/u.exec(request.path)
      if (request.method === 'GET' && match !== null)
        return byPath(match[1] as string, match[2] as string, request.query)
      if (request.method === 'POST' && request.path === '/check-vat-number')
        return byBody(objectOf(JSON.parse(request.body.toString('utf8')), bodyKeys))
      return { status: 404, headers: {}, body: '' }
    },
    change(body) {
      const given = objectOf(body, ['default', 'numbers', 'error'])
      if (given['default'] !== undefined) otherwise = verdict(given['default'])
      if (given['error'] !== undefined) error = given['error'] === null ? null : String(given['error'] as string)
      for (const [number, value] of Object.entries((given['numbers'] ?? {}) as object))
        numbers.set(number, verdict(value))
      return { default: otherwise, error, numbers: Object.fromEntries(numbers), questions }
    },
  }
}

const bodyKeys = ['countryCode', 'vatNumber', 'requesterMemberStateCode', 'requesterNumber']

function verdict(value: unknown): Verdict {
  if (value !== 'valid' && value !== 'invalid')
    throw new ControlError('an answer of the register is "valid" or "invalid"')
  return value
}

/** The register says so with status 200. */
function refused(word: string): SandboxResponse {
  return json({ actionSucceed: false, errorWrappers: [{ error: word }] })
}

function json(value: unknown): SandboxResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}
