/** Text of the mail with the code for a first second proof. It names no person and no company, so a wrong recipient learns nothing. */
import type { Language } from '../language.ts'
import type { NoticeText } from './notice.ts'

interface Text {
  subject: string
  before: string
  after: (minutes: number) => string
}

const texts: Record<Language, Text> = {
  nl: {
    subject: 'Code voor je tweede stap',
    before:
      'Iemand die je wachtwoord kent, zet bij Tentakel een passkey of een tweede stap aan. Ben jij dat? Typ dan deze code over:',
    after: (minutes) =>
      `De code werkt één keer, ${minutes} minuten lang. Geef ze aan niemand door. Was jij het niet? Typ de code nergens, en kies een nieuw wachtwoord: iemand anders kent het.`,
  },
  fr: {
    subject: 'Code pour votre deuxième étape',
    before:
      'Quelqu’un qui connaît votre mot de passe ajoute une clé d’accès ou une deuxième étape dans Tentakel. Est-ce vous ? Recopiez alors ce code :',
    after: (minutes) =>
      `Le code fonctionne une seule fois, pendant ${minutes} minutes. Ne le donnez à personne. Ce n’était pas vous ? Ne le saisissez nulle part et choisissez un nouveau mot de passe : quelqu’un d’autre le connaît.`,
  },
  en: {
    subject: 'Code for your second step',
    before:
      'Somebody who knows your password switches a passkey or a second step on at Tentakel. Is that you? Then type this code:',
    after: (minutes) =>
      `The code works once, for ${minutes} minutes. Give it to nobody. Was it not you? Type it nowhere, and choose a new password: somebody else knows it.`,
  },
}

/** @param code as a person reads it */
export function proofMail(language: Language, { code, minutes }: { code: string; minutes: number }): NoticeText {
  const { subject, before, after } = texts[language]
  return { subject: `Tentakel: ${subject}`, body: `${before}\n\n${code}\n\n${after(minutes)}\n` }
}
