/**
 * Texts of mails: an alarm, the digest of a day. Names of companies and connections, counts and sums; never a buyer, never an order's
 * content.
 */
import { payoutSubject, type AlarmCause } from './alarm.ts'
import type { LocalDate } from '../calendar.ts'
import type { Cents } from '../money.ts'
import { englishNotices } from './notice-texts-en.ts'
import { frenchNotices } from './notice-texts-fr.ts'
import { dutchNotices } from './notice-texts-nl.ts'
import type { AlarmText, Counted, NoticeTexts } from './notice-texts.ts'
import { pageLink } from './page-link.ts'
import { amountText } from '../why/settlement-words.ts'
import type { Language } from '../language.ts'
import { isProblemCode, problemText, type ProblemCode, type ProblemText } from '../problem/problem.ts'

const texts: Record<Language, NoticeTexts> = { nl: dutchNotices, fr: frenchNotices, en: englishNotices }

export interface NoticeText {
  subject: string
  body: string
}

/** @param since the cause's moment as ISO text with the local offset */
export function alarmText(cause: AlarmCause, language: Language, since: string | null): ProblemText {
  const words = texts[language]
  if (cause.kind === 'refused' && isProblemCode(cause.subject))
    return problemText(cause.subject, language, { since, dossier: cause.facts.dossier ?? null })
  const [title, what, meaning, remedy] = ownText(cause, words)
  const {
    hours = 0,
    perDay = 0,
    day = null,
    invoice = cause.subject.replace(payoutSubject, ''),
    count: n = 0,
  } = cause.facts
  const values = { hours, perDay, invoice, n, day: dayText(day), since: momentText(since, language) }
  return {
    title: fill(title, values),
    what: fill(what, values),
    meaning: fill(meaning, values),
    remedy: fill(remedy, values),
  }
}

function ownText({ kind, subject }: AlarmCause, words: NoticeTexts): AlarmText {
  switch (kind) {
    case 'silence':
      return words.silence
    case 'refused':
    case 'doubt':
      return words.doubt
    case 'vanishing':
      return subject === 'billing' ? words.vanishingBilling : words.vanishingOrders
    case 'settlement':
      if (subject.startsWith(payoutSubject)) return words.payoutMissing
      return subject === 'missing' ? words.settlementMissing : words.settlementDiffers
  }
}

export function alarmMail(
  cause: AlarmCause,
  told: { tenantId: string; connection: string; language: Language; since: string | null; publicUrl: string | null },
): NoticeText {
  const words = texts[told.language]
  const open = openAt(told, told.tenantId, '/problems')
  const text = alarmText(cause, told.language, told.since)
  const paragraphs = [text.what, text.meaning, text.remedy, ...open, words.once, words.choose]
  return { subject: oneLine(`${told.connection}: ${text.title}`), body: `${paragraphs.join('\n\n')}\n` }
}

export interface DigestPart {
  tenantId: string
  connection: string
  booked: { documents: number; amountCents: Cents }
  waiting: number
  blocked: number
  inDoubt: number
  causes: { code: ProblemCode; count: number }[]
  proof: { from: LocalDate; to: LocalDate; orders: number; missing: number } | null
  /** Titles of settlements that were read for the first time on that day. */
  settlements: string[]
  /** Titles of alarms that are open. */
  alarms: string[]
}

/** Orders that wait for their shipment are no news. */
export function saysSomething({ booked, blocked, inDoubt, proof, settlements, alarms, causes }: DigestPart): boolean {
  const missing = proof === null ? 0 : proof.missing
  return booked.documents + blocked + inDoubt + missing + settlements.length + alarms.length + causes.length > 0
}

