/** A manual as it is written (headings, paragraphs, lists, tables, code, pictures), in the pieces that a page shows. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  /** A head whose cells are all empty is none. */
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'picture'; text: string; file: string }

export type Span =
  | { kind: 'plain' | 'code' | 'strong' | 'screen'; text: string }
  | { kind: 'link'; text: string; to: string }

const item = /^(?:- |\d+\. )/u

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  const lines = text.split('\n')
  const wholeWhile = (at: number, fits: (line: string) => boolean): string[] => {
    const end = lines.findIndex((line, index) => index > at && !fits(line))
    return lines.slice(at, end < 0 ? lines.length : end)
  }
  let at = 0
  while (at < lines.length) {
    const taken = takeFrom(lines[at] ?? '', (fits) => wholeWhile(at, fits))
    if (taken.block !== null) blocks.push(taken.block)
    at += taken.lines
  }
  return blocks
}

function takeFrom(
  line: string,
  whole: (fits: (line: string) => boolean) => string[],
): { block: Block | null; lines: number } {
  const heading = /^(#+) (.*)$/u.exec(line)
  if (heading !== null)
    return { block: { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' }, lines: 1 }
  const picture = /^!\[([^\]]*)\]\(([^)]+)\)$/u.exec(line)
  if (picture !== null) return { block: { kind: 'picture', text: picture[1] ?? '', file: picture[2] ?? '' }, lines: 1 }
  if (line.trim() === '') return { block: null, lines: 1 }
  if (line.startsWith('```')) {
    const code = whole((one) => !one.startsWith('```')).slice(1)
    return { block: { kind: 'code', text: code.join('\n') }, lines: code.length + 2 }
  }
  if (line.startsWith('|')) {
    const rows = whole((one) => one.startsWith('|'))
    const [head = [], , ...rest] = rows.map(cellsOf)
    return {
      block: { kind: 'table', head: head.some((cell) => cell !== '') ? head : [], rows: rest },
      lines: rows.length,
    }
  }
  if (item.test(line)) {
    const own = whole((one) => item.test(one) || /^ +\S/u.test(one))
    const items = own.join('\n').split(/\n(?=- |\d+\. )/u)
    const texts = items.map((one) => one.replace(item, '').replaceAll(/\s*\n\s*/gu, ' '))
    return { block: { kind: 'list', ordered: !line.startsWith('- '), items: texts }, lines: own.length }
  }
  const own = whole((one) => one.trim() !== '' && !/^(?:#+ |!\[|```|\|)/u.test(one) && !item.test(one))
  return { block: { kind: 'text', text: own.join(' ') }, lines: own.length }
}

function cellsOf(row: string): string[] {
  return row
    .replaceAll(/^\||\|\s*$/gu, '')
    .split('|')
    .map((cell) => cell.trim())
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)]+)\)/gu

export function spansOf(text: string): Span[] {
  const spans: Span[] = []
  let from = 0
  for (const found of text.matchAll(marked)) {
    const [whole, code, strong, screen, link, to] = found
    if (found.index > from) spans.push({ kind: 'plain', text: text.slice(from, found.index) })
    from = found.index + whole.length
    if (code !== undefined) spans.push({ kind: 'code', text: code })
    else if (strong !== undefined) spans.push({ kind: 'strong', text: strong })
    else if (screen !== undefined) spans.push({ kind: 'screen', text: screen })
    else if (link !== undefined && to !== undefined) spans.push({ kind: 'link', text: link, to })
  }
  if (from < text.length) spans.push({ kind: 'plain', text: text.slice(from) })
  return spans
}
