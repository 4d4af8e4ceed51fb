/** Texts of problems for sellers and bookkeepers in French: orders, VAT, and the program itself. */
import { frenchLedger } from './problem-texts-fr-ledger.ts'
import { frenchSettlements } from './problem-texts-fr-settlements.ts'
import type { ProblemTexts } from './problem.ts'

const waits = 'Rien n’est comptabilisé et rien n’est perdu.'
const process = 'Choisissez ensuite [Traiter].'
const skip = 'choisissez [Ne pas comptabiliser] avec un motif'

export const french: ProblemTexts = {
  ...frenchLedger,
  ...frenchSettlements,
  'BOL-LOGIN': [
    'bol.com refuse la connexion',
    'La clé API (client-ID et secret) de votre compte vendeur bol.com n’est plus valable ou a été supprimée. {since:Depuis le #, aucune commande n’est relevée.|Aucune commande n’est relevée.}',
    'Entre-temps, les nouvelles ventes n’arrivent pas dans votre comptabilité. Ce qui est déjà reçu est conservé.',
    'Créez une nouvelle clé dans votre compte vendeur (Paramètres → Paramètres API) et indiquez-la dans la liaison. Nous récupérons ensuite nous-mêmes la période manquée.',
  ],
  'BOL-RECHT': [
    '{shop:Cette boutique bol.com appartient à une autre liaison|La clé bol.com ne peut pas lire vos commandes}',
    '{shop:La clé est celle d’une boutique qui se trouve déjà dans une autre liaison.|}{login:bol.com refuse cette clé dès la connexion.|Avec cette clé, bol.com ne donne pas accès aux commandes ou aux envois.}',
    'Les nouvelles ventes n’arrivent pas tant que la clé n’a pas ce droit.',
    'Donnez à la clé le droit de lire les commandes et les envois chez bol.com, ou créez une nouvelle clé et indiquez-la dans la liaison.',
  ],
  'BOL-DRUK': [
    'bol.com est momentanément surchargé',
    '{blocked:bol.com n’accepte pour le moment aucune connexion de notre adresse.|Nous avons atteint le nombre de demandes que bol.com autorise.}',
    'Les commandes arrivent un peu plus tard ; rien n’est perdu.',
    'Vous n’avez rien à faire. {until:Nous reprenons le #.|Nous reprenons de nous-mêmes.}',
  ],
  'BOL-STORING': [
    'bol.com est temporairement inaccessible',
    'bol.com ne répond pas, ou sa réponse est illisible.',
    'Les commandes arriveront plus tard. Nous relevons alors toute la période écoulée.',
    'Vous n’avez rien à faire : nous réessayons de nous-mêmes. Si cela dure, voyez si bol.com signale une panne.',
  ],
  'BOL-VERBINDING': [
    'Le chemin vers bol.com ne convient plus',
    'bol.com se trouve à une autre adresse, ne répond plus dans la forme que ce programme connaît, ou est introuvable.{status: La réponse portait le statut #.|}{failure: La connexion a échoué : #.|}',
    'Les nouvelles ventes n’arrivent pas tant que ce n’est pas corrigé. Rien ne se perd : nous récupérons ensuite toute la période.',
    'L’exploitant met Tentakel à jour et vérifie l’adresse de bol.com, le serveur de noms et les certificats de la machine. Nous réessayons à chaque relève.',
  ],
  'BOL-ONVOLLEDIG': [
    '{order:La commande # n’est pas encore complète|Des commandes ne sont pas encore complètes}',
    'bol.com mentionne la commande dans sa liste, mais une partie des données n’est pas encore lisible{field: (#)|}.{shipment: Il s’agit de l’envoi #.|}{return: Il s’agit du retour #.|}{rows: Nombre de lignes sans numéro : #.|}',
    'Sans ces données, nous ne comptabilisons pas. Rien n’est perdu, et toutes les autres commandes suivent leur cours.',
    'Vous n’avez rien à faire : nous les redemandons automatiquement. Si cela dure un jour, nous vous le signalons.',
  ],
  'BOL-ONLEESBAAR': [
    'bol.com ne transmet pas {order:la commande # |des données }de façon lisible',
    '{since:Depuis le #, bol.com|Depuis un certain temps, bol.com} ne donne pas une partie des données, ou avec une valeur que nous ne connaissons pas{field: (#)|}.{shipment: Il s’agit de l’envoi #.|}{return: Il s’agit du retour #.|}{rows: Nombre de lignes sans numéro : #.|}',
    'Nous ne comptabilisons rien que nous ne lisons avec certitude. ' + waits,
    'Vérifiez la commande dans votre compte vendeur bol.com, et signalez-le à bol.com si elle y est correcte. Nous la relisons chaque nuit, et dès que vous choisissez [Traiter]. Si vous ne voulez pas attendre, comptabilisez la vente vous-même et choisissez [Ne pas comptabiliser] avec un motif.',
  ],
  'BOL-VERZENDING': [
    'L’envoi {order:de la commande # |}se fait attendre',
    '{shipped:Selon bol.com, # pièces sont expédiées, mais l’envoi même n’est pas transmis.|La date limite de livraison est passée depuis longtemps, et bol.com ne signale ni envoi ni annulation.}',
    'Sans envoi, nous ne connaissons pas la date de la vente. ' + waits,
    'Vérifiez la commande dans votre compte vendeur bol.com. Si elle est livrée, signalez-le à bol.com, ou comptabilisez la vente vous-même et choisissez [Ne pas comptabiliser] avec un motif. Si l’envoi arrive encore, nous le comptabilisons automatiquement.',
  ],
  'BOL-FACTUURGEG': [
    'Les données de facturation ne sont plus disponibles',
    'bol.com ne montre les données d’un acheteur que 30 jours après la commande. {order:Celles de la commande # ont disparu.|Celles de ces commandes ont disparu.}',
    'La vente ne peut pas être comptabilisée sur une relation propre ; elle attend.',
    'Choisissez dans la liaison une seule relation collective pour les particuliers. ' +
      process +
      ' Ou comptabilisez la vente vous-même dans Octopus, et ' +
      skip +
      '.',
  ],
  'BOL-GEMIST': [
    '{order:La commande # ne figurait|Des commandes ne figuraient} pas dans la liste',
    'bol.com ne mentionnait la commande que dans un envoi ou un versement. Nous l’avons complétée.',
    'Sans ce contrôle, la vente n’aurait pas été comptabilisée.',
    'Vérifiez le montant. ' + process + ' Si elle n’a pas sa place dans votre comptabilité, ' + skip + '.',
  ],
  'BOL-ANNUL': [
    '{order:La commande # a été annulée|Des commandes ont été annulées} après comptabilisation',
    'La vente était déjà comptabilisée{books: dans le dossier #, que cette liaison ne tient plus,|} quand l’annulation est arrivée.',
    'Sans note de crédit, vous payez la TVA sur une vente qui n’existe pas.',
    '{books:Comptabilisez la note de crédit vous-même dans le dossier #.|Consultez la note de crédit, et approuvez-la si on vous le demande.}',
  ],
  'BOL-BEDRAG': [
    'Le montant {order:de la commande # |}n’est pas certain',
    '{amount:bol.com donne un montant qui ne se lit pas en centimes entiers : #.|Le prix, la remise, les pièces annulées et les pièces par colis donnés par bol.com ne concordent pas ou manquent.}',
    'Nous ne comptabilisons pas un montant deviné. ' + waits,
    'Comparez avec votre compte vendeur. Si rien n’y concorde non plus, comptabilisez la vente vous-même et ' +
      skip +
      '.',
  ],
  'BOL-KORTING': [
    'Remise{order: sur la commande #|} : vous vouliez la voir d’abord',
    'L’acheteur a payé moins que le prix, grâce à une remise. Vous avez choisi dans la liaison de ne pas comptabiliser ces ventes d’office.',
    'Nous ne savons pas si c’est vous ou bol.com qui supporte la remise. ' + waits,
    'Choisissez dans la liaison comment comptabiliser les remises : ce que l’acheteur a payé, ou le prix plein. ' +
      process +
      ' Ou comptabilisez la vente vous-même, et ' +
      skip +
      '.',
  ],
  'BTW-EAN': [
    'Taux de TVA inconnu pour {product:« # »|un article}',
    'bol.com ne communique pas le taux de TVA, et aucune classe de produit n’est choisie pour {ean:l’EAN #|un article}.',
    'Un taux erroné donne une déclaration erronée : nous ne devinons pas. Seules les commandes avec cet article attendent.',
    'Choisissez la classe de l’article dans la liaison ; nous la retenons. ' + process,
  ],
  'BTW-TARIEF': [
    'Aucun taux de TVA connu pour {territory:#, |}{country:#|le pays d’arrivée}',
    'La table des taux ne contient pas de taux certain pour ce genre d’article {territory:# |}{country:(pays : #) |}à la date de livraison.',
    'Nous ne devinons pas un taux. ' + waits,
    'L’exploitant complète la table des taux. Si votre comptable connaît le taux, transmettez-le-lui. ' +
      process +
      ' Si cela tarde : comptabilisez la vente avec votre comptable, et ' +
      skip +
      '.',
  ],
  'BTW-WINKEL': [
    'La boutique a facturé {charged:# %|un autre taux} de TVA pour {product:« # »|un article}',
    'Selon nos règles, {rate:# %|un autre taux} {country:(pays : #) |}est dû{treatment: (#)|}. La boutique a facturé {charged:# %|autre chose} à l’acheteur.',
    'La TVA inscrite sur le document de l’acheteur est due, et celle que la loi demande l’est aussi : nous ne comptabilisons ni l’une ni l’autre. Seule cette commande attend.',
    'Vérifiez lequel des deux est juste : la classe de produit dans la liaison, ou les réglages de TVA de la boutique. ' +
      process,
  ],
  'BTW-LAND': [
    'Aucun code TVA choisi pour {treatment:#|ce régime}{country:, #|}{rate: # %|}',
    'Il s’agit de ventes au départ de {from:#|votre pays} vers {to:#|le pays d’arrivée}. Aucun code TVA de votre dossier n’est lié à ce régime, ce pays et ce taux.',
    'Toutes les ventes de ce genre attendent. ' + waits,
    'Choisissez le code TVA dans la liaison, avec votre comptable. Si vous n’avez ni OSS ni numéro de TVA pour {to:#|ce pays}, il faut d’abord régler cela. ' +
      process,
  ],
  'BTW-OSS': [
    'Vous approchez ou dépassez le seuil OSS de 10 000 €',
    'Vos ventes à des particuliers dans d’autres pays de l’UE s’additionnent par année civile, hors TVA.',
    'Dès la vente qui dépasse le seuil, nous calculons la TVA du pays d’arrivée, et encore toute l’année suivante.',
    'Demandez à votre comptable si l’OSS est actif, et confirmez-le dans la liaison.',
  ],
  'BTW-OSS-KEUZE': [
    'Avez-vous dépassé le seuil OSS ?',
    '{order:La commande # part|Des commandes partent} vers un autre pays de l’UE, et vous n’avez pas encore indiqué si l’OSS est actif ni si le seuil de 10 000 € est dépassé.',
    'Sans cette réponse, nous ne savons pas quel pays reçoit la TVA. ' + waits,
    'Indiquez dans la liaison si le seuil est dépassé, ou activez l’OSS avec sa date de début. ' + process,
  ],
  'BTW-LVB': [
    'Votre stock se trouve (aussi) dans un autre pays{from: : #|}',
    'Les marchandises partent de {from:#|ce pays} vers {to:#|l’acheteur}. {choice:Leur TVA peut aller dans deux déclarations, la belge et celle de l’OSS. Le choix n’est pas encore fait.|Il manque pour cela le numéro de TVA de ce pays.}',
    'Un stock dans un autre pays, aussi chez bol.com (LVB), y entraîne des obligations TVA. ' + waits,
    '{choice:Choisissez avec votre comptable la déclaration de ces ventes.|Indiquez le numéro de TVA de ce pays dans la liaison.} ' +
      process,
  ],
  'BTW-CODE-WEG': [
    'Le code TVA {code:# |}n’existe pas dans le dossier',
    'Le code que vous avez choisi ne figure pas (ou plus) dans la liste d’Octopus.',
    'Toutes les ventes avec ce code attendent. ' + waits,
    'Choisissez un autre code TVA dans la liaison, ou faites rétablir le code par votre comptable. ' + process,
  ],
  'BTW-CODE-ANDERS': [
    'Le code TVA {code:# |}a un autre pourcentage ou un autre type',
    'Il faut ici un code de vente à {rate:# %|un autre pourcentage}. Dans le dossier, {found:le code est à # %|le code est différent}, ou ce n’est pas un code de vente.',
    'La déclaration ne serait pas correcte : toutes les ventes avec ce code attendent. ' + waits,
    'Choisissez un code TVA au bon pourcentage, ou faites vérifier le code par votre comptable. ' + process,
  ],
  'BTW-CODE-CREDIT': [
    'Aucun code TVA choisi pour les notes de crédit',
    'Votre dossier a des codes TVA propres aux notes de crédit, mais vous n’en avez pas encore choisi{code: pour le code #|}.',
    'Les notes de crédit attendent, pour arriver dans les bonnes grilles de la déclaration. Les ventes continuent.',
    'Choisissez dans la liaison un code de crédit au même pourcentage. ' + process,
  ],
  'BTW-ICP': [
    'Vente à une entreprise avec numéro de TVA : avec ou sans TVA ?',
    'L’acheteur {order:de la commande # |}a donné un numéro de TVA, et les marchandises vont de {from:#|leur pays de départ} vers {to:#|leur pays d’arrivée}. Le régime serait : {treatment:#|sans TVA}.',
    'L’acheteur a payé un prix TVA comprise. Facturer sans TVA a ses conditions, et nous n’en décidons pas à votre place. ' +
      waits,
    'Décidez avec votre comptable : avec TVA comme pour un particulier, ou sans TVA avec un numéro valable. La liaison permet de fixer ce choix pour toutes ces ventes.',
  ],
  'BTW-VIES': [
    'Le numéro de TVA ne peut pas être vérifié maintenant',
    'Le registre européen des numéros de TVA (VIES) ne répond pas{order: pour la commande #|}.',
    'De cette réponse dépend si la TVA est due. ' + waits,
    'Vous n’avez rien à faire : nous réessayons jusqu’à 72 heures. Ensuite, l’acheteur est traité comme un particulier, avec une mention.',
  ],
  'BTW-VIES-VERBINDING': [
    'Le chemin vers le registre des numéros de TVA ne convient plus',
    'Le registre européen des numéros de TVA (VIES) est introuvable à son adresse, ou ne répond plus dans la forme que ce programme connaît.{detail: La réponse : #.|}',
    'Les numéros de TVA ne peuvent pas être vérifiés ; les commandes qui en dépendent attendent jusqu’à 72 heures.',
    'L’exploitant met Tentakel à jour et vérifie TENTAKEL_VIES_URL et les certificats de la machine. Nous réessayons de nous-mêmes.',
  ],
  'BTW-GEBIED': [
    'Vente hors du territoire TVA de l’UE',
    '{order:La commande # part|Des commandes partent} vers {to:#|un pays inconnu} : hors de l’UE, vers un territoire qui n’en fait pas partie pour la TVA, ou vers un pays que bol.com n’a pas indiqué. Il en va de même si votre entreprise est établie hors de l’UE.',
    'D’autres règles valent pour ces ventes, et nous ne les comptabilisons pas. ' + waits,
    'Comptabilisez la vente avec votre comptable, puis ' + skip + '.',
  ],
  'BTW-MARGE': [
    'Nous ne comptabilisons pas le régime de la marge',
    '« {product:#|Cet article} » est réglé comme bien d’occasion sous le régime de la marge.',
    'La TVA dépend alors de votre prix d’achat, que nous ne connaissons pas. ' + waits,
    'Comptabilisez la vente vous-même, puis ' +
      skip +
      '. Si l’article ne relève pas de la marge, choisissez une autre classe.',
  ],
  'RET-ZONDER': [
    'Retour sans vente comptabilisée',
    'La vente {order:de la commande # |}{books:se trouve dans le dossier #, que cette liaison ne tient plus|date d’avant la date de début de la liaison}.',
    'Rien n’est encore crédité.',
    '{books:Comptabilisez la note de crédit vous-même dans le dossier # et ignorez le retour, ou faites-la comptabiliser ici malgré tout.|Choisissez : comptabiliser la vente et la note de crédit, la note de crédit seule, ou ignorer parce que vous l’avez fait vous-même.}',
  ],
  'RET-KEUZE': [
    'La ligne de commande revenue n’est pas certaine',
    'L’article {ean:(EAN #) |}du retour {several:est sur plusieurs lignes ou dans plusieurs colis, à un prix ou avec une TVA qui diffère, |n’est pas }dans {order:la commande #|la commande}. bol.com ne dit pas laquelle ou lequel.',
    'Rien n’est crédité pour ce retour : nous ne devinons aucun montant.',
    'Choisissez la ligne qui est revenue, ou ignorez le retour si vous l’avez comptabilisé vous-même.',
  ],
  'RET-MEER': [
    'Il est revenu plus que ce qui a été vendu',
    'Le retour {order:de la commande # |}compte {units:# pièces|plus de pièces} ; {sold:# sont comptabilisées|moins sont comptabilisées} et pas encore créditées.',
    'Rien n’est crédité pour ce retour. Créditer plus que la vente n’est jamais juste.',
    'Vérifiez le retour dans votre compte de vente bol. S’il est juste, faites créditer ce qui reste ; sinon, ignorez-le.',
  ],
  'RET-UITKOMST': [
    'bol.com ne dit pas si l’acheteur a été remboursé',
    'Le retour {order:de la commande # |}a été traité avec le résultat {result:« # »|que nous ne connaissons pas}.',
    'Rien n’est encore crédité.',
    'Vérifiez dans votre compte de vente bol s’il y a eu remboursement, et choisissez : remboursé ou non.',
  ],
  'SYS-STIL': [
    '{hours:Pas de commande depuis # heures|Plus de commande depuis longtemps}',
    'Aucune commande n’est arrivée depuis plus longtemps que d’habitude.{perDay: Normalement, il y en a environ # par jour.|}',
    'Il n’y a peut-être rien d’anormal ; votre comptabilité est à jour.',
    'Voyez si votre magasin est actif chez bol.com et si la liaison est au vert.',
  ],
  'SYS-PAUZE': [
    'La liaison est en pause',
    'Quelqu’un a mis la liaison en pause. Nous ne demandons rien à bol.com et n’envoyons rien à Octopus.',
    'Les nouvelles ventes n’arrivent pas dans votre comptabilité. bol.com ne montre les données de facturation que 30 jours, et les modifications trois mois.',
    'Reprenez la liaison ; nous récupérons ensuite nous-mêmes la période manquée.',
  ],
  'SYS-ONAF': [
    'La liaison n’est pas encore en service',
    'La création a été interrompue avant que bol.com ait dit à quelle boutique appartient la clé. La liaison est en pause.',
    'Rien n’est récupéré ni comptabilisé.',
    'Testez la liaison et reprenez-la, ou supprimez-la et créez-la à nouveau.',
  ],
  'SYS-GOEDKEUREN': [
    '{order:La commande # attend|Des documents attendent} votre approbation',
    'Vous avez choisi dans la liaison de voir d’abord ce genre de documents.',
    'Rien n’est encore comptabilisé.',
    'Consultez le document et approuvez-le, ou ' + skip + '.',
  ],
  'SYS-HERSTEL': [
    'Restauré depuis une sauvegarde : nous ne comptabilisons pas encore',
    'La base a été restaurée depuis une sauvegarde. Ce qui a été comptabilisé depuis, nous le cherchons d’abord dans Octopus.',
    '{until:Jusqu’au # nous n’envoyons rien.|Nous n’envoyons encore rien.} Les commandes arrivent toujours ; rien n’est comptabilisé deux fois.',
    'Vous n’avez rien à faire. Entre-temps, ne comptabilisez rien vous-même dans ce journal.',
  ],
  'SYS-PROEF': [
    'La période d’essai est terminée',
    'La période d’essai courait jusqu’au {day:#|dernier jour prévu}. Les nouvelles écritures ne partent plus vers Octopus.',
    'Les commandes sont encore lues et conservées, et rien ne se perd. Ce qui est comptabilisé reste ; le rapport reste disponible.',
    'Demandez à l’opérateur de cette installation de prolonger. Tout ce qui attend est comptabilisé ensuite.',
  ],
  'SYS-FOUT': [
    'Une erreur s’est produite chez nous',
    'Cela vient de notre programme{order: (commande #)|}, pas de vous, ni de bol.com ou d’Octopus.',
    'Rien n’est comptabilisé. Les autres commandes continuent.',
    'L’exploitant a reçu les détails. Vous n’avez rien à faire.',
  ],
}
