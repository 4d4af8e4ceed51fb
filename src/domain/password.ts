/** The rules for a password. The sentences are the API's; the pages give them in the language of the screen. */
export const passwordMin = 10
export const passwordMax = 500

export const passwordTooShort = `A password has at least ${passwordMin} characters.`
export const passwordTooEasy =
  'This password is among the first that are tried. Take a few words that do not belong together.'
