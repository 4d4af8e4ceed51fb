/** What commands say of their results, to people. Scripts read the JSON, which has no language. */
import { Option } from 'commander'
import { languages, type Language } from '../domain/language.ts'

export function languageOption(): Option {
  return new Option('--lang <language>', 'of what is printed for people').choices(languages).default('nl')
}

interface Counts {
  orders: number
  booked: number
  waiting: number
  blocked: number
  skipped: number
}

export interface ResultWords {
  noConnections: string
  /** Heads of the table of `sync`. */
  syncHead: string[]
  problems: string
  /** Heads of the table of `report`. */
  reportHead: string[]
  nothingBooked: string
  unproven: string
  imported: (from: string, to: string, counts: Counts) => string
  restFollows: string
  reachOfList: (reach: string) => string
  noAnswer: (why: string) => string
  day: (read: number, of: number) => string
  counts: { orders: string; booked: string; waiting: string; blocked: string; skipped: string; missed: string }
  seenIn: { orders: string; shipments: string; returns: string }
  gap: (from: string, until: string, closedAt: string) => string
  beyondReach: (reach: string) => string
  nothingProven: (why: string) => string
  retried: (taken: number, not: number) => string
  notTaken: Record<'nothingFound' | 'inDoubt' | 'booked', string>
  skipped: (order: string) => string
  undoCounts: (counts: { orders: number; unsent: number; inLedger: number; uncertain: number }) => string
  undone: string
  nothingUndone: string
  demoRight: string
  demoWrong: string
}

const nl: ResultWords = {
  noConnections: 'Nog geen koppelingen: maak er een met "connection add --file F".',
  syncHead: [
    'koppeling',
    'bestellingen',
    'geboekt',
    'wacht',
    'geblokkeerd',
    'niet geboekt',
    'onzeker',
    'nieuw',
    'oproepen',
    'verder om',
  ],
  problems: 'meldingen',
  reportHead: ['datum', 'dagboek', 'nr', 'bestelling', 'regeling', 'land', '%', 'incl.', 'netto', 'btw', 'stand'],
  nothingBooked: 'Niets geboekt in deze periode.',
  unproven: 'Niet geboekt, of niet zeker: in geen enkele som',
  imported: (from, to, { orders, booked, waiting, blocked, skipped }) =>
    `${from} tot en met ${to}: ${orders} bestellingen, ${booked} geboekt, ${waiting} in de wachtrij, ${blocked} geblokkeerd, ${skipped} niet te boeken.`,
  restFollows:
    'De rest volgt vanzelf, met hoogstens de helft van wat per dag overblijft; "start" of "sync" gaat verder.',
  reachOfList: (reach) =>
    `bol.com geeft alleen bestellingen van de laatste drie maanden, vanaf ${reach}. Van oudere worden die geboekt die een retour noemt.`,
  noAnswer: (why) => `bol.com antwoordde niet (${why}); start het opnieuw.`,
  day: (read, of) => `dag ${read} van ${of}`,
  counts: {
    orders: 'bestellingen',
    booked: 'geboekt',
    waiting: 'wacht',
    blocked: 'geblokkeerd',
    skipped: 'niet te boeken',
    missed: 'gemist',
  },
  seenIn: { orders: 'lijst van bestellingen', shipments: 'verzending', returns: 'retour' },
  gap: (from, until, closedAt) => `Niet opgehaald van ${from} tot ${until}; ingehaald om ${closedAt}.`,
  beyondReach: (reach) =>
    `bol.com toont niets meer van voor ${reach}: van die dagen is alleen geteld wat hier bekend is.`,
  nothingProven: (why) =>
    `bol.com antwoordde niet (${why}); voor deze periode is niets bewezen. Probeer het later opnieuw.`,
  retried: (taken, not) => `${taken} verwerkt, ${not} niet`,
  notTaken: { nothingFound: 'niets gevonden', inDoubt: 'onzeker', booked: 'al geboekt' },
  skipped: (order) => `Bestelling ${order} wordt niet geboekt.`,
  undoCounts: ({ orders, unsent, inLedger, uncertain }) =>
    `${orders} bestellingen: ${unsent} documenten nog niet verzonden, ${inLedger} in Octopus (krijgen een creditnota), ${uncertain} onzeker (creditnota zodra ze zeker zijn).`,
  undone: 'Teruggedraaid; de creditnota’s gaan mee met de volgende verwerking.',
  nothingUndone:
    'Er is niets gewijzigd. Voeg --yes toe om het te doen. Liever zelf verwijderen in Octopus? Alleen het laatste nummer van een dagboek laat dan geen gat.',
  demoRight: 'Het grootboek van de sandbox klopt tot op de cent met de bestellingen; geen gaten in de nummers.',
  demoWrong: 'Het grootboek klopt NIET.',
}

