/**
 * *Waarom?* in words: the meaning of each rule, flag, reason and rounding of a plan, for the owner of the books. The codes themselves stay
 * beside the words, so that they can be looked up.
 */
import { inAll, languageRow, type Language } from '../language.ts'
import type { Rounding } from '../invoice/roundings.ts'
import { treatmentWords } from './treatment-words.ts'
import { centsToText } from '../money.ts'

type Sentence = Record<Language, string>

/** `{country}` is replaced by the country inside of a code, e.g. NL in NL_VAT_RETURN. */
const sentences: Record<string, Sentence> = {
  // ── VAT ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  BELGIAN_VAT_BY_SETTING: {
    nl: 'Belgische btw, omdat de koppeling dat zo instelt voor voorraad bij bol.com in Nederland.',
    fr: 'TVA belge, parce que la liaison le prévoit ainsi pour le stock chez bol.com aux Pays-Bas.',
    en: 'Belgian VAT, because the connection says so for stock at bol.com in the Netherlands.',
  },
  BUSINESS_AS_CONSUMER: {
    nl: 'De koper gaf een nummer op, maar wordt als consument behandeld.',
    fr: 'L’acheteur a donné un numéro, mais est traité comme un consommateur.',
    en: 'The buyer gave a number, but is treated as a consumer.',
  },
  COMPANY_WITHOUT_VAT_NUMBER: {
    nl: 'De koper is een bedrijf zonder btw-nummer; hij telt als consument.',
    fr: 'L’acheteur est une entreprise sans numéro de TVA ; il compte comme consommateur.',
    en: 'The buyer is a company without a VAT number; it counts as a consumer.',
  },
  COUNTS_FOR_10000_THRESHOLD: {
    nl: 'Telt mee voor de drempel van € 10.000 voor verkoop aan consumenten in andere landen.',
    fr: 'Compte pour le seuil de 10 000 € des ventes aux consommateurs d’autres pays.',
    en: 'Counts towards the € 10,000 threshold of sales to consumers in other countries.',
  },
  DESTINATION_UNKNOWN: {
    nl: 'Het land van aankomst is niet bekend.',
    fr: 'Le pays d’arrivée n’est pas connu.',
    en: 'The country of arrival is not known.',
  },
  'DISTANCE_SALE_FROM_{country}': {
    nl: 'Een afstandsverkoop die in {country} vertrekt.',
    fr: 'Une vente à distance au départ de {country}.',
    en: 'A distance sale that starts in {country}.',
  },
  FBB_BELGIAN_BUSINESS: {
    nl: 'Een Belgisch bedrijf kocht uit de voorraad bij bol.com in Nederland: laat je boekhouder kiezen hoe dat geboekt wordt.',
    fr: 'Une entreprise belge a acheté du stock chez bol.com aux Pays-Bas : votre comptable choisit comment le comptabiliser.',
    en: 'A Belgian business bought from stock at bol.com in the Netherlands: your bookkeeper decides how that is booked.',
  },
  IC_LISTING: {
    nl: 'Hoort in de Belgische intracommunautaire opgave.',
    fr: 'À reprendre dans le relevé intracommunautaire belge.',
    en: 'Belongs in the Belgian intra-Community listing.',
  },
  '{country}_ICP_LISTING': {
    nl: 'Hoort in de opgave van intracommunautaire prestaties van {country}.',
    fr: 'À reprendre dans le relevé intracommunautaire de {country}.',
    en: 'Belongs in the intra-Community listing of {country}.',
  },
  IC_SUPPLY_REVIEW: {
    nl: 'Een levering aan een bedrijf over de grens: een mens moet kijken of ze vrijgesteld is.',
    fr: 'Une livraison à une entreprise d’un autre pays : quelqu’un doit vérifier si elle est exonérée.',
    en: 'A supply to a business across the border: a person must see whether it is exempt.',
  },
  INVOICE_ADVISED: {
    nl: 'Een factuur aan de koper is hier aan te raden.',
    fr: 'Une facture à l’acheteur est conseillée ici.',
    en: 'An invoice to the buyer is advised here.',
  },
  INVOICE_REQUIRED_NO_OSS: {
    nl: 'Zonder OSS is voor deze verkoop een factuur verplicht, ook aan een consument.',
    fr: 'Sans OSS, une facture est obligatoire pour cette vente, même à un consommateur.',
    en: 'Without OSS this sale needs an invoice, also to a consumer.',
  },
  MARGIN_SCHEME_NOT_SUPPORTED: {
    nl: 'De margeregeling wordt niet geboekt: de aankoopprijs is niet bekend.',
    fr: 'Le régime de la marge n’est pas comptabilisé : le prix d’achat n’est pas connu.',
    en: 'The margin scheme is not booked: the purchase price is not known.',
  },
  NO_OSS_AND_NO_DESTINATION_VAT_NUMBER: {
    nl: 'Boven de drempel, en er is geen OSS en geen btw-nummer in het land van aankomst.',
    fr: 'Au-dessus du seuil, sans OSS ni numéro de TVA dans le pays d’arrivée.',
    en: 'Above the threshold, with neither OSS nor a VAT number in the country of arrival.',
  },
  'NO_{country}_VAT_NUMBER': {
    nl: 'Er is geen btw-nummer van {country}.',
    fr: 'Il n’y a pas de numéro de TVA de {country}.',
    en: 'There is no VAT number of {country}.',
  },
  OSS_DESTINATION_IS_HOME_COUNTRY: {
    nl: 'Het pakje komt uit een ander land naar je eigen land: die btw hoort in de OSS-aangifte of in je gewone aangifte, naargelang je nummers.',
    fr: 'Le colis vient d’un autre pays vers le vôtre : cette TVA va dans la déclaration OSS ou dans votre déclaration ordinaire, selon vos numéros.',
    en: 'The parcel comes from another country to your own: that VAT belongs in the OSS return or in your ordinary one, depending on your numbers.',
  },
  'OSS_DISPATCH_FROM_{country}': {
    nl: 'In de OSS-aangifte staat deze verkoop met {country} als land van vertrek.',
    fr: 'Dans la déclaration OSS, cette vente figure avec {country} comme pays de départ.',
    en: 'In the OSS return this sale stands with {country} as country of dispatch.',
  },
  PEPPOL_REQUIRED: {
    nl: 'De koper is een Belgisch bedrijf: de wet vraagt een factuur via Peppol.',
    fr: 'L’acheteur est une entreprise belge : la loi exige une facture par Peppol.',
    en: 'The buyer is a Belgian business: the law wants an invoice over Peppol.',
  },
  PRICE_INCLUDES_VAT_REVIEW: {
    nl: 'De koper betaalde de consumentenprijs met btw erin, terwijl hier geen btw verschuldigd is.',
    fr: 'L’acheteur a payé le prix du consommateur, TVA comprise, alors qu’aucune TVA n’est due ici.',
    en: 'The buyer paid the consumer price with VAT in it, while no VAT is due here.',
  },
  RATE_UNKNOWN: {
    nl: 'Van deze productklasse is in dat land geen zeker tarief bekend.',
    fr: 'Pour cette classe de produit, aucun taux certain n’est connu dans ce pays.',
    en: 'For this product class no certain rate is known in that country.',
  },
  'REVERSE_CHARGE_{country}': {
    nl: 'De btw wordt in {country} verlegd naar de koper.',
    fr: 'La TVA de {country} est due par l’acheteur (autoliquidation).',
    en: 'The VAT of {country} is shifted to the buyer.',
  },
  SMALL_BUSINESS_NO_VAT: {
    nl: 'Vrijstellingsregeling voor kleine ondernemingen: geen btw.',
    fr: 'Régime de la franchise des petites entreprises : pas de TVA.',
    en: 'Exempt small business: no VAT.',
  },
  TERRITORY_RATE_UNKNOWN: {
    nl: 'De postcode ligt in een gebied met eigen btw-tarieven, en dat van dit artikel is niet zeker bekend.',
    fr: 'Le code postal se trouve dans un territoire qui a ses propres taux de TVA, et celui de cet article n’est pas connu avec certitude.',
    en: 'The postcode lies in a place with VAT rates of its own, and that of this article is not known for sure.',
  },
  THRESHOLD_NEAR: {
    nl: 'De verkoop aan andere landen nadert € 10.000 dit jaar.',
    fr: 'Les ventes vers d’autres pays approchent 10 000 € cette année.',
    en: 'Sales to other countries come near € 10,000 this year.',
  },
  THRESHOLD_NOT_ANSWERED: {
    nl: 'Of de drempel van € 10.000 overschreden is, is nog niet beantwoord.',
    fr: 'On ne sait pas encore si le seuil de 10 000 € est dépassé.',
    en: 'Whether the € 10,000 threshold is passed is not answered yet.',
  },
  '{country}_VAT_RETURN': {
    nl: 'Deze btw hoort in de aangifte van {country}, niet in de Belgische.',
    fr: 'Cette TVA va dans la déclaration de {country}, pas dans la belge.',
    en: 'This VAT belongs in the return of {country}, not in the Belgian one.',
  },
  VAT_NUMBER_INVALID: {
    nl: 'Het btw-nummer van de koper bestaat niet volgens VIES; hij telt als consument.',
    fr: 'Le numéro de TVA de l’acheteur n’existe pas selon VIES ; il compte comme consommateur.',
    en: 'The buyer’s VAT number does not exist according to VIES; he counts as a consumer.',
  },
  VIES_NEEDED: {
    nl: 'De btw hangt af van het nummer van de koper, en VIES heeft nog niet geantwoord.',
    fr: 'La TVA dépend du numéro de l’acheteur, et VIES n’a pas encore répondu.',
    en: 'The VAT hangs on the buyer’s number, and VIES has not answered yet.',
  },
  VIES_UNAVAILABLE: {
    nl: 'VIES antwoordde niet; het nummer van de koper is niet bewezen.',
    fr: 'VIES n’a pas répondu ; le numéro de l’acheteur n’est pas prouvé.',
    en: 'VIES did not answer; the buyer’s number is not proven.',
  },
  // ── Amounts ──────────────────────────────────────────────────────────────────────────────────────────────────────
  DISCOUNT_FUNDING_UNKNOWN: {
    nl: 'Er is korting gegeven; wie ze betaalt, zegt bol.com niet. Geboekt is wat de koper betaalde.',
    fr: 'Une remise a été accordée ; bol.com ne dit pas qui la paie. Ce que l’acheteur a payé est comptabilisé.',
    en: 'A discount was given; bol.com does not say who pays it. What the buyer paid is booked.',
  },
  DISCOUNT_HELD: {
    nl: 'De koppeling wacht bij bestellingen met korting.',
    fr: 'La liaison attend pour les commandes avec remise.',
    en: 'The connection waits with orders that have a discount.',
  },
  DISCOUNT_NOT_DEDUCTED: {
    nl: 'De korting is niet afgetrokken, zoals de koppeling instelt.',
    fr: 'La remise n’est pas déduite, comme le prévoit la liaison.',
    en: 'The discount is not deducted, as the connection says.',
  },
  MORE_BOOKED_THAN_DUE: {
    nl: 'Er is al meer geboekt dan de bestelling nu bedraagt.',
    fr: 'On a déjà comptabilisé plus que le montant actuel de la commande.',
    en: 'More is booked already than the order amounts to now.',
  },
  LEDGER_ROUNDING_OPEN: {
    nl: 'Wie de btw van deze factuur anders afrondt dan één keer per tarief, komt op een andere cent uit.',
    fr: 'Un autre arrondi de la TVA de cette facture qu’une fois par taux donne un autre cent.',
    en: 'Rounding the VAT of this invoice in another way than once per rate gives another cent.',
  },
  NOTHING_PAID: {
    nl: 'De koper betaalde hiervoor niets; er is geen document.',
    fr: 'L’acheteur n’a rien payé pour ceci ; il n’y a pas de document.',
    en: 'The buyer paid nothing for this; there is no document.',
  },
  PEPPOL_CENT_DIFFERENCE: {
    nl: 'Octopus rekent de btw op deze factuur opnieuw uit; dat scheelt een cent met wat betaald is.',
    fr: 'Octopus recalcule la TVA de cette facture ; cela fait un cent de différence avec ce qui a été payé.',
    en: 'Octopus works out the VAT of this invoice anew; that is a cent off what was paid.',
  },
  TOTAL_PRICE_DIFFERS: {
    nl: 'Het totaal van bol.com is niet stukprijs maal aantal min korting; het totaal geldt.',
    fr: 'Le total de bol.com diffère du prix unitaire fois la quantité moins la remise ; le total fait foi.',
    en: 'bol.com’s total is not unit price times quantity minus discount; the total counts.',
  },
  // ── Products, dates, returns ─────────────────────────────────────────────────────────────────────────────────────
  LATE_POSTING: {
    nl: 'De periode van de levering is gesloten; geboekt op de eerste open dag.',
    fr: 'La période de la livraison est clôturée ; comptabilisé le premier jour ouvert.',
    en: 'The period of supply is closed; booked on the first open day.',
  },
  CHARGED_OTHERWISE: {
    nl: 'De winkel rekende een ander btw-tarief aan dan hier verschuldigd is.',
    fr: 'La boutique a facturé un autre taux de TVA que celui qui est dû ici.',
    en: 'The shop charged another VAT rate than is due here.',
  },
  PRODUCT_CLASS_UNKNOWN: {
    nl: 'Van dit product is de btw-klasse nog niet gekozen.',
    fr: 'La classe TVA de ce produit n’est pas encore choisie.',
    en: 'The VAT class of this product is not chosen yet.',
  },
  REBUILT_FROM_SHIPMENT: {
    nl: 'bol.com gaf de bestelling niet meer; ze is heropgebouwd uit haar zending.',
    fr: 'bol.com ne donnait plus la commande ; elle est reconstruite à partir de son envoi.',
    en: 'bol.com no longer gave the order; it is rebuilt from its shipment.',
  },
  RETURN_IGNORED: {
    nl: 'Een retour blijft buiten de boeken, zoals iemand besliste.',
    fr: 'Un retour reste hors des comptes, comme quelqu’un l’a décidé.',
    en: 'A return is left out of the books, as a person decided.',
  },
  RETURN_NOT_REFUNDED: {
    nl: 'Een retour is niet terugbetaald; er is geen creditnota.',
    fr: 'Un retour n’a pas été remboursé ; il n’y a pas de note de crédit.',
    en: 'A return was not refunded; there is no credit note.',
  },
  RETURN_OF_UNBOOKED: {
    nl: 'Een retour van iets dat niet geboekt is; er valt niets te crediteren.',
    fr: 'Un retour de quelque chose qui n’est pas comptabilisé ; rien à créditer.',
    en: 'A return of something that is not booked; there is nothing to credit.',
  },
  USE_ORIGINAL_RATE_AND_TREATMENT: {
    nl: 'Gecrediteerd met tarief, land en rekening van de verkoop zelf.',
    fr: 'Crédité avec le taux, le pays et le compte de la vente même.',
    en: 'Credited with the rate, country and account of the sale itself.',
  },
  VAT_CLASS_DEFAULTED: {
    nl: 'Van dit product is geen klasse ingesteld; het kreeg de klasse van alle andere.',
    fr: 'Aucune classe n’est fixée pour ce produit ; il a reçu celle de tous les autres.',
    en: 'No class is set for this product; it got the class of all others.',
  },
}

