/** Whether a secret shows in a text, in any of the forms in which programs let them slip. */

/** The forms of one value: plain, base64, base64url, hex, percent-encoded, escaped as JSON twice, escaped as HTML. */
export function encodingsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  // Inside a longer text base64 begins at any of three places; what is left of each is the part that does not change.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  )
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
  return [
    ...new Set([
      value,
      ...base64,
      ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
      bytes.toString('hex'),
      encodeURIComponent(value),
      JSON.stringify(JSON.stringify(value)).slice(3, -3),
      html,
    ]),
  ]
}

/** @returns names of the values that the text shows, with the form */
export function shownIn(text: string, values: Record<string, string>): string[] {
  const lower = text.toLowerCase()
  return Object.entries(values).flatMap(([name, value]) =>
    encodingsOf(value)
      .filter((form) => form.length >= 8 && lower.includes(form.toLowerCase()))
      .map((form) => `${name} as ${form.slice(0, 4)}…`),
  )
}
