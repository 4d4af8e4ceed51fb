/** One page for accountants: what becomes of each worked case, with numbers, in one language. */
import { centsToText, vatFromNet } from '../../src/domain/money.ts'
import type { PlannedLine } from '../../src/domain/plan/plan.ts'
import type { Language } from '../../src/domain/language.ts'
import { problemText } from '../../src/domain/problem/problem.ts'
import { treatmentWords } from '../../src/domain/why/treatment-words.ts'
import type { CaseRow } from './case-files.ts'
import { planOfCase } from './vat-cases.ts'

const chapters: Record<Language, Record<string, string>> = {
  nl: {
    A: 'Consument, voorraad en levering in België',
    B: 'Belgische bedrijven',
    C: 'Over de grens zonder OSS, en de drempel van € 10.000',
    D: 'Over de grens met OSS',
    E: 'Voorraad bij bol.com (Nederland)',
    F: 'Bedrijven over de grens',
    G: 'Verkoper in Nederland',
    H: 'Terug: creditnota’s',
    I: 'Wat niet geboekt wordt',
  },
  fr: {
    A: 'Particulier, stock et livraison en Belgique',
    B: 'Entreprises belges',
    C: 'Vers un autre pays sans OSS, et le seuil de 10 000 €',
    D: 'Vers un autre pays avec l’OSS',
    E: 'Stock chez bol.com (Pays-Bas)',
    F: 'Entreprises d’un autre pays',
    G: 'Vendeur établi aux Pays-Bas',
    H: 'En retour : notes de crédit',
    I: 'Ce qui n’est pas comptabilisé',
  },
  en: {
    A: 'Consumers, stock and delivery in Belgium',
    B: 'Belgian businesses',
    C: 'Across the border without OSS, and the € 10,000 threshold',
    D: 'Across the border with OSS',
    E: 'Stock at bol.com (the Netherlands)',
    F: 'Businesses across the border',
    G: 'Sellers in the Netherlands',
    H: 'Back again: credit notes',
    I: 'What is not booked',
  },
}

