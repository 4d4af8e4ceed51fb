/** Texts of problems for sellers and bookkeepers in Dutch: orders, VAT, and the program itself. */
import { dutchLedger } from './problem-texts-nl-ledger.ts'
import { dutchSettlements } from './problem-texts-nl-settlements.ts'
import type { ProblemTexts } from './problem.ts'

const waits = 'Er is niets geboekt en er gaat niets verloren.'
const process = 'Kies daarna [Verwerk].'
const skip = 'kies dan [Niet boeken] met een reden'

export const dutch: ProblemTexts = {
  ...dutchLedger,
  ...dutchSettlements,
  'BOL-LOGIN': [
    'bol.com weigert de aanmelding',
    'De API-sleutel (client-ID en secret) van je bol-verkoopaccount is ongeldig of verwijderd. {since:Sinds # worden er geen bestellingen opgehaald.|Er worden geen bestellingen opgehaald.}',
    'Nieuwe verkopen komen zolang niet in je boekhouding. Wat al binnen is, blijft bewaard.',
    'Maak in je bol-verkoopaccount bij Instellingen → API-instellingen een nieuwe sleutel en vul die in bij de koppeling. De gemiste periode halen we daarna zelf op.',
  ],
  'BOL-RECHT': [
    '{shop:Deze bol.com-winkel hoort bij een andere koppeling|De bol.com-sleutel mag je bestellingen niet lezen}',
    '{shop:De sleutel hoort bij een winkel die al in een andere koppeling zit.|}{login:bol.com laat deze sleutel bij de aanmelding niet toe.|bol.com geeft met deze sleutel geen toegang tot bestellingen of verzendingen.}',
    'Nieuwe verkopen komen niet binnen zolang de sleutel dat recht niet heeft.',
    'Geef de sleutel bij bol.com leesrecht op bestellingen en verzendingen, of maak een nieuwe sleutel en vul die in bij de koppeling.',
  ],
  'BOL-DRUK': [
    'bol.com is even te druk',
    '{blocked:bol.com laat ons adres nu even niet aanmelden.|We hebben het aantal opvragingen bereikt dat bol.com toelaat.}',
    'De bestellingen komen wat later binnen; er gaat niets verloren.',
    'Je hoeft niets te doen. {until:We gaan verder op #.|We gaan vanzelf verder.}',
  ],
  'BOL-STORING': [
    'bol.com is tijdelijk niet bereikbaar',
    'bol.com antwoordt niet, of met iets dat we niet kunnen lezen.',
    'De bestellingen komen later binnen. Daarna halen we de hele tussentijd op.',
    'Je hoeft niets te doen: we proberen vanzelf opnieuw. Duurt het lang, kijk dan of bol.com een storing meldt.',
  ],
  'BOL-VERBINDING': [
    'De weg naar bol.com klopt niet meer',
    'bol.com bleek op een ander adres te staan, of niet meer te antwoorden in de vorm die dit programma kent, of niet te vinden.{status: Het antwoord had status #.|}{failure: De verbinding mislukte: #.|}',
    'Nieuwe verkopen komen niet binnen tot dit hersteld is. Er gaat niets verloren: daarna halen we de hele tussentijd op.',
    'De beheerder werkt Tentakel bij, en kijkt het adres van bol.com, de naamserver en de certificaten van de machine na. We proberen het bij elke ophaling opnieuw.',
  ],
  'BOL-ONVOLLEDIG': [
    '{order:Bestelling # is|Bestellingen zijn} nog niet volledig binnen',
    'bol.com noemt de bestelling in zijn lijst, maar gaf een deel van de gegevens nog niet leesbaar{field: (#)|}.{shipment: Het gaat om verzending #.|}{return: Het gaat om retour #.|}{rows: Aantal regels zonder nummer: #.|}',
    'Zonder die gegevens boeken we ze niet. Er gaat niets verloren, en alle andere bestellingen lopen gewoon door.',
    'Je hoeft niets te doen: we vragen ze vanzelf opnieuw op. Blijft het een dag zo, dan melden we het.',
  ],
  'BOL-ONLEESBAAR': [
    'bol.com geeft {order:bestelling # |gegevens }niet leesbaar door',
    '{since:Sinds # geeft|Al een tijd geeft} bol.com een deel van de gegevens niet, of met iets dat we niet kennen{field: (#)|}.{shipment: Het gaat om verzending #.|}{return: Het gaat om retour #.|}{rows: Aantal regels zonder nummer: #.|}',
    'We boeken niets dat we niet zeker kunnen lezen. ' + waits,
    'Kijk de bestelling na in je bol-verkoopaccount, en meld het aan bol.com als ze daar wel goed staat. We lezen ze elke nacht opnieuw, en zodra je [Verwerk] kiest. Wil je niet wachten, boek de verkoop dan zelf en kies [Niet boeken] met een reden.',
  ],
  'BOL-VERZENDING': [
    'De verzending {order:van bestelling # |}blijft uit',
    '{shipped:Volgens bol.com zijn # stuks verzonden, maar de verzending zelf geeft het niet door.|De uiterste leverdatum is lang voorbij, en bol.com meldt geen verzending en geen annulering.}',
    'Zonder verzending kennen we de datum van de verkoop niet. ' + waits,
    'Kijk de bestelling na in je bol-verkoopaccount. Is ze geleverd, meld het dan aan bol.com, of boek de verkoop zelf en kies [Niet boeken] met een reden. Komt de verzending nog, dan boeken we ze vanzelf.',
  ],
  'BOL-FACTUURGEG': [
    'Factuurgegevens niet meer beschikbaar',
    'bol.com toont de gegevens van een koper maar 30 dagen na de bestelling. {order:Die van bestelling # zijn weg.|Die van deze bestellingen zijn weg.}',
    'De verkoop kan niet op een eigen relatie geboekt worden, en wacht.',
    'Zet particulieren bij de koppeling op één verzamelrelatie. ' +
      process +
      ' Of boek de verkoop zelf in Octopus, en ' +
      skip +
      '.',
  ],
  'BOL-GEMIST': [
    '{order:Bestelling # stond|Bestellingen stonden} niet in de lijst',
    'bol.com noemde de bestelling enkel in een verzending of een uitbetaling. We hebben ze aangevuld.',
    'Zonder deze controle was de verkoop niet geboekt.',
    'Kijk het bedrag na. ' + process + ' Hoort ze niet in je boekhouding, ' + skip + '.',
  ],
  'BOL-ANNUL': [
    '{order:Bestelling # is|Bestellingen zijn} geannuleerd na de boeking',
    'De verkoop was al geboekt{books: in dossier #, dat deze koppeling niet meer bijhoudt,|} toen de annulering binnenkwam.',
    'Zonder creditnota betaal je btw op een verkoop die er niet is.',
    '{books:Boek de creditnota zelf in dossier #.|Bekijk de creditnota, en keur ze goed als daarom gevraagd wordt.}',
  ],
  'BOL-BEDRAG': [
    'Het bedrag {order:van bestelling # |}is niet zeker',
    '{amount:bol.com geeft een bedrag dat niet in hele centen te lezen is: #.|Prijs, korting, geannuleerde stuks en stuks per pakket zoals bol.com ze geeft, kloppen niet met elkaar of ontbreken.}',
    'We boeken geen gegokt bedrag. ' + waits,
    'Vergelijk met je bol-verkoopaccount. Klopt het daar ook niet, boek de verkoop dan zelf en ' +
      'kies [Niet boeken] met een reden.',
  ],
  'BOL-KORTING': [
    'Korting{order: op bestelling #|}: je wilde ze eerst zelf zien',
    'De koper betaalde minder dan de prijs, door een korting. Je koos bij de koppeling om zulke verkopen niet vanzelf te boeken.',
    'We weten niet of jij of bol.com de korting draagt. ' + waits,
    'Kies bij de koppeling hoe kortingen geboekt worden: wat de koper betaalde, of de volle prijs. ' +
      process +
      ' Of boek de verkoop zelf, en ' +
      skip +
      '.',
  ],
  'BTW-EAN': [
    'Btw-tarief onbekend voor {product:“#”|een artikel}',
    'bol.com geeft geen btw-tarief door, en voor {ean:EAN #|een artikel} koos je nog geen productklasse.',
    'Een verkeerd tarief is een verkeerde aangifte, dus gokken we niet. Alleen de bestellingen met dit artikel wachten.',
    'Kies de productklasse van het artikel bij de koppeling; we onthouden ze. ' + process,
  ],
  'BTW-TARIEF': [
    'Geen btw-tarief bekend voor {territory:#, |}{country:#|het land van aankomst}',
    'De tarieftabel heeft geen zeker tarief voor deze soort artikel in {territory:#, |}{country:#|dat land} op de dag van levering.',
    'We gokken geen tarief. ' + waits,
    'De beheerder vult de tarieftabel aan. Weet je boekhouder het tarief, geef het hem dan door. ' +
      process +
      ' Duurt dat te lang: boek de verkoop met je boekhouder, en ' +
      skip +
      '.',
  ],
  'BTW-WINKEL': [
    'De winkel rekende {charged:# %|een ander} btw-tarief aan op {product:“#”|een artikel}',
    'Volgens onze regels is {rate:# %|een ander tarief} van {country:#|dat land} verschuldigd{treatment: (#)|}. De winkel rekende de koper {charged:# %|iets anders} aan.',
    'Btw die op het papier van de koper staat, is verschuldigd, en btw die de wet vraagt ook. Daarom boeken we geen van beide. Alleen deze bestelling wacht.',
    'Kijk na welk tarief juist is: de productklasse bij de koppeling, of de btw-instellingen van de winkel. ' + process,
  ],
  'BTW-LAND': [
    'Geen btw-code ingesteld voor {treatment:#|deze regeling}{country:, #|}{rate: # %|}',
    'Het gaat om verkopen van {from:#|het land van vertrek} naar {to:#|het land van aankomst}. Bij die regeling, dat land en dat tarief staat nog geen btw-code van je dossier.',
    'Alle verkopen van deze soort wachten. ' + waits,
    'Kies de btw-code bij de koppeling, samen met je boekhouder. Heb je voor {to:#|dat land} geen OSS en geen btw-nummer, dan moet dat eerst geregeld zijn. ' +
      process,
  ],
  'BTW-OSS': [
    'Je nadert of overschreed de OSS-drempel van € 10.000',
    'Je verkopen aan particulieren in andere EU-landen tellen per kalenderjaar samen, zonder btw.',
    'Vanaf de verkoop die de drempel overschrijdt, rekenen we de btw van het land van aankomst, ook het hele volgende jaar.',
    'Vraag je boekhouder of OSS actief is, en bevestig dat bij de koppeling.',
  ],
  'BTW-OSS-KEUZE': [
    'Is je OSS-drempel overschreden?',
    '{order:Bestelling # gaat|Bestellingen gaan} naar een ander EU-land, en je gaf nog niet aan of OSS actief is en of de drempel van € 10.000 overschreden is.',
    'Zonder dat antwoord weten we niet welk land de btw krijgt. ' + waits,
    'Vul bij de koppeling in of de drempel overschreden is, of zet OSS aan met zijn begindatum. ' + process,
  ],
  'BTW-LVB': [
    'Je voorraad ligt (ook) in {from:#|een ander land}',
    'De goederen vertrekken uit {from:#|een ander land} naar {to:#|de koper}. {choice:De btw daarvan past in twee aangiften, de Belgische en die van OSS. Er is nog niet gekozen.|Daarvoor ontbreekt het btw-nummer van dat land.}',
    'Voorraad in een ander land, ook bij bol.com (LVB), geeft daar btw-plicht. ' + waits,
    '{choice:Kies met je boekhouder in welke aangifte die verkopen komen.|Vul het btw-nummer van dat land in bij de koppeling.} ' +
      process,
  ],
  'BTW-CODE-WEG': [
    '{code:Btw-code #|De btw-code} bestaat niet in het dossier',
    'De code die je koos, staat niet (meer) in de lijst van Octopus.',
    'Alle verkopen met deze code wachten. ' + waits,
    'Kies bij de koppeling een andere btw-code, of laat je boekhouder de code terugzetten. ' + process,
  ],
  'BTW-CODE-ANDERS': [
    '{code:Btw-code #|De btw-code} heeft een ander percentage of een andere soort',
    'Hier is een verkoopcode van {rate:# %|een ander percentage} nodig. In het dossier {found:staat de code op # %|is de code anders}, of is ze geen verkoopcode.',
    'De aangifte zou niet kloppen, dus wachten alle verkopen met deze code. ' + waits,
    'Kies een btw-code met het juiste percentage, of laat je boekhouder de code nakijken. ' + process,
  ],
  'BTW-CODE-CREDIT': [
    'Geen btw-code gekozen voor creditnota’s',
    'Je dossier heeft eigen btw-codes voor creditnota’s{code:, maar bij btw-code # koos je er geen|, maar je koos er nog geen}.',
    'De creditnota’s wachten, zodat ze in de juiste vakken van de aangifte komen. De verkopen gaan door.',
    'Kies bij de koppeling een creditcode met hetzelfde percentage. ' + process,
  ],
  'BTW-ICP': [
    'Zakelijke verkoop met btw-nummer: met of zonder btw?',
    'De koper {order:van bestelling # |}gaf een btw-nummer, en de goederen gaan van {from:#|het land van vertrek} naar {to:#|het land van aankomst}. De regeling zou zijn: {treatment:#|zonder btw}.',
    'De koper betaalde een prijs met btw. Zonder btw boeken heeft voorwaarden, en dat beslissen we niet voor jou. ' +
      waits,
    'Beslis met je boekhouder: met btw zoals aan een particulier, of zonder btw met een geldig nummer. Voor alle zulke verkopen stel je het in bij de koppeling.',
  ],
  'BTW-VIES': [
    'Btw-nummer kan nu niet gecontroleerd worden',
    'Het Europese register van btw-nummers (VIES) antwoordt niet{order: voor bestelling #|}.',
    'Van dat antwoord hangt af of er btw verschuldigd is. ' + waits,
    'Je hoeft niets te doen: we proberen het tot 72 uur opnieuw. Daarna geldt de koper als particulier, met een vermelding.',
  ],
  'BTW-VIES-VERBINDING': [
    'De weg naar het register van btw-nummers klopt niet meer',
    'Het Europese register van btw-nummers (VIES) is niet te vinden op zijn adres, of antwoordt niet meer in de vorm die dit programma kent.{detail: Het antwoord: #.|}',
    'Btw-nummers kunnen niet gecontroleerd worden; bestellingen die ervan afhangen, wachten tot 72 uur.',
    'De beheerder werkt Tentakel bij, en kijkt TENTAKEL_VIES_URL en de certificaten van de machine na. We proberen het vanzelf opnieuw.',
  ],
  'BTW-GEBIED': [
    'Verkoop buiten het btw-gebied van de EU',
    '{order:Bestelling # gaat|Bestellingen gaan} naar {to:#|een onbekend land}: buiten de EU, naar een gebied dat btw-technisch niet bij de EU hoort, of naar een land dat bol.com niet opgaf. Hetzelfde geldt als je bedrijf zelf buiten de EU gevestigd is.',
    'Voor zulke verkopen gelden andere regels, die we niet boeken. ' + waits,
    'Boek de verkoop met je boekhouder, en ' + skip + '.',
  ],
  'BTW-MARGE': [
    'De margeregeling boeken we niet',
    '“{product:#|Dit artikel}” staat ingesteld als tweedehands onder de margeregeling.',
    'De btw hangt dan af van je aankoopprijs, en die kennen we niet. ' + waits,
    'Boek de verkoop zelf, en ' + skip + '. Valt het artikel niet onder de marge, kies dan een andere productklasse.',
  ],
  'RET-ZONDER': [
    'Retour zonder geboekte verkoop',
    'De verkoop {order:van bestelling # |}{books:staat in dossier #, dat deze koppeling niet meer bijhoudt|is van vóór de startdatum van de koppeling}.',
    'Er is nog niets gecrediteerd.',
    '{books:Boek de creditnota zelf in dossier # en negeer de retour, of laat ze toch hier boeken.|Kies: verkoop en creditnota boeken, enkel de creditnota, of negeren omdat je dit zelf boekte.}',
  ],
  'RET-KEUZE': [
    'Niet duidelijk welke bestelregel terugkwam',
    'Het artikel {ean:(EAN #) |}van de retour staat {several:op meer regels of in meer pakjes, tegen een andere prijs of btw, |niet }in {order:bestelling #|de bestelling}. bol.com zegt niet welke het is.',
    'Er is voor deze retour niets gecrediteerd: we gokken geen bedrag.',
    'Kies de bestelregel of het pakje waarvan het terugkwam, of negeer de retour als je ze zelf boekte.',
  ],
  'RET-MEER': [
    'Er kwam meer terug dan er verkocht is',
    'De retour {order:van bestelling # |}telt {units:# stuks|meer stuks}; geboekt en nog niet gecrediteerd {sold:zijn er #|is er minder}.',
    'Er is voor deze retour niets gecrediteerd. Meer crediteren dan verkocht werd, klopt nooit.',
    'Kijk de retour na in je bol-verkoopaccount. Klopt ze, laat dan crediteren wat er nog staat; anders negeer je ze.',
  ],
  'RET-UITKOMST': [
    'bol.com zegt niet of de koper zijn geld terugkreeg',
    'De retour {order:van bestelling # |}is behandeld met de uitkomst {result:“#”|die we niet kennen}.',
    'Er is nog niets gecrediteerd.',
    'Kijk in je bol-verkoopaccount of er terugbetaald werd, en kies: wel of niet terugbetaald.',
  ],
  'SYS-STIL': [
    '{hours:Al # uur geen bestelling|Al lang geen bestelling meer}',
    'Er kwam langer dan gewoonlijk geen bestelling binnen.{perDay: Normaal zijn er zowat # per dag.|}',
    'Misschien is er niets aan de hand; je boekhouding is bij.',
    'Kijk of je winkel op bol.com actief is en of de koppeling groen staat.',
  ],
  'SYS-PAUZE': [
    'De koppeling staat op pauze',
    'Iemand zette de koppeling op pauze. We vragen niets aan bol.com en sturen niets naar Octopus.',
    'Nieuwe verkopen komen niet in je boekhouding. bol.com toont de factuurgegevens van een koper maar 30 dagen, en wijzigingen drie maanden.',
    'Hervat de koppeling; de gemiste periode halen we daarna zelf op.',
  ],
  'SYS-ONAF': [
    'De koppeling is nog niet in gebruik',
    'Het aanmaken werd afgebroken voor bol.com zei van welke winkel de sleutel is. De koppeling staat op pauze.',
    'Er wordt niets opgehaald en niets geboekt.',
    'Test de koppeling en hervat ze, of verwijder ze en maak ze opnieuw aan.',
  ],
  'SYS-GOEDKEUREN': [
    '{order:Bestelling # wacht|Documenten wachten} op je goedkeuring',
    'Je koos bij de koppeling om dit soort documenten eerst zelf te zien.',
    'Er is nog niets geboekt.',
    'Bekijk het document en keur het goed, of ' + skip + '.',
  ],
  'SYS-HERSTEL': [
    'Teruggezet uit een back-up: we boeken nog even niet',
    'De databank is teruggezet uit een back-up. Wat daarna nog geboekt werd, zoeken we eerst op in Octopus.',
    '{until:Tot # sturen we niets.|We sturen nog niets.} Bestellingen komen wel binnen; er wordt niets dubbel geboekt.',
    'Je hoeft niets te doen. Boek intussen ook niets zelf in dit dagboek.',
  ],
  'SYS-PROEF': [
    'De proefperiode is voorbij',
    'De proefperiode liep tot en met {day:#|haar laatste dag}. Nieuwe boekingen gaan niet meer naar Octopus.',
    'Bestellingen worden nog opgehaald en bewaard, en er gaat niets verloren. Wat al geboekt is, blijft staan; het rapport blijft beschikbaar.',
    'Vraag de beheerder van deze installatie om de koppeling te verlengen. Alles wat wacht, wordt daarna geboekt.',
  ],
  'SYS-FOUT': [
    'Er ging bij ons iets mis',
    'Het ligt aan ons programma{order: (bestelling #)|}, niet aan jou en niet aan bol.com of Octopus.',
    'Er is niets geboekt. De andere bestellingen gaan door.',
    'De beheerder kreeg de details. Je hoeft niets te doen.',
  ],
}
