/** Pages by their address. Each is loaded when it is first needed, that of the address at hand together with the app itself. */
import { useEffect, type ComponentType } from 'react'
import { matchPath } from 'react-router'
import { loadPageWords } from './language.tsx'
import { later, type Later } from './later.tsx'
import { chart, Overview } from './pages/overview.tsx'

interface Page extends Later<object> {
  path: string
}

const page = (path: string, load: () => Promise<ComponentType>): Page => ({
  path,
  ...later(async () => (await Promise.all([load(), loadPageWords()]))[0]),
})

export const pages: readonly Page[] = [
  { path: '/', View: Overview, load: chart.load },
  page('/office', async () => (await import('./pages/office.tsx')).OfficePage),
  page('/problems', async () => (await import('./pages/problems.tsx')).Problems),
  page('/report', async () => (await import('./pages/report.tsx')).Report),
  page('/orders/:order', async () => (await import('./pages/order.tsx')).OrderPage),
  page('/settlements', async () => (await import('./pages/settlements.tsx')).Settlements),
  page('/settlements/:settlement', async () => (await import('./pages/settlement.tsx')).SettlementPage),
  page('/ledger', async () => (await import('./pages/ledger-check.tsx')).LedgerCheckPage),
  page('/settings', async () => (await import('./pages/settings.tsx')).Settings),
  page('/connect', async () => (await import('./pages/wizard.tsx')).Wizard),
  page('/history', async () => (await import('./pages/history.tsx')).History),
  page('/members', async () => (await import('./pages/members.tsx')).Members),
  page('/notices', async () => (await import('./pages/notices.tsx')).NoticesPage),
  page('/operator', async () => (await import('./pages/operator.tsx')).OperatorPage),
  page('/explanations', async () => (await import('./pages/explanations.tsx')).Explanations),
  page('/explanations/:code', async () => (await import('./pages/explanations.tsx')).Explanations),
  page('/account', async () => (await import('./pages/own-account.tsx')).OwnAccount),
  page('/manuals/:name', async () => (await import('./pages/manual.tsx')).Manual),
  page('/help', async () => (await import('./pages/help.tsx')).Help),
]

/** Begins with the page of this address, beside everything else that the start has to wait for. A failure shows when the page is opened. */
export function beginPage(address: string): void {
  const wanted = pages.find(({ path }) => matchPath(path, address) !== null)
  wanted?.load().catch(() => undefined)
}

const restAfterMs = 2000

/** Loads the other pages, once the first one is shown. */
export function useRestOfPages(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const { load } of pages) load().catch(() => undefined)
    }, restAfterMs)
    return () => clearTimeout(timer)
  }, [])
}
