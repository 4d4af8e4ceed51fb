/** Reads one answer to its last byte, within a bound, or says why there is none. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { HttpOutcome } from '../../ports/http.ts'
import { describeFailure } from './failure-text.ts'

/** @param give is called once with the outcome; further calls must do no harm */
export function readAnswer(
  response: IncomingMessage,
  { bytesMax, binary }: { bytesMax: number; binary: boolean },
  give: (outcome: HttpOutcome) => void,
): void {
  const chunks: Buffer[] = []
  let bytes = 0
  const tooLarge = (): void => give({ kind: 'unknown', reason: `answer larger than ${bytesMax} bytes` })

  if (Number(response.headers['content-length'] ?? 0) > bytesMax) return tooLarge()
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > bytesMax) return tooLarge()
    chunks.push(chunk)
  })
  response.on('error', (error) => give({ kind: 'unknown', reason: describeFailure(error) }))
  response.on('close', () => give({ kind: 'unknown', reason: 'answer cut off' }))
  response.on('end', () => give(wholeAnswer(response, Buffer.concat(chunks), binary)))
}

function wholeAnswer(response: IncomingMessage, body: Buffer, binary: boolean): HttpOutcome {
  if (!response.complete) return { kind: 'unknown', reason: 'answer cut off' }
  const status = response.statusCode ?? 0
  const encoding = response.headers['content-encoding'] ?? 'identity'
  if (body.length > 0 && encoding.trim().toLowerCase() !== 'identity') {
    return { kind: 'unknown', reason: 'answer packed, though we asked for it plain' }
  }
  const text = binary && status >= 200 && status < 300 ? body.toString('base64') : decode(body, status)
  if (text === null) return { kind: 'unknown', reason: `answer with status ${status} is not UTF-8` }
  return { kind: 'done', status, headers: flatten(response.headers), body: text }
}

/** A success whose text is not UTF-8 would put a spoilt name into the books; of a refusal the status is what counts. */
function decode(body: Buffer, status: number): string | null {
  const fatal = status >= 200 && status < 300
  try {
    return new TextDecoder('utf-8', { fatal }).decode(body)
  } catch {
    return null
  }
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}
