import type { dutchNotices } from './notices-nl.ts'

export const frenchNotices: Record<keyof typeof dutchNotices, string> = {
  noticesText:
    'Tentakel ne vous écrit que si nécessaire : aussitôt ce qui arrête vos écritures, et une fois par jour où elles en sont.',
  noticesNoMail:
    'Aucun serveur de mail n’est configuré sur cette installation. Les messages sont conservés mais pas envoyés ; l’opérateur les voit.',
  noticesAtOnce: 'Signaler aussitôt',
  alarm_refused: 'bol.com ou Octopus ne nous laisse plus entrer',
  alarm_silence: 'Plus aucune commande n’arrive, alors qu’il y en a beaucoup d’ordinaire',
  alarm_doubt: 'Depuis des heures, on ne sait pas si Octopus a gardé une écriture',
  alarm_vanishing: 'Des données vont disparaître chez bol.com',
  alarm_settlement: 'Un décompte de bol.com manque ou n’est pas juste',
  digest: 'Résumé par mail, le matin',
  digest_whenNeeded: 'Seulement s’il y a quelque chose à dire',
  digest_daily: 'Chaque jour',
  digest_off: 'Jamais',
  noticeLanguage: 'Langue des mails',
  webhook: 'Prévenir votre propre système (webhook)',
  webhookText:
    'Tentakel appelle cette adresse à chaque alarme et à sa fin. Aucun acheteur, commande ou montant n’y figure. Chaque appel est signé dans l’en-tête Tentakel-Signature.',
  webhookUrl: 'Adresse (https, publique)',
  webhookSet: 'Configurer',
  webhookAt: '{host} est appelé, depuis le {time}.',
  webhookBy: 'Définie par {who}.',
  webhookByNobody: 'On ne sait pas qui l’a définie : redéfinissez-la en cas de doute.',
  webhookGone: '{who} n’est plus propriétaire : cette adresse n’est plus appelée. Reprenez-la, ou supprimez-la.',
  webhookRests:
    'Depuis le {time}, cette adresse n’est pas appelée : ce avec quoi se connecte le propriétaire qui l’a définie a changé, ou une copie a été restaurée. Confirmez-la si elle est correcte, ou supprimez-la.',
  webhookConfirm: 'Confirmer',
  webhookTakeOver: 'Reprendre',
  webhookOff: 'Désactivé le {time} : refusé trois fois de suite ({reason}).',
  webhookSecret: 'Conservez cette clé maintenant : elle sert à vérifier la signature. Elle n’est montrée qu’une fois.',
  webhookTry: 'Essayer',
  webhookTaken: 'L’appel a été accepté.',
  webhookTriedOften: 'Trop d’essais. Attendez une heure.',
  webhookNotTaken: 'L’appel n’a pas été accepté : {reason}.',
  webhookRemove: 'Supprimer',
  address_notAnAddress: 'Ce n’est pas une adresse.',
  address_notHttps: 'L’adresse doit commencer par https://.',
  address_withPassword: 'Ne mettez ni utilisateur ni mot de passe dans l’adresse.',
  address_notPublic: 'Cette adresse n’est pas sur l’internet public.',
  address_noAnswer: 'Ce nom est introuvable sur internet pour l’instant.',
}
