import type { NoticeTexts } from './notice-texts.ts'

export const dutchNotices: NoticeTexts = {
  silence: [
    'Al {hours} uur geen bestelling, normaal {perDay} per dag',
    'Er kwam al {hours} uur geen enkele bestelling binnen. Normaal zijn het er ongeveer {perDay} per dag.',
    'Misschien is er niets aan de hand: alles wat we kennen, is verwerkt.',
    'Kijk in je bol-verkoopaccount of je winkel en je aanbod nog actief zijn.',
  ],
  doubt: [
    'Al een tijd onzeker of Octopus een boeking bewaarde',
    'Sinds {since} weten we van minstens één boeking niet of Octopus ze bewaarde.',
    'Er wordt niets dubbel geboekt. In dat dagboek kan de rest intussen wachten.',
    'Kijk in Tentakel bij Te doen welk document het is, en of het in Octopus staat. Boek het niet zelf.',
  ],
  vanishingBilling: [
    'Factuurgegevens verdwijnen bij bol.com vanaf {day}',
    'We konden al lang geen bestellingen ophalen, en bol.com toont factuurgegevens maar 30 dagen na de besteldatum.',
    'Wat we na {day} pas ophalen, heeft geen naam, adres of btw-nummer meer. Zakelijke verkopen kunnen we dan niet vanzelf boeken.',
    'Los de melding bij Te doen op voor die dag. Wij halen de gemiste periode daarna zelf op.',
  ],
  vanishingOrders: [
    'Bestellingen verdwijnen bij bol.com vanaf {day}',
    'We konden al lang geen bestellingen ophalen, en bol.com geeft bestellingen maar drie maanden terug.',
    'Wat we voor {day} niet ophalen, ontbreekt in je boekhouding en moet je zelf boeken.',
    'Zet de koppeling weer aan, of los de melding bij Te doen op. Wij halen de gemiste periode daarna zelf op.',
  ],
  settlementMissing: [
    'Een afrekening van bol.com blijft uit',
    'Voor je verkopen vanaf {day} had bol.com al een afrekening moeten maken. Ze staat er niet.',
    'Je bestellingen worden gewoon geboekt. Van de uitbetaling en van de kosten weten we nog niets.',
    'Kijk in je bol-verkoopaccount bij je facturen of ze er staat. Staat ze er niet, vraag het aan bol.com.',
  ],
  settlementDiffers: [
    'Afrekening {invoice} van bol.com klopt nog niet',
    'In afrekening {invoice} staat sinds {since} een verschil of een vraag open (meldingen: {n}).',
    'Er is niets dubbel geboekt, en niets wordt afgeboekt zonder jou.',
    'Kijk in Tentakel bij Te doen: per bestelling staat er wat er verschilt en wat je kunt doen.',
  ],
  payoutMissing: [
    'Uitbetaling van afrekening {invoice} niet gezien op de bank',
    'bol.com zou de uitbetaling van afrekening {invoice} storten vanaf {day}. Vijf bankdagen later staat ze niet in Octopus.',
    'Er is niets dubbel geboekt. De tussenrekening blijft open.',
    'Kijk of CODA aanstaat in Octopus, en of de ontvangst op de tussenrekening staat. Kwam ze niet, vraag het na bij bol.com.',
  ],
  once: 'Je krijgt dit bericht één keer. Een nieuw bericht komt er pas als het opgelost was en opnieuw gebeurt.',
  choose: 'Welke berichten je krijgt, kies je in Tentakel bij Berichten.',
  open: 'Openen: {url}',
  digestSubject: '{company}: je boekingen van {day}',
  digestBooked: ['Geboekt op {day}: 1 boeking, {amount}.', 'Geboekt op {day}: {n} boekingen, samen {amount}.'],
  digestNothingBooked: 'Op {day} is er niets geboekt.',
  digestWaiting: ['1 bestelling wacht, bv. op de verzending.', '{n} bestellingen wachten, bv. op de verzending.'],
  digestInDoubt: [
    '1 bestelling is onzeker: we zoeken ze op in Octopus.',
    '{n} bestellingen zijn onzeker: we zoeken ze op in Octopus.',
  ],
  digestBlocked: ['1 bestelling is geblokkeerd.', '{n} bestellingen zijn geblokkeerd.'],
  digestCauses: 'Te doen, per oorzaak:',
  digestCause: ['- {title}', '- {title} ({n} keer)'],
  digestComplete: [
    'Volledigheid: de ene bestelling {period} is verantwoord; er ontbreekt er geen.',
    'Volledigheid: alle {n} bestellingen {period} zijn verantwoord; er ontbreekt er geen.',
  ],
  digestMissed: [
    'Volledigheid: 1 bestelling {period} ontbrak; ze is genoteerd en wordt opgehaald.',
    'Volledigheid: {n} bestellingen {period} ontbraken; ze zijn genoteerd en worden opgehaald.',
  ],
  digestNoProof: 'Volledigheid: nog niet nagekeken; dat gebeurt elke nacht.',
  digestSettlements: 'Afrekeningen van bol.com, nieuw gelezen:',
  digestAlarms: 'Staat nog open:',
  testSubject: 'Proefbericht van Tentakel',
  testBody: 'Dit bericht toont dat Tentakel mails kan versturen. Je hoeft niets te doen.',
}