export function digestMail(
  parts: DigestPart[],
  told: { company: string; day: LocalDate; language: Language; publicUrl: string | null },
): NoticeText {
  const words = texts[told.language]
  const companies = [...new Set(parts.map(({ tenantId }) => tenantId))]
  const isOne = companies.length === 1
  const sections = parts.map((part) => {
    const head = `${part.connection}\n${'-'.repeat(Math.min(60, [...part.connection].length))}`
    const own = isOne ? [] : openAt(told, part.tenantId, '/')
    return [head, ...sectionOf(part, words, told), ...own].join('\n')
  })
  const open = isOne ? openAt(told, companies[0] ?? null, '/') : []
  const subject = fill(words.digestSubject, { company: told.company, day: dayText(told.day) })
  return {
    subject: oneLine(subject),
    body: `${[...sections, ...open, words.choose].join('\n\n')}\n`,
  }
}

function sectionOf(part: DigestPart, words: NoticeTexts, told: { day: LocalDate; language: Language }): string[] {
  const { booked, causes, proof, settlements, alarms } = part
  const day = dayText(told.day)
  const counted = (text: Counted, n: number): string[] => (n === 0 ? [] : [count(text, n)])
  const causeLines = causes.map(({ code, count: n }) =>
    count(words.digestCause, n, {
      title: problemText(code, told.language).title,
    }),
  )
  return [
    booked.documents === 0
      ? fill(words.digestNothingBooked, { day })
      : count(words.digestBooked, booked.documents, { day, amount: moneyText(booked.amountCents, told.language) }),
    ...counted(words.digestWaiting, part.waiting),
    ...counted(words.digestInDoubt, part.inDoubt),
    ...counted(words.digestBlocked, part.blocked),
    ...(causeLines.length === 0 ? [] : [words.digestCauses, ...causeLines]),
    ...(settlements.length === 0 ? [] : [words.digestSettlements, ...settlements.map((title) => `- ${title}`)]),
    ...(alarms.length === 0 ? [] : [words.digestAlarms, ...alarms.map((title) => `- ${title}`)]),
    proofSentence(proof, words, told.language),
  ]
}

function proofSentence(proof: DigestPart['proof'], words: NoticeTexts, language: Language): string {
  if (proof === null) return words.digestNoProof
  const period = periodText(proof.from, proof.to, language)
  return proof.missing > 0
    ? count(words.digestMissed, proof.missing, { period })
    : count(words.digestComplete, proof.orders, { period })
}

export function testMail(language: Language): NoticeText {
  return { subject: texts[language].testSubject, body: `${texts[language].testBody}\n` }
}

function openAt(
  { publicUrl, language }: { publicUrl: string | null; language: Language },
  tenantId: string | null,
  place: string,
): string[] {
  const url = pageLink(publicUrl, tenantId, place)
  return url === null ? [] : [fill(texts[language].open, { url })]
}

function count(text: Counted, n: number, values: Record<string, string> = {}): string {
  return fill(n === 1 ? text[0] : text[1], { ...values, n })
}

function fill(text: string, values: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole))
}

/** Keeps a typed name from adding a header of its own. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
}

function dayText(day: LocalDate | null): string {
  return (day ?? '').split('-').toReversed().join('/')
}

const between: Record<Language, string> = { nl: 'om', fr: 'à', en: 'at' }

function momentText(iso: string | null, language: Language): string {
  return iso === null ? '' : `${dayText(iso.slice(0, 10))} ${between[language]} ${iso.slice(11, 16)}`
}

const periods: Record<Language, readonly [oneDay: string, more: string]> = {
  nl: ['van {from}', 'van {from} tot en met {to}'],
  fr: ['du {from}', 'du {from} au {to} inclus'],
  en: ['of {from}', 'from {from} to {to}'],
}

function periodText(from: LocalDate, to: LocalDate, language: Language): string {
  const [oneDay, more] = periods[language]
  return fill(from === to ? oneDay : more, { from: dayText(from), to: dayText(to) })
}

const moneyForms: Record<Language, string> = { nl: '€ {amount}', fr: '{amount} €', en: '€{amount}' }

export function moneyText(cents: Cents, language: Language): string {
  const amount = amountText(Math.abs(cents), language)
  return `${cents < 0 ? '-' : ''}${fill(moneyForms[language], { amount })}`
}
