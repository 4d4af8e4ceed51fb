/** The matches of a settlement, and the reasons where something is not matched, in the three languages of the product. */
import type { Language } from '../language.ts'
import type { EntrySide, LeftReason } from '../settlement/matching.ts'
import { amountText } from './settlement-words.ts'

interface MatchingWords {
  title: string
  why: Record<EntrySide['why'], string>
  number: string
  /** Both as text. */
  matched: (done: string, of: string) => string
  left: Record<LeftReason, string>
}

export const matchingWords: Record<Language, MatchingWords> = {
  nl: {
    title: 'Afgepunt in Octopus',
    why: {
      turnover: 'verkopen',
      correction: 'terugbetalingen',
      purchase: 'kosten',
      payout: 'uitbetaling',
      setOff: 'advertenties',
    },
    number: 'nr.',
    matched: (done, of) => `${done} van ${of}`,
    left: {
      off: 'afpunten staat uit',
      waits: 'volgt zodra alles in Octopus nagekeken is',
      changed: 'een van de documenten is in Octopus gewijzigd of verwijderd',
      foreign: 'de aankoop is door iemand anders geboekt',
      undone: 'in Octopus is de afpunting ongedaan gemaakt',
      refused: 'Octopus aanvaardt de afpunting niet: misschien is de lijn al afgepunt',
      unanswered: 'Octopus bevestigde de afpunting niet; punt zelf af',
      tooMany: 'te veel verkopen per dag om af te punten',
      nothing: 'geen geboekt document van ons hoort erbij',
      bank: 'volgt met de ontvangst op de bank',
    },
  },
  fr: {
    title: 'Lettré dans Octopus',
    why: {
      turnover: 'ventes',
      correction: 'remboursements',
      purchase: 'frais',
      payout: 'versement',
      setOff: 'publicité',
    },
    number: 'n°',
    matched: (done, of) => `${done} sur ${of}`,
    left: {
      off: 'le lettrage est désactivé',
      waits: 'suit dès que tout est vérifié dans Octopus',
      changed: 'un des documents a été modifié ou supprimé dans Octopus',
      foreign: 'l’achat a été comptabilisé par quelqu’un d’autre',
      undone: 'le lettrage a été annulé dans Octopus',
      refused: 'Octopus n’accepte pas le lettrage : la ligne est peut-être déjà lettrée',
      unanswered: 'Octopus n’a pas confirmé le lettrage ; lettrez vous-même',
      tooMany: 'trop de ventes par jour pour les lettrer',
      nothing: 'aucun document comptabilisé par nous n’y correspond',
      bank: 'suit avec la recette à la banque',
    },
  },
  en: {
    title: 'Matched in Octopus',
    why: { turnover: 'sales', correction: 'refunds', purchase: 'costs', payout: 'payout', setOff: 'advertising' },
    number: 'no.',
    matched: (done, of) => `${done} of ${of}`,
    left: {
      off: 'matching is switched off',
      waits: 'follows once all is read back from Octopus',
      changed: 'one of the documents was changed or removed in Octopus',
      foreign: 'the purchase was booked by somebody else',
      undone: 'the match was undone in Octopus',
      refused: 'Octopus does not take the match: the line may be matched already',
      unanswered: 'Octopus did not confirm the match; match it yourself',
      tooMany: 'too many sales a day to match',
      nothing: 'no document that we booked belongs to it',
      bank: 'follows with the receipt on the bank',
    },
  },
}

/** A line of an entry and how much of it is matched. */
export interface MatchingLine {
  journal: string
  number: number | null
  /** Of the entry, 1 is the first. */
  line: number
  why: EntrySide['why']
  /** Positive. */
  amountCents: number
  matchedCents: number
  /** Why the rest is not; null: nothing is left. */
  left: LeftReason | null
}

/** One line of text each, e.g. `verkopen D2 nr. 1: 169,40 van 169,40`. */
export function matchingTexts(lines: readonly MatchingLine[], language: Language): string[] {
  const words = matchingWords[language]
  return lines.map(({ journal, number, why, amountCents, matchedCents, left }) => {
    const place = number === null ? journal : `${journal} ${words.number} ${number}`
    const done = words.matched(amountText(matchedCents, language), amountText(amountCents, language))
    return `${words.why[why]} ${place}: ${done}${left === null ? '' : ` (${words.left[left]})`}`
  })
}
