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
import { canonicalStory, storyOf } from './story.ts'
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

  it.each([3, 4])('keeps its promises with seed %i', { timeout: 120_000 }, async (seed) => {
    expect((await play(server, storyOf(seed))).breaches).toEqual([])
  })

  it.each(regressions)('that failed once holds: %s', { timeout: 120_000 }, async (name) => {
    const one = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Case
    expect((await play(server, one.story, { decisions: one.decisions })).breaches).toEqual([])
  })
})
