/**
 * The web app in a real browser: every page, and the wizard from an empty installation to the first booked order, by mouse
 * and by keyboard. `--pictures DIR` keeps screenshots. Without a browser on the machine it is skipped, by name.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { axeViolations, chromiumOnPath, layoutBreaks, openBrowser, openPage, type Watched } from './browser.ts'
import { everyDesk } from './desk.ts'
import { ledger } from './ledger.ts'
import { office } from './office.ts'

const root = path.resolve(import.meta.dirname, '../..')
const pictures = process.argv.includes('--pictures') ? process.argv[process.argv.indexOf('--pictures') + 1] : undefined
const started: ChildProcess[] = []
const folders: string[] = []
type Language = 'nl' | 'fr' | 'en'
/** Pages by their address, with their headings. */
const headings = {
  problems: 'Te doen',
  settings: 'Configuratie',
  connect: 'Nieuwe koppeling',
  history: 'Oude bestellingen',
  notices: 'Berichten',
  members: 'Toegang',
  account: 'Mijn account',
  operator: 'Beheer',
  help: 'Hulp',
  'manuals/bookkeeper': 'Voor de boekhouder',
  explanations: 'Alle meldingen uitgelegd',
}
let passed = 0
let failed = 0

function check(name: string, faults: string[]): void {
  if (faults.length === 0) passed += 1
  else failed += 1
  console.log(
    `${faults.length === 0 ? 'ok' : 'FAILED'}  ${name}${faults.map((fault) => `\n        ${fault}`).join('')}`,
  )
}

/** With the code of the terminal, or with an account. */
type Started = { url: string } & ({ code: string } | { email: string; password: string })

function run(args: string[], environment: Record<string, string>): ChildProcess {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tentakel-e2e-'))
  folders.push(dataDir)
  const own = {
    TENTAKEL_DATA_DIR: dataDir,
    TENTAKEL_PORT: '0',
    TENTAKEL_METRICS_PORT: '0',
    TENTAKEL_LOG_LEVEL: 'error',
  }
  const child = spawn(path.join(root, 'tentakel'), args, {
    env: { ...process.env, ...own, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  return child
}

/** The first line that fits. */
function line(child: ChildProcess, from: 'stdout' | 'stderr', wanted: RegExp): Promise<RegExpExecArray> {
  const stream = child[from]
  if (stream === null) throw new Error('no output')
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stream })
    lines.on('line', (text) => {
      const found = wanted.exec(text)
      if (found !== null) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)))
  })
}

async function signIn(page: Page, at: Started): Promise<void> {
  await page.goto(at.url)
  await fillSignIn(page, at)
}

async function fillSignIn(page: Page, at: Started): Promise<void> {
  const form = page.getByRole('form', { name: 'Aanmelden' })
  if ('code' in at) {
    await page.getByRole('button', { name: 'Aanmelden met de code van de terminal' }).click()
    await page.getByLabel('Code').fill(at.code)
  } else {
    await form.getByLabel('E-mailadres').fill(at.email)
    await form.getByLabel('Wachtwoord').fill(at.password)
  }
  await page.getByRole('button', { name: 'Aanmelden', exact: true }).click()
  await form.waitFor({ state: 'detached' })
}

/** The code works once: the account that is made with it signs in from then on. */
async function becomeOperator(page: Page, at: { url: string; email: string; password: string }): Promise<void> {
  await openAt(page, `${at.url}/account`)
  await page.getByLabel('E-mailadres').fill(at.email)
  await page.getByLabel('Nieuw wachtwoord').fill(at.password)
  check('first operator: axe', await axeViolations(page))
  await page.getByRole('button', { name: 'Maak het account van de beheerder' }).click()
  await page.getByText('Waar je aangemeld bent').waitFor()
  await page.goto(at.url)
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  const { width, height } = await page.evaluate<{ width: number; height: number }>(
    '({ width: document.documentElement.clientWidth, height: Math.min(document.documentElement.scrollHeight, 1400) })',
  )
  const clip = { x: 0, y: 0, width, height }
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true, clip })
}

