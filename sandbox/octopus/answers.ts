/** Answers of Octopus, and its numbered errors. */

import type { SandboxResponse } from '../world.ts'
import { renderJson } from './render.ts'

export type Language = 'nl' | 'en'

/** Why a call is refused. `code` is Octopus' own error number; `info` goes to `technicalInfo`. */
export interface Refusal {
  status: number
  code?: number
  info?: string
}

/** Recorded; also the answer to a parameter that does not exist. */
export const INVALID_PARAMETERS = 'Invalid or missing parameters passed'

/** The Dutch texts of -13 and -14 are recorded, the English one of -79 too; the others are made up. */
const MESSAGES: Readonly<Record<number, Record<Language, string>>> = {
  [-1]: { nl: 'Ongeldige login.', en: 'Invalid login.' },
  [-3]: { nl: 'Geen toegang tot het dossier.', en: 'No access to the dossier.' },
  [-5]: { nl: 'Het dossier is gedeactiveerd.', en: 'The dossier is disabled.' },
  [-7]: { nl: 'De relatie kan niet worden bewaard.', en: 'The relation cannot be saved.' },
  [-9]: { nl: 'Het boekjaar bestaat niet.', en: 'The bookyear does not exist.' },
  [-10]: { nl: 'Het dagboek bestaat niet.', en: 'The journal does not exist.' },
  [-11]: { nl: 'Het dagboek is afgesloten.', en: 'The journal is closed.' },
  [-12]: { nl: 'Het dagboek is geopend door een andere gebruiker.', en: 'The journal is open by another user.' },
  [-13]: {
    nl: 'Het document nummer is ongeldig. Het document nummer dient tevens oplopend te zijn en dient opeenvolgend te zijn met het laatste document nummer van het dagboek.',
    en: 'The document number is invalid. It has to follow the last document number of the journal.',
  },
  [-14]: {
    nl: 'De gebruikte boekjaar periode bestaat niet in het boekjaar.',
    en: 'The bookyear period does not exist in the bookyear.',
  },
  [-15]: { nl: 'De boekjaar periode is beveiligd.', en: 'The bookyear period is protected.' },
  [-16]: { nl: 'De relatie bestaat niet.', en: 'The relation does not exist.' },
  [-17]: { nl: 'De document datum ontbreekt.', en: 'The document date is missing.' },
  [-18]: { nl: 'De vervaldatum ontbreekt.', en: 'The expiry date is missing.' },
  [-19]: { nl: 'De munt bestaat niet.', en: 'The currency does not exist.' },
  [-20]: { nl: 'De wisselkoers is ongeldig.', en: 'The exchange rate is invalid.' },
  [-21]: { nl: 'De rekening bestaat niet.', en: 'The account does not exist.' },
  [-22]: { nl: 'De btw code bestaat niet.', en: 'The VAT code does not exist.' },
  [-23]: {
    nl: 'Het basisbedrag en het btw bedrag hebben een verschillend teken.',
    en: 'The base and the VAT amount have another sign.',
  },
  [-24]: { nl: 'De boeking kan niet worden bewaard.', en: 'The booking cannot be saved.' },
  [-26]: { nl: 'De afpunting kan niet worden bewaard.', en: 'The balancing cannot be saved.' },
  [-29]: {
    nl: 'Het dagboek is niet van het juiste invoertype.',
    en: 'The journal does not have the right insertion type.',
  },
  [-34]: { nl: 'De boeking bestaat niet.', en: 'The booking does not exist.' },
  [-37]: { nl: 'De factuur kan niet worden bewaard.', en: 'The invoice cannot be saved.' },
  [-38]: { nl: 'Ongeldig dagboek.', en: 'Invalid journal.' },
  [-50]: { nl: 'Op deze rekening kan niet geboekt worden.', en: 'This account cannot be booked on.' },
  [-61]: { nl: 'De factuur bestaat niet.', en: 'The invoice does not exist.' },
  [-68]: { nl: 'Ongeldige software huis identificatie.', en: 'Invalid software house identification.' },
  [-75]: { nl: 'De btw code is niet van het juiste type.', en: 'The VAT code does not have the right type.' },
  [-79]: { nl: 'Empty access token', en: 'Empty access token' },
}

/** `localeId`: 0 the dossier's own (Dutch here), 1 Dutch, 2 French, 3 English, 4 German; no French or German texts. */
export function languageOf(localeId: number): Language {
  return localeId <= 1 ? 'nl' : 'en'
}

export function json(status: number, value: unknown): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: renderJson(value) }
}

export function empty(status: number): SandboxResponse {
  return { status, headers: {}, body: '' }
}

export function plainText(text: string): SandboxResponse {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: text }
}

/** An `ErrorResult`. */
export function refuse(refusal: Refusal, language: Language): SandboxResponse {
  const { status, code, info } = refusal
  const errorMessage = code === undefined ? undefined : MESSAGES[code]?.[language]
  return json(status, { errorCode: code, errorMessage, technicalInfo: info })
}

/** Octopus' "nothing found", for one object and for a list alike. */
export function nothingFound(info: string): SandboxResponse {
  return json(404, { technicalInfo: info })
}
