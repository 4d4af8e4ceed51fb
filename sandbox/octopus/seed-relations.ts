/** Relations that a new dossier holds: awkward ones among them. All invented. */

import type { RelationFields } from './state.ts'

/** Fields of rows that were made in the desktop application: blank where the API would leave them out (recorded). */
const DESKTOP: Readonly<RelationFields> = {
  active: true,
  bankAccountNr: '',
  bicCode: '',
  client: true,
  contactPerson: '',
  corporationType: 0,
  currencyCode: 'EUR',
  defaultBookingAccountClient: 0,
  defaultBookingAccountSupplier: 0,
  expirationDays: 30,
  expirationType: 2,
  factLanguage: 0,
  financialDiscount: false,
  firstName: '',
  ibanAccountNr: '',
  postalCode: '',
  remarks: '',
  sddActive: false,
  sddMandateType: 0,
  sddSeqtype: 0,
  searchField1: '',
  searchField2: '',
  streetAndNr: '',
  supplier: false,
  supplierPaymentMethod: 0,
  vatNr: '',
  vatType: 0,
}

export interface RelationPlan {
  externalRelationId: number
  fields: RelationFields
}

type Address = readonly [street: string, postalCode: string, city: string, country: string]

function relation(name: string, address: Address | undefined, more: RelationFields = {}): RelationPlan {
  const { externalRelationId = 0, ...fields } = more
  const [streetAndNr, postalCode, city, country] = address ?? []
  const place = address ? { streetAndNr, postalCode, city, country } : {}
  return { externalRelationId: Number(externalRelationId), fields: { ...DESKTOP, name, ...place, ...fields } }
}

const SUPPLIER = { client: false, supplier: true, vatType: 1 }
const BELGIAN = { vatType: 7 }
const DUTCH = { vatType: 8 }
const COMPANY = { vatType: 1, corporationType: 9 }

export const RELATIONS: readonly RelationPlan[] = [
  relation('Groothandel Noordster NV', ['Havenkaai 40', '9000', 'Gent', 'BE'], {
    ...SUPPLIER,
    corporationType: 1,
    vatNr: 'BE0999.999.922',
  }),
  relation('Kartonfabriek Van Dale', ['Nijverheidslaan 8', '2300', 'Turnhout', 'BE'], SUPPLIER),
  relation('Bol platformkosten', ['Voorbeeldweg 1', '3500 AA', 'Utrecht', 'NL'], { ...SUPPLIER, vatType: 4 }),
  relation('Boekhoudkantoor De Telraam', ['Balansstraat 5', '9050', 'Gent', 'BE'], SUPPLIER),
  relation('Hosting Wolkenland', ['Serverlaan 2', '1000', 'Brussel', 'BE'], { ...SUPPLIER, active: false }),
  relation('Sterrenlicht Producties', undefined, {
    vatType: 1,
    expirationDays: 0,
    profession: '',
    externCustomerNr: '',
  }),
  relation('Jan Peeters', ['Kerkstraat 1', '2018', 'Antwerpen', 'BE'], BELGIAN),
  relation('Jan Peeters', ['Molenweg 22', '3500', 'Hasselt', 'BE'], { ...BELGIAN, email: 'jan.peeters@example.com' }),
  relation('An Claes', ['Dorpsstraat 14', '9300', 'Aalst', 'BE'], { ...BELGIAN, email: 'an.claes@example.com' }),
  relation('An Claes-Maes', ['Dorpsstraat 14', '9300', 'Aalst', 'BE'], { ...BELGIAN, email: 'An.Claes@Example.com' }),
  relation('Els Wouters', ['Bosdreef 3 bus 2', '2800', 'Mechelen', 'BE'], { ...BELGIAN, active: false }),
  relation('Sofie D’Hondt', ['Rue de l’Exemple 9', '1050', 'Ixelles', 'BE'], { ...BELGIAN, factLanguage: 1 }),
  relation('François Lefèvre', ['Chaussée de Démo 77', '4000', 'Liège', 'BE'], { ...BELGIAN, factLanguage: 1 }),
  relation('Bakkerij Het Zoete Broodje BV', ['Marktplein 6', '8800', 'Roeselare', 'BE'], {
    ...COMPANY,
    vatNr: 'BE0123.456.749',
    email: 'info@zoetebroodje.example',
  }),
  relation('School De Regenboog VZW', ['Schoolstraat 30', '9100', 'Sint-Niklaas', 'BE'], {
    vatType: 10,
    corporationType: 8,
  }),
  relation('Bouwwerken Steen en Zoon BV', ['Groeve 12', '3800', 'Sint-Truiden', 'BE'], {
    ...COMPANY,
    vatNr: 'BE1000.000.120',
  }),
  relation('STEEN EN ZOON', ['Groeve 12', '3800', 'Sint-Truiden', 'BE'], { ...COMPANY, vatNr: 'BE1000.000.120' }),
  relation('Jansen Handelsonderneming', ['Dijk 4', '4401 GE', 'Yerseke', 'NL'], {
    vatType: 4,
    corporationType: 9,
    vatNr: 'NL1234.56.789 B13',
    expirationDays: 0,
  }),
  relation('Willem de Vries', ['Prinsengracht 1000', '1017 KM', 'Amsterdam', 'NL'], DUTCH),
  relation('Fatima El Amrani', ['Coolsingel 300', '3011 AD', 'Rotterdam', 'NL'], {
    ...DUTCH,
    email: 'fatima@example.org',
    externalRelationId: 4711,
  }),
  relation('Anke van der Berg', ['Singel 5A', '2312 HK', 'Leiden', 'NL'], { ...DUTCH, active: false }),
  relation('Jürgen Müller', ['Beispielweg 17', '52062', 'Aachen', 'DE'], { vatType: 8, factLanguage: 3 }),
  relation('Claire Dubois', ['Rue Exemple 3', '59000', 'Lille', 'FR'], { vatType: 8, factLanguage: 1 }),
  relation('Kunstgalerij Blauw', ['Museumlaan 1', '2000', 'Antwerpen', 'BE'], { ...COMPANY, externalRelationId: 4712 }),
  relation('Diverse klanten', undefined, { vatType: 7, remarks: 'Kassaverkopen' }),
  relation('Webshopklanten', undefined, { vatType: 7 }),
  relation('Particulieren marktplaats', undefined, { vatType: 7, active: false }),
  relation('Fietsen Vandersnel', ['Velodroomstraat 50', '2600', 'Berchem', 'BE'], { ...COMPANY, vatNr: '' }),
  relation('Tuincentrum Groen & Co', ['Serrelaan 19', '9820', 'Merelbeke', 'BE'], {
    ...COMPANY,
    email: 'boekhouding@groenenco.example',
    supplier: true,
  }),
  relation('Marie-Louise Van den Eynde', ['Zavel 8', '3000', 'Leuven', 'BE'], BELGIAN),
  relation("O'Neill; DROP TABLE", ['Citaatlaan 1"', '1780', 'Wemmel', 'BE'], BELGIAN),
]
