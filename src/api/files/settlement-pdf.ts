/** A settlement's statement on paper: the marketplace's amounts, the booked amounts, and each order that differs. It names no buyer. */
import type { ShownCheck, ShownOrder } from '../../app/settle/show-settlements.ts'
import { statementRows } from '../../app/settle/statement.ts'
import type { LocalDate } from '../../domain/calendar.ts'
import type { Language } from '../../domain/language.ts'
import { categoryInWords } from '../../domain/why/category-words.ts'
import { amountText } from '../../domain/why/settlement-words.ts'
import { statementWords } from '../../domain/why/statement-words.ts'

/** Points, of A4. */
const left = 56
const right = 539
const bottom = 770
const amountAt = 330
const noteAt = 350

type Paper = PDFKit.PDFDocument

export async function settlementPdf(
  found: ShownCheck,
  language: Language,
  { day, company, compress = true }: { day: LocalDate; company: string; compress?: boolean },
): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded when a user asks for the file, not at each start.
  const { default: PdfDocument } = await import('pdfkit')
  const paper = new PdfDocument({
    size: 'A4',
    margins: { top: 56, bottom: 56, left, right: 56 },
    bufferPages: true,
    compress,
    info: { Title: found.title, Creator: 'Tentakel' },
  })
  const chunks: Buffer[] = []
  paper.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<void>((resolve) => paper.once('end', resolve))
  paper.font('Helvetica').fontSize(10).text(company, left)
  paper
    .font('Helvetica-Bold')
    .fontSize(16)
    .text(found.title, { width: right - left })
  writeStatement(paper, found, language)
  writeOrders(paper, found, language)
  numberPages(paper, `Tentakel · ${dayText(day)}`)
  paper.end()
  await done
  return new Uint8Array(Buffer.concat(chunks))
}

function writeStatement(paper: Paper, found: ShownCheck, language: Language): void {
  const words = statementWords[language]
  const period = words.period(dayText(found.periodFrom), dayText(found.periodTo))
  paper.font('Helvetica').fontSize(10).text(period).moveDown(1.5)
  for (const { label, cents, note } of statementRows(found, language, dayText))
    writeLine(paper, {
      label,
      amounts: [{ text: amountText(cents, language), endsAt: amountAt }],
      note: { text: note, at: noteAt },
      bold: label === words.payout || label === words.difference,
    })
}

/** Those that differ; the others add up. */
function writeOrders(paper: Paper, { orders }: ShownCheck, language: Language): void {
  const differing = orders.filter(({ differenceCents }) => differenceCents !== 0)
  if (differing.length === 0) return
  const [order = '', booked = '', settled = '', difference = '', reason = ''] = statementWords[language].orders
  const amounts = (texts: string[]): Line['amounts'] => texts.map((text, nth) => ({ text, endsAt: 220 + 75 * nth }))
  const noteOf = (text: string): Line['note'] => ({ text, at: 380 })
  paper.moveDown(1)
  writeLine(paper, { label: order, amounts: amounts([booked, settled, difference]), note: noteOf(reason), bold: true })
  for (const one of differing)
    writeLine(paper, {
      label: one.order,
      amounts: amounts(figuresOf(one, language)),
      note: noteOf(categoryInWords(one.category, language)),
      bold: false,
    })
}

interface Line {
  label: string
  amounts: { text: string; endsAt: number }[]
  note: { text: string; at: number }
  bold: boolean
}

function writeLine(paper: Paper, { label, amounts, note, bold }: Line): void {
  if (paper.y > bottom) paper.addPage()
  const { y } = paper
  paper.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(10)
  paper.text(label, left, y, { width: 200 })
  const below = paper.y
  for (const { text, endsAt } of amounts) paper.text(text, endsAt - 90, y, { width: 90, align: 'right' })
  if (note.text !== '') paper.text(note.text, note.at, y, { width: right - note.at })
  paper.y = Math.max(below, paper.y, y + 12) + 3
}

function dayText(day: LocalDate): string {
  return day.split('-').toReversed().join('/')
}

function figuresOf({ bookedCents, settledCents, differenceCents }: ShownOrder, language: Language): string[] {
  return [bookedCents, settledCents, differenceCents].map((cents) => amountText(cents, language))
}

function numberPages(paper: Paper, text: string): void {
  const { start, count } = paper.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    paper.switchToPage(page)
    // Below the margin, where a new page would begin by itself.
    paper.page.margins.bottom = 0
    paper.font('Helvetica').fontSize(8)
    paper.text(`${text} · ${page + 1}/${count}`, left, 800, {
      width: right - left,
      align: 'right',
      lineBreak: false,
    })
  }
}