/** Names of rules and flags. `{country}` is replaced by the country inside of a name. */
export const ruleAndFlagNames = Object.keys(sentences).toSorted()

const reasons: Record<string, Sentence> = {
  notShipped: { nl: 'nog niet verzonden', fr: 'pas encore envoyée', en: 'not shipped yet' },
  cancelled: {
    nl: 'geannuleerd voor ze geboekt was',
    fr: 'annulée avant comptabilisation',
    en: 'cancelled before it was booked',
  },
  beforeStart: {
    nl: 'van vóór de eerste dag van de koppeling',
    fr: 'd’avant le premier jour de la liaison',
    en: 'from before the connection’s first day',
  },
  free: { nl: 'er is niets betaald', fr: 'rien n’a été payé', en: 'nothing was paid' },
  noDetail: {
    nl: 'bol.com gaf de details nog niet',
    fr: 'bol.com n’a pas encore donné les détails',
    en: 'bol.com has not given its details yet',
  },
  person: { nl: 'door iemand niet geboekt', fr: 'écartée par quelqu’un', en: 'left out by a person' },
}

const countries = new Map<Language, Intl.DisplayNames>()

/** `NL` → Nederland, Pays-Bas, the Netherlands. */
export function countryName(country: string, language: Language): string {
  if (country === 'NL' && language === 'en') return 'the Netherlands'
  const names = countries.get(language) ?? new Intl.DisplayNames([language], { type: 'region' })
  countries.set(language, names)
  return names.of(country) ?? country
}

