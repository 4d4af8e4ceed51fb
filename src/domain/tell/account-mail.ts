/** Texts of mails about an account. They name no person and no company, so a wrong recipient learns nothing. */
import type { NoticeText } from './notice.ts'
import type { Language } from '../language.ts'

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
      'Je wordt uitgenodigd bij Tentakel',
      'Iemand biedt je toegang aan tot zijn boekingen in Tentakel. Bekijk het voorstel hier:',
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
      'Vous êtes invité dans Tentakel',
      'Quelqu’un vous propose un accès à ses écritures dans Tentakel. Consultez la proposition ici :',
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
      'You are invited to Tentakel',
      'Somebody offers you access to his bookings in Tentakel. See the offer here:',
    ],
    signUpInvitation: ['Invitation to Tentakel', 'You can make an account for your company here:'],
    known: [
      'You have an account already',
      'An account with Tentakel was asked for with this address, but you have one. Just sign in, or choose a new password here:',
    ],
  },
}

const endings: Record<Language, Record<'hour' | 'days', string>> = {
  nl: {
    hour: 'De link werkt één keer, een uur lang. Vroeg je dit niet, dan hoef je niets te doen.',
    days: 'De link werkt één keer, drie dagen lang. Vroeg je dit niet, dan hoef je niets te doen.',
  },
  fr: {
    hour: 'Le lien fonctionne une seule fois, pendant une heure. Si vous n’avez rien demandé, ne faites rien.',
    days: 'Le lien fonctionne une seule fois, pendant trois jours. Si vous n’avez rien demandé, ne faites rien.',
  },
  en: {
    hour: 'The link works once, for an hour. If you did not ask for this, there is nothing to do.',
    days: 'The link works once, for three days. If you did not ask for this, there is nothing to do.',
  },
}

export function accountMail(kind: AccountMailKind, language: Language, { url }: { url: string }): NoticeText {
  const [subject, body] = texts[language][kind]
  const ending = endings[language][kind === 'newPassword' || kind === 'known' ? 'hour' : 'days']
  return { subject: `Tentakel: ${subject}`, body: `${body}\n\n${url}\n\n${ending}\n` }
}
