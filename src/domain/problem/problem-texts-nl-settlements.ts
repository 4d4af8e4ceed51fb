/** Texts of problems for sellers and bookkeepers in Dutch: bol.com's charges and payouts. */
import type { ProblemTexts } from './problem.ts'

export const dutchSettlements = {
  'UIT-SOM': [
    'Afrekening{invoice: #|} telt niet op',
    'De regels van bol.com komen niet op de cent overeen met het totaal{sum: (#)|}. We lazen ze al een tweede keer.',
    'Van deze afrekening wordt niets geboekt. Je verkopen gaan gewoon door.',
    'We lezen ze elke dag opnieuw. Blijft dit zo, vraag bol.com dan om een nieuwe factuur.',
  ],
  'UIT-ONVOLLEDIG': [
    'Specificatie{invoice: van #|} nog niet beschikbaar',
    'bol.com maakte de factuur, maar geeft de regels of de pdf nog niet.',
    'De afrekening wacht. Er gaat niets verloren.',
    'Je hoeft niets te doen: we proberen het elke dag opnieuw.',
  ],
  'UIT-ONLEESBAAR': [
    'bol.com geeft {invoice:factuur # |een factuur }niet leesbaar door',
    '{since:Sinds # staat|Er staat} in de lijst van bol.com een factuur met iets dat we niet kennen{field: (#)|}.{rows: Aantal zonder nummer: #.|}',
    'Van die factuur wordt niets gelezen of geboekt. Andere facturen en je verkopen gaan gewoon door.',
    'Kijk de factuur na in je bol-verkoopaccount, en meld het aan bol.com als ze daar wel goed staat. We vragen ze elke nacht opnieuw, en zodra je [Verwerk] kiest.',
  ],
  'UIT-LABEL': [
    'Onbekende kostensoort{type: “#”|} op de bol-factuur',
    'Afrekening{invoice: #|} heeft een soort kosten waarvan we niet zeker weten waar ze thuishoort{amount: (€ #)|}.',
    'De hele afrekening wacht op je antwoord. De controle per bestelling zie je wel.',
    'Open de afrekening en kies waar deze soort bij hoort; we onthouden het.',
  ],
  'UIT-START': [
    'Afrekening{invoice: #|} begint vóór de start',
    'Haar periode loopt{from: van #|}{to: tot en met #|}, en we boeken afrekeningen{start: vanaf #| vanaf een latere dag}.',
    'Ze wacht op je antwoord: er wordt niets van geboekt. Je verkopen gaan gewoon door.',
    'Open de afrekening en kies: boeken, of enkel nakijken omdat ze al in je boekhouding staat.',
  ],
  'UIT-ZONDER': [
    '{orders:#|Enkele} bestellingen in de afrekening, niet in de boeken',
    'bol.com rekende ze af in afrekening{invoice: #|}, maar er staat geen verkoop van in Octopus{order:, zoals van #|}.',
    'De afrekening sluit niet zolang dit open staat{amount: (€ #)|}.',
    'Open de afrekening: bij elke bestelling staat waarom ze niet geboekt is. Staat een verkoop elders in je boekhouding, geef daar dan de rekening op.',
  ],
  'UIT-OPEN': [
    'Verkocht, maar in 2 afrekeningen niet door bol betaald',
    '{orders:#|Enkele} bestellingen zijn geboekt, en bol.com rekende ze in twee afrekeningen niet af{order:, zoals #|}.',
    'Er staat geld open bij bol.com{amount: (€ #)|}.',
    'Vraag het na bij bol.com, met het bestelnummer. Wordt het later nog afgerekend, dan verdwijnt deze melding vanzelf.',
  ],
  'UIT-RETOUR': [
    'bol betaalde een koper terug, geen creditnota',
    'In afrekening{invoice: #|} haalde bol.com geld terug{order: voor bestelling #|}, en daarvan staat geen creditnota in Octopus.',
    'Je omzet en btw zijn te hoog zolang de creditnota ontbreekt{amount: (€ #)|}.',
    'Kijk bij bol.com of het een retour is. Verwerk die retour daar; de creditnota volgt dan vanzelf.',
  ],
  'UIT-VERSCHIL': [
    'Uitbetaling{invoice: van #|} sluit niet{amount: (€ # verschil)|}',
    'bol.com rekende een ander bedrag af dan er geboekt is{order:, bij bestelling #|}{orders: (in totaal #)|}.',
    'Er wordt niets vanzelf afgeboekt, ook geen cent.',
    'Open de afrekening en bekijk de bestellingen die verschillen; meestal is het een korting, een retour of een prijswijziging. Is het verschil juist, kies dan ‘Boek af’.',
  ],
  'UIT-UITGESTELD': [
    'Geen uitbetaling{invoice: voor #|}',
    '{advertising:€ # advertenties tegenover|De advertenties zijn hoger dan} {amount:€ # verkoop|de verkoop}.',
    'bol.com verrekent ze met wat je daarna verdient.',
    'Je hoeft niets te doen. De verrekening volgt in een volgende afrekening.',
  ],
  'AFP-BUDGET': [
    'Te veel documenten om af te punten (Octopus: vierhonderd per dag)',
    'Er gaan {documents:# verkoopdocumenten|te veel verkoopdocumenten} per dag naar Octopus{max:, tot # punten we af|}.',
    'De saldo’s blijven juist: verkopen worden geboekt en verrekend, alleen niet afgepunt. De kosten punten we nog wel af.',
    'Kies dagtotalen als je verkopen afgepunt wil zien. Anders hoef je niets te doen.',
  ],
  'AANK-BTW': [
    'bol rekende btw aan die we niet verwachten',
    'Op bol-factuur{invoice: #|} staan kosten met {rate:# % btw|btw}{amount: (€ #)|}. Meestal kent bol.com je btw-nummer niet.',
    'Van deze factuur wordt niets geboekt: buitenlandse btw is in België niet aftrekbaar.',
    'Vul je btw-nummer in bij bol.com en vraag een nieuwe factuur, of zeg bij de afrekening dat het Belgische btw is of een kost.',
  ],
  'AANK-INSTELLING': [
    'Bol-factuur{invoice: #|} kan nog niet geboekt worden',
    'Er ontbreekt iets om ze te boeken.{account: Rekening # staat niet in het dossier.|}{code: Aankoopcode # staat niet in het dossier of is van een andere soort.|}{vat: Voor btw # van de bol-factuur is nog geen aankoopcode gekozen.|}{credit: Voor creditnota’s is bij aankoopcode # geen creditcode gekozen.|}{relation: Relatie # heeft het btw-nummer van bol.com, maar is geen leverancier.|}{customer: De relatie van de klanten in # is niet bekend.|}{journal: Dagboek # heeft geen open periode voor deze factuur.|}',
    'De kosten van bol.com en de verrekening wachten. Je verkopen gaan gewoon door.',
    'Pas het aan in Octopus, of kies iets anders bij ‘Afrekeningen’ in de instellingen. We proberen het daarna vanzelf opnieuw.',
  ],
  'AANK-DUBBEL': [
    'Bol-factuur{invoice: #|} staat misschien al in Octopus',
    'In een aankoopdagboek staat al een boeking van deze factuur of met hetzelfde bedrag{stands:: € #|}{asked:, wij zouden € # boeken|}.',
    'We boeken niets dubbel: de aankoop en de verrekening wachten op je antwoord.',
    'Is het deze factuur, laat het dan zo: we boeken enkel de verrekening. Is het een andere, kies dan om toch te boeken.',
  ],
  'AANK-VERLEGD': [
    'Btw verlegd komt niet in de juiste vakken',
    'De eerste aankoop met btw verlegd{journal: (#|}{number: nr. #)|} gaf in Octopus niet de btw op 451 en 411 die we verwachtten.',
    'Volgende bol-facturen wachten, zodat je aangifte klopt.',
    'Laat je boekhouder de aankoopcode nakijken (diensten uit de EU, btw verlegd) en kies de juiste code bij ‘Afrekeningen’ in de instellingen.',
  ],
  'UIT-TEKEN': [
    'Verrekening staat aan de verkeerde kant',
    'De eerste verrekening{journal: (#|}{number: nr. #)|} staat in Octopus niet aan de kant die we verwachtten.',
    'Er wordt geen tweede verrekening geboekt.',
    'Verwijder de boeking in Octopus en meld dit aan wie Tentakel voor je beheert.',
  ],
  'UIT-BANK': [
    'Uitbetaling{invoice: van #|} niet gezien op de bank',
    'bol.com zou {amount:€ #|dit bedrag} storten vanaf {expected:#|die dag}. Vijf bankdagen later staat het niet in Octopus.',
    'De tussenrekening blijft open{journal:; het laatste bankstuk dat we zien, is #|}{number: nr. #|}{day: van #|}.',
    'Staat CODA aan in Octopus? Kijk of de ontvangst er staat en boek ze op de tussenrekening. Kwam ze niet, vraag het na bij bol.com.',
  ],
  'UIT-PLAATS': [
    'Uitbetaling{invoice: van #|} staat op een andere rekening',
    'De ontvangst{amount: van € #|}{journal: (#|}{number: nr. #)|} staat in Octopus{account: op rekening #|}{relation: op relatie #|}.',
    'Ze telt daar niet als uitbetaling: de tussenrekening blijft open.',
    'Wijzig het bankstuk in Octopus naar rekening {wanted:#|van de uitbetalingen}. Wij zien het binnen een dag. Is het met een diverse post rechtgezet, zeg dan bij de afrekening dat je de ontvangst gezien hebt.',
  ],
  'UIT-VERREKEND': [
    'Welke advertenties zijn verrekend{invoice: met #|}?',
    'De ontvangst{amount: van € #|}{journal: (#|}{number: nr. #)|} past op meer dan één manier bij wat bol.com uitbetaalt en verrekent.',
    'Zolang we het niet weten, boeken we er geen verrekening van.',
    'Kies bij de afrekening welke facturen bol.com verrekende; het staat op het overzicht van de uitbetaling bij bol.com.',
  ],
  'UIT-GEWIJZIGD': [
    'bol wijzigde een geboekte afrekening',
    'Afrekening{invoice: #|} heeft bij bol.com andere bedragen dan toen ze geboekt werd.',
    'Wat in Octopus staat, blijft staan. Er wordt niets vanzelf opnieuw geboekt.',
    'Vergelijk de factuur van bol.com met de boeking en verbeter die in Octopus. Zeg daarna bij de afrekening dat de boeking zo blijft. Of verwijder aankoop en diverse post in Octopus en kies bij beide ‘Boek toch’: dan worden ze met de nieuwe bedragen geboekt.',
  ],
} satisfies Partial<ProblemTexts>