const texts = {
  nl: {
    title: 'Hoe elk geval wordt geboekt',
    intro: `Deze bladzijde is gemaakt uit dezelfde gevallen als de tests van Tentakel; elk bedrag erin is door het programma berekend.

- **Bedragen.** Alle prijzen van bol.com zijn inclusief btw. De btw wordt per document en per tarief uit het totaal gehaald (gedeeld door 100 + tarief, halve centen naar boven); het netto is de rest. Zo klopt de som altijd op de cent. Over de regels wordt het netto verdeeld volgens de grootste rest.
- **Datum.** Tarief, periode en drempel volgen de datum van de zending (of van de bestelling, waar de koppeling zo boekt), in Belgische tijd.
- **Vakken.** Octopus toont niet welk vak van de aangifte een btw-code vult. De vakken hieronder zeggen wat bedoeld is: kies bij elke behandeling een code die dat doet.
- **Rekeningen.** 400 klant, 700 omzet, 451 btw; de rekeningen en codes zelf staan in de instellingen van de koppeling.
- **Facturen exclusief btw.** Octopus rekent de btw daar opnieuw uit op het netto. Bij sommige bedragen scheelt dat één cent met wat betaald is; dat staat er dan bij (\`PEPPOL_CENT_DIFFERENCE\`).`,
    head: '| geval | verkoop | uitkomst | btw | netto | boeking | vakken | meldingen |',
    gross: 'betaald',
    consumer: 'consument',
    business: 'bedrijf',
    number: 'btw-nummer',
    noNumber: 'zonder btw-nummer',
    vies: { valid: 'geldig in VIES', invalid: 'ongeldig in VIES', format_error: 'controlecijfers fout' },
    small: 'verkoper vrijgesteld',
    seller: 'nummers van de verkoper',
    below: 'onder de drempel',
    above: 'boven de drempel',
    before: 'over de grens dit jaar vóór deze verkoop',
    yearBefore: 'vorig jaar',
    post: 'geboekt',
    waits: 'wacht',
    customer: 'klant',
    revenue: 'omzet',
    vat: 'btw',
    invoice: 'factuur in Octopus',
    creditNote: 'creditnota in Octopus',
    original: 'tarief en behandeling van de verkoop',
    none: 'geen',
    colon: ':',
    semicolon: ';',
  },
  fr: {
    title: 'Comment chaque cas est comptabilisé',
    intro: `Cette page est faite des mêmes cas que les tests de Tentakel ; chaque montant y est calculé par le programme.

- **Montants.** Tous les prix de bol.com sont TVA comprise. La TVA est extraite du total par document et par taux (divisé par 100 + taux, le demi-centime vers le haut) ; la base est le reste. La somme est ainsi toujours juste au centime près. Entre les lignes, la base est répartie selon le plus grand reste.
- **Date.** Le taux, la période et le seuil suivent la date de l’envoi (ou de la commande, si la liaison comptabilise ainsi), à l’heure belge.
- **Grilles.** Octopus ne montre pas quelle grille de la déclaration un code TVA remplit. Les grilles ci-dessous disent ce qui est voulu : choisissez pour chaque régime un code qui le fait.
- **Comptes.** 400 client, 700 chiffre d’affaires, 451 TVA ; les comptes et les codes mêmes figurent dans la configuration de la liaison.
- **Factures hors TVA.** Octopus y recalcule la TVA sur la base. Pour certains montants, cela fait un centime d’écart avec ce qui a été payé ; c’est alors indiqué (\`PEPPOL_CENT_DIFFERENCE\`).`,
    head: '| cas | vente | résultat | TVA | base | écriture | grilles | mentions |',
    gross: 'payé',
    consumer: 'particulier',
    business: 'entreprise',
    number: 'numéro de TVA',
    noNumber: 'sans numéro de TVA',
    vies: { valid: 'valable dans VIES', invalid: 'pas valable dans VIES', format_error: 'chiffres de contrôle faux' },
    small: 'vendeur sous le régime de la franchise',
    seller: 'numéros du vendeur',
    below: 'sous le seuil',
    above: 'au-dessus du seuil',
    before: 'vers d’autres pays cette année avant cette vente',
    yearBefore: 'l’année précédente',
    post: 'comptabilisé',
    waits: 'en attente',
    customer: 'client',
    revenue: 'chiffre d’affaires',
    vat: 'TVA',
    invoice: 'facture dans Octopus',
    creditNote: 'note de crédit dans Octopus',
    original: 'taux et régime de la vente',
    none: 'aucune',
    colon: ' :',
    semicolon: ' ;',
  },
  en: {
    title: 'How each case is booked',
    intro: `This page is made of the same cases as Tentakel's tests; each amount in it was computed by the program.

- **Amounts.** All prices of bol.com include VAT. VAT is taken out of the total per document and rate (divided by 100 + rate, half a cent goes up); net is the rest. So the sum is always right to the cent. Net is spread over the lines by largest remainder.
- **Date.** Rate, period and threshold follow the date of shipment (or of the order, where the connection books so), in Belgian time.
- **Boxes.** Octopus does not show which box of the return a VAT code fills. The boxes below say what is meant: choose a code for each treatment that does so.
- **Accounts.** 400 customer, 700 turnover, 451 VAT; the accounts and codes themselves stand in the connection's settings.
- **Invoices without VAT.** There Octopus computes VAT anew on the net. For some amounts that is a cent beside what was paid; it is then said (\`PEPPOL_CENT_DIFFERENCE\`).`,
    head: '| case | sale | outcome | VAT | net | entry | boxes | flags |',
    gross: 'paid',
    consumer: 'consumer',
    business: 'business',
    number: 'VAT number',
    noNumber: 'without a VAT number',
    vies: { valid: 'valid in VIES', invalid: 'invalid in VIES', format_error: 'wrong check digits' },
    small: 'exempt seller',
    seller: 'numbers of the seller',
    below: 'below the threshold',
    above: 'above the threshold',
    before: 'across the border this year before this sale',
    yearBefore: 'the year before',
    post: 'booked',
    waits: 'waits',
    customer: 'customer',
    revenue: 'turnover',
    vat: 'VAT',
    invoice: 'invoice in Octopus',
    creditNote: 'credit note in Octopus',
    original: 'rate and treatment of the sale',
    none: 'none',
    colon: ':',
    semicolon: ';',
  },
}

export function centsOfCase(row: CaseRow, name: string): number {
  return Math.round(Number(row[name]) * 100)
}

export function accountantPage(language: Language, cases: readonly CaseRow[]): string {
  const words = texts[language]
  const parts = Object.entries(chapters[language]).map(([letter, title]) => {
    const rows = cases.filter((row) => row['case_id']?.startsWith(letter)).map((row) => caseRow(language, row))
    return `## ${title}\n\n${words.head}\n| --- | --- | --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`
  })
  return `# ${words.title}\n\n${words.intro}\n\n${parts.join('\n')}`
}

