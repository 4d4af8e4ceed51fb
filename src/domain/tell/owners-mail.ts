/** What the owners of a company are told by mail. It names nobody and no company: whoever reads it wrongly learns nothing. */
import type { Language } from '../problem/problem.ts'
import type { NoticeText } from './notice.ts'

/** `tokensRest`: because what the maker signs in with changed. */
export type OwnersMailKind = 'tokenMade' | 'ownerOffered' | 'tokensRest'

type Text = readonly [subject: string, body: string]

const texts: Record<Language, Record<OwnersMailKind, Text>> = {
  nl: {
    tokenMade: [
      'Er is een API-sleutel gemaakt',
      'Voor een bedrijf waarvan je eigenaar bent, is een API-sleutel gemaakt of bevestigd. Daarmee leest of schrijft een programma in de boekingen.',
    ],
    ownerOffered: [
      'Iemand wordt eigenaar',
      'Van een bedrijf waarvan je eigenaar bent, wordt iemand mee eigenaar zodra hij het voorstel aanneemt, of is een eigenaar het niet meer.',
    ],
    tokensRest: [
      'API-sleutels rusten',
      'Een eigenaar veranderde waarmee hij zich aanmeldt. De API-sleutels die hij maakte, openen niets meer tot een eigenaar ze bevestigt.',
    ],
  },
  fr: {
    tokenMade: [
      'Une clé API a été créée',
      'Pour une entreprise dont vous êtes propriétaire, une clé API a été créée ou confirmée. Un programme s’en sert pour lire ou modifier les écritures.',
    ],
    ownerOffered: [
      'Quelqu’un devient propriétaire',
      'Dans une entreprise dont vous êtes propriétaire, quelqu’un le devient aussi dès qu’il accepte la proposition, ou un propriétaire ne l’est plus.',
    ],
    tokensRest: [
      'Des clés API sont en pause',
      'Un propriétaire a changé ce avec quoi il se connecte. Les clés API qu’il a créées n’ouvrent plus rien jusqu’à ce qu’un propriétaire les confirme.',
    ],
  },
  en: {
    tokenMade: [
      'An API key was made',
      'For a company that you own, an API key was made or confirmed. A program reads or changes the bookings with it.',
    ],
    ownerOffered: [
      'Somebody becomes an owner',
      'In a company that you own, somebody becomes an owner too once he accepts the offer, or an owner is one no more.',
    ],
    tokensRest: [
      'API keys rest',
      'An owner changed what he signs in with. The API keys that he made open nothing until an owner confirms them.',
    ],
  },
}

const endings: Record<Language, string> = {
  nl: 'Klopt het niet? Kies dan eerst een nieuw wachtwoord, en neem het hier terug:',
  fr: 'Ce n’est pas correct ? Choisissez d’abord un nouveau mot de passe, puis annulez-le ici :',
  en: 'Is that not right? Choose a new password first, and take it back here:',
}

export function ownersMail(kind: OwnersMailKind, language: Language, { url }: { url: string }): NoticeText {
  const [subject, body] = texts[language][kind]
  return { subject: `Tentakel: ${subject}`, body: `${body}\n\n${endings[language]}\n\n${url}\n` }
}
