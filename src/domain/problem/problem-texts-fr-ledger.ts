/** Texts of problems for sellers and bookkeepers in French: Octopus, relations, electronic invoices. */
import type { ProblemTexts } from './problem.ts'

const waits = 'Rien n’est comptabilisé et rien n’est perdu.'
const process = 'Choisissez ensuite [Traiter].'

export const frenchLedger = {
  'OCT-LOGIN': [
    'Octopus refuse la connexion',
    'Le mot de passe a sans doute changé, ou l’utilisateur est bloqué. Nous ne réessayons pas, pour ne pas le bloquer davantage.',
    'Rien n’est comptabilisé. Les commandes continuent d’arriver.',
    'Indiquez le nouveau mot de passe dans la liaison. Conseil : créez un utilisateur Octopus distinct pour la liaison.',
  ],
  'OCT-DOSSIER': [
    'Pas d’accès au dossier{dossier: #|}',
    'Octopus n’ouvre pas ce dossier à l’utilisateur de la liaison : il n’y est pas lié, ou le numéro n’existe pas.',
    'Rien n’est comptabilisé tant que l’accès manque. Les commandes continuent d’arriver.',
    'Demandez à votre comptable de lier l’utilisateur au dossier, puis testez à nouveau la liaison.',
  ],
  'OCT-RECHT': [
    'Il manque un module ou un droit à l’utilisateur Octopus',
    'Le dossier n’a pas le module nécessaire, ou l’utilisateur ne peut pas s’en servir.',
    'Les écritures qui en ont besoin attendent. Rien n’est perdu.',
    'Faites activer le module ou le droit par votre comptable. Tout reprend ensuite de soi-même.',
  ],
  'OCT-SOFTWAREHUIS': [
    'L’identifiant « software house » d’Octopus manque',
    'Octopus n’admet que les programmes qui ont ce numéro, et l’exploitant ne l’a pas encore indiqué.',
    'Les commandes arrivent, mais rien ne peut être comptabilisé.',
    'L’exploitant remplit TENTAKEL_OCTOPUS_SOFTWARE_HOUSE. Tout continue ensuite de soi-même.',
  ],
  'OCT-LIMIET': [
    'Limite d’Octopus atteinte',
    'Octopus n’autorise qu’un nombre limité d’écritures et de demandes. {until:Nous reprenons le #.|Nous reprenons de nous-mêmes.}',
    'Le reste attend son tour. Rien n’est perdu.',
    'Vous n’avez rien à faire. Si cela arrive souvent, comptabilisez les particuliers par jour plutôt que par commande.',
  ],
  'OCT-STORING': [
    'Octopus est temporairement inaccessible',
    'Octopus ne répond pas, ou sa réponse est illisible.',
    'Les écritures attendent. Rien n’est perdu.',
    'Vous n’avez rien à faire : nous réessayons de nous-mêmes.',
  ],
  'OCT-VERBINDING': [
    'Le chemin vers Octopus ne convient plus',
    'Octopus se trouve à une autre adresse, ne répond plus dans la forme que ce programme connaît, ou est introuvable.{status: La réponse portait le statut #.|}{failure: La connexion a échoué : #.|}',
    'Rien n’est comptabilisé tant que ce n’est pas corrigé. Les commandes continuent d’arriver, et rien ne se perd.',
    'L’exploitant met Tentakel à jour et vérifie l’adresse d’Octopus, le serveur de noms et les certificats de la machine. Nous réessayons de nous-mêmes, de moins en moins souvent.',
  ],
  'OCT-ANTWOORD': [
    'Octopus a donné une réponse que nous ne connaissons pas',
    'Elle ne correspond à rien de ce qu’Octopus décrit.{detail: Détails techniques : #.|}',
    'Nous ne supposons rien de ce qui s’est passé, et rien n’est comptabilisé deux fois.',
    'L’exploitant examine la réponse. Vous n’avez rien à faire.',
  ],
  'OCT-DAGBOEK-DICHT': [
    'Le journal {journal:# |}est clôturé ou utilisé',
    'Quelqu’un travaille dans le journal, ou il est clôturé.',
    'Les écritures pour ce journal attendent. Rien n’est perdu.',
    'Quelqu’un encode ? Nous réessayons bientôt. Sinon, faites ouvrir le journal par votre comptable, ou choisissez-en un autre dans la liaison.',
  ],
  'OCT-DAGBOEK-SOORT': [
    '{journal:Le journal # est d’un autre type|Aucun journal n’est choisi}',
    'Les écritures demandent un journal de ventes pour écritures, les factures un journal de facturation.',
    'Toutes les ventes pour ce journal attendent. ' + waits,
    'Choisissez le bon journal dans la liaison. ' + process,
  ],
  'OCT-DAGBOEK-VREEMD': [
    'Quelqu’un d’autre comptabilise aussi dans le journal{journal: #|}',
    'Nous y avons trouvé des documents qui ne sont pas de nous.',
    'La comptabilisation continue, mais des numéros peuvent se heurter, et il faut alors chaque fois vérifier d’abord.',
    'Demandez à votre comptable un journal réservé à bol.com, et choisissez-le dans la liaison.',
  ],
  'OCT-PERIODE': [
    'La période {date:du # |}est clôturée',
    'La date de la vente tombe dans une période clôturée ou protégée, par exemple parce que la déclaration TVA est déposée.',
    waits,
    '{firstOpen:La liaison comptabilise au premier jour ouvert, dès qu’elle en trouve un dans Octopus. Sinon, faites rouvrir la période par votre comptable.|Faites rouvrir la période par votre comptable, ou laissez la liaison comptabiliser au premier jour ouvert.} ' +
      process,
  ],
  'OCT-BOEKJAAR': [
    'Pas d’exercice ou de journal pour {year:#|cette date}',
    'Octopus n’a pas d’exercice ou de période pour la date de ces ventes, ou {journal:le journal #|le journal} n’y existe pas.',
    'Toutes les ventes de cette date attendent. ' + waits,
    'Faites créer l’exercice et ses journaux dans Octopus par votre comptable. Tout continue ensuite de soi-même.',
  ],
  'OCT-REKENING': [
    'Le compte général {account:# |}n’existe pas ou n’est pas actif',
    'Le compte choisi ne figure pas dans le plan comptable de cet exercice, ou n’est pas imputable.',
    'Toutes les ventes sur ce compte attendent. ' + waits,
    'Choisissez un autre compte dans la liaison, ou faites activer celui-ci par votre comptable. ' + process,
  ],
  'OCT-NUMMER': [
    'Le numéro de document {number:# |}{journal:du journal # |}était déjà utilisé',
    'On a encodé dans ce journal au même moment, ou notre écriture était déjà arrivée.',
    'Nous cherchons d’abord si notre écriture s’y trouve. Elle n’est pas comptabilisée deux fois.',
    'Vous n’avez rien à faire : après deux contrôles, nous prenons le numéro suivant, au plus tard après 2 heures. Conseil : réservez un journal à bol.com.',
  ],
  'OCT-DUBBEL': [
    '{order:La commande # se trouve|Des commandes se trouvent} déjà dans Octopus',
    'Nous avons trouvé dans le dossier un document avec ce numéro de commande qui n’est pas de nous.',
    'Nous n’avons rien comptabilisé.',
    'Si ce document est correct, choisissez [Laisser ainsi]. Sinon, choisissez [Comptabiliser quand même].',
  ],
  'OCT-TWEEMAAL': [
    '{order:La commande # se trouve|Des commandes se trouvent} deux fois dans Octopus',
    'Nous avons trouvé deux documents avec notre marque pour la même vente.',
    'Le chiffre d’affaires et la TVA comptent double tant que l’un des deux n’est pas retiré. Nous n’y touchons pas.',
    'Faites vérifier par votre comptable lequel est de trop, et supprimez-le ou créditez-le dans Octopus. Confirmez ensuite ici lequel reste.',
  ],
  'OCT-ONZEKER': [
    'Nous ne savons pas avec certitude si Octopus a gardé l’écriture',
    'La communication a été coupée, ou la réponse d’Octopus n’était pas claire, pendant l’enregistrement{order: de la commande #|}.',
    'Nous la cherchons d’abord dans Octopus. Elle n’est pas comptabilisée deux fois.',
    'Vous n’avez rien à faire. Surtout, ne l’encodez pas vous-même.',
  ],
  'OCT-QUARANTAINE': [
    'Nous n’avons pas pu savoir si ceci est comptabilisé',
    '{since:Depuis le #|Longtemps}, nous n’avons pas eu de réponse claire sur {order:la commande #|cette écriture}{journal: dans le journal #|}, alors que d’autres écritures passaient.',
    'Elle se trouve peut-être dans votre comptabilité, peut-être pas. Les autres écritures continuent.',
    'Cherchez le numéro de commande dans Octopus{journal: (journal #)|} et dites-nous s’il s’y trouve : [Il s’y trouve] ou [Il ne s’y trouve pas].',
  ],
  'OCT-ANDERS': [
    'Octopus a gardé autre chose que ce que nous avons envoyé',
    'Le document {number:# |}{journal:du journal # |}diffère de notre écriture{order: de la commande #|}. {stands:On y trouve € #|On y trouve autre chose}{asked: au lieu de € #|}. Quelqu’un l’a peut-être modifié.',
    'Votre comptabilité contient ce qu’Octopus a gardé. Nous n’y touchons pas.',
    'Examinez la différence : acceptez-la, ou corrigez-la dans Octopus.',
  ],
  'OCT-AFROND': [
    'La facture diffère de 0,01 € du montant payé',
    'Sur une facture hors TVA, la TVA se calcule par taux sur le net. Certains montants TVA comprise ne peuvent pas être atteints ainsi.',
    'La facture est arrondie comme la loi le veut ; il reste un centime ouvert chez le client.',
    'Comptabilisez le centime comme différence de paiement.',
  ],
  'OCT-GEGEVENS': [
    'Octopus n’accepte pas une donnée',
    'Octopus refuse l’écriture{order: de la commande #|}. {detail:Motif donné par Octopus : #.|Voyez le motif dans les essais du document.}',
    waits,
    'Corrigez la donnée. ' + process + ' Si cela ne suffit pas, signalez le problème.',
  ],
  'OCT-VERWIJDERD': [
    'Cette écriture a été supprimée dans Octopus',
    'Le document {number:# |}{journal:du journal # |}n’y est plus. Quelqu’un l’a supprimé après notre écriture.',
    'La vente n’est plus dans votre comptabilité. Nous ne la comptabilisons pas de nous-mêmes à nouveau.',
    'Si c’était voulu, choisissez [Laisser ainsi]. Sinon, choisissez [Comptabiliser quand même].',
  ],
  'DAG-ONBEKEND': [
    'Un total journalier que nous ne connaissons pas dans Octopus',
    'Le dossier contient un total journalier bol.com dont nous n’avons pas la mémoire, et son montant n’est pas celui que nous calculons.',
    'Les commandes de ce jour attendent, pour que rien ne soit comptabilisé deux fois.',
    'Comparez ce total avec les commandes de ce jour, et décidez s’il reste.',
  ],
  'REL-DUBBEL': [
    'Plusieurs relations ressemblent à l’acheteur',
    'Dans Octopus, deux clients actifs ou plus correspondent à l’acheteur{order: de la commande #|}.',
    'Nous ne choisissons pas à votre place. ' + waits,
    'Rendez la relation en double inactive dans Octopus. ' + process,
  ],
  'REL-NAAM': [
    'L’acheteur n’a pas de nom utilisable',
    'bol.com n’a donné ni nom ni adresse pour comptabiliser {order:la commande #|la vente}.',
    'Nous ne créons pas de relation sans nom. ' + waits,
    'Choisissez dans la liaison une seule relation collective pour les particuliers. ' +
      process +
      ' Ou comptabilisez la vente vous-même dans Octopus, puis choisissez [Ne pas comptabiliser] avec un motif.',
  ],
  'PEP-INCL': [
    'Le journal {journal:# |}facture TVA comprise',
    'Peppol refuse les factures d’un journal TVA comprise, et ces acheteurs sont des entreprises belges.',
    'Une facture partie ainsi ne se corrige que par une note de crédit. ' + waits,
    'Choisissez un journal hors TVA pour les clients professionnels. ' + process,
  ],
  'PEP-ELDERS': [
    'Des entreprises belges n’ont pas reçu de facture de notre part',
    'Ces ventes sont comptabilisées comme écritures, selon votre choix. Tentakel ne fait alors pas la facture Peppol légale.',
    'Le chiffre d’affaires et la TVA sont corrects. Depuis le 1er janvier 2026, une facture structurée doit suivre.',
    'Vérifiez que vous envoyez ces factures autrement, ou laissez la liaison établir des factures.',
  ],
} as const satisfies Partial<ProblemTexts>
