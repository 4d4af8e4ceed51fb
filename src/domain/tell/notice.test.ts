import { expect, it } from 'vitest'
import { digestMail, type DigestPart } from './notice.ts'
import { supportMail } from './support-mail.ts'

const part = (tenantId: string, connection: string): DigestPart => ({
  tenantId,
  connection,
  booked: { documents: 1, amountCents: 1995 },
  waiting: 0,
  blocked: 0,
  inDoubt: 0,
  causes: [],
  proof: null,
  settlements: [],
  alarms: [],
})
const told = { company: 'Tentakel', day: '2026-11-29', language: 'nl', publicUrl: 'https://tentakel.example/' } as const
const linksIn = (text: string): string[] => [...text.matchAll(/https:\S+/gu)].map(([link]) => link)

it('the mail of the morning opens the company that it tells of: each its own where they are several', () => {
  const one = digestMail([part('a', 'Winkel'), part('a', 'Winkel 2')], told)
  expect(linksIn(one.body)).toEqual(['https://tentakel.example/@a/'])
  const two = digestMail([part('a', 'Aap: Winkel'), part('b', 'Beer: Winkel')], told)
  const [first = '', second = ''] = two.body.split('Beer: Winkel')
  expect(linksIn(first)).toEqual(['https://tentakel.example/@a/'])
  expect(linksIn(second)).toEqual(['https://tentakel.example/@b/'])
  expect(linksIn(digestMail([part('a', 'Winkel')], { ...told, publicUrl: null }).body)).toEqual([])
})

it('an answer of the operator opens the company that asked', () => {
  const about = { company: 'Aap', tenantId: 'a', publicUrl: told.publicUrl }
  expect(linksIn(supportMail('answered', 'nl', about).body)).toEqual(['https://tentakel.example/@a/help'])
  expect(linksIn(supportMail('asked', 'nl', about).body)).toEqual(['https://tentakel.example/operator'])
})
