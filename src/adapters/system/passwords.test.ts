import { expect, it } from 'vitest'
import { createPasswords } from './passwords.ts'

it('a password matches its own hash only, and two hashes of it differ', async () => {
  const passwords = createPasswords()
  const [a, b] = await Promise.all([passwords.hash('een lang wachtwoord'), passwords.hash('een lang wachtwoord')])
  expect(a).not.toBe(b)
  expect(a).not.toContain('wachtwoord')
  expect(await passwords.matches('een lang wachtwoord', a)).toBe(true)
  expect(await passwords.matches('een ander wachtwoord', a)).toBe(false)
  expect(await passwords.matches('', 'plain$text')).toBe(false)
})
