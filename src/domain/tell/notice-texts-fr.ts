import type { NoticeTexts } from './notice-texts.ts'

export const frenchNotices: NoticeTexts = {
  silence: [
    'Aucune commande depuis {hours} heures, d’habitude {perDay} par jour',
    'Aucune commande n’est arrivée depuis {hours} heures. D’habitude il y en a environ {perDay} par jour.',
    'Peut-être que tout va bien : tout ce que nous connaissons est traité.',
    'Vérifiez dans votre compte de vente bol que votre boutique et vos offres sont encore actives.',
  ],
  doubt: [
    'Écriture incertaine dans Octopus depuis un certain temps',
    'Depuis le {since}, nous ne savons pas si Octopus a enregistré au moins une écriture.',
    'Rien n’est comptabilisé deux fois. Dans ce journal, le reste peut attendre entre-temps.',
    'Regardez dans Tentakel sous À faire de quel document il s’agit, et s’il se trouve dans Octopus. Ne le comptabilisez pas vous-même.',
  ],
  vanishingBilling: [
    'Les données de facturation disparaissent chez bol.com à partir du {day}',
    'Nous ne pouvons plus lire les commandes depuis longtemps, et bol.com ne montre les données de facturation que 30 jours après la commande.',
    'Ce que nous lisons après le {day} n’a plus ni nom, ni adresse, ni numéro de TVA. Les ventes aux entreprises ne peuvent alors plus être comptabilisées d’elles-mêmes.',
    'Résolvez le message sous À faire avant ce jour. Nous lisons ensuite nous-mêmes la période manquée.',
  ],
  vanishingOrders: [
    'Les commandes disparaissent chez bol.com à partir du {day}',
    'Nous ne pouvons plus lire les commandes depuis longtemps, et bol.com ne donne les commandes que sur trois mois.',
    'Ce que nous ne lisons pas avant le {day} manque dans votre comptabilité, et vous devez le comptabiliser vous-même.',
    'Remettez la liaison en marche, ou résolvez le message sous À faire. Nous lisons ensuite nous-mêmes la période manquée.',
  ],
  settlementMissing: [
    'Un décompte de bol.com manque',
    'Pour vos ventes à partir du {day}, bol.com aurait déjà dû établir un décompte. Il n’y est pas.',
    'Vos commandes sont comptabilisées comme d’habitude. Nous ne savons encore rien du versement ni des frais.',
    'Regardez dans votre compte vendeur bol, parmi vos factures, s’il s’y trouve. Sinon, demandez-le à bol.com.',
  ],
  settlementDiffers: [
    'Le décompte {invoice} de bol.com n’est pas encore juste',
    'Dans le décompte {invoice}, un écart ou une question est ouvert depuis le {since} (points : {n}).',
    'Rien n’est comptabilisé en double, et rien n’est passé en perte sans vous.',
    'Regardez dans Tentakel, sous À faire : pour chaque commande, l’écart et ce que vous pouvez faire y figurent.',
  ],
  payoutMissing: [
    'Versement du décompte {invoice} pas vu en banque',
    'bol.com devait verser le décompte {invoice} à partir du {day}. Cinq jours bancaires plus tard, Octopus ne le montre pas.',
    'Rien n’est comptabilisé en double. Le compte d’attente reste ouvert.',
    'Vérifiez si CODA est activé dans Octopus, et si la recette est sur le compte d’attente. Sinon, demandez à bol.com.',
  ],
  once: 'Vous recevez ce message une seule fois. Un nouveau message ne vient que si c’était résolu et que cela se produit à nouveau.',
  choose: 'Vous choisissez dans Tentakel, sous Messages, quels messages vous recevez.',
  open: 'Ouvrir : {url}',
  digestSubject: '{company} : vos écritures du {day}',
  digestBooked: [
    'Comptabilisé le {day} : 1 écriture, {amount}.',
    'Comptabilisé le {day} : {n} écritures, {amount} au total.',
  ],
  digestNothingBooked: 'Rien n’a été comptabilisé le {day}.',
  digestWaiting: ['1 commande attend, p. ex. l’expédition.', '{n} commandes attendent, p. ex. l’expédition.'],
  digestInDoubt: [
    '1 commande est incertaine : nous la cherchons dans Octopus.',
    '{n} commandes sont incertaines : nous les cherchons dans Octopus.',
  ],
  digestBlocked: ['1 commande est bloquée.', '{n} commandes sont bloquées.'],
  digestCauses: 'À faire, par cause :',
  digestCause: ['- {title}', '- {title} ({n} fois)'],
  digestComplete: [
    'Exhaustivité : la seule commande {period} est justifiée ; il n’en manque aucune.',
    'Exhaustivité : les {n} commandes {period} sont justifiées ; il n’en manque aucune.',
  ],
  digestMissed: [
    'Exhaustivité : 1 commande {period} manquait ; elle est notée et sera lue.',
    'Exhaustivité : {n} commandes {period} manquaient ; elles sont notées et seront lues.',
  ],
  digestNoProof: 'Exhaustivité : pas encore vérifiée ; cela se fait chaque nuit.',
  digestSettlements: 'Décomptes de bol.com, nouvellement lus :',
  digestAlarms: 'Encore ouvert :',
  testSubject: 'Message d’essai de Tentakel',
  testBody: 'Ce message montre que Tentakel peut envoyer des mails. Vous n’avez rien à faire.',
}
