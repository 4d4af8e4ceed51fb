/** Words for a failed connection. The message of the error is not used: it can hold names, addresses and more. */

const WORDS: Record<string, string> = {
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name not found for the moment',
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'network not reachable',
  ETIMEDOUT: 'host did not answer',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed by the other side',
}

export function describeFailure(error: Error): string {
  const code = codeOf(error)
  if (code === null) return 'connection failed'
  return `${WORDS[code] ?? 'connection failed'} (${code})`
}

/** Errors caused by an address or a certificate. `EAI_AGAIN` is not among them: it is a name server that is silent for a moment. */
const LASTING =
  /^(?:ENOTFOUND|CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA)/

/** Returns whether the same request will fail again until a user mends the address or the machine. */
export function isLasting(error: Error): boolean {
  return LASTING.test(codeOf(error) ?? '')
}

/** With several addresses behind one name, the errors of all attempts come in one; the first speaks for them. */
function codeOf(error: unknown): string | null {
  const { code, errors } = error as { code?: unknown; errors?: unknown[] }
  if (typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code)) return code
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : null
}
