/** Goal: what is refused, and what a side says, is read in the reader's own language. Method: all codes with a value for each name. */
import { expect, it } from 'vitest'
import { english } from './message-texts-en.ts'
import { fault, faultText, message, messageText, packed, unpacked, type Message, type MessageCode } from './message.ts'

const codes = Object.keys(english) as MessageCode[]

/** Each parameter is told by its own name. */
function named(code: MessageCode): Message {
  const names = [...english[code].matchAll(/\{(\w+)\}/gu)].map((match) => match[1] as string)
  return { code, params: Object.fromEntries(names.map((name) => [name, `«${name}»`])) } as Message
}

it.each(codes.filter((code) => code !== 'asItIs'))('%s has its own sentence in each language', (code) => {
  const said = named(code)
  const told = messageText(said, 'en')
  for (const language of ['nl', 'fr'] as const) {
    const text = messageText(said, language)
    expect(text).not.toBe(told)
    expect(text).not.toMatch(/[{}]|undefined/u)
    // A name that the English text does not know would be empty here.
    expect(text).not.toMatch(/ {2}|""|\(\)|^ | $/u)
  }
})

it('a date is written as each language does, in English as scripts read it', () => {
  const said = message('noBookYear', { date: '2027-01-31' })
  expect(messageText(said, 'en')).toBe('no book year for 2027-01-31')
  expect(messageText(said, 'nl')).toBe('er is geen boekjaar voor 31/01/2027')
})

it('scripts read a fault in English, pages in their own language; what a page does not know yet stays English', () => {
  const told = fault('booking.push', 'tooLong', { max: 200 })
  expect(told).toEqual({
    path: 'booking.push',
    message: 'is longer than 200 characters',
    code: 'tooLong',
    params: { max: 200 },
  })
  expect(faultText(told, 'fr')).toBe('dépasse 200 caractères')
  expect(faultText({ path: '', message: 'tooMany' }, 'fr')).toBe('tooMany')
  expect(faultText({ ...told, code: 'ofTomorrow' as 'tooLong' }, 'fr')).toBe('is longer than 200 characters')
})

it('goes through a library that carries texts only', () => {
  expect(unpacked(packed('notWhole', { min: 1, max: 9 }))).toEqual(message('notWhole', { min: 1, max: 9 }))
  expect(messageText(unpacked('Too big'), 'nl')).toBe('Too big')
})
