/** The operator's log: JSON lines on standard error, named fields only. */
import pino from 'pino'
import type { Log, LogFields } from '../../ports/log.ts'

const fieldName = /^[a-z][A-Za-z]{0,30}$/u
const textMax = 300

export function createLog(level: string): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  )
  const write =
    (method: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void =>
      logger[method]({ event, ...safe(fields) })
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

/** Short plain values only; line breaks and terminal codes cannot make a second line. */
function safe(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => fieldName.test(name))
      .map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, textMax) : value,
      ]),
  )
}
