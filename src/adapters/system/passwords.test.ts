import { readFile } from 'node:fs/promises'
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

it('leave threads of the process to files and names, however many are checked at once', async () => {
  const passwords = createPasswords()
  let made = 0
  const hashes = Array.from({ length: 12 }, async () => {
    await passwords.hash('een lang wachtwoord')
    made += 1
  })
  await readFile(import.meta.filename)
  expect(made).toBeLessThan(6)
  await Promise.all(hashes)
  expect(made).toBe(12)
})
