import type { dutchFrame } from './nl.ts'

export const frenchFrame: Record<keyof typeof dutchFrame, string> = {
  moreEntries: 'Plus',
  ownMenu: 'Mon menu',
  installation: 'Installation',
  promise: 'Chaque vente sur bol.com figure dans vos comptes : une seule fois, au centime près, avec la raison.',
  notFoundText: 'Le lien est ancien, ou il contient un caractère de trop ou de moins.',
  toOverview: 'Vers l’aperçu',
  decisions_one: 'Une décision vous attend',
  decisions_many: '{n} décisions vous attendent',
  captured: 'Reçues',
  missed: 'Manquées',
  notCountedYet: 'Pas encore recomptées',
  countedTo: 'Recomptées jusqu’au {day} inclus',
  nothingToDo: 'Rien à faire',
  today: 'Aujourd’hui',
  ofLimit: '{n} sur {limit}',
  otherCountries: 'Autres pays',
}
