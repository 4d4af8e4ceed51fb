/** A browser for tests: Debian's Chromium, and what every page is held to. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'

export function chromiumOnPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const found = folders.flatMap((folder) => ['chromium', 'chromium-browser'].map((name) => path.join(folder, name)))
  return found.find((file) => existsSync(file)) ?? null
}

export async function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

export interface Watched {
  page: Page
  /** Messages of errors, warnings of the content policy among them, since the page was opened. */
  complaints: string[]
}

export async function openPage(browser: Browser): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-BE' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || /content security policy/iu.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints }
}

/** Violations of accessibility rules, by rule and place. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => String(node.target)).join(' ')}`)
}

const widths = [360, 768, 1280, 1920]

/** Widths at which the page is wider than its window. */
export async function layoutBreaks(page: Page): Promise<string[]> {
  const broken: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    if (wide > width) broken.push(`${width} px: ${wide} px wide`)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  return broken
}
