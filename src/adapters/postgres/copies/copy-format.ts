/**
 * The file of a copy of the database: gzip over lines of JSON. The first line says what it is, then per table (and company)
 * a line that names it and one line per row, as PostgreSQL writes a row as JSON, with each value of JSON in a list of one, so that
 * its null is not the database's; the last line says that nothing is missing.
 */
import type { Readable } from 'node:stream'
import { z } from 'zod'

export const copyFormat = 'tentakel-copy-2'
/** Both nulls were written as one. */
export const firstFormat = 'tentakel-copy-1'

export interface CopyHeader {
  format: typeof copyFormat | typeof firstFormat
  /** ISO time. */
  takenAt: string
  marker: string
  /** Sealed by the key-encryption key, as everything in the copy: the wrong key is told before anything is changed. */
  fingerprintKeySealed: string
  migrations: { name: string; sha256: string }[]
  /** In the order in which they are filled: a table comes after those to which it refers. */
  tables: string[]
}

export type CopyLine =
  | { kind: 'header'; header: CopyHeader }
  | { kind: 'table'; table: string; tenantId: string | null }
  | { kind: 'row'; row: string }
  | { kind: 'end'; rows: number }

const header = z.object({
  format: z.enum([copyFormat, firstFormat]),
  takenAt: z.iso.datetime(),
  marker: z.string(),
  fingerprintKeySealed: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  tables: z.array(z.string()),
})
const section = z.object({ table: z.string(), tenantId: z.string().nullable() })
const end = z.object({ rows: z.int() })

/** Rows begin with `{`; lines of ours with a letter, so that a value can never be taken for one. */
const marks = { header: 'h', table: 't', end: 'e' } as const

export function writeCopyLine(line: CopyLine): string {
  switch (line.kind) {
    case 'header':
      return `${marks.header}${JSON.stringify(line.header)}\n`
    case 'table':
      return `${marks.table}${JSON.stringify({ table: line.table, tenantId: line.tenantId })}\n`
    case 'row':
      return `${line.row}\n`
    case 'end':
      return `${marks.end}${JSON.stringify({ rows: line.rows })}\n`
  }
}

/** Null for a line that no copy of ours has. */
export function readCopyLine(text: string): CopyLine | null {
  if (text.startsWith('{')) return { kind: 'row', row: text }
  const json = parse(text.slice(1))
  switch (text[0]) {
    case marks.header: {
      const read = header.safeParse(json)
      return read.success ? { kind: 'header', header: read.data } : null
    }
    case marks.table: {
      const read = section.safeParse(json)
      return read.success ? { kind: 'table', ...read.data } : null
    }
    case marks.end: {
      const read = end.safeParse(json)
      return read.success ? { kind: 'end', rows: read.data.rows } : null
    }
    default:
      return null
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Ends at `\n` alone: a row may hold every other character that ends a line elsewhere. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  stream.setEncoding('utf8')
  let rest = ''
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
