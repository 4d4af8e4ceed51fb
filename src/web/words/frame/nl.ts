/** The frame of the pages and the components that all pages share. */
export const dutchFrame = {
  moreEntries: 'Meer',
  ownMenu: 'Eigen menu',
  installation: 'Installatie',
  promise: 'Elke verkoop op bol.com staat in je boeken: één keer, tot op de cent, met de reden erbij.',
  notFoundText: 'De link is oud, of er is een teken te veel of te weinig.',
  toOverview: 'Naar het overzicht',
  decisions_one: 'Eén beslissing wacht op jou',
  decisions_many: '{n} beslissingen wachten op jou',
  captured: 'Opgehaald',
  missed: 'Gemist',
  notCountedYet: 'Nog niet nageteld',
  countedTo: 'Nageteld tot en met {day}',
  nothingToDo: 'Niets te doen',
  today: 'Vandaag',
  ofLimit: '{n} van {limit}',
  otherCountries: 'Andere landen',
} as const
