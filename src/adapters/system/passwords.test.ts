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

it.each(['p@$$w0rd1!', '@4(385310$7+2zxl|!', '2026-11-', '1a', 'wachtwoord '])(
  'judges a hundred characters of %s in little time of the thread that answers everybody',
  async (part) => {
    const passwords = createPasswords()
    await passwords.isEasy('een lang wachtwoord', [])
    const from = process.cpuUsage()
    for (let n = 0; n < 20; n += 1)
      await passwords.isEasy(part.repeat(50).slice(0, 500), ['Winkel', 'jan@winkel.example'])
    const { user, system } = process.cpuUsage(from)
    expect((user + system) / 1000 / 20).toBeLessThan(20)
  },
)

it.each(['p@$$w0rd1!', 'wachtwoord', 'T3nt@kel2026', '1234567890'.repeat(10), 'Qw3rtyu10p!'])(
  '%s is easy all the same',
  async (easy) => expect(await createPasswords().isEasy(easy, ['Jan Winkel'])).toBe(true),
)
