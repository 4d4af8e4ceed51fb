import type { dutchAccess } from './access-nl.ts'

export const frenchAccess: Record<keyof typeof dutchAccess, string> = {
  ownAccount: 'Mon compte',
  signedInWithCode:
    'Vous êtes connecté avec le code du terminal, sans compte propre. « tentakel user add » en crée un.',
  tokens: 'Clés API',
  tokensText:
    'Pour vos propres programmes, p. ex. un rapport dans Excel. Une clé appartient à cette société et reste valable jusqu’à son retrait.',
  tokenName: 'Pour quel usage',
  tokenScope: 'Ce qu’elle permet',
  scope_read: 'Lecture seule',
  scope_write: 'Lire, Traiter, Ne pas comptabiliser et annuler',
  makeToken: 'Créer une clé',
  tokenOnce: 'Conservez cette clé maintenant en lieu sûr : elle n’est montrée qu’une seule fois.',
  tokenDescription: 'Description de l’API (OpenAPI)',
  tokenMade: 'Créée par',
  tokenUsed: 'Dernière utilisation',
  tokenNeverUsed: 'pas encore',
  tokenRemove: 'Retirer',
  noTokens: 'Il n’y a pas encore de clés.',
  twoFactor: 'Connexion en deux étapes',
  twoFactorText:
    'En plus de votre mot de passe, Tentakel demande un code d’une application de votre téléphone. Celui qui apprend votre mot de passe n’entre pas pour autant.',
  twoFactorOn: 'La deuxième étape est active.',
  twoFactorStart: 'Activer',
  twoFactorEnd: 'Désactiver',
  twoFactorScan: 'Scannez cette image avec votre application, ou recopiez la clé :',
  twoFactorPicture: 'Code QR avec la clé {secret}',
  twoFactorCode: 'Les six chiffres que l’application montre maintenant',
  twoFactorConfirm: 'Confirmer',
  twoFactorWrong: 'Ce code n’est pas correct, ou a déjà servi. Attendez le suivant.',
  recoveryCodes:
    'Conservez ces codes de secours en lieu sûr. Chacun sert une seule fois, si vous perdez votre appareil.',
  oneTimeCode: 'Chiffres de votre application, ou un code de secours',
  sessions: 'Où vous êtes connecté',
  sessionOpened: 'Connecté le {time}',
  sessionEnds: 'jusqu’au {time}',
  sessionOwn: 'cet appareil',
  sessionClose: 'Déconnecter',
}
