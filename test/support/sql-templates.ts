/** Which `sql` templates a file holds, read from its text; and which of them a test built, counted by place in the program. */

/** The texts around the values of one template, as a key. */
export function templateKey(texts: readonly string[]): string {
  return texts.join('\0')
}

export interface Template {
  line: number
  key: string
}

/** Each `sql` template of a file, those inside of others too; the word itself between back ticks is a comment's. */
export function templatesIn(source: string): Template[] {
  return [...source.matchAll(/(?<!`)\bsql(?:<[^`]*?>)?`/gu)].map((match) => ({
    line: source.slice(0, match.index).split('\n').length,
    key: templateKey(textsFrom(source, match.index + match[0].length)),
  }))
}

function textsFrom(source: string, start: number): string[] {
  const texts: string[] = []
  let from = start
  for (let at = start; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1
    else if (source[at] === '`') return [...texts, source.slice(from, at)]
    else if (source.startsWith('${', at)) {
      texts.push(source.slice(from, at))
      at = endOfValue(source, at + 2)
      from = at + 1
    }
  }
  throw new Error('a template without an end')
}

/** Where the `}` stands that ends a value; braces in texts and in templates inside of it do not count. */
function endOfValue(source: string, start: number): number {
  let open = 0
  for (let at = start; at < source.length; at += 1) {
    const sign = source[at] as string
    if (sign === "'") at = source.indexOf("'", at + 1)
    else if (sign === '`') at = endOfTemplate(source, at + 1)
    else if (sign === '{') open += 1
    else if (sign === '}' && open === 0) return at
    else if (sign === '}') open -= 1
  }
  throw new Error('a value without an end')
}

function endOfTemplate(source: string, start: number): number {
  for (let at = start; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1
    else if (source[at] === '`') return at
    else if (source.startsWith('${', at)) at = endOfValue(source, at + 2)
  }
  throw new Error('a template without an end')
}
