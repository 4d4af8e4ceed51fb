/** What the commands about connections say to people. */
import type { Language } from '../domain/language.ts'
import type { Connection } from '../ports/tables/connections.ts'

interface ConnectionWords {
  file: string
  notSaved: string
  none: string
  states: Record<Connection['state'], string>
  problems: string
  removed: (id: string) => string
  notChosen: string
  chooseFrom: (codes: string) => string
  proposed: string
  credit: string
  neverRead: string
  rest: string
  looked: (of: { orders: number; from: string; complete: boolean; differ: number }) => string
  totalOf: (day: string) => string
  onRelation: (name: string) => string
  onOwnRelation: string
}

export const connectionWords: Record<Language, ConnectionWords> = {
  nl: {
    file: 'het bestand',
    notSaved: 'Er is niets bewaard.',
    none: 'Nog geen koppelingen.',
    states: { active: 'actief', paused: 'gepauzeerd', removed: 'verwijderd' },
    problems: 'meldingen',
    removed: (id) =>
      `Koppeling ${id} is verwijderd. Haar bestelnummers en de sleutels van haar documenten blijven bewaard.`,
    notChosen: 'niet gekozen',
    chooseFrom: (codes) => (codes === '' ? 'geen code om uit te kiezen' : `kies uit ${codes}`),
    proposed: 'voorstel',
    credit: 'credit',
    neverRead: 'Het dossier is nog nooit gelezen: voer eerst "connection test" uit.',
    rest: 'de rest ervan',
    looked: ({ orders, from, complete, differ }) =>
      `${orders} bestellingen sinds ${from}${complete ? '' : ' (alleen de nieuwste)'}: ${differ} verschillen. Er is niets bewaard.`,
    totalOf: (day) => `dagtotaal van ${day}`,
    onRelation: (name) => `op ${name}`,
    onOwnRelation: 'op de eigen relatie van de koper',
  },
  fr: {
    file: 'le fichier',
    notSaved: 'Rien n’a été enregistré.',
    none: 'Pas encore de connexion.',
    states: { active: 'active', paused: 'en pause', removed: 'supprimée' },
    problems: 'messages',
    removed: (id) =>
      `La connexion ${id} est supprimée. Ses numéros de commande et les clés de ses documents sont conservés.`,
    notChosen: 'non choisi',
    chooseFrom: (codes) => (codes === '' ? 'aucun code à choisir' : `choisissez parmi ${codes}`),
    proposed: 'proposé',
    credit: 'crédit',
    neverRead: 'Le dossier n’a encore jamais été lu : lancez d’abord « connection test ».',
    rest: 'le reste',
    looked: ({ orders, from, complete, differ }) =>
      `${orders} commandes depuis le ${from}${complete ? '' : ' (les plus récentes seulement)'} : ${differ} diffèrent. Rien n’a été enregistré.`,
    totalOf: (day) => `total du ${day}`,
    onRelation: (name) => `sur ${name}`,
    onOwnRelation: 'sur la relation propre de l’acheteur',
  },
  en: {
    file: 'the file',
    notSaved: 'Nothing was saved.',
    none: 'No connections yet.',
    states: { active: 'active', paused: 'paused', removed: 'removed' },
    problems: 'problems',
    removed: (id) => `Connection ${id} is removed. Its order numbers and document keys are remembered.`,
    notChosen: 'not chosen',
    chooseFrom: (codes) => `choose from ${codes === '' ? 'no code' : codes}`,
    proposed: 'proposed',
    credit: 'credit',
    neverRead: 'The dossier was never read yet: run "connection test" first.',
    rest: 'the rest of it',
    looked: ({ orders, from, complete, differ }) =>
      `${orders} orders since ${from}${complete ? '' : ' (the newest only)'}: ${differ} differ. Nothing was saved.`,
    totalOf: (day) => `total of ${day}`,
    onRelation: (name) => `on ${name}`,
    onOwnRelation: "on the buyer's own relation",
  },
}