async function everyPage(browser: Browser): Promise<void> {
  const demo = run(['demo', '--json', '--orders', '60'], {})
  const [ready] = await line(demo, 'stdout', /^\{.*\}$/u)
  const account = JSON.parse(ready) as { url: string; email: string; password: string }
  const { url } = account
  const watched = await openPage(browser)
  const { page, complaints } = watched
  await page.goto(url)
  await page.getByLabel('E-mailadres').waitFor()
  check('sign-in: axe', await axeViolations(page))
  await page.getByRole('button', { name: 'Wachtwoord vergeten' }).click()
  await page.getByText('verstuurt nog geen mails').waitFor()
  const promises = await page.getByRole('button', { name: 'Stuur me een link' }).count()
  check('sign-in: no mail is promised where none is sent', promises === 0 ? [] : ['it is'])
  await signIn(page, account)
  await page.getByText('bestellingen zijn terug te vinden').waitFor()
  // The flow has booked the first orders when a document shows.
  await page.getByRole('img', { name: 'Omzet per dag' }).waitFor({ timeout: 240_000 })
  await onePage(watched, 'overview')
  await page.goto(`${url}/report`)
  await page.getByRole('table').first().waitFor()
  await onePage(watched, 'report')
  // One that is booked has a whole way to show.
  const booked = page.locator('tbody tr', { has: page.getByRole('img', { name: 'Geboekt', exact: true }) })
  const number = (await booked.locator('a').first().textContent()) ?? ''
  await page.goto(`${url}/orders/${number}`)
  await page.getByRole('heading', { level: 1, name: number }).waitFor()
  await page.getByText('Waarom?').waitFor()
  await onePage(watched, 'order')
  await page.goto(`${url}/report`)
  await page.getByLabel('Zoek').fill(number)
  await page.locator('tbody a').nth(1).waitFor({ state: 'detached' })
  check('report: an order is found by its number', [])
  for (const [name, heading] of Object.entries(headings)) {
    await openAt(page, `${url}/${name}`, heading)
    await onePage(watched, name)
  }
  for (const language of ['fr', 'en'] as const) await inLanguage(page, { url, order: number, language })
  await endedSession(page, account)
  check(
    'all pages: console and content policy',
    complaints.filter((text) => !/\b(?:401|403)\b/u.test(text)),
  )
  check('scripts, styles and one language before the first paint: 200 kB at most', await loadedBefore(browser, url))
}

async function openAt(page: Page, address: string, heading?: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1, ...(heading === undefined ? {} : { name: heading }) }).waitFor()
  await page.waitForLoadState('networkidle')
}

/** Longer words, the same rules; the pictures of the manuals. */
async function inLanguage(page: Page, at: { url: string; order: string; language: Language }): Promise<void> {
  await speak(page, at.language)
  const faults: string[] = []
  for (const name of ['', 'report', `orders/${at.order}`, 'ledger', 'office', ...Object.keys(headings)]) {
    await openAt(page, `${at.url}/${name}`)
    const shown = name === '' ? 'overview' : name.startsWith('orders/') ? 'order' : name
    for (const fault of [...(await axeViolations(page)), ...(await layoutBreaks(page))])
      faults.push(`${shown}: ${fault}`)
    await picture(page, `${shown}-${at.language}`)
  }
  check(`all pages in ${at.language}: axe, layout from 360 to 1920 px`, faults)
  await speak(page, 'nl')
}

async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate<undefined>(`localStorage.setItem('tentakel-language', '${language}')`)
}

async function onePage({ page }: Watched, name: string): Promise<void> {
  check(`${name}: axe, light`, await axeViolations(page))
  check(`${name}: layout from 360 to 1920 px`, await layoutBreaks(page))
  await picture(page, name)
  await turnColours(page)
  await page.waitForTimeout(300)
  check(`${name}: axe, dark`, await axeViolations(page))
  if (name === 'overview') {
    await picture(page, `${name}-dark`)
    await page.setViewportSize({ width: 360, height: 800 })
    await picture(page, `${name}-phone`)
    await page.setViewportSize({ width: 1280, height: 900 })
  }
  await turnColours(page)
}

