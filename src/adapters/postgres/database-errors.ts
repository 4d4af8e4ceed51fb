/** Tells the errors of a database apart: gone, full, or a defect of ours. */

/** The server cannot be reached, went away, or closed the connection. Nothing is known to be wrong with the data. */
export class DatabaseGone extends Error {
  override name = 'DatabaseGone'
}

/** The server's disk is full: nothing can be written until a user makes room. */
export class DatabaseFull extends Error {
  override name = 'DatabaseFull'
}

/** Whatever says that a file could not grow: the system, the lock's own database, PostgreSQL's log. */
export function diskIsFull(text: string): boolean {
  return /ENOSPC|EDQUOT|no space left on device|disk is full|quota exceeded/iu.test(text)
}

/** @param folder whose disk is meant */
export function fullFolder(folder: string, cause?: unknown): DatabaseFull {
  return new DatabaseFull(`The disk of ${folder} is full. Make room, then start again.`, {
    cause,
  })
}

/** The server answers and does not let us in as `DATABASE_URL` is written; the message says what to change. Repeats no password. */
export class DatabaseRefuses extends Error {
  override name = 'DatabaseRefuses'
}

/** Another transaction was faster with the same row; the work is run again and sees what became of it. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // Too many connections, and a session that was closed because it was idle.
  '53300',
  '25P03',
])
/** Texts of `pg` for connections that ended without a code. */
const connectionTexts =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed)/

/** The error as callers see it: one of the classes above, or the error itself. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = codeOf(error)
  if (code === '53100') return new DatabaseFull("The database server's disk is full.", { cause: error })
  const refusal = refusalIn(code, error.message)
  if (refusal !== null) return new DatabaseRefuses(`DATABASE_URL: ${refusal}`, { cause: error })
  const gone = code.startsWith('08') || code.startsWith('57P0') || connectionCodes.has(code)
  if (gone || connectionTexts.test(error.message))
    return new DatabaseGone(`The database cannot be reached (${code === '' ? error.message : code}).`, { cause: error })
  return error
}

const certificateCodes =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID|ERR_SSL_)/u

/** Returns, in words, the obstacle between the address and the database; null: another error happened. */
function refusalIn(code: string, message: string): string | null {
  // Wrong name, password or database.
  if (code.startsWith('28') || code.startsWith('3D')) return `the server says "${message}".`
  if (certificateCodes.test(code))
    return `the server's certificate is not trusted (${message}). Add sslrootcert=FILE with the authority that signed it; sslmode=no-verify encrypts without checking it.`
  if (message.startsWith('The server does not support SSL'))
    return 'the server offers no encryption. Switch it on there, or write sslmode=disable where nobody else can listen.'
  if (message.includes('unsupported startup parameter'))
    return `a pooler stands before the server and says "${message}". Give the address of the server itself.`
  return null
}

/** Two transactions got in each other's way; either would have gone through alone. */
export function mayRunAgain(error: unknown): boolean {
  if (error instanceof Overtaken) return true
  const code = error instanceof Error ? codeOf(error) : ''
  return code === '40001' || code === '40P01'
}

export function codeOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined
  if (typeof code === 'string') return code
  // Several addresses were tried, each with its own failure.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined
  return first instanceof Error && first !== error ? codeOf(first) : ''
}
