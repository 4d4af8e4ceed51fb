/** Texts of mails to the owners of a company. They name no person and no company, so a wrong recipient learns nothing. */
import type { Language } from '../language.ts'
import type { NoticeText } from './notice.ts'

/** `tokensRest`, `webhookRests`: because the maker's sign-in changed. `leftBehind`: because the maker lost the right to make it. */
export type OwnersMailKind =
  | 'tokenMade'
  | 'connectionAdded'
  | 'connectionMoved'
  | 'webhookSet'
  | 'ownerOffered'
  | 'accessOffered'
  | 'tokensRest'
  | 'webhookRests'
  | 'leftBehind'

type Text = readonly [subject: string, body: string]

const texts: Record<Language, Record<OwnersMailKind, Text>> = {
  nl: {
    connectionAdded: [
      'Er is een koppeling bijgekomen',
      'Voor een bedrijf waarvan je eigenaar bent, is een koppeling toegevoegd. Ze leest verkopen en boekt ze zodra iemand ze start.',
    ],
    accessOffered: [
      'Iemand krijgt toegang',
      'Tot een bedrijf waarvan je eigenaar bent, krijgt iemand toegang, of meer toegang dan hij had, zodra hij het voorstel aanneemt.',
    ],
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
    connectionMoved: [
      'Een koppeling krijgt een andere login of een andere boekhouding',
      'Van een bedrijf waarvan je eigenaar bent, leest of boekt een koppeling voortaan met een andere login, of in een andere boekhouding.',
    ],
    webhookRests: [
      'Een adres wordt niet meer opgeroepen',
      'Een eigenaar veranderde waarmee hij zich aanmeldt. Het adres dat hij Tentakel bij elk alarm liet oproepen, wordt niet meer opgeroepen tot een eigenaar het bevestigt.',
    ],
    webhookSet: [
      'Er wordt een ander adres opgeroepen',
      'Voor een bedrijf waarvan je eigenaar bent, is een adres ingesteld dat Tentakel oproept bij elk alarm, of heeft een eigenaar er een overgenomen.',
    ],
    leftBehind: [
      'Wat een vorige eigenaar maakte, werkt niet meer',
      'Een eigenaar heeft geen toegang meer tot een bedrijf waarvan jij eigenaar bent. De API-sleutels die hij maakte, openen niets meer, en het adres dat hij liet oproepen, wordt niet meer opgeroepen. Maak de sleutels die je nodig hebt opnieuw; het adres neem je over bij Berichten.',
    ],
  },
  fr: {
    connectionAdded: [
      'Une liaison a été ajoutée',
      'Pour une entreprise dont vous êtes propriétaire, une liaison a été ajoutée. Elle lit des ventes et les comptabilise dès que quelqu’un la démarre.',
    ],
    accessOffered: [
      'Quelqu’un reçoit un accès',
      'Dans une entreprise dont vous êtes propriétaire, quelqu’un reçoit un accès, ou plus d’accès qu’avant, dès qu’il accepte la proposition.',
    ],
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
    connectionMoved: [
      'Une liaison change de compte ou de comptabilité',
      'Dans une entreprise dont vous êtes propriétaire, une liaison lit ou comptabilise désormais avec un autre compte, ou dans une autre comptabilité.',
    ],
    webhookRests: [
      'Une adresse n’est plus appelée',
      'Un propriétaire a changé ce avec quoi il se connecte. L’adresse qu’il faisait appeler par Tentakel à chaque alarme n’est plus appelée jusqu’à ce qu’un propriétaire la confirme.',
    ],
    webhookSet: [
      'Une autre adresse est appelée',
      'Pour une entreprise dont vous êtes propriétaire, une adresse que Tentakel appelle à chaque alarme a été définie, ou reprise par un propriétaire.',
    ],
    leftBehind: [
      'Ce qu’un ancien propriétaire a créé ne fonctionne plus',
      'Un propriétaire n’a plus accès à une entreprise dont vous êtes propriétaire. Les clés API qu’il a créées n’ouvrent plus rien, et l’adresse qu’il faisait appeler n’est plus appelée. Recréez les clés dont vous avez besoin ; l’adresse se reprend sous Messages.',
    ],
  },
  en: {
    connectionAdded: [
      'A connection was added',
      'For a company that you own, a connection was added. It reads sales and books them once somebody starts it.',
    ],
    accessOffered: [
      'Somebody gets access',
      'To a company that you own, somebody gets access, or more of it than before, once he accepts the offer.',
    ],
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
    connectionMoved: [
      'A connection gets another login or other books',
      'For a company that you own, a connection reads or books with another login from now on, or in other books.',
    ],
    webhookRests: [
      'An address is not called any more',
      'An owner changed what he signs in with. The address that he had Tentakel call at each alarm is not called until an owner confirms it.',
    ],
    webhookSet: [
      'Another address is called',
      'For a company that you own, an address that Tentakel calls at each alarm was set, or an owner took one over.',
    ],
    leftBehind: [
      'What a former owner made works no more',
      'An owner has no access any more to a company that you own. The API keys that he made open nothing any more, and the address that he had called is not called. Make the keys that you need anew; take the address over under Notices.',
    ],
  },
}

const endings: Record<Language, string> = {
  nl: 'Klopt het niet? Kies dan eerst een nieuw wachtwoord, en neem het hier terug:',
  fr: 'Ce n’est pas correct ? Choisissez d’abord un nouveau mot de passe, puis annulez-le ici :',
  en: 'Is that not right? Choose a new password first, and take it back here:',
}

const looks: Record<Language, string> = {
  nl: 'Bekijk het hier:',
  fr: 'Voyez-le ici :',
  en: 'See it here:',
}

export function ownersMail(kind: OwnersMailKind, language: Language, { url }: { url: string }): NoticeText {
  const [subject, body] = texts[language][kind]
  const ending = (kind === 'leftBehind' ? looks : endings)[language]
  return { subject: `Tentakel: ${subject}`, body: `${body}\n\n${ending}\n\n${url}\n` }
}
