/** One request sent safely. Expected failures are values; nothing is repeated, no redirect is followed. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: string | Uint8Array
  /** Whole call, connect to last byte. */
  timeoutMs: number
  /** A longer answer is `unknown`. Default 10 MB. */
  answerBytesMax?: number
  /** The answer is no text: a success comes with its bytes in base64. */
  binary?: true
}

/** The server answered, completely. */
export interface HttpDone {
  kind: 'done'
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
}

/** Not one byte of the request left: name not found, connection refused, TLS failure before the request. */
export interface HttpNotSent {
  kind: 'notSent'
  reason: string
  /** It will not pass by itself: no such name, a certificate that is not trusted. */
  lasting?: true
}

/** The request may have been carried out: time-out, reset, broken or too large answer. */
export interface HttpUnknown {
  kind: 'unknown'
  reason: string
}

export type HttpOutcome = HttpDone | HttpNotSent | HttpUnknown

export interface Http {
  send(request: HttpRequest): Promise<HttpOutcome>
}