async function turnColours(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Eigen menu' }).click()
  await page.getByRole('menuitem', { name: 'Licht of donker' }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
}

/** What was typed stays when the session ends and somebody signs in again. */
async function endedSession(page: Page, account: Started): Promise<void> {
  await page.goto(`${account.url}/settings`)
  const name = page.getByLabel('Naam van de koppeling')
  await name.fill('Nieuwe naam')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Pauzeer' }).click()
  await fillSignIn(page, account)
  const kept = await name.inputValue()
  check('an ended session keeps what was typed', kept === 'Nieuwe naam' ? [] : [`"${kept}"`])
}

/** As they are served, with the texts of one language. */
async function loadedBefore(browser: Browser, url: string): Promise<string[]> {
  const { page } = await openPage(browser)
  const names: string[] = []
  let bytes = 0
  page.on('response', (answer) => {
    const name = new URL(answer.url()).pathname
    if (/^\/assets\/.*\.(?:js|css)$/u.test(name)) names.push(name)
  })
  const html = await (await page.request.get(url)).text()
  const first = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/gu)].map((match) => match[1] as string)
  await page.goto(url)
  await page.getByLabel('E-mailadres').waitFor()
  const words = names.filter((name) => /\/(?:nl|fr|en)-[^/]*\.js$/u.test(name))
  for (const name of new Set([...first, ...words])) {
    const answer = await fetch(url + name, { headers: { 'accept-encoding': 'br' } })
    bytes += Number(answer.headers.get('content-length'))
  }
  await page.context().close()
  console.log(`        ${Math.round(bytes / 1024)} kB in ${first.length + words.length} files`)
  return words.length === 1 && bytes > 0 && bytes <= 200 * 1024 ? [] : [`${bytes} bytes, languages: ${words.join(' ')}`]
}

/** Inputs and clicks of a person, counted. */
function hand(page: Page, by: 'mouse' | 'keyboard', before = 0) {
  let count = before
  return {
    count: () => count,
    async fill(label: string, text: string): Promise<void> {
      count += 1
      const field = page
        .getByLabel(label, { exact: true })
        .or(page.getByRole('textbox', { name: label }))
        .first()
      await (by === 'mouse' ? field.click() : field.focus())
      await field.press('Control+a')
      await page.keyboard.type(text)
    },
    async press(name: string): Promise<void> {
      count += 1
      const button = page.getByRole('button', { name, exact: true })
      if (by === 'mouse') return button.click()
      await button.focus()
      await page.keyboard.press('Enter')
    },
    async choose(group: string, option: string): Promise<void> {
      count += 1
      const radio = page.getByRole('radiogroup', { name: group }).getByLabel(option, { exact: true })
      if (by === 'mouse') return radio.click()
      await radio.focus()
      await page.keyboard.press('Space')
    },
  }
}

interface Sandbox extends Record<string, unknown> {
  clientId: string
  clientSecret: string
  user: string
  userPassword: string
}

