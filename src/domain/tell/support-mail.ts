/** Texts of mails that a user asked for help, or that the operator answered. The question and the answer stay in the app. */
import type { NoticeText } from './notice.ts'
import { pageLink } from './page-link.ts'
import type { Language } from '../language.ts'

const texts: Record<Language, Record<'asked' | 'answered', readonly [subject: string, body: string]>> = {
  nl: {
    asked: ['{company} meldt een probleem', 'Er staat een nieuwe melding in de inbox van de beheerder.'],
    answered: ['Antwoord op je melding', 'De beheerder heeft je melding beantwoord.'],
  },
  fr: {
    asked: ['{company} signale un problème', 'Un nouveau signalement se trouve dans la boîte de l’opérateur.'],
    answered: ['Réponse à votre signalement', 'L’opérateur a répondu à votre signalement.'],
  },
  en: {
    asked: ['{company} reports a problem', 'There is a new report in the inbox of the operator.'],
    answered: ['Answer to your report', 'The operator answered your report.'],
  },
}

export function supportMail(
  kind: 'asked' | 'answered',
  language: Language,
  { company, tenantId, publicUrl }: { company: string; tenantId: string; publicUrl: string | null },
): NoticeText {
  const [subject, body] = texts[language][kind]
  const link = kind === 'asked' ? pageLink(publicUrl, null, '/operator') : pageLink(publicUrl, tenantId, '/help')
  const url = link === null ? '' : `\n${link}\n`
  const named = company.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
  return { subject: `Tentakel: ${subject.replace('{company}', named)}`.slice(0, 200), body: `${body}\n${url}` }
}
