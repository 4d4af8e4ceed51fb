/** What a new dossier holds. All names, numbers and addresses are invented. */

import type { Account, JournalPlan, VatCode, VatCodeType } from './state.ts'

export const JOURNALS: readonly JournalPlan[] = [
  { key: 'D1', name: 'Diverse verrichtingen', insertionType: 1, unitPriceDecimals: 2 },
  { key: 'D2', name: 'bol.com verrekening', insertionType: 1, unitPriceDecimals: 2 },
  { key: 'F1', name: 'Bank', insertionType: 1, unitPriceDecimals: 2, currencyCode: 'EUR' },
  { key: 'A1', name: 'Aankopen', insertionType: 1, unitPriceDecimals: 2 },
  { key: 'A2', name: 'bol.com kosten', insertionType: 1, unitPriceDecimals: 2 },
  { key: 'V1', name: 'Verkopen', insertionType: 1, unitPriceDecimals: 2 },
  { key: 'V2', name: 'Verkoopfacturen', insertionType: 2, unitPriceDecimals: 2 },
  { key: 'V3', name: 'Kassafacturen', insertionType: 3, unitPriceDecimals: 2 },
  { key: 'V5', name: 'Verkoop bol.com', insertionType: 1, unitPriceDecimals: 2 },
  { key: 'V6', name: 'Facturen bol.com', insertionType: 2, unitPriceDecimals: 4 },
  { key: 'V7', name: 'Facturen bol.com btw inbegrepen', insertionType: 3, unitPriceDecimals: 2 },
]

type AccountPlan = Omit<Account, 'change'>

function account(id: number, nl: string, fr: string, more: Partial<AccountPlan> = {}): AccountPlan {
  return { id, nl, fr, postable: true, active: true, ...more }
}

export const ACCOUNTS: readonly AccountPlan[] = [
  account(100000, 'Kapitaal', 'Capital'),
  account(140000, 'Overgedragen winst', 'Bénéfice reporté'),
  account(230000, 'Installaties en machines', 'Installations et machines', { purchaseVatCode: 'I21' }),
  account(240000, 'Meubilair', 'Mobilier', { purchaseVatCode: 'I21' }),
  account(340000, 'Handelsgoederen', 'Marchandises'),
  account(400000, 'Klanten', 'Clients'),
  account(411000, 'Terug te vorderen btw', 'TVA à récupérer'),
  account(440000, 'Leveranciers', 'Fournisseurs'),
  account(451000, 'Te betalen btw', 'TVA à payer'),
  account(451001, 'Te betalen btw OSS', 'TVA à payer OSS'),
  account(451002, 'Te betalen btw Nederland', 'TVA à payer Pays-Bas'),
  account(499000, 'Wachtrekening', "Compte d'attente"),
  account(499100, 'Te ontvangen van bol.com', 'À recevoir de bol.com'),
  account(499900, 'bol.com: te onderzoeken', 'bol.com : à examiner'),
  account(550000, 'Bank', 'Banque'),
  account(570000, 'Kas', 'Caisse'),
  account(580000, 'Interne overboekingen', 'Virements internes'),
  account(604000, 'Aankoop handelsgoederen', 'Achats de marchandises', { purchaseVatCode: 'H21' }),
  account(611000, 'Kantoorkosten', 'Frais de bureau', { purchaseVatCode: 'D21' }),
  account(611900, 'Software en hosting', 'Logiciels et hébergement', { purchaseVatCode: 'D21' }),
  account(613100, 'bol.com commissies', 'Commissions bol.com'),
  account(613110, 'bol.com logistiek', 'Logistique bol.com'),
  account(613120, 'bol.com verzending', 'Envois bol.com'),
  account(613130, 'bol.com retourlabels', 'Étiquettes de retour bol.com'),
  account(613190, 'bol.com andere kosten', 'Autres frais bol.com'),
  account(613200, 'Commissies verkoopplatform', 'Commissions plateforme', { purchaseVatCode: 'D21' }),
  account(614000, 'Verzendkosten', "Frais d'envoi", { purchaseVatCode: 'D21' }),
  account(658000, 'Betalingsverschillen', 'Différences de paiement'),
  account(690000, 'Over te dragen resultaat', 'Résultat à reporter', { postable: false }),
  account(700000, 'Verkopen', 'Ventes', { salesVatCode: '21' }),
  account(700100, 'Verkopen 6 %', 'Ventes 6 %', { salesVatCode: '06' }),
  account(700210, 'Verkopen Europese Unie (OSS)', 'Ventes Union européenne (OSS)'),
  account(700220, 'Verkopen Nederland', 'Ventes Pays-Bas'),
  account(700300, 'Intracommunautaire leveringen', 'Livraisons intracommunautaires'),
  account(700400, 'Verkopen buiten de Europese Unie', "Ventes hors de l'Union européenne"),
  account(708000, 'Toegekende kortingen', 'Remises accordées'),
  account(709000, 'Groep: kortingen en ristorno’s', 'Groupe : remises et ristournes', { postable: false }),
  account(743000, 'Schadevergoedingen', 'Indemnités'),
  account(758000, 'Betalingsverschillen (opbrengst)', 'Différences de paiement (produit)'),
]

