import type { dutchFrame } from './nl.ts'

export const englishFrame: Record<keyof typeof dutchFrame, string> = {
  moreEntries: 'More',
  ownMenu: 'Your menu',
  installation: 'Installation',
  promise: 'Every sale on bol.com is in your books: once, to the cent, with the reason.',
  notFoundText: 'The link is old, or it has a character too many or too few.',
  toOverview: 'To the overview',
  decisions_one: 'One decision is waiting for you',
  decisions_many: '{n} decisions are waiting for you',
  captured: 'Fetched',
  missed: 'Missed',
  notCountedYet: 'Not counted yet',
  countedTo: 'Counted up to and including {day}',
  nothingToDo: 'Nothing to do',
  today: 'Today',
  ofLimit: '{n} of {limit}',
  otherCountries: 'Other countries',
}
