import type { Language } from '../domain/language.ts'

type Answer = readonly [question: string, answer: string]
type Five = readonly [Answer, Answer, Answer, Answer, Answer]

/** As many in each language, or it does not compile. */
export const answers: Record<Language, Five> = {
  nl: [
    [
      'Waarom staat mijn bestelling er niet bij?',
      'Zoek ze op bestelnummer in Bestellingen. Wie op verzending boekt, ziet een bestelling pas na verzending in Octopus. Staat ze onder Te doen, dan zegt die pagina wat er nodig is. Wat voor de startdatum besteld is, boeken we niet vanzelf; dat haal je op onder Oude bestellingen. Elke nacht vergelijken we alles van de dag ervoor met bol.com; het Overzicht zegt of er iets gemist is.',
    ],
    [
      'Waarom staan er twee relaties voor bol.com?',
      'Particulieren in België en in Nederland staan op een eigen centrale relatie, omdat de btw-aard van de relatie per land verschilt. Er komt er één per land van bestemming.',
    ],
    [
      'Wat als ik mijn wachtwoord van Octopus wijzig?',
      'Dan weigert Octopus onze aanmelding en staat het boeken stil; de bestellingen blijven bewaard. Vul het nieuwe wachtwoord in onder Configuratie. De rest gaat vanzelf verder. Een eigen gebruiker voor de koppeling voorkomt dit.',
    ],
    [
      'Wat gebeurt er bij een annulatie?',
      'Wat voor de boeking geannuleerd is, wordt nooit geboekt. Wat erna geannuleerd of teruggestuurd wordt, krijgt een creditnota met dezelfde btw als de verkoop.',
    ],
    [
      'Kan er iets dubbel geboekt worden als ik op Verwerk klik?',
      'Neen. Verwerk verzendt zelf niets: het zet de bestelling opnieuw in de rij. Is het antwoord van Octopus onzeker, dan zoeken we de boeking eerst op.',
    ],
  ],
  fr: [
    [
      'Pourquoi ma commande n’y est-elle pas ?',
      'Cherchez-la par son numéro dans Commandes. Si vous comptabilisez à l’expédition, elle n’arrive dans Octopus qu’après l’envoi. Si elle figure sous À faire, cette page dit ce qu’il faut faire. Ce qui date d’avant la date de début n’est pas comptabilisé automatiquement ; récupérez-le sous Historique. Chaque nuit, nous comparons toute la journée précédente avec bol.com ; l’Aperçu dit si quelque chose a été manqué.',
    ],
    [
      'Pourquoi y a-t-il deux relations pour bol.com ?',
      'Les particuliers en Belgique et aux Pays-Bas ont chacun leur relation centrale, car la nature TVA de la relation diffère par pays. Il y en a une par pays de destination.',
    ],
    [
      'Que se passe-t-il si je change mon mot de passe Octopus ?',
      'Octopus refuse alors notre connexion et la comptabilisation s’arrête ; les commandes sont conservées. Saisissez le nouveau mot de passe sous Configuration, le reste reprend tout seul. Un utilisateur propre à la liaison évite cela.',
    ],
    [
      'Que se passe-t-il lors d’une annulation ?',
      'Ce qui est annulé avant la comptabilisation n’est jamais comptabilisé. Ce qui est annulé ou renvoyé ensuite reçoit une note de crédit avec la même TVA que la vente.',
    ],
    [
      'Un clic sur Traiter peut-il comptabiliser deux fois ?',
      'Non. Traiter n’envoie rien lui-même : la commande retourne dans la file. Si la réponse d’Octopus est incertaine, nous cherchons d’abord l’écriture.',
    ],
  ],
  en: [
    [
      'Why is my order missing?',
      'Look for its number in Orders. When you book on shipment, an order reaches Octopus only after it was sent. When it stands under To do, that page says what is needed. What was ordered before the start date is not booked by itself; fetch it under History. Each night we compare all of the day before with bol.com; the Overview says whether anything was missed.',
    ],
    [
      'Why are there two relations for bol.com?',
      'Consumers in Belgium and in the Netherlands have a central relation each, because the VAT nature of the relation differs by country. There is one per country of destination.',
    ],
    [
      'What if I change my Octopus password?',
      'Octopus then refuses our login and booking stands still; orders are kept. Enter the new password under Settings and the rest goes on by itself. A user of its own for the connection prevents this.',
    ],
    [
      'What happens at a cancellation?',
      'What is cancelled before booking is never booked. What is cancelled or sent back afterwards gets a credit note with the same VAT as the sale.',
    ],
    [
      'Can Process book something twice?',
      'No. Process sends nothing itself: it puts the order back in the queue. When the answer of Octopus is in doubt, we look for the document first.',
    ],
  ],
}
