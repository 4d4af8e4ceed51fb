import type { dutchPeople } from './people-nl.ts'

export const frenchPeople: Record<keyof typeof dutchPeople, string> = {
  offers: 'Invitations',
  offerText: '{who} vous propose un accès à {company}, comme {role}.',
  offerAccept: 'Accepter',
  offerDecline: 'Refuser',
  offerSignIn: 'Connectez-vous avec {email}. La proposition de {company} vous y attend.',
  invited:
    '{email} reçoit un e-mail avec la proposition. L’accès est ouvert dès qu’il l’accepte, connecté avec cette adresse.',
  invitedNoMail:
    'Cette installation n’envoie pas d’e-mails. Dites vous-même à {email} qu’une proposition l’attend : qui a déjà un compte se connecte et l’accepte ; sinon, l’opérateur lui donne un lien.',
  inviteFault: 'Ce n’est pas une adresse e-mail, ou elle a déjà accès.',
  tooManyMails: 'Trop d’invitations ont été envoyées. Réessayez dans une heure.',
  roleOffered:
    '{email} aura le rôle étendu dès qu’il l’accepte : l’offre est dans sa boîte, et dans Tentakel lorsqu’il se connecte.',
  pendingOffers: 'Invités, pas encore acceptés',
  offerUntil: 'jusqu’au {time}',
  withdraw: 'Retirer',
  signUpBy: 'invité par {who}',
  inviteSent: '{email} reçoit un e-mail avec un lien.',
  inviteNoMail: 'Sans serveur de messagerie, aucun lien ne part. Créez le compte sur le terminal : tentakel user add.',
  passwordEasy: 'Ce mot de passe est parmi les premiers que l’on essaie. Prenez quelques mots sans rapport entre eux.',
  secondProofMissing:
    'Pour voir toutes vos sociétés, ajoutez d’abord une clé d’accès ou activez la connexion en deux étapes.',
  toOwnAccount: 'Vers mon compte',
  firstOperator: 'Créer le compte de l’opérateur',
  firstOperatorText: 'Le code du terminal ne sert qu’une fois. Ce compte vous permet de vous connecter désormais.',
  tokenEnds: 'Valable jusqu’au',
  tokenRests: 'en pause',
  proofText: 'Prouvez d’abord encore une fois que c’est bien vous. Tous les propriétaires en reçoivent un mail.',
  proofGive: 'Continuer',
  ownersChange: 'La liste des propriétaires change',
  tokenGone: 'ne fonctionne plus : son auteur n’est plus propriétaire',
  tokenConfirm: 'Confirmer',
  security: 'Sécurité',
  securityText: 'Qui est entré, qui a été refusé, et ce qui a été décidé sur les accès.',
  securityWho: 'Qui',
  securityFrom: 'D’où',
  securityWhat: 'Quoi',
  security_done: 'admis',
  security_refused: 'refusé',
  securityTerminal: 'terminal',
}