const fr: ResultWords = {
  noConnections: 'Pas encore de connexion : créez-en une avec « connection add --file F ».',
  syncHead: [
    'connexion',
    'commandes',
    'comptabilisées',
    'en attente',
    'bloquées',
    'non comptabilisées',
    'incertaines',
    'nouvelles',
    'appels',
    'suite à',
  ],
  problems: 'messages',
  reportHead: ['date', 'journal', 'n°', 'commande', 'régime', 'pays', '%', 'TVAC', 'net', 'TVA', 'état'],
  nothingBooked: 'Rien n’est comptabilisé dans cette période.',
  unproven: 'Non comptabilisé, ou incertain : dans aucune somme',
  imported: (from, to, { orders, booked, waiting, blocked, skipped }) =>
    `Du ${from} au ${to} inclus : ${orders} commandes, ${booked} comptabilisées, ${waiting} en attente, ${blocked} bloquées, ${skipped} à ne pas comptabiliser.`,
  restFollows:
    'Le reste suit de lui-même, avec au plus la moitié de ce qui reste par jour ; « start » ou « sync » continue.',
  reachOfList: (reach) =>
    `bol.com ne donne que les commandes des trois derniers mois, à partir du ${reach}. Parmi les plus anciennes, seules celles qu’un retour cite sont comptabilisées.`,
  noAnswer: (why) => `bol.com n’a pas répondu (${why}) ; relancez la commande.`,
  day: (read, of) => `jour ${read} sur ${of}`,
  counts: {
    orders: 'commandes',
    booked: 'comptabilisées',
    waiting: 'en attente',
    blocked: 'bloquées',
    skipped: 'à ne pas comptabiliser',
    missed: 'manquées',
  },
  seenIn: { orders: 'liste des commandes', shipments: 'envoi', returns: 'retour' },
  gap: (from, until, closedAt) => `Non récupéré du ${from} au ${until} ; rattrapé le ${closedAt}.`,
  beyondReach: (reach) =>
    `bol.com ne montre plus rien d’avant le ${reach} : pour ces jours, seul ce qui est connu ici est compté.`,
  nothingProven: (why) =>
    `bol.com n’a pas répondu (${why}) ; rien n’est prouvé pour cette période. Réessayez plus tard.`,
  retried: (taken, not) => `${taken} traités, ${not} non`,
  notTaken: { nothingFound: 'rien trouvé', inDoubt: 'incertain', booked: 'déjà comptabilisé' },
  skipped: (order) => `La commande ${order} ne sera pas comptabilisée.`,
  undoCounts: ({ orders, unsent, inLedger, uncertain }) =>
    `${orders} commandes : ${unsent} documents pas encore envoyés, ${inLedger} dans Octopus (recevront une note de crédit), ${uncertain} incertains (note de crédit dès qu’ils sont sûrs).`,
  undone: 'Annulé ; les notes de crédit partent avec le prochain traitement.',
  nothingUndone:
    'Rien n’a été modifié. Ajoutez --yes pour le faire. Vous préférez supprimer vous-même dans Octopus ? Seul le dernier numéro d’un journal n’y laisse pas de trou.',
  demoRight: 'Le grand livre du bac à sable correspond au centime près aux commandes ; aucun trou dans les numéros.',
  demoWrong: 'Le grand livre ne correspond PAS.',
}

const en: ResultWords = {
  noConnections: 'No connections yet: make one with "connection add --file F".',
  syncHead: [
    'connection',
    'orders',
    'booked',
    'waiting',
    'blocked',
    'not booked',
    'in doubt',
    'new',
    'calls',
    'goes on at',
  ],
  problems: 'problems',
  reportHead: ['date', 'journal', 'no.', 'order', 'treatment', 'country', '%', 'incl. VAT', 'net', 'VAT', 'state'],
  nothingBooked: 'Nothing was booked in this period.',
  unproven: 'Not booked, or not certain: in no sum',
  imported: (from, to, { orders, booked, waiting, blocked, skipped }) =>
    `${from} up to and with ${to}: ${orders} orders, ${booked} booked, ${waiting} waiting, ${blocked} blocked, ${skipped} not to be booked.`,
  restFollows: 'The rest follows by itself, with half of what is left each day at most; "start" or "sync" goes on.',
  reachOfList: (reach) =>
    `bol.com lists orders of the last three months only, from ${reach} on. Of older ones, those are booked that a return names.`,
  noAnswer: (why) => `bol.com did not answer (${why}); run it again.`,
  day: (read, of) => `day ${read} of ${of}`,
  counts: {
    orders: 'orders',
    booked: 'booked',
    waiting: 'waiting',
    blocked: 'blocked',
    skipped: 'not to be booked',
    missed: 'missed',
  },
  seenIn: { orders: 'list of orders', shipments: 'shipment', returns: 'return' },
  gap: (from, until, closedAt) => `Not fetched from ${from} to ${until}; made up for at ${closedAt}.`,
  beyondReach: (reach) =>
    `bol.com shows nothing from before ${reach}: of those days only what is known here is counted.`,
  nothingProven: (why) => `bol.com did not answer (${why}); nothing is proven for this period. Try again later.`,
  retried: (taken, not) => `${taken} processed, ${not} not`,
  notTaken: { nothingFound: 'nothing found', inDoubt: 'in doubt', booked: 'booked already' },
  skipped: (order) => `Order ${order} is not booked.`,
  undoCounts: ({ orders, unsent, inLedger, uncertain }) =>
    `${orders} orders: ${unsent} documents not sent yet, ${inLedger} in Octopus (get a credit note), ${uncertain} in doubt (a credit note once they are certain).`,
  undone: 'Taken back; the credit notes go with the next run.',
  nothingUndone:
    'Nothing was changed. Add --yes to do it. Rather remove it in Octopus yourself? Only the last number of a journal leaves no gap then.',
  demoRight: "The sandbox's ledger agrees with the orders to the cent; no gaps in the numbers.",
  demoWrong: 'The ledger does NOT agree.',
}

export const resultWords: Record<Language, ResultWords> = { nl, fr, en }