function caseRow(language: Language, row: CaseRow): string {
  const { explanation, problems } = planOfCase(row)
  const [line] = explanation.lines
  const words = texts[language]
  const booked = explanation.status === 'POST'
  const problem = problems[0]?.code
  const why =
    problem === undefined ? '' : `${words.colon} ${problemText(problem as never, language, {}).title} (${problem})`
  const treatment = line?.treatment ?? null
  const name =
    treatment === null ? '' : treatment === 'OSS' ? 'OSS' : `${treatmentWords[language][treatment]} (${treatment})`
  const outcome = `${booked ? words.post : `${words.waits}${why}`}${words.semicolon} ${name}`
  const flags = [...explanation.flags, ...(row['kind'] === 'CREDIT' ? ['USE_ORIGINAL_RATE_AND_TREATMENT'] : [])]
  const boxes = row['be_return_boxes'] === 'none' ? words.none : (row['be_return_boxes'] ?? '')
  return `| ${[
    row['case_id'],
    saleText(language, row),
    outcome,
    vatText(language, row, line),
    line?.netCents === null || line === undefined ? '–' : amount(row, line.netCents),
    booked ? entryText(language, row, line) : '–',
    booked ? boxes : '–',
    flags.join(' ') || '–',
  ].join(' | ')} |`
}

/** Of a credit all amounts are those of the sale, with the other sign. */
function amount(row: CaseRow, cents: number): string {
  return centsToText(row['kind'] === 'CREDIT' ? -cents : cents)
}

function vatText(language: Language, row: CaseRow, line: PlannedLine | undefined): string {
  if (line === undefined || line.rateBp === null || line.vatCents === null) return '–'
  return `${line.country} ${line.rateBp / 100} %${texts[language].colon} ${amount(row, line.vatCents)}`
}

function saleText(language: Language, row: CaseRow): string {
  const words = texts[language]
  const vies = words.vies[row['vies'] as keyof typeof words.vies]
  const country = row['buyer_vat_country'] ?? ''
  const number = country === '' ? words.noNumber : `${words.number} ${country}, ${vies ?? ''}`
  const [, thisYear, lastYear] = /so far this year ([\d.]+), previous year ([\d.]+)/u.exec(row['note'] ?? '') ?? []
  const sums = thisYear === undefined ? null : `${words.before} ${thisYear}, ${words.yearBefore} ${lastYear}`
  const stock = row['fulfilment'] === 'FBB' ? ' (bol.com)' : ''
  return [
    `${row['dispatch']}${stock} → ${row['destination']}`,
    row['buyer'] === 'business' ? `${words.business}, ${number}` : words.consumer,
    `${row['product_class']}, ${row['supply_date']}`,
    `${words.gross} ${row['gross']}`,
    row['oss'] === 'on' ? 'OSS' : (sums ?? (row['threshold'] === 'below' ? words.below : words.above)),
    `${words.seller}${words.colon} ${row['seller_vat_numbers']}`,
    ...(row['seller_scheme'] === 'small' ? [words.small] : []),
  ].join(`${words.semicolon} `)
}

function entryText(language: Language, row: CaseRow, line: PlannedLine | undefined): string {
  if (line?.grossCents === null || line?.netCents === null || line?.vatCents === null || line === undefined) return '–'
  const words = texts[language]
  const [customer, other] = row['kind'] === 'CREDIT' ? ['C', 'D'] : ['D', 'C']
  const vat = line.vatCents === 0 ? '' : ` · ${other} ${words.vat} ${centsToText(line.vatCents)}`
  const entry = `${customer} ${words.customer} ${centsToText(line.grossCents)} · ${other} ${words.revenue} ${centsToText(line.netCents)}${vat}`
  if (row['peppol_total'] === '') return row['kind'] === 'CREDIT' ? `${entry} (${words.original})` : entry
  // The ledger computes the VAT of its invoices and credit notes out of the net.
  const total = line.netCents + vatFromNet(line.netCents, line.rateBp ?? 0)
  const document = row['kind'] === 'CREDIT' ? words.creditNote : words.invoice
  return `${document}${words.colon} ${centsToText(total)} (${words.gross} ${centsToText(line.grossCents)})`
}