const BUY: VatCodeType = 1
const SELL: VatCodeType = 2
const BUY_CREDIT_NOTE: VatCodeType = 3
const SELL_CREDIT_NOTE: VatCodeType = 4

/** Country, percentage, code: one per country and rate, as an accountant makes them for the one-stop shop. */
const OSS_CODES: readonly (readonly [country: string, percentage: number, code: string])[] = [
  ['Nederland', 21, 'NL21'],
  ['Nederland', 9, 'NL09'],
  ['Duitsland', 19, 'DE19'],
  ['Duitsland', 7, 'DE07'],
  ['Frankrijk', 20, 'FR20'],
  ['Frankrijk', 10, 'FR10'],
  ['Frankrijk', 5.5, 'FR055'],
  ['Luxemburg', 17, 'LU17'],
  ['Luxemburg', 8, 'LU08'],
  ['Luxemburg', 3, 'LU03'],
  ['Oostenrijk', 20, 'AT20'],
  ['Oostenrijk', 10, 'AT10'],
  ['Spanje', 21, 'ES21'],
  ['Italië', 22, 'IT22'],
  ['Ierland', 23, 'IE23'],
  ['Finland', 25.5, 'FI255'],
]

export const VAT_CODES: readonly VatCode[] = [
  ...(
    [
      ['21', 21, 'Binnenland 21 %'],
      ['12', 12, 'Binnenland 12 %'],
      ['06', 6, 'Binnenland 6 %'],
      ['00', 0, 'Binnenland 0 %'],
      ['IC', 0, 'Intracommunautaire levering van goederen'],
      ['EX', 0, 'Uitvoer'],
      ['NLV21', 21, 'Nederlandse btw 21 % (eigen nummer)'],
      ['NLV09', 9, 'Nederlandse btw 9 % (eigen nummer)'],
      ['NLIC', 0, 'Intracommunautaire levering vanuit Nederland'],
      ['NLR', 0, 'Btw verlegd in Nederland'],
    ] as const
  ).map(([code, basePercentage, description]) => ({
    code,
    description,
    type: SELL,
    basePercentage,
    defaultSellBookingAccountNr: code === '06' ? 700100 : 700000,
  })),
  ...OSS_CODES.map(([country, basePercentage, code]) => ({
    code,
    description: `OSS ${country} ${String(basePercentage).replace('.', ',')} %`,
    type: SELL,
    basePercentage,
    defaultSellBookingAccountNr: 700210,
  })),
  ...(
    [
      ['D21', 21, 'Diensten en diverse goederen 21 %'],
      ['D12', 12, 'Diensten en diverse goederen 12 %'],
      ['D06', 6, 'Diensten en diverse goederen 6 %'],
      ['D00', 0, 'Diensten en diverse goederen 0 %'],
      ['H21', 21, 'Handelsgoederen 21 %'],
      ['H06', 6, 'Handelsgoederen 6 %'],
      ['I21', 21, 'Investeringen 21 %'],
      ['I06', 6, 'Investeringen 6 %'],
    ] as const
  ).map(([code, basePercentage, description]) => ({ code, description, type: BUY, basePercentage })),
  { code: 'D21IC', description: 'IC diensten, btw verlegd 21 %', type: BUY, basePercentage: 21, reverseBp: 2100 },
  { code: 'DNEX', description: 'Buiten de btw (geen rooster)', type: BUY, basePercentage: 0 },
]

/** Codes for credit notes, one per code: `C` and the code. A dossier has them or not. */
export function creditCodes(codes: readonly VatCode[]): VatCode[] {
  return codes
    .filter((code) => code.type === SELL || code.type === BUY)
    .map((code) => ({
      ...code,
      code: `C${code.code}`,
      description: `Creditnota ${code.description}`,
      type: code.type === BUY ? BUY_CREDIT_NOTE : SELL_CREDIT_NOTE,
    }))
}

export interface DossierPlan {
  name: string
  streetAndNr: string
  postalCode: string
  city: string
}

/** Used in turn; from the second round on with a number. */
export const DOSSIERS: readonly DossierPlan[] = [
  { name: 'Zonnebloem Webwinkel BV', streetAndNr: 'Oefenstraat 12', postalCode: '9000', city: 'Gent' },
  { name: 'Kastanje Speelgoed BV', streetAndNr: 'Proeflaan 3', postalCode: '2000', city: 'Antwerpen' },
  { name: 'De Gulden Lepel', streetAndNr: 'Voorbeeldplein 7', postalCode: '3000', city: 'Leuven' },
  { name: 'Papier en Passer VOF', streetAndNr: 'Demoweg 101', postalCode: '8500', city: 'Kortrijk' },
]
