/**
 * VIES over its REST form (vat-rules.md 4.7): `GET {base}/ms/{country}/vat/{number}`, and `POST {base}/check-vat-number` where the
 * first is not there. Both answer 200 also when a member state is down, so the status alone says nothing.
 */
import { z } from 'zod'
import type { Http, HttpOutcome } from '../../ports/http.ts'
import { isUnsupported } from '../http/unsupported.ts'
import type { RegisterReply, VatRegister } from '../../ports/vat-register.ts'

/** The register waits for a member state itself; beyond this it is down for us. */
const timeoutMs = 20_000
const detailMax = 60

export function createViesRegister(http: Http, baseUrl: string): VatRegister {
  return {
    async check({ number, requester }) {
      const own = requester === null ? null : partsOf(requester)
      const asked = partsOf(number)
      const first = replyOf(await http.send(byPath(baseUrl, asked, own)))
      return first === 'noSuchRoute' ? last(replyOf(await http.send(byBody(baseUrl, asked, own)))) : first
    },
  }
}

interface NumberParts {
  country: string
  rest: string
}

function partsOf(number: string): NumberParts {
  return { country: number.slice(0, 2), rest: number.slice(2) }
}

function byPath(baseUrl: string, asked: NumberParts, own: NumberParts | null) {
  const query =
    own === null
      ? ''
      : `?${new URLSearchParams({ requesterMemberStateCode: own.country, requesterNumber: own.rest }).toString()}`
  const url = `${baseUrl}/ms/${asked.country}/vat/${encodeURIComponent(asked.rest)}${query}`
  return { method: 'GET' as const, url, headers: { accept: 'application/json' }, timeoutMs }
}

function byBody(baseUrl: string, asked: NumberParts, own: NumberParts | null) {
  const requester = own === null ? {} : { requesterMemberStateCode: own.country, requesterNumber: own.rest }
  return {
    method: 'POST' as const,
    url: `${baseUrl}/check-vat-number`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ countryCode: asked.country, vatNumber: asked.rest, ...requester }),
    timeoutMs,
  }
}

const answerSchema = z.looseObject({
  isValid: z.boolean().nullish(),
  valid: z.boolean().nullish(),
  userError: z.string().nullish(),
  requestIdentifier: z.string().nullish(),
  actionSucceed: z.boolean().nullish(),
  errorWrappers: z.array(z.looseObject({ error: z.string().nullish() })).nullish(),
})

function replyOf(outcome: HttpOutcome): RegisterReply | 'noSuchRoute' {
  if (outcome.kind !== 'done') return unavailable('noAnswer', outcome.kind === 'notSent' && outcome.lasting === true)
  if (outcome.status === 404 || outcome.status === 405) return 'noSuchRoute'
  if (isUnsupported(outcome.status)) return unavailable(`status ${outcome.status}`, true)
  if (outcome.status !== 200) return unavailable(`status ${outcome.status}`)
  const parsed = answerSchema.safeParse(jsonOf(outcome.body))
  if (!parsed.success) return unavailable('unreadable')
  const { isValid, valid, userError, requestIdentifier, errorWrappers, actionSucceed } = parsed.data
  const consultation = requestIdentifier === '' ? null : (requestIdentifier ?? null)
  const error = errorWrappers?.[0]?.error ?? (actionSucceed === false ? 'actionFailed' : null)
  if (error !== null) return unavailable(error)
  const said = isValid ?? valid ?? null
  const word = userError === '' ? null : (userError ?? null)
  // The two must not contradict each other: a state that is down comes with isValid false and its own word.
  if ((word === null || word === 'VALID') && (said ?? word === 'VALID')) return { kind: 'valid', consultation }
  if ((word === null && said === false) || (word === 'INVALID' && said !== true))
    return { kind: 'invalid', consultation }
  return unavailable(word ?? 'unreadable')
}

function last(reply: RegisterReply | 'noSuchRoute'): RegisterReply {
  return reply === 'noSuchRoute' ? unavailable('status 404', true) : reply
}

function unavailable(detail: string, lasting = false): RegisterReply {
  return { kind: 'unavailable', lasting, detail: detail.replaceAll(/[^\w .-]/gu, '').slice(0, detailMax) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
