/** Signs that a terminal obeys, that nobody sees, or that a mail server takes for others, in names and addresses of strangers. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runProgram } from '../../src/cli/program.ts'
import type { Shell } from '../../src/cli/shell.ts'
import { canonicalAddress, visibleText } from '../../src/domain/typed-text.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'
import { inProcess } from '../support/program.ts'

let people: People
const escape = '\u001B[31m'

beforeAll(async () => {
  people = await openPeople()
  await people.add('baas@firma.example', 'owner')
})
afterAll(() => people.close())

const signUp = (email: string, company = 'Winkel') =>
  people.ask('POST', '/sign-up', { body: { email, password, company, language: 'nl' }, from: '198.51.100.7' })

it.each([`${escape}rood`, 'twee\nregels', 'a\u009Bb', 'om\u202Egekeerd', 'on\u00ADzichtbaar', 'leeg\u200Bje'])(
  'no company, token or passkey is called %j',
  async (name) => {
    expect((await signUp('nieuw@winkel.example', name)).json).toMatchObject({ faults: [{ path: 'company' }] })
    const cookie = await people.cookieOf('baas@firma.example')
    const asked = { cookie, company: people.shop.tenantId }
    const token = await people.ask('POST', '/tokens', { body: { name, scope: 'read', proof }, ...asked })
    expect([token.status, token.json['faults']]).toMatchObject([400, [{ path: 'name' }]])
    const passkey = `/passkeys/${people.ports.random.id()}`
    expect((await people.ask('PUT', passkey, { body: { name }, ...asked })).status).toBe(400)
  },
)

const oneMailbox = [
  '<carl@g.example>',
  'carl@g\u00AD.example',
  'carl@g.example\u00AD',
  'carl@g\u3002example',
  'carl\uFE0F@g.example',
  '"carl"@g.example',
  'carl(x)@g.example',
  'carl@g.example,ander@g.example',
  'carl@g.example>',
  `${escape}carl@g.example`,
]

it.each(oneMailbox)('no account has the address %j', async (email) => {
  expect((await signUp(email)).json).toMatchObject({ faults: [{ path: 'email' }] })
  const cookie = await people.cookieOf('baas@firma.example')
  const invited = await people.ask('POST', '/members', {
    body: { email, role: 'reader', proof },
    cookie,
    company: people.shop.tenantId,
  })
  expect(invited.status).toBe(400)
})

it('one mailbox is one address, however it is typed', async () => {
  const spellings = [' Baas@Firma.example', 'ｂａａｓ@firma.example', 'baas＠firma.example', 'baas@ｆirma.example']
  expect(spellings.map(canonicalAddress)).toEqual(spellings.map(() => 'baas@firma.example'))
  const cookie = await people.cookieOf('baas@firma.example')
  for (const email of spellings) {
    const body = { email, role: 'reader', proof }
    const again = await people.ask('POST', '/members', { body, cookie, company: people.shop.tenantId })
    expect(again.json).toMatchObject({ faults: [{ message: 'is a member already' }] })
  }
  const used = ['beheer@localhost', 'zoë@winkel.example', 'a.b+c@xn--caf-dma.example', "o'neil@winkel.example"]
  expect(used.map(canonicalAddress)).toEqual(used)
})

it('what stands in the database from before is shown to the operator, and not obeyed by his terminal', async () => {
  const { directory } = people.ports.store
  const odd = [`Rood ${escape}`, 'C1 \u009B31m', 'Om\u202Ekeer', 'Twee\nregels']
  for (const name of odd) await directory.addTenant(name, people.ports.random.id(), { now: 0, trialUntil: null })
  const account = await directory.accounts.byEmail('baas@firma.example')
  for (const { tenantId, name } of await directory.tenants())
    if (odd.includes(name)) await directory.accounts.setRole(tenantId, account?.accountId ?? '', 'owner', 0)
  for (const argv of [['user', 'list'], ['user', 'list', '--json'], ['report', '--company', 'Onbekend'], ['sync']]) {
    const text = await terminal(argv)
    expect(text).not.toMatch(/[^\P{Cc}\r\n\t]|\p{Cf}/u)
    expect(text).toContain(String.raw`\u001b[31m`)
    if (argv[1] === 'list' && argv[2] === undefined)
      expect(text.split('\n').filter((line) => line.startsWith('regels'))).toEqual([])
  }
  const listed = JSON.parse(await terminal(['user', 'list', '--json'])) as { companies: { name: string }[] }[]
  const names = listed.flatMap(({ companies }) => companies.map(({ name }) => name))
  expect(odd.filter((name) => !names.includes(name))).toEqual([])
})

it('leaves lines, columns, and the mark of a spreadsheet', () => {
  expect(visibleText('\uFEFFa;b\r\nc\td\n')).toBe('\uFEFFa;b\r\nc\td\n')
  expect(visibleText('over\rschreven')).toBe(String.raw`over\u000dschreven`)
})

async function terminal(argv: string[]): Promise<string> {
  const said: string[] = []
  const take = (text: string): void => void said.push(text)
  const close = (): Promise<void> => Promise.resolve()
  const shell = { ports: () => Promise.resolve(people.ports), print: take, say: take, close } as Partial<Shell> as Shell
  const { write } = process.stderr
  process.stderr.write = (text) => said.push(String(text)) > 0
  await runProgram(argv, inProcess(shell)).finally(() => {
    process.stderr.write = write
  })
  return said.join('\n')
}
