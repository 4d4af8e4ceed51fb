/** What a mail about an account says. It names nobody and no company: whoever reads it wrongly learns nothing. */
import type { NoticeText } from './notice.ts'
import type { Language } from './problem.ts'

export type AccountMailKind = 'verification' | 'newPassword' | 'invitation' | 'signUpInvitation' | 'known'

type Text = readonly [subject: string, body: string]

const texts: Record<Language, Record<AccountMailKind, Text>> = {
  nl: {
    verification: [
      'Bevestig je e-mailadres',
      'Met dit adres is een account bij Tentakel aangevraagd. Bevestig het hier, dan kun je je aanmelden:',
    ],
    newPassword: ['Kies een nieuw wachtwoord', 'Kies hier een nieuw wachtwoord voor Tentakel:'],
    invitation: [
      'Je krijgt toegang tot Tentakel',
      'Iemand geeft je toegang tot zijn boekingen in Tentakel. Kies hier een wachtwoord:',
    ],
    signUpInvitation: ['Uitnodiging voor Tentakel', 'Je kunt hier een account voor je bedrijf maken:'],
    known: [
      'Je hebt al een account',
      'Met dit adres is een account bij Tentakel aangevraagd, maar je hebt er al een. Meld je gewoon aan, of kies hier een nieuw wachtwoord:',
    ],
  },
  fr: {
    verification: [
      'Confirmez votre adresse e-mail',
      'Un compte Tentakel a été demandé avec cette adresse. Confirmez-la ici, puis connectez-vous :',
    ],
    newPassword: ['Choisissez un nouveau mot de passe', 'Choisissez ici un nouveau mot de passe pour Tentakel :'],
    invitation: [
      'Vous recevez accès à Tentakel',
      'Quelqu’un vous donne accès à ses écritures dans Tentakel. Choisissez ici un mot de passe :',
    ],
    signUpInvitation: ['Invitation à Tentakel', 'Vous pouvez créer ici un compte pour votre entreprise :'],
    known: [
      'Vous avez déjà un compte',
      'Un compte Tentakel a été demandé avec cette adresse, mais vous en avez déjà un. Connectez-vous, ou choisissez ici un nouveau mot de passe :',
    ],
  },
  en: {
    verification: [
      'Confirm your e-mail address',
      'An account with Tentakel was asked for with this address. Confirm it here, then you can sign in:',
    ],
    newPassword: ['Choose a new password', 'Choose a new password for Tentakel here:'],
    invitation: [
      'You get access to Tentakel',
      'Somebody gives you access to his bookings in Tentakel. Choose a password here:',
    ],
    signUpInvitation: ['Invitation to Tentakel', 'You can make an account for your company here:'],
    known: [
      'You have an account already',
      'An account with Tentakel was asked for with this address, but you have one. Just sign in, or choose a new password here:',
    ],
  },
}

const endings: Record<Language, string> = {
  nl: 'De link werkt één keer, drie dagen lang. Vroeg je dit niet, dan hoef je niets te doen.',
  fr: 'Le lien fonctionne une seule fois, pendant trois jours. Si vous n’avez rien demandé, ne faites rien.',
  en: 'The link works once, for three days. If you did not ask for this, there is nothing to do.',
}

export function accountMail(kind: AccountMailKind, language: Language, { url }: { url: string }): NoticeText {
  const [subject, body] = texts[language][kind]
  return { subject: `Tentakel: ${subject}`, body: `${body}\n\n${url}\n\n${endings[language]}\n` }
}
