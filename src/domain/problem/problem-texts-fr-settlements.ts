/** Texts of problems for sellers and bookkeepers in French: bol.com's charges and payouts. */
import type { ProblemTexts } from './problem.ts'

export const frenchSettlements = {
  'UIT-SOM': [
    'Le décompte{invoice: #|} ne tombe pas juste',
    'Les lignes de bol.com ne correspondent pas au total au centime près{sum: (#)|}. Nous les avons déjà relues une fois.',
    'Rien n’est comptabilisé de ce décompte. Vos ventes continuent normalement.',
    'Nous le relisons chaque jour. Si cela persiste, demandez une nouvelle facture à bol.com.',
  ],
  'UIT-ONVOLLEDIG': [
    'Spécification{invoice: de #|} pas encore disponible',
    'bol.com a établi la facture, mais n’en donne pas encore les lignes ou le PDF.',
    'Le décompte attend. Rien ne se perd.',
    'Vous n’avez rien à faire : nous réessayons chaque jour.',
  ],
  'UIT-ONLEESBAAR': [
    'bol.com ne transmet pas {invoice:la facture # |une facture }de façon lisible',
    '{since:Depuis le #, la|La} liste de bol.com contient une facture avec une valeur que nous ne connaissons pas{field: (#)|}.{rows: Nombre sans numéro : #.|}',
    'Rien n’est lu ni comptabilisé de cette facture. Les autres factures et vos ventes continuent normalement.',
    'Vérifiez la facture dans votre compte vendeur bol.com, et signalez-le à bol.com si elle y est correcte. Nous la redemandons chaque nuit, et dès que vous choisissez [Traiter].',
  ],
  'UIT-LABEL': [
    'Type de frais inconnu{type: « # »|} sur la facture de bol',
    'Le décompte{invoice: #|} contient un type de frais dont nous ne savons pas avec certitude où il va{amount: (€ #)|}.',
    'Tout le décompte attend votre réponse. Le contrôle par commande reste visible.',
    'Ouvrez le décompte et choisissez où va ce type ; nous le retenons.',
  ],
  'UIT-START': [
    'Le décompte{invoice: #|} commence avant le début',
    'Sa période va{from: du #|}{to: au #|}, et nous comptabilisons les décomptes{start: à partir du #| à partir d’un jour ultérieur}.',
    'Il attend votre réponse : rien n’en est comptabilisé. Vos ventes continuent normalement.',
    'Ouvrez le décompte et choisissez : le comptabiliser, ou seulement le contrôler parce qu’il est déjà dans votre comptabilité.',
  ],
  'UIT-ZONDER': [
    '{orders:#|Quelques} commandes dans le décompte, absentes des livres',
    'bol.com les a décomptées{invoice: dans #|}, mais aucune vente ne se trouve dans Octopus{order:, par exemple pour #|}.',
    'Le décompte ne se solde pas tant que cela reste ouvert{amount: (€ #)|}.',
    'Ouvrez le décompte : chaque commande y dit pourquoi elle n’est pas comptabilisée. Si une vente se trouve ailleurs dans votre comptabilité, indiquez-y son compte.',
  ],
  'UIT-OPEN': [
    'Vendu, mais pas payé par bol dans 2 décomptes',
    '{orders:#|Quelques} commandes sont comptabilisées, et bol.com ne les a pas décomptées dans deux décomptes{order:, par exemple #|}.',
    'De l’argent reste dû par bol.com{amount: (€ #)|}.',
    'Demandez à bol.com, avec le numéro de commande. Si elles sont encore décomptées, ce message disparaît de lui-même.',
  ],
  'UIT-RETOUR': [
    'bol a remboursé un acheteur, sans note de crédit',
    'Dans le décompte{invoice: #|}, bol.com a repris de l’argent{order: pour la commande #|}, et il n’y a pas de note de crédit dans Octopus.',
    'Votre chiffre d’affaires et la TVA sont trop élevés tant que la note de crédit manque{amount: (€ #)|}.',
    'Vérifiez chez bol.com s’il s’agit d’un retour. Traitez ce retour là-bas ; la note de crédit suit d’elle-même.',
  ],
  'UIT-VERSCHIL': [
    'Le versement{invoice: de #|} ne se solde pas{amount: (écart de € #)|}',
    'bol.com a décompté un autre montant que celui qui est comptabilisé{order:, pour la commande #|}{orders: (# en tout)|}.',
    'Rien n’est passé en perte automatiquement, pas même un centime.',
    'Ouvrez le décompte et voyez les commandes en écart ; le plus souvent, c’est une remise, un retour ou un changement de prix. Si l’écart est juste, choisissez « Passer en perte ».',
  ],
  'UIT-UITGESTELD': [
    'Pas de versement{invoice: pour #|}',
    '{advertising:€ # de publicité pour|La publicité dépasse} {amount:€ # de ventes|les ventes}.',
    'bol.com la compense avec ce que vous gagnez ensuite.',
    'Vous n’avez rien à faire. La compensation suit dans un prochain décompte.',
  ],
  'AFP-BUDGET': [
    'Trop de documents à lettrer (Octopus : quatre cents par jour)',
    '{documents:# documents de vente|Trop de documents de vente} vont à Octopus par jour{max:, nous lettrons jusqu’à #|}.',
    'Les soldes restent justes : les ventes sont comptabilisées et compensées, mais pas lettrées. Les frais le sont toujours.',
    'Choisissez les totaux du jour si vous voulez voir les ventes lettrées. Sinon, vous n’avez rien à faire.',
  ],
  'AANK-BTW': [
    'bol a compté une TVA que nous n’attendons pas',
    'La facture de bol{invoice: #|} contient des frais avec {rate:# % de TVA|de la TVA}{amount: (€ #)|}. Le plus souvent, bol.com ne connaît pas votre numéro de TVA.',
    'Rien n’est comptabilisé de cette facture : la TVA étrangère n’est pas déductible en Belgique.',
    'Indiquez votre numéro de TVA chez bol.com et demandez une nouvelle facture, ou dites dans le décompte qu’il s’agit de TVA belge ou d’un coût.',
  ],
  'AANK-INSTELLING': [
    'La facture de bol{invoice: #|} ne peut pas encore être comptabilisée',
    'Il manque quelque chose pour la comptabiliser.{account: Le compte # n’est pas dans le dossier.|}{code: Le code d’achat # n’est pas dans le dossier ou est d’une autre sorte.|}{vat: Pour la TVA # de la facture de bol, aucun code d’achat n’est choisi.|}{credit: Pour les notes de crédit, le code d’achat # n’a pas de code de crédit.|}{relation: La relation # porte le numéro de TVA de bol.com, mais n’est pas un fournisseur.|}{customer: La relation des clients en # n’est pas connue.|}{journal: Le journal # n’a pas de période ouverte pour cette facture.|}',
    'Les frais de bol.com et la compensation attendent. Vos ventes continuent.',
    'Corrigez-le dans Octopus, ou choisissez autre chose sous « Décomptes » dans les paramètres. Nous réessayons ensuite de nous-mêmes.',
  ],
  'AANK-DUBBEL': [
    'La facture de bol{invoice: #|} est peut-être déjà dans Octopus',
    'Un journal d’achats contient déjà une écriture de cette facture ou du même montant{stands: : € #|}{asked:, nous comptabiliserions € #|}.',
    'Rien n’est comptabilisé deux fois : l’achat et la compensation attendent votre réponse.',
    'Si c’est cette facture, laissez-la ainsi : nous ne comptabilisons que la compensation. Sinon, choisissez de comptabiliser quand même.',
  ],
  'AANK-VERLEGD': [
    'L’autoliquidation ne tombe pas dans les bonnes grilles',
    'Le premier achat en autoliquidation{journal: (#|}{number: n° #)|} n’a pas donné dans Octopus la TVA attendue aux comptes 451 et 411.',
    'Les factures de bol suivantes attendent, pour que votre déclaration soit juste.',
    'Faites vérifier le code d’achat par votre comptable (services de l’UE, autoliquidation) et choisissez le bon code sous « Décomptes » dans les paramètres.',
  ],
  'UIT-TEKEN': [
    'La compensation est du mauvais côté',
    'La première compensation{journal: (#|}{number: n° #)|} ne se trouve pas dans Octopus du côté attendu.',
    'Aucune deuxième compensation n’est comptabilisée.',
    'Supprimez l’écriture dans Octopus et signalez-le à la personne qui gère Tentakel pour vous.',
  ],
  'UIT-BANK': [
    'Versement{invoice: de #|} pas vu en banque',
    'bol.com devait verser {amount:€ #|ce montant} à partir du {expected:#|jour prévu}. Cinq jours bancaires plus tard, Octopus ne le montre pas.',
    'Le compte d’attente reste ouvert{journal: ; la dernière pièce de banque que nous voyons est #|}{number: n° #|}{day: du #|}.',
    'CODA est-il activé dans Octopus ? Vérifiez si la recette s’y trouve et comptabilisez-la sur le compte d’attente. Sinon, demandez à bol.com.',
  ],
  'UIT-PLAATS': [
    'Le versement{invoice: de #|} se trouve sur un autre compte',
    'La recette{amount: de € #|}{journal: (#|}{number: n° #)|} se trouve dans Octopus{account: sur le compte #|}{relation: sur la relation #|}.',
    'Elle n’y compte pas comme versement : le compte d’attente reste ouvert.',
    'Modifiez la pièce de banque dans Octopus vers le compte {wanted:#|des versements}. Nous le voyons dans la journée. Si une opération diverse l’a rectifié, dites dans le décompte que vous avez vu la recette.',
  ],
  'UIT-VERREKEND': [
    'Quelles publicités ont été compensées{invoice: avec #|} ?',
    'La recette{amount: de € #|}{journal: (#|}{number: n° #)|} correspond de plusieurs façons à ce que bol.com verse et compense.',
    'Tant que nous ne le savons pas, nous n’en comptabilisons aucune compensation.',
    'Choisissez dans le décompte les factures que bol.com a compensées ; le relevé du versement chez bol.com les indique.',
  ],
  'UIT-GEWIJZIGD': [
    'bol a modifié un décompte comptabilisé',
    'Le décompte{invoice: #|} a chez bol.com d’autres montants que lorsqu’il a été comptabilisé.',
    'Ce qui est dans Octopus y reste. Rien n’est comptabilisé à nouveau de soi-même.',
    'Comparez la facture de bol.com avec l’écriture et corrigez celle-ci dans Octopus. Dites ensuite dans le décompte que l’écriture reste telle quelle. Ou supprimez l’achat et l’opération diverse dans Octopus et choisissez pour les deux « Comptabiliser quand même » : ils sont alors comptabilisés avec les nouveaux montants.',
  ],
} satisfies Partial<ProblemTexts>
