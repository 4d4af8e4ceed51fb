/** The categories of an order, of a charge and of an account in a settlement, in words. The names are promised to users of the API. */
import type { Language } from '../language.ts'

type Words = Record<Language, string>

const categories: Record<string, Words> = {
  ok: { nl: 'Sluit', fr: 'Concorde', en: 'Agrees' },
  timing: {
    nl: 'Volgt in een volgende afrekening',
    fr: 'Viendra dans un prochain décompte',
    en: 'Comes in a later settlement',
  },
  creditAhead: {
    nl: 'Creditnota geboekt; bol.com verrekent ze later',
    fr: 'Note de crédit comptabilisée ; bol.com la décompte plus tard',
    en: 'Credit note booked; bol.com settles it later',
  },
  peppolCent: {
    nl: 'Afronding op de factuur',
    fr: 'Arrondi sur la facture',
    en: 'Rounding on the invoice',
  },
  writtenOff: {
    nl: 'Afgeboekt',
    fr: 'Passé en pertes ou profits',
    en: 'Written off',
  },
  bookedElsewhere: {
    nl: 'Stond al op een andere rekening',
    fr: 'Était déjà sur un autre compte',
    en: 'Stood on another account already',
  },
  missingAtBol: {
    nl: 'Geboekt, maar bol.com rekende niets af',
    fr: 'Comptabilisée, mais bol.com n’a rien décompté',
    en: 'Booked, but bol.com settled nothing',
  },
  correctionMissingAtBol: {
    nl: 'Creditnota geboekt, maar bol.com hield niets in',
    fr: 'Note de crédit comptabilisée, mais bol.com n’a rien retenu',
    en: 'Credit note booked, but bol.com took nothing back',
  },
  returnNotBooked: {
    nl: 'bol.com hield een retour in; er is geen creditnota',
    fr: 'bol.com a retenu un retour ; il n’y a pas de note de crédit',
    en: 'bol.com took back a return; there is no credit note',
  },
  missingInBooks: {
    nl: 'Afgerekend, maar onbekend in je boeken',
    fr: 'Décomptée, mais inconnue dans vos livres',
    en: 'Settled, but unknown in your books',
  },
  discountFunding: {
    nl: 'bol.com betaalde de korting zelf',
    fr: 'bol.com a payé la remise',
    en: 'bol.com paid the discount',
  },
  priceDiffers: {
    nl: 'Ander bedrag dan geboekt',
    fr: 'Autre montant que comptabilisé',
    en: 'Another amount than booked',
  },
  'notBooked:blocked': {
    nl: 'Niet geboekt: wacht op een beslissing',
    fr: 'Pas comptabilisée : attend une décision',
    en: 'Not booked: waits for a decision',
  },
  'notBooked:skipped': {
    nl: 'Niet geboekt: zo gekozen',
    fr: 'Pas comptabilisée : c’est un choix',
    en: 'Not booked: chosen so',
  },
  'notBooked:beforeStart': {
    nl: 'Van vóór je startdatum',
    fr: 'D’avant votre date de début',
    en: 'From before your start date',
  },
  'notBooked:nothing': {
    nl: 'Er was niets te boeken',
    fr: 'Il n’y avait rien à comptabiliser',
    en: 'Nothing was to be booked',
  },
  'notBooked:waiting': { nl: 'Nog niet geboekt', fr: 'Pas encore comptabilisée', en: 'Not booked yet' },
}

export function categoryInWords(category: string, language: Language): string {
  return (categories[category] ?? categories['priceDiffers'])?.[language] ?? ''
}

const roles: Record<string, Words> = {
  turnover: { nl: 'Verkopen', fr: 'Ventes', en: 'Sales' },
  correction: { nl: 'Terugbetaald aan kopers', fr: 'Remboursé aux acheteurs', en: 'Refunded to buyers' },
  commission: { nl: 'Commissie', fr: 'Commission', en: 'Commission' },
  shipping: { nl: 'Verzendkosten', fr: 'Frais d’envoi', en: 'Shipping costs' },
  logistics: { nl: 'Opslag en verwerking', fr: 'Stockage et traitement', en: 'Storage and handling' },
  returnLabels: { nl: 'Retourlabels', fr: 'Étiquettes de retour', en: 'Return labels' },
  otherFees: { nl: 'Andere kosten', fr: 'Autres frais', en: 'Other costs' },
  advertising: { nl: 'Advertenties', fr: 'Publicité', en: 'Advertising' },
  compensation: { nl: 'Vergoeding van bol.com', fr: 'Indemnité de bol.com', en: 'Compensation by bol.com' },
  clearing: { nl: 'Tussenrekening bol.com', fr: 'Compte d’attente bol.com', en: 'Clearing account bol.com' },
  suspense: {
    nl: 'Wachtrekening: niet in je boeken',
    fr: 'Compte provisoire : pas dans vos livres',
    en: 'Suspense: not in your books',
  },
  paymentLoss: { nl: 'Betalingsverschil, kost', fr: 'Différence de paiement, charge', en: 'Payment difference, cost' },
  paymentGain: {
    nl: 'Betalingsverschil, opbrengst',
    fr: 'Différence de paiement, produit',
    en: 'Payment difference, income',
  },
  opening: { nl: 'Van vóór de start', fr: 'D’avant le début', en: 'From before the start' },
  customers: { nl: 'Klanten', fr: 'Clients', en: 'Customers' },
  supplier: { nl: 'Leverancier bol.com', fr: 'Fournisseur bol.com', en: 'Supplier bol.com' },
  purchase: { nl: 'kosten verrekend', fr: 'frais compensés', en: 'costs set off' },
  payout: { nl: 'uitbetaling', fr: 'versement', en: 'payout' },
  bank: { nl: 'Bank', fr: 'Banque', en: 'Bank' },
  setOff: { nl: 'advertenties verrekend', fr: 'publicité compensée', en: 'advertising set off' },
  paid: { nl: 'betaald via bol.com', fr: 'payé via bol.com', en: 'paid through bol.com' },
  peppolCent: { nl: 'afronding', fr: 'arrondi', en: 'rounding' },
  collected: { nl: 'ontvangen door bol.com', fr: 'encaissé par bol.com', en: 'collected by bol.com' },
}

/** Returns the words for a charge, for its account, or for the reason of an entry's line. */
export function roleInWords(role: string, language: Language): string | null {
  return roles[role]?.[language] ?? null
}

const vatRoles: Record<string, Words> = {
  reverseCharge: { nl: 'btw verlegd', fr: 'TVA autoliquidée', en: 'VAT reverse charged' },
  noVat: { nl: 'zonder btw', fr: 'sans TVA', en: 'without VAT' },
  dutch21: { nl: 'Nederlandse btw 21 %', fr: 'TVA néerlandaise 21 %', en: 'Dutch VAT 21 %' },
  belgian21: { nl: 'Belgische btw 21 %', fr: 'TVA belge 21 %', en: 'Belgian VAT 21 %' },
}

export function vatRoleInWords(role: string, language: Language): string {
  return vatRoles[role]?.[language] ?? role
}
