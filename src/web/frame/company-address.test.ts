import { expect, it } from 'vitest'
import { companyName, companyOfAddress } from './company-address.ts'

const companies = [
  { tenantId: '11111111-0000-4000-8000-000000000000', name: 'Kruid & Keuken BV' },
  { tenantId: '22222222-0000-4000-8000-000000000000', name: 'Kruid – Keuken, BV' },
  { tenantId: '33333333-0000-4000-8000-000000000000', name: 'Vélo Sambre' },
  { tenantId: '44444444-0000-4000-8000-000000000000', name: '株式会社' },
]

it('each company has an address of its own, also beside one that is written alike', () => {
  const names = companies.map(({ tenantId }) => companyName(companies, tenantId))
  expect(names).toEqual(['kruid-keuken-bv', 'kruid-keuken-bv-2222', 'velo-sambre', '-4444'])
  expect(names.map((name) => companyOfAddress(companies, name))).toEqual(companies.map(({ tenantId }) => tenantId))
})

it('a link may name a company by its id; one that is not seen here is nobody', () => {
  expect(companyOfAddress(companies, companies[2]?.tenantId ?? '')).toBe(companies[2]?.tenantId)
  expect(companyOfAddress(companies.slice(0, 1), 'velo-sambre')).toBe(null)
})
