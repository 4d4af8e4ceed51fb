/** Forty invented products. The numbers have valid check digits; titles and prices are made up. */

export interface Product {
  ean: string
  title: string
  /** A word for whoever writes a VAT mapping against this world; the API never tells it. */
  kind: 'standard' | 'book' | 'food' | 'plant' | 'sanitary'
  unitCents: number
  /** bol.com's commission on the price, basis points. */
  commissionBp: number
  /** The seller's own reference; most offers have none. */
  reference?: string
}

type Row = readonly [stem: string, title: string, kind: Product['kind'], cents: number, bp: number, reference?: string]

const ROWS: readonly Row[] = [
  ['978946310901', 'Het stille water – roman', 'book', 2450, 1500],
  ['978946310902', 'Kookboek: Groenten uit de polder', 'book', 2999, 1500, 'BOEK-KOOK-01'],
  ['978946310903', 'Wandelen langs de Leie (3e druk)', 'book', 1995, 1500],
  ['978946310904', "De kleine reus & 't grote bos", 'book', 1299, 1500],
  ['978946310905', 'Boekhouden voor beginners', 'book', 3450, 1500, 'BOEK-BH'],
  ['978946310906', 'Le jardin d’été – édition de poche', 'book', 999, 1500],
  ['978946310907', 'Kookboek zonder zout', 'book', 2250, 1500],
  ['978946310908', 'Woordenboek Nederlands–Frans "mini"', 'book', 799, 1500],
  ['871900000101', 'USB-C kabel 2 m, gevlochten, zwart', 'standard', 999, 1240, 'KAB-USBC-2M'],
  ['871900000102', 'USB-C kabel 1 m, wit', 'standard', 749, 1240, 'KAB-USBC-1M'],
  ['871900000103', 'Telefoonhoesje transparant', 'standard', 1199, 1240],
  ['871900000104', 'Screenprotector (2 stuks)', 'standard', 899, 1240],
  ['871900000105', 'Ledlamp E27 8 W – warm wit – 4 stuks', 'standard', 1495, 1500],
  ['871900000106', 'Bureaulamp met klem', 'standard', 2999, 1500, 'LAMP-KLEM'],
  ['871900000107', 'Koptelefoon draadloos', 'standard', 4999, 900],
  ['871900000108', 'Waterkoker 1,7 L rvs', 'standard', 3495, 1100],
  ['871900000109', 'Broodrooster – 2 sleuven', 'standard', 2995, 1100],
  ['871900000110', 'Stofzuigerzakken 10 st.', 'standard', 1299, 1500],
  ['871900000111', 'Yogamat 183×61 cm', 'standard', 2450, 1500],
  ['871900000112', 'Springtouw', 'standard', 599, 1500],
  ['871900000113', 'Fietslicht set voor + achter', 'standard', 1750, 1500, 'FIETS/LICHT'],
  ['871900000114', 'Hondenriem 3 m', 'standard', 1425, 1500],
  ['871900000115', 'Sleutelhanger', 'standard', 199, 1500],
  ['871900000116', 'Balpen blauw', 'standard', 149, 1500],
  ['871900000117', 'Notitieboek A5 gelinieerd', 'standard', 695, 1500],
  ['871900000118', 'Rugzak 25 L', 'standard', 5995, 1500, 'RUG-25'],
  ['871900000119', 'Gereedschapskist 42-delig', 'standard', 6499, 1240],
  ['871900000120', 'Accuboormachine 18V met 2 accu’s', 'standard', 12900, 1000, 'BOOR18V'],
  ['871900000121', 'Babyfoon', 'standard', 7999, 1000],
  ['871900000122', 'Puzzel 1000 stukjes "Haven"', 'standard', 1699, 1500],
  ['871900000123', 'Kerstverlichting 20 m', 'standard', 1999, 1500],
  ['871900000124', 'Gordijnrail 3 m', 'standard', 3999, 1500],
  ['871900000125', 'Bureaustoel ergonomisch', 'standard', 18900, 1500, 'STOEL-ERGO'],
  ['871900000126', 'Espressomachine', 'standard', 34900, 900],
  ['871900000201', 'Koffiebonen 1 kg', 'food', 1499, 1240, 'KOFFIE-1KG'],
  ['871900000202', 'Groene thee 100 zakjes', 'food', 895, 1240],
  ['871900000203', 'Olijfolie extra vergine 750 ml', 'food', 1095, 1240],
  ['871900000204', 'Proteïnerepen (12 × 50 g)', 'food', 2399, 1240],
  ['871900000301', 'Bloembollen tulp, 50 stuks', 'plant', 1250, 1500, 'BOL-TULP-50'],
  ['871900000401', 'Tampons normaal 64 stuks', 'sanitary', 849, 1500],
]

/** The last digit of an EAN-13. */
export function eanCheckDigit(stem: string): number {
  let sum = 0
  for (const [index, digit] of stem.split('').entries()) sum += Number(digit) * (index % 2 === 0 ? 1 : 3)
  return (10 - (sum % 10)) % 10
}

export const PRODUCTS: readonly Product[] = ROWS.map(([stem, title, kind, unitCents, commissionBp, reference]) => ({
  ean: `${stem}${eanCheckDigit(stem)}`,
  title,
  kind,
  unitCents,
  commissionBp,
  ...(reference === undefined ? {} : { reference }),
}))

export function productByEan(ean: string): Product | undefined {
  return PRODUCTS.find((product) => product.ean === ean)
}