async function wizard(browser: Browser, by: 'mouse' | 'keyboard'): Promise<void> {
  const sandbox = run(['sandbox', '--seed', '1'], {})
  const [printed] = await line(sandbox, 'stdout', /^\{.*\}$/u)
  const access = JSON.parse(printed) as Sandbox
  const app = run(['start'], {
    TENTAKEL_BOL_LOGIN_URL: String(access['bolLogin']),
    TENTAKEL_BOL_API_URL: String(access['bol']),
    TENTAKEL_OCTOPUS_API_URL: String(access['octopus']),
    TENTAKEL_VIES_URL: String(access['vies']),
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: String(access['softwareHouse']),
  })
  const found = await line(app, 'stderr', /Sign in at (\S+) with the code in (\S+) to make/u)
  const url = found[1] as string
  const first = await openPage(browser)
  let { page } = first
  const complaints = [first.complaints]
  await signIn(page, { url, code: readFileSync(found[2] as string, 'utf8').trim() })
  const operator = { url, email: 'beheer@dienst.example', password: 'vier losse woorden samen' }
  await becomeOperator(page, operator)
  const begun = performance.now()
  let person = hand(page, by)
  await page.getByRole('link', { name: 'Begin' }).click()
  await person.fill('Client ID', access.clientId)
  await person.fill('Client secret', access.clientSecret)
  await person.press('Test')
  await page.getByText('Gevonden:').waitFor()
  await picture(page, `wizard-1`)
  await person.press('Verder')
  await person.fill('Gebruiker van Octopus', access.user)
  await person.fill('Wachtwoord', access.userPassword)
  await person.press('Test')
  await page.getByText('Boekjaar van vandaag').waitFor()
  await picture(page, `wizard-2`)
  await person.press('Verder')
  if (by === 'mouse') {
    // Left here, and taken up on another device: no key and no password of theirs is typed again, but the person proves who it is.
    await page.getByText('OSS').first().waitFor()
    const second = await openPage(browser)
    complaints.push(second.complaints)
    await signIn(second.page, operator)
    await second.page.goto(`${url}/connect`)
    person = hand(second.page, by, person.count())
    page = second.page
  }
  if (by === 'mouse') {
    // What is not answered is no "no".
    await page.getByRole('button', { name: 'Bewaar en draai proef' }).click()
    await page.getByText('Kies ja of nee').waitFor()
    check('wizard: OSS that is not answered is asked, and nothing is saved', [])
  }
  await person.choose('Ben je geregistreerd voor OSS (éénloketregeling)?', 'Ja')
  await page.getByText('Btw-codes van je dossier').waitFor()
  check(`wizard by ${by}: axe`, await axeViolations(page))
  await picture(page, `wizard-3`)
  await person.press('Bewaar en draai proef')
  if (by === 'mouse') {
    await page.getByRole('heading', { name: 'Sleutels die op een ander toestel getypt zijn' }).waitFor()
    await person.fill('Wachtwoord', operator.password)
    await person.press('Ga verder')
  }
  await page.getByText('Er is niets verzonden. Dit zou').waitFor({ timeout: 60_000 })
  await picture(page, `wizard-4`)
  if (by === 'mouse') {
    // Back from the last step, on yet another device: the keys that are stored are used, and nobody types them again.
    const third = await openPage(browser)
    complaints.push(third.complaints)
    await signIn(third.page, operator)
    await third.page.goto(`${url}/connect`)
    await third.page.getByRole('button', { name: 'Terug' }).click()
    await third.page.getByRole('button', { name: 'Bewaar en draai proef' }).click()
    await third.page.getByText('Er is niets verzonden. Dit zou').waitFor({ timeout: 60_000 })
    check('wizard: saved again on another device without keys', [])
    await third.page.context().close()
  }
  await person.press('Start met boeken')
  await page.getByText('bestellingen zijn terug te vinden').waitFor()
  const seconds = (performance.now() - begun) / 1000
  // The click on "Begin" is one more.
  const count = person.count() + 1
  console.log(`        ${count} inputs and clicks, ${seconds.toFixed(1)} s`)
  check(`wizard by ${by}: at most 25 inputs and clicks`, count <= 25 ? [] : [`${count}`])
  check(`wizard by ${by}: below 60 s`, seconds < 60 ? [] : [`${seconds} s`])
  check(
    `wizard by ${by}: console and content policy`,
    // The proof is asked for by an answer of 400.
    complaints.flat().filter((text) => !(by === 'mouse' ? /\b40[01]\b/u : /\b401\b/u).test(text)),
  )
}

/** A passkey from the first one to the last: added with its recovery codes, signed in with, proven with, removed. */
async function passkeys(browser: Browser): Promise<void> {
  const app = run(['start'], {})
  const found = await line(app, 'stderr', /Sign in at (\S+) with the code in (\S+) to make/u)
  // Browsers make no passkey for a number.
  const url = (found[1] as string).replace('127.0.0.1', 'localhost')
  const { page, complaints } = await openPage(browser)
  await signIn(page, { url, code: readFileSync(found[2] as string, 'utf8').trim() })
  const operator = { url, email: 'beheer@dienst.example', password: 'vier losse woorden samen' }
  await becomeOperator(page, operator)
  const device = await plugIn(page)
  await openAt(page, `${url}/account`)
  const card = page.getByRole('heading', { name: 'Passkeys' }).locator('..')
  await card.getByLabel('Naam van het toestel').fill('Telefoon van An')
  await card.getByLabel('Wachtwoord').fill(operator.password)
  await card.getByRole('button', { name: 'Voeg een passkey toe' }).click()
  await page.getByText('Je passkey is toegevoegd.').waitFor()
  check('passkeys: ten recovery codes', (await card.locator('code').count()) === 10 ? [] : ['not ten'])
  await picture(page, 'passkey-added')
  await card.getByRole('button', { name: 'Sluit' }).click()
  await card.getByText('Telefoon van An').waitFor()
  await onePage({ page, complaints }, 'passkeys')
  for (const language of ['fr', 'en'] as const) {
    await speak(page, language)
    await openAt(page, `${url}/account`)
    check(`passkeys in ${language}: axe, layout`, [...(await axeViolations(page)), ...(await layoutBreaks(page))])
    await picture(page, `passkeys-${language}`)
  }
  await speak(page, 'nl')
  await page.context().clearCookies()
  await page.goto(url)
  await page.getByLabel('E-mailadres').waitFor()
  check('passkeys: sign-in, axe', await axeViolations(page))
  await picture(page, 'passkey-sign-in')
  await page.getByRole('button', { name: 'Aanmelden met een passkey' }).click()
  await page.getByRole('form', { name: 'Aanmelden' }).waitFor({ state: 'detached' })
  await openAt(page, `${url}/account`)
  await card.getByText('laatst gebruikt op').waitFor()
  await card.getByRole('button', { name: 'Andere naam Telefoon van An' }).click()
  await card.getByLabel('Naam van het toestel').first().fill('Toestel van An')
  await card.getByRole('button', { name: 'Bewaar' }).click()
  const recovery = page.getByRole('heading', { name: 'Herstelcodes' }).locator('..')
  await recovery.getByRole('button', { name: 'Maak nieuwe codes' }).click()
  await page.getByText('Je nieuwe herstelcodes.').waitFor()
  check('passkeys: ten new recovery codes', (await recovery.locator('code').count()) === 10 ? [] : ['not ten'])
  await recovery.getByRole('button', { name: 'Sluit' }).click()
  // Somebody who is not its owner: the device does not say yes, and the passkey stays.
  await device.ownerSeen(false)
  await card.getByRole('button', { name: 'Verwijder Toestel van An' }).click()
  await card.getByRole('button', { name: 'Verwijder', exact: true }).last().click()
  await card.getByText('De passkey is niet aanvaard.').waitFor({ timeout: 90_000 })
  await device.ownerSeen(true)
  await card.getByRole('button', { name: 'Verwijder', exact: true }).last().click()
  await card.getByText('Toestel van An', { exact: true }).waitFor({ state: 'detached' })
  await page.context().clearCookies()
  await signIn(page, operator)
  check(
    'passkeys: console and content policy',
    complaints.filter((text) => !/\b40[13]\b/u.test(text)),
  )
}

