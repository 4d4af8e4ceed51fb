/**
 * A small part of what `npm run world` plays: the plain story, some of its single faults, some random worlds, and every
 * world that ever failed. The whole of it is a step of its own.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inject, afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRole, appPassword } from '../support/database.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { Server } from './database.ts'
import { singleCases } from './enumerate.ts'
import type { Case } from './shrink.ts'
import { pairs } from './paper/story.ts'
import { canonicalStory, eans, storyOf, type Act, type Story } from './story.ts'
import { play } from './world.ts'

let made: TestDatabase
let server: Server

beforeAll(async () => {
  inject('databaseOwnerUrl')
  made = await createTestDatabase()
  const url = new URL(made.ownerUrl)
  url.username = appRole
  url.password = appPassword
  server = await Server.open(url.href, made.ownerUrl)
})

afterAll(async () => {
  await server.close()
  await made.drop()
})

const folder = path.join(import.meta.dirname, 'regressions')
const regressions = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

describe('a world', () => {
  it('in which nothing goes wrong ends with one verified document, and is the same twice', async () => {
    const first = await play(server, canonicalStory(), { decisions: [] })
    const second = await play(server, canonicalStory(), { decisions: [] })
    expect(first.breaches).toEqual([])
    expect(first.steps).toContain('confirmed → verified')
    expect(second.hash).toBe(first.hash)
  })

  it('keeps its promises where one fault strikes', { timeout: 120_000 }, async () => {
    const { visits } = await play(server, canonicalStory(), { decisions: [] })
    const faults = [
      'loseRequest',
      'loseAnswer',
      'slowCommit',
      '500afterCommit',
      'garbage',
      'deliverTwice',
      'crashAfter',
    ]
    const documents = singleCases(visits, canonicalStory).filter(
      ({ decisions: [one] }) =>
        one !== undefined && one.point.endsWith('POST /buysellbookings') && faults.includes(one.fault),
    )
    // A process that dies also stays away for hours, and for a day.
    expect(documents).toHaveLength(faults.length + 2)
    for (const one of documents) {
      const played = await play(server, one.story, { decisions: one.decisions })
      expect({ struck: one.decisions, breaches: played.breaches }).toEqual({ struck: one.decisions, breaches: [] })
    }
  })

  it('looks for an invoice that somebody else may have made also while another one is in doubt', async () => {
    const settings = { visibilityLagSeconds: 0, invoicesEnforceNumber: 'overwrites' }
    const story = canonicalStory({ target: 'invoices', octopus: settings })
    const item = { ean: eans[1] as string, quantity: 1, unitCents: 2499, fulfilment: 'FBR' as const }
    const sale = (order: string, at: number): Act[] => [
      { at, act: 'order', order, country: 'BE', business: false, items: [item] },
      { at: at + 2, act: 'ship', order, parts: 'all' },
    ]
    // Three hours old when it is first seen, and invoiced by somebody else by then; the list that would show it does not answer at first.
    const acts: Act[] = [
      { at: 1, act: 'outage', side: 'bol', minutes: 200, how: '503' },
      ...sale('C000TST002', 3),
      { at: 100, act: 'bookByHand', journal: 'V2', order: 'C000TST002' },
      { at: 190, act: 'outage', side: 'octopus', minutes: 60, how: '503', only: 'GET /invoices/modified' },
      ...sale('C000TST001', 195),
    ]
    const decisions = [{ point: 'octopus POST /invoices', visit: 1, fault: 'loseAnswer' }]
    const { breaches, open } = await play(server, { ...story, acts }, { decisions })
    expect(breaches).toEqual([])
    expect(open).toContain('OCT-DUBBEL')
  })

  it.each([3, 4])('keeps its promises with seed %i', { timeout: 120_000 }, async (seed) => {
    expect((await play(server, storyOf(seed))).breaches).toEqual([])
  })

  it.each(['bol+paper', 'shop+octopus', 'shop+paper'])(
    'keeps its promises with another shop or ledger: %s',
    { timeout: 120_000 },
    async (pair) => {
      const played = await play(server, pairs[pair]?.(storyOf(3)) as Story)
      expect(played.breaches).toEqual([])
      expect(played.steps).toContain('sending → confirmed')
    },
  )

  it.each(regressions)('that failed once holds: %s', { timeout: 120_000 }, async (name) => {
    const one = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Case
    expect((await play(server, one.story, { decisions: one.decisions })).breaches).toEqual([])
  })
})
