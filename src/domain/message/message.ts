/** A message about a value or a side: a code with its parameters, put into words where it is shown. */
import type { Language } from '../language.ts'
import { english } from './message-texts-en.ts'
import { french } from './message-texts-fr.ts'
import { dutch } from './message-texts-nl.ts'

export type MessageCode = keyof typeof english

export type MessageTexts = Record<MessageCode, string>

type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never

/** The parameters that the text of a code names. */
export type MessageParams<C extends MessageCode> = Record<Names<(typeof english)[C]>, string | number>

export type Message = { [C in MessageCode]: { code: C; params: MessageParams<C> } }[MessageCode]

/** A fault of a value, at its place. `message`: in English, or a word that its page knows. */
export interface PlainFault {
  path: string
  message: string
}

export type Fault = Message & PlainFault

const texts: Record<Language, MessageTexts> = { nl: dutch, fr: french, en: english }

/** A code without parameters needs none. */
export type Given<C extends MessageCode> = keyof MessageParams<C> extends never ? [] : [params: MessageParams<C>]

export function message<C extends MessageCode>(code: C, ...[params]: Given<C>): Message {
  return { code, params: params ?? {} } as Message
}

export function fault<C extends MessageCode>(path: string, code: C, ...given: Given<C>): Fault {
  return faultOf(path, message(code, ...given))
}

export function faultOf(path: string, said: Message): Fault {
  return { path, message: messageText(said, 'en'), ...said }
}

export function messageText({ code, params }: Message, language: Language): string {
  return texts[language][code].replaceAll(/\{(\w+)(:day)?\}/gu, (_, name: string, day: string | undefined) => {
    const value = String((params as Record<string, string | number>)[name] ?? '')
    return day === undefined ? value : value.split('-').toReversed().join('/')
  })
}

/** @param told `message` is what is shown where there is no code, or one that this page does not know yet */
export function faultText(told: PlainFault | Fault, language: Language): string {
  return 'code' in told && told.code in english ? messageText(told, language) : told.message
}

/** As one text, where a library carries texts only. */
export function packed<C extends MessageCode>(code: C, ...given: Given<C>): string {
  return JSON.stringify(message(code, ...given))
}

/** Returns the message in such a text. A sentence of the library itself is kept as it is, because it is better than none. */
export function unpacked(text: string): Message {
  if (!text.startsWith('{"code":')) return message('asItIs', { text })
  return JSON.parse(text) as Message
}
