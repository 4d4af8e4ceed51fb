/** Invented names and addresses to draw from. The awkward ones are what other connectors stumbled over. */

export const FIRST_NAMES = [
  'Anke',
  'Bram',
  'Chloé',
  'Daan',
  'Eline',
  'Femke',
  'Gust',
  'Hanne',
  'Ilias',
  'Jonas',
  'Katrien',
  'Lotte',
  'Mehdi',
  'Noor',
  'Olivier',
  'Pieter',
  'Renske',
  'Sofie',
  'Thijs',
  'Wout',
] as const

export const SURNAMES = [
  'Aerts',
  'van den Berg',
  'Claes',
  'Dekker',
  'El Amrani',
  'Fransen',
  'de Groot',
  'Hermans',
  'Jacobs',
  'Kuipers',
  'Lemaire',
  'Maes',
  'Nijs',
  'Peeters',
  'de Ruiter',
  'Smeets',
  'Vandenbroucke',
  'Visser',
  'Willems',
  'Yıldız',
] as const

/** First name, surname. */
export const AWKWARD_NAMES: readonly (readonly [string, string])[] = [
  ['Zoë', "d'Hondt"],
  ['José María', 'Núñez del Prado y Echeverría de la Fontaine-Saint-Amour van Nieuwenhuizen tot Westerloo-Overijse'],
  ['=1+1', '=SUM(A1:A9)'],
  ['@Test', '-2+3'],
  ['Lotte 🌷', 'Bloem 👩‍🌾'],
  ['Jan "de Bakker"', "O'Néill"],
  ['محمد', 'العربي'],
  ['דנה', 'לוי'],
  ['Zoë', 'Müller-Straße'],
  ['Nguyễn Thị', 'Ánh'],
  ['null', 'undefined'],
  ['Piet ', ' van  der  Meer'],
  ['A', 'B'],
  ['Ægir', 'Þórsson'],
  ['<b>Vet</b>', '& Zonen'],
  ['Back\\slash', 'Semi;colon'],
  ['Łukasz', 'Żółć'],
  ['Fleur', "van 't Hof-de l’Étang"],
  ['李', '小明'],
  ['IJsbrand', 'ĳzerman'],
]

export interface Place {
  zipCode: string
  city: string
  streets: readonly string[]
}

export const PLACES: Readonly<Record<string, readonly Place[]>> = {
  NL: [
    { zipCode: '3511AB', city: 'UTRECHT', streets: ['Proefstraat', 'Lange Voorbeeldweg'] },
    { zipCode: '1011ZZ', city: 'AMSTERDAM', streets: ['Testkade', 'Korte Proefsteeg'] },
    { zipCode: '5611XX', city: 'EINDHOVEN', streets: ['Voorbeeldlaan'] },
    { zipCode: '9711QQ', city: 'GRONINGEN', streets: ['Schijnplein', 'Bedachte Singel'] },
    { zipCode: '2511YY', city: "'s-Gravenhage", streets: ["Laan van 't Voorbeeld"] },
    { zipCode: '8911WW', city: 'LEEUWARDEN', streets: ['Nergensdyk'] },
  ],
  BE: [
    { zipCode: '9000', city: 'Gent', streets: ['Teststraat', 'Voorbeeldkaai'] },
    { zipCode: '2000', city: 'Antwerpen', streets: ['Proefplein', 'Schijnlei'] },
    { zipCode: '1000', city: 'Brussel', streets: ["Rue de l'Exemple", 'Voorbeeldsteenweg'] },
    { zipCode: '4000', city: 'Liège', streets: ["Rue de l'Église Inventée"] },
    { zipCode: '2960', city: "Sint-Job-in-'t-Goor", streets: ['Bedachte Dreef'] },
    { zipCode: '8500', city: 'Kortrijk', streets: ['Nepstraat'] },
  ],
  DE: [{ zipCode: '10115', city: 'Berlin', streets: ['Musterstraße'] }],
  FR: [{ zipCode: '59000', city: 'Lille', streets: ["Rue de l'Essai"] }],
  LU: [{ zipCode: '1111', city: 'Luxembourg', streets: ['Rue du Modèle'] }],
}

export const EXTENSIONS = ['bus 3', '/101', 'B', '-2', 'bis', 'A 14', 'bus 0001'] as const

export const AWKWARD_STREETS = [
  "Rue de l'Œuvre d'Art «Extraordinaire» du Général-Baron de Saint-Exemple-lez-Bruxelles, Bâtiment C",
  'Straße "Zum 100% Muster"',
  '=HYPERLINK("http://voorbeeld.example";"straat")',
  'Calle\tTab',
] as const

export const PICKUP_POINTS = [
  'Albert Heijn: UTRECHT',
  'Albert Heijn: GENT',
  'Delhaize: ANTWERPEN',
  'Kruidvat: Korte "Nieuw" straat',
] as const

export const COMPANIES = [
  'Voorbeeld & Zonen',
  'Bakkerij Het Testje BV',
  'Schijn Consulting NV',
  'École Fictive asbl',
  'Garage "De Proef" VOF',
  'Atelier =B2B',
  'Praktijk d’Exemple',
  'Studio Ω Ontwerp Comm.V',
] as const

export const ORDER_REFERENCES = [
  'PO-2026-0042',
  'Mijn referentie',
  'Afd. inkoop; t.a.v. Zoë',
  '=1+1',
  'kostenplaats "7" \\ 3',
] as const

export const RETURN_REASONS: readonly (readonly [string, string?])[] = [
  ['Verkeerde maat of afmeting', 'Te groot'],
  ['Niet naar verwachting', 'Anders, namelijk'],
  ['Artikel is defect'],
  ['Geen reden'],
  ['Klacht over artikel', 'Artikel doet niet wat het belooft'],
]

export const DISCOUNT_TITLES = ['10% korting', '2e halve prijs', 'Black Friday: 15% €-korting', 'x + y actie'] as const
