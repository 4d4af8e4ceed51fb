/** Brings a typed address or name into one form, and rejects signs that are invisible or that a terminal obeys. */

const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u
/** As mail servers know it: `xn--…` for other scripts. */
const domain = /^[a-z0-9](?:[a-z0-9.-]{0,188}[a-z0-9])?$/u
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/**
 * An e-mail address in the one form that it is kept, counted and mailed to: lower case, NFKC, nothing around it. Two that look alike to a mail
 * server are equal. @returns null: it is none
 */
export function canonicalAddress(typed: string): string | null {
  const address = typed.trim().normalize('NFKC').toLowerCase().normalize('NFKC')
  const at = address.lastIndexOf('@')
  const [before, after] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)]
  return at > 0 && localPart.test(before) && domain.test(after) && !unseen.test(address) ? address : null
}

/** Whether each sign of a name can be seen. */
export function canBeSeen(name: string): boolean {
  return !unseen.test(name)
}

/**
 * Returns the text for a terminal: a sign that the terminal would obey, or not show, becomes its number. Lines and columns stay; in a text
 * of JSON the value stays the same. @param text may begin with the mark by which spreadsheets know UTF-8
 */
export function visibleText(text: string): string {
  return text.replaceAll(/\r(?!\n)|[^\P{Cc}\r\n\t]|\p{Cf}/gu, (sign, place: number) =>
    place === 0 && sign === '\uFEFF'
      ? sign
      : [...Array(sign.length).keys()].map((n) => `\\u${sign.charCodeAt(n).toString(16).padStart(4, '0')}`).join(''),
  )
}
