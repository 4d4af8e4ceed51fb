/** *Waarom?* as text on a terminal, in three languages. */
import type { Explanation } from '../../app/show/explain-order.ts'
import type { SaleDocumentKind } from '../../domain/document/document-kinds.ts'
import type { Language } from '../../domain/language.ts'
import { problemText } from '../../domain/problem/problem.ts'
import { euroText } from '../../domain/why/settlement-words.ts'
import { codeInWords, countryName, reasonInWords, roundingInWords } from '../../domain/why/why-words.ts'

const dutch = {
  booked: 'geboekt',
  waiting: 'wacht',
  blocked: 'geblokkeerd',
  skipped: 'niet geboekt',
  inDoubt: 'onzeker',
  placed: 'besteld op',
  supplyDate: 'geleverd op',
  dispatch: 'verzonden vanuit',
  destination: 'naar',
  buyer: 'koper',
  consumer: 'particulier',
  business: 'bedrijf',
  company: 'bedrijf zonder btw-nummer',
  grossCents: 'bedrag',
  reason: 'reden',
  code: 'btw-code',
  account: 'rekening',
  booking: 'boeking',
  invoice: 'factuur',
  creditNote: 'creditnota',
  dayTotal: 'dagtotaal',
  on: 'van',
  attempts: 'keer verzonden',
  settled: 'afgerekend in',
} satisfies Record<SaleDocumentKind | Explanation['state'], string> & Record<string, string>

const words: Record<Language, Record<keyof typeof dutch, string>> = {
  nl: dutch,
  fr: {
    booked: 'comptabilisée',
    waiting: 'en attente',
    blocked: 'bloquée',
    skipped: 'non comptabilisée',
    inDoubt: 'incertaine',
    placed: 'commandée le',
    supplyDate: 'livrée le',
    dispatch: 'au départ de',
    destination: 'vers',
    buyer: 'acheteur',
    consumer: 'particulier',
    business: 'entreprise',
    company: 'entreprise sans numéro de TVA',
    grossCents: 'montant',
    reason: 'raison',
    code: 'code TVA',
    account: 'compte',
    booking: 'écriture',
    invoice: 'facture',
    creditNote: 'note de crédit',
    dayTotal: 'total du jour',
    on: 'du',
    attempts: 'envoi(s)',
    settled: 'décompté dans',
  },
  en: {
    booked: 'booked',
    waiting: 'waiting',
    blocked: 'blocked',
    skipped: 'not booked',
    inDoubt: 'in doubt',
    placed: 'ordered on',
    supplyDate: 'supplied on',
    dispatch: 'sent from',
    destination: 'to',
    buyer: 'buyer',
    consumer: 'consumer',
    business: 'business',
    company: 'company without a VAT number',
    grossCents: 'amount',
    reason: 'reason',
    code: 'VAT code',
    account: 'account',
    booking: 'booking',
    invoice: 'invoice',
    creditNote: 'credit note',
    dayTotal: 'day total',
    on: 'of',
    attempts: 'time(s) sent',
    settled: 'settled in',
  },
}

export function explanationText(found: Explanation, language: Language): string {
  const known: Record<string, string> = words[language]
  const say = (word: string): string => known[word] ?? word
  const money = (value: unknown): string => (typeof value === 'number' ? `€ ${euroText(value, language)}` : '?')
  const facts = Object.entries(found.facts)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${say(name)} ${factText(name, value, { language, say, money })}`)
  return [
    `${found.order}: ${say(found.state)} (${found.status})`,
    `  ${facts.join(' · ')}`,
    ...found.lines.flatMap((line) => [
      `  ${text(line.quantity)} × ${text(line.ean)} (${text(line.class)}): ${money(line.grossCents)} = ${money(line.netCents)} + ${money(line.vatCents)} ${text(line.rate)} %, ${say('code')} ${text(line.vatCode)}, ${say('account')} ${text(line.account)}`,
      `    ${codeInWords(text(line.rule), language) ?? '-'} (${text(line.country)}) [${text(line.rule)}, ${text(line.place)}]`,
    ]),
    ...found.flags.map((flag) => `  ${codeInWords(flag, language) ?? ''} [${flag}]`),
    ...found.roundings.map((rounding) => `  ${roundingInWords(rounding, language)}`),
    ...found.documents.map((row) => {
      const attempts = row.attempts.length
      return `  ${say(text(row.kind))} ${text(row.journal)} ${text(row.number)} ${say('on')} ${text(row.date)}: ${money(row.amountCents)}, ${text(row.state)}, ${attempts} ${say('attempts')}`
    }),
    ...(found.settlements ?? []).map(
      (row) => `  ${say('settled')} ${row.id}: ${money(row.turnoverCents + row.correctionCents)}`,
    ),
    ...found.problems.map(({ code }) => `  ${code}: ${problemText(code, language).title}`),
  ].join('\n')
}

function factText(
  name: string,
  value: unknown,
  { language, say, money }: { language: Language; say: (word: string) => string; money: (value: unknown) => string },
): string {
  if (name === 'grossCents') return money(value)
  if (name === 'dispatch' || name === 'destination') return countryName(text(value), language)
  if (name === 'reason') return reasonInWords(text(value), language)
  return name === 'buyer' ? say(text(value)) : text(value)
}

/** An unknown value is shown as a dash. */
function text(value: unknown): string {
  return value === null || value === undefined ? '-' : String(value as string | number)
}