/** A flag, or the name of the rule of a line, as a sentence. @returns null when it has no words */
export function codeInWords(flag: string, language: Language): string | null {
  const direct = sentences[flag] ?? treatmentOf(flag)
  if (direct !== undefined) return direct[language]
  for (const [key, sentence] of Object.entries(sentences)) {
    const found = key.includes('{country}') && new RegExp(`^${key.replace('{country}', '([A-Z]{2})')}$`, 'u').exec(flag)
    if (found) return sentence[language].replace('{country}', countryName(found[1] as string, language))
  }
  return null
}

function treatmentOf(rule: string): Sentence | undefined {
  if (!Object.hasOwn(treatmentWords.en, rule)) return undefined
  const treatment = rule as keyof typeof treatmentWords.en
  return inAll((language) => treatmentWords[language][treatment])
}

/** Returns the reason of an order's state. The code of a problem, and text typed by a user, stay as they are. */
export function reasonInWords(reason: string, language: Language): string {
  return reasons[reason]?.[language] ?? reason
}

/** Returns the words for a cent on another line than rounding line by line would give. */
export function roundingInWords(rounding: Rounding, language: Language): string {
  const euros = (cents: number): string => `€ ${centsToText(cents).replace('.', languageRow(language).decimal)}`
  if (rounding.kind === 'invoiceCent') {
    const paid = euros(rounding.paidCents)
    const invoice = euros(rounding.invoiceCents)
    return {
      nl: `Betaald is ${paid}; Octopus komt op de factuur uit op ${invoice}, omdat het de btw op het netto rekent.`,
      fr: `Payé : ${paid} ; la facture d’Octopus arrive à ${invoice}, parce qu’il calcule la TVA sur le net.`,
      en: `Paid is ${paid}; Octopus comes to ${invoice} on the invoice, because it works VAT out on the net.`,
    }[language]
  }
  if (rounding.kind === 'vatReading') {
    const vat = euros(rounding.vatCents)
    const other = euros(rounding.otherVatCents)
    return {
      nl: `De btw van de factuur is ${vat}; rondt Octopus anders af dan één keer per tarief, dan wordt het ${other}.`,
      fr: `La TVA de la facture est de ${vat} ; si Octopus arrondit autrement qu’une fois par taux, elle sera de ${other}.`,
      en: `The VAT of the invoice is ${vat}; if Octopus rounds in another way than once per rate, it becomes ${other}.`,
    }[language]
  }
  const net = euros(rounding.netCents)
  if (rounding.kind === 'invoiceLine') {
    const line = euros(rounding.invoiceCents)
    return {
      nl: `Op de factuur staat artikel ${rounding.orderItemId} voor ${line} netto en niet ${net}, zodat het totaal klopt hoe Octopus de btw ook afrondt.`,
      fr: `Sur la facture, l’article ${rounding.orderItemId} figure pour ${line} net et non ${net}, pour que le total soit juste quel que soit l’arrondi de la TVA dans Octopus.`,
      en: `On the invoice item ${rounding.orderItemId} stands for ${line} net and not ${net}, so that the total is right however Octopus rounds VAT.`,
    }[language]
  }
  const alone = euros(rounding.aloneCents)
  return {
    nl: `Het netto van artikel ${rounding.orderItemId} is ${net} en niet ${alone}: de btw klopt op het hele document.`,
    fr: `Le net de l’article ${rounding.orderItemId} est ${net} et non ${alone} : la TVA est juste sur tout le document.`,
    en: `The net of item ${rounding.orderItemId} is ${net} and not ${alone}: the VAT is right for the whole document.`,
  }[language]
}