/** A device of the browser's own making, with an owner who says yes. */
async function plugIn(page: Page): Promise<{ ownerSeen(yes: boolean): Promise<unknown> }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
  return { ownerSeen: (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }) }
}

/** The daily work, in a demo of its own. */
async function desk(browser: Browser): Promise<void> {
  const demo = run(['demo', '--json', '--orders', '120'], {})
  const [ready] = await line(demo, 'stdout', /^\{.*\}$/u)
  const account = JSON.parse(ready) as { url: string; email: string; password: string }
  const { page, complaints } = await openPage(browser)
  await signIn(page, account)
  const desk = { page, url: account.url, check, picture: (name: string) => picture(page, name) }
  await everyDesk(desk)
  await ledger(desk)
  await office(desk)
  check('desk: console and content policy', complaints)
}

/** `--only=office`: while somebody works on that page. */
async function officeAlone(browser: Browser): Promise<void> {
  const demo = run(['demo', '--json', '--orders', '60'], {})
  const [ready] = await line(demo, 'stdout', /^\{.*\}$/u)
  const account = JSON.parse(ready) as { url: string; email: string; password: string }
  const { page, complaints } = await openPage(browser)
  await signIn(page, account)
  await page
    .getByRole('link', { name: /^Los op/u })
    .first()
    .waitFor({ timeout: 120_000 })
  const desk = { page, url: account.url, check, picture: (name: string) => picture(page, name) }
  await ledger(desk)
  await office(desk)
  check('office: console and content policy', complaints)
}

const executable = chromiumOnPath()
if (executable === null) {
  console.log('skipped: browser tests (no chromium on the PATH)')
  console.log('0 passed, 0 failed, 1 skipped')
} else {
  const browser = await openBrowser(executable)
  try {
    const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice(7)
    const wanted = (name: string): boolean => only === undefined || only === name
    if (wanted('pages')) await everyPage(browser)
    if (wanted('desk')) await desk(browser)
    if (only === 'office') await officeAlone(browser)
    if (wanted('passkeys')) await passkeys(browser)
    if (wanted('wizard')) for (const by of ['mouse', 'keyboard'] as const) await wizard(browser, by)
  } catch (error) {
    check('the run goes to its end', [error instanceof Error ? error.message : String(error)])
    for (const context of browser.contexts()) for (const page of context.pages()) await picture(page, 'failure')
  } finally {
    await browser.close()
    for (const child of started) child.kill('SIGTERM')
    const ended = (child: ChildProcess) =>
      child.exitCode === null ? new Promise((done) => child.once('exit', done)) : Promise.resolve()
    await Promise.all(started.map(ended))
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
