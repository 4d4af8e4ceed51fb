/** The one place where bytes leave for an outside API. No retry, no redirect: what happened is told, and the caller decides. */
import type { Http, HttpOutcome, HttpRequest } from '../../ports/http.ts'
import { createSocketTransport } from './socket-transport.ts'

/** Carries one request. A simulation gives its own, with the same meaning of the three outcomes. */
export type Transport = (request: HttpRequest) => Promise<HttpOutcome>

/** No answer that we ask for comes near this: 50 orders are 60 kB, the longest recorded list of relations is below 2 MB. */
export const ANSWER_BYTES_MAX = 10 * 1024 * 1024

export interface HttpOptions {
  transport?: Transport
  /** A longer answer is `unknown`, unless its request says otherwise. Default 10 MB. */
  answerBytesMax?: number
}

/**
 * @returns a sender whose outcomes are `done` (a complete answer of any status, 3xx too), `notSent` (no byte of the
 *   request left) and `unknown` (anything else; the request may have been carried out)
 * @throws on a URL or header that cannot be sent at all: a defect, never the other side's doing
 */
export function createHttp(options: HttpOptions = {}): Http {
  const transport = options.transport ?? createSocketTransport(options.answerBytesMax ?? ANSWER_BYTES_MAX)
  return { send: (request) => transport({ ...request, headers: withOwnHeaders(request.headers) }) }
}

/** `identity`: an answer that need not be unpacked cannot be a small one that unpacks to gigabytes. */
function withOwnHeaders(headers: Record<string, string>): Record<string, string> {
  return { 'user-agent': 'tentakel', 'accept-encoding': 'identity', ...headers }
}
