/** A settlement's statement, in the three languages of the product. */
import type { Language } from '../language.ts'

interface StatementWords {
  period: (from: string, to: string) => string
  sold: string
  refunded: string
  costs: string
  purchase: (journal: string, number: number) => string
  compensation: string
  payout: string
  expected: (day: string) => string
  status: Record<string, string>
  booked: string
  difference: string
  carried: string
  orders: string[]
  question: string
}

export const statementWords: Record<Language, StatementWords> = {
  nl: {
    period: (from, to) => `${from} t/m ${to}`,
    sold: 'Verkopen volgens bol.com',
    refunded: 'Terugbetaald aan kopers',
    costs: 'Kosten van bol.com (incl. btw)',
    purchase: (journal, number) => `aankoop ${journal} nr. ${number}`,
    compensation: 'Compensaties',
    payout: 'Uitbetaling',
    expected: (day) => `verwacht vanaf ${day}`,
    status: {
      expected: 'verwacht',
      received: 'ontvangen',
      postponed: 'uitgesteld',
      owed: 'aan bol.com verschuldigd',
      none: 'geen',
    },
    booked: 'Geboekt voor dezelfde bestellingen',
    difference: 'Verschil',
    carried: 'Nog niet afgerekend',
    orders: ['bestelling', 'geboekt', 'afgerekend', 'verschil', 'reden'],
    question: 'Vraag',
  },
  fr: {
    period: (from, to) => `du ${from} au ${to}`,
    sold: 'Ventes selon bol.com',
    refunded: 'Remboursé aux acheteurs',
    costs: 'Frais de bol.com (TVA comprise)',
    purchase: (journal, number) => `achat ${journal} n° ${number}`,
    compensation: 'Indemnités',
    payout: 'Versement',
    expected: (day) => `attendu à partir du ${day}`,
    status: { expected: 'attendu', received: 'reçu', postponed: 'reporté', owed: 'dû à bol.com', none: 'aucun' },
    booked: 'Comptabilisé pour les mêmes commandes',
    difference: 'Écart',
    carried: 'Pas encore décompté',
    orders: ['commande', 'comptabilisé', 'décompté', 'écart', 'motif'],
    question: 'Question',
  },
  en: {
    period: (from, to) => `${from} to ${to}`,
    sold: 'Sales according to bol.com',
    refunded: 'Refunded to buyers',
    costs: 'Costs of bol.com (VAT included)',
    purchase: (journal, number) => `purchase ${journal} no. ${number}`,
    compensation: 'Compensations',
    payout: 'Payout',
    expected: (day) => `expected from ${day}`,
    status: {
      expected: 'expected',
      received: 'received',
      postponed: 'postponed',
      owed: 'owed to bol.com',
      none: 'none',
    },
    booked: 'Booked for the same orders',
    difference: 'Difference',
    carried: 'Not settled yet',
    orders: ['order', 'booked', 'settled', 'difference', 'reason'],
    question: 'Question',
  },
}
