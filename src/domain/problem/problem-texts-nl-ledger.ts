/** Texts of problems for sellers and bookkeepers in Dutch: Octopus, relations, electronic invoices. */
import type { ProblemTexts } from './problem.ts'

const waits = 'Er is niets geboekt en er gaat niets verloren.'
const process = 'Kies daarna [Verwerk].'

export const dutchLedger = {
  'OCT-LOGIN': [
    'Octopus weigert de aanmelding',
    'Waarschijnlijk is het wachtwoord gewijzigd of de gebruiker geblokkeerd. We proberen het niet opnieuw, om de gebruiker niet verder te blokkeren.',
    'Er wordt niets geboekt. De bestellingen blijven wel binnenkomen.',
    'Geef bij de koppeling het nieuwe wachtwoord in. Tip: maak een aparte Octopus-gebruiker voor de koppeling.',
  ],
  'OCT-DOSSIER': [
    'Geen toegang tot dossier{dossier: #|}',
    'Octopus opent dit dossier niet voor de gebruiker van de koppeling: hij is er niet aan gekoppeld, of het nummer bestaat niet.',
    'Er wordt niets geboekt tot de toegang er is. De bestellingen blijven binnenkomen.',
    'Vraag je boekhouder om de gebruiker aan het dossier te koppelen, en test de koppeling daarna opnieuw.',
  ],
  'OCT-RECHT': [
    'De Octopus-gebruiker mist een module of een recht',
    'Het dossier heeft de nodige module niet, of de gebruiker mag ze niet gebruiken.',
    'De boekingen die dit nodig hebben, wachten. Er gaat niets verloren.',
    'Laat je boekhouder de module of het recht aanzetten. Daarna gaat alles vanzelf verder.',
  ],
  'OCT-SOFTWAREHUIS': [
    'Het software house id van Octopus ontbreekt',
    'Octopus laat enkel programma’s toe die zo’n nummer hebben, en de beheerder gaf er nog geen op.',
    'Bestellingen komen binnen, maar er kan niets geboekt worden.',
    'De beheerder vult TENTAKEL_OCTOPUS_SOFTWARE_HOUSE in. Daarna gaat alles vanzelf verder.',
  ],
  'OCT-LIMIET': [
    'Limiet van Octopus bereikt',
    'Octopus laat maar een beperkt aantal boekingen en opvragingen toe. {until:We gaan verder op #.|We gaan vanzelf verder.}',
    'De rest wacht zijn beurt af. Er gaat niets verloren.',
    'Je hoeft niets te doen. Komt dit vaak voor, boek particulieren dan per dag in plaats van per bestelling.',
  ],
  'OCT-STORING': [
    'Octopus is tijdelijk niet bereikbaar',
    'Octopus antwoordt niet, of met iets dat we niet kunnen lezen.',
    'De boekingen wachten. Er gaat niets verloren.',
    'Je hoeft niets te doen: we proberen vanzelf opnieuw.',
  ],
  'OCT-VERBINDING': [
    'De weg naar Octopus klopt niet meer',
    'Octopus bleek op een ander adres te staan, of niet meer te antwoorden in de vorm die dit programma kent, of niet te vinden.{status: Het antwoord had status #.|}{failure: De verbinding mislukte: #.|}',
    'Er wordt niets geboekt tot dit hersteld is. Bestellingen blijven binnenkomen, en er gaat niets verloren.',
    'De beheerder werkt Tentakel bij, en kijkt het adres van Octopus, de naamserver en de certificaten van de machine na. We proberen het vanzelf opnieuw, met steeds langere tussenpozen.',
  ],
  'OCT-ANTWOORD': [
    'Octopus gaf een antwoord dat we niet kennen',
    'Het past bij niets wat Octopus beschrijft.{detail: Technische details: #.|}',
    'We nemen niets aan over wat er gebeurde, en er wordt niets dubbel geboekt.',
    'De beheerder bekijkt het antwoord. Je hoeft niets te doen.',
  ],
  'OCT-DAGBOEK-DICHT': [
    '{journal:Dagboek #|Het dagboek} is afgesloten of in gebruik',
    'Iemand werkt in het dagboek, of het is afgesloten.',
    'De boekingen voor dit dagboek wachten. Er gaat niets verloren.',
    'Is iemand aan het boeken? Dan proberen we straks opnieuw. Anders: laat je boekhouder het dagboek openen, of kies een ander bij de koppeling.',
  ],
  'OCT-DAGBOEK-SOORT': [
    '{journal:Dagboek # is van een andere soort|Er is geen dagboek gekozen}',
    'Boekingen vragen een verkoopdagboek voor boekingen, facturen een factuurdagboek.',
    'Alle verkopen voor dit dagboek wachten. ' + waits,
    'Kies bij de koppeling het juiste dagboek. ' + process,
  ],
  'OCT-DAGBOEK-VREEMD': [
    'In {journal:dagboek #|het dagboek} boekt ook iemand anders',
    'We vonden er documenten die niet van ons zijn.',
    'Het boeken gaat door, maar nummers kunnen botsen en dan moeten we telkens eerst nakijken.',
    'Vraag je boekhouder om een eigen dagboek voor bol.com, en kies dat bij de koppeling.',
  ],
  'OCT-PERIODE': [
    'De periode {date:van # |}is afgesloten',
    'De datum van de verkoop valt in een afgesloten of beveiligde periode, bijvoorbeeld omdat de btw-aangifte ingediend is.',
    waits,
    '{firstOpen:De koppeling boekt op de eerste open dag, zodra ze er in Octopus een vindt. Anders laat je je boekhouder de periode heropenen.|Laat je boekhouder de periode heropenen, of laat de koppeling op de eerste open dag boeken.} ' +
      process,
  ],
  'OCT-BOEKJAAR': [
    'Geen boekjaar of dagboek {year:voor #|voor deze datum}',
    'Octopus heeft voor de datum van deze verkopen geen boekjaar of periode, of {journal:dagboek #|het dagboek} bestaat er niet in.',
    'Alle verkopen van die datum wachten. ' + waits,
    'Laat je boekhouder in Octopus bij Beheer → Boekjaren het jaar en de dagboeken aanmaken. Daarna gaat alles vanzelf verder.',
  ],
  'OCT-REKENING': [
    '{account:Grootboekrekening #|Een grootboekrekening} bestaat niet of is niet actief',
    'De rekening die je koos, staat niet in het rekeningstelsel van dat boekjaar, of je kunt er niet op boeken.',
    'Alle verkopen op die rekening wachten. ' + waits,
    'Kies bij de koppeling een andere rekening, of laat je boekhouder ze activeren. ' + process,
  ],
  'OCT-NUMMER': [
    '{number:Documentnummer #|Een documentnummer} {journal:in # |}was al in gebruik',
    'Er werd tegelijk iets in dit dagboek geboekt, of onze boeking kwam al eerder aan.',
    'We zoeken eerst op of onze boeking er staat. Ze wordt niet dubbel geboekt.',
    'Je hoeft niets te doen: na twee controles nemen we het volgende nummer, uiterlijk na 2 uur. Tip: gebruik een eigen dagboek voor bol.com.',
  ],
  'OCT-DUBBEL': [
    '{order:Bestelling # staat|Bestellingen staan} al in Octopus',
    'We vonden in het dossier een document met dit bestelnummer dat niet van ons is.',
    'We hebben niets geboekt.',
    'Klopt dat document, kies dan [Laat zo]. Anders kies je [Boek toch].',
  ],
  'OCT-TWEEMAAL': [
    '{order:Bestelling # staat|Bestellingen staan} twee keer in Octopus',
    'We vonden twee documenten met ons kenmerk voor dezelfde verkoop.',
    'De omzet en de btw staan dubbel in je boekhouding tot één van beide weg is. Wij veranderen er niets aan.',
    'Laat je boekhouder nagaan welk document te veel is, en verwijder of crediteer het in Octopus. Bevestig daarna hier welk blijft.',
  ],
  'OCT-ONZEKER': [
    'We weten niet zeker of Octopus de boeking bewaarde',
    'De verbinding viel weg, of Octopus antwoordde onduidelijk, tijdens het opslaan{order: van bestelling #|}.',
    'We zoeken ze eerst op in Octopus. Ze wordt niet dubbel geboekt.',
    'Je hoeft niets te doen. Boek ze vooral niet zelf.',
  ],
  'OCT-QUARANTAINE': [
    'We konden niet vinden of dit geboekt is',
    '{since:Sinds #|Lang} kregen we geen duidelijk antwoord over {order:bestelling #|deze boeking}{journal: in dagboek #|}, terwijl andere boekingen wel lukten.',
    'Misschien staat ze in je boekhouding, misschien niet. De andere boekingen gaan door.',
    'Zoek in Octopus{journal: in dagboek #|} naar het bestelnummer, en zeg ons of het er staat: [Het staat er] of [Het staat er niet].',
  ],
  'OCT-ANDERS': [
    'Octopus bewaarde iets anders dan we stuurden',
    '{number:Document #|Het document} {journal:in # |}wijkt af van onze boeking{order: van bestelling #|}. {stands:Er staat € #|Er staat iets anders}{asked: in plaats van € #|}. Misschien paste iemand het aan.',
    'In je boekhouding staat wat Octopus bewaarde. Wij veranderen er niets aan.',
    'Bekijk het verschil: aanvaard het, of herstel het in Octopus.',
  ],
  'OCT-AFROND': [
    'De factuur wijkt € 0,01 af van het betaalde bedrag',
    'Op een factuur exclusief btw wordt de btw per tarief op het netto berekend. Niet elk bedrag inclusief btw is zo te bereiken.',
    'De factuur is wettelijk juist afgerond; er blijft één cent open bij de klant.',
    'Boek de cent als betalingsverschil.',
  ],
  'OCT-GEGEVENS': [
    'Octopus aanvaardt een gegeven niet',
    'Octopus weigert de boeking{order: van bestelling #|}. {detail:Octopus gaf als reden: #.|Zie de pogingen bij het document voor de reden.}',
    waits,
    'Pas het gegeven aan. ' + process + ' Lukt het niet, meld het probleem dan.',
  ],
  'OCT-VERWIJDERD': [
    'Deze boeking is in Octopus verwijderd',
    '{number:Document #|Het document} {journal:in # |}staat er niet meer. Iemand verwijderde het na onze boeking.',
    'De verkoop staat niet meer in je boekhouding. We boeken ze niet vanzelf opnieuw.',
    'Was dat de bedoeling, kies dan [Laat zo]. Anders kies je [Boek toch].',
  ],
  'DAG-ONBEKEND': [
    'Een dagtotaal in Octopus dat we niet kennen',
    'In het dossier staat een dagtotaal van bol.com waar we geen geheugen van hebben, en het bedrag is niet wat we zelf berekenen.',
    'De bestellingen van die dag wachten, zodat er niets dubbel geboekt wordt.',
    'Vergelijk het dagtotaal met de bestellingen van die dag, en beslis of het blijft.',
  ],
  'REL-DUBBEL': [
    'Meerdere relaties lijken op de koper',
    'In Octopus passen twee of meer actieve klanten bij de koper{order: van bestelling #|}.',
    'We kiezen niet in jouw plaats. ' + waits,
    'Zet in Octopus de dubbele relatie op niet actief. ' + process,
  ],
  'REL-NAAM': [
    'De koper heeft geen bruikbare naam',
    'bol.com gaf geen naam of adres waarop we {order:bestelling #|de verkoop} kunnen boeken.',
    'Een relatie zonder naam maken we niet. ' + waits,
    'Zet particulieren bij de koppeling op één verzamelrelatie. ' +
      process +
      ' Of boek de verkoop zelf in Octopus, en kies dan [Niet boeken] met een reden.',
  ],
  'PEP-INCL': [
    '{journal:Dagboek #|Het dagboek} factureert inclusief btw',
    'Peppol weigert facturen uit een dagboek inclusief btw, en deze kopers zijn Belgische bedrijven.',
    'Een factuur die zo vertrekt, is enkel met een creditnota te herstellen. ' + waits,
    'Kies voor zakelijke klanten een dagboek exclusief btw. ' + process,
  ],
  'PEP-ELDERS': [
    'Belgische bedrijven kregen van ons geen factuur',
    'Deze verkopen zijn als boeking geboekt, zoals je koos. De wettelijke Peppol-factuur maakt Tentakel dan niet.',
    'De omzet en de btw kloppen. Sinds 1 januari 2026 hoort er wel een gestructureerde factuur bij.',
    'Controleer dat je die facturen elders verstuurt, of laat de koppeling facturen maken.',
  ],
} as const satisfies Partial<ProblemTexts>
