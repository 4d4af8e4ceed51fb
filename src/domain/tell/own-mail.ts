/** Texts of mails to a user about a change of what the user signs in with. They name no person, so a wrong recipient learns nothing. */
import type { Language } from '../language.ts'
import type { NoticeText } from './notice.ts'

export type OwnMailKind =
  | 'passwordChanged'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'deviceOn'
  | 'deviceOff'
  | 'newRecoveryCodes'
  | 'proofsReset'

type Text = readonly [subject: string, body: string]

const texts: Record<Language, Record<OwnMailKind, Text>> = {
  nl: {
    passwordChanged: ['Je wachtwoord is veranderd', 'Het wachtwoord van je account bij Tentakel is veranderd.'],
    passkeyAdded: ['Er is een passkey bijgekomen', 'Bij je account bij Tentakel is een passkey toegevoegd.'],
    passkeyRemoved: ['Er is een passkey verwijderd', 'Van je account bij Tentakel is een passkey verwijderd.'],
    deviceOn: ['De tweede stap staat aan', 'Je account bij Tentakel vraagt voortaan een code van een toestel.'],
    deviceOff: ['De tweede stap staat uit', 'Je account bij Tentakel vraagt geen code van een toestel meer.'],
    newRecoveryCodes: [
      'Er zijn nieuwe herstelcodes',
      'Voor je account bij Tentakel zijn nieuwe herstelcodes gemaakt. De vorige werken niet meer.',
    ],
    proofsReset: [
      'Je tweede stap is gewist',
      'De beheerder wiste de passkeys en de tweede stap van je account bij Tentakel.',
    ],
  },
  fr: {
    passwordChanged: ['Votre mot de passe a changé', 'Le mot de passe de votre compte Tentakel a été modifié.'],
    passkeyAdded: ['Une clé d’accès a été ajoutée', 'Une clé d’accès a été ajoutée à votre compte Tentakel.'],
    passkeyRemoved: ['Une clé d’accès a été supprimée', 'Une clé d’accès de votre compte Tentakel a été supprimée.'],
    deviceOn: [
      'La deuxième étape est activée',
      'Votre compte Tentakel demande désormais le code d’un appareil à la connexion.',
    ],
    deviceOff: [
      'La deuxième étape est désactivée',
      'Votre compte Tentakel ne demande plus le code d’un appareil à la connexion.',
    ],
    newRecoveryCodes: [
      'Il y a de nouveaux codes de secours',
      'De nouveaux codes de secours ont été créés pour votre compte Tentakel. Les précédents ne fonctionnent plus.',
    ],
    proofsReset: [
      'Votre deuxième étape a été effacée',
      'L’opérateur a effacé les clés d’accès et la deuxième étape de votre compte Tentakel.',
    ],
  },
  en: {
    passwordChanged: ['Your password was changed', 'The password of your Tentakel account was changed.'],
    passkeyAdded: ['A passkey was added', 'A passkey was added to your Tentakel account.'],
    passkeyRemoved: ['A passkey was removed', 'A passkey of your Tentakel account was removed.'],
    deviceOn: ['The second step is on', 'Your Tentakel account asks for a code of a device from now on.'],
    deviceOff: ['The second step is off', 'Your Tentakel account asks for no code of a device any more.'],
    newRecoveryCodes: [
      'There are new recovery codes',
      'New recovery codes were made for your Tentakel account. Those of before work no more.',
    ],
    proofsReset: [
      'Your second step was reset',
      'The operator removed the passkeys and the second step of your Tentakel account.',
    ],
  },
}

const endings: Record<Language, string> = {
  nl: 'Was jij het niet? Kies dan meteen een nieuw wachtwoord met “Wachtwoord vergeten?”, en vraag de beheerder om je passkeys en je tweede stap te wissen.',
  fr: 'Ce n’était pas vous ? Choisissez tout de suite un nouveau mot de passe avec « Mot de passe oublié ? », et demandez à l’opérateur d’effacer vos clés d’accès et votre deuxième étape.',
  en: 'Was it not you? Choose a new password at once with “Forgot your password?”, and ask the operator to remove your passkeys and your second step.',
}

/** @param url of the user's own account; null: the installation has no address of its own */
export function ownMail(kind: OwnMailKind, language: Language, url: string | null): NoticeText {
  const [subject, body] = texts[language][kind]
  const link = url === null ? '' : `\n${url}\n`
  return { subject: `Tentakel: ${subject}`, body: `${body}\n\n${endings[language]}\n${link}` }
}
