/** Goal: the table of a document's states is the only one. Whatever says the same elsewhere is read, and held equal to it. */
import { readdirSync, readFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  assertStep,
  documentStates,
  openTo,
  states,
  statesIn,
  stateTable,
  type DocumentState,
  type StepEvent,
} from '../src/domain/document/document-states.ts'
import { kindsOf } from '../src/domain/document/document-kinds.ts'
import { verdictsOf } from '../src/domain/document/verdict.ts'
import { aConnection, firstTenant, openTestStore, type TestStore } from './support/test-store.ts'

const root = new URL('../', import.meta.url)
const steps = documentStates.flatMap((to) =>
  Object.entries(stateTable[to].from).flatMap(([from, events]) => events.map((event) => `${from} ${event} ${to}`)),
)
const pairs = [...new Set(steps.map((step) => step.replace(/ \w+ /u, ' ')))].toSorted()

describe('the table', () => {
  it('leads from where nothing was sent to a send, and from the ledger never to a send again', () => {
    const reachable = (from: DocumentState): Set<string> => {
      const found = new Set<string>([from])
      for (const state of found)
        for (const pair of pairs) if (pair.startsWith(`${state} `)) found.add(pair.slice(state.length + 1))
      return found
    }
    expect(reachable('draft')).toEqual(new Set(documentStates))
    for (const state of states.inLedger)
      expect(pairs.filter((pair) => pair.startsWith(`${state} `)).map((pair) => pair.split(' ')[1])).not.toContain(
        'ready',
      )
    expect(openTo('claimed')).toEqual(['ready', 'deferred', 'inDoubt'])
  })

  it('takes no step that it does not have', () => {
    expect(() => assertStep('confirmed', 'claimed', 'sending')).toThrow(
      'claimed does not lead from confirmed to sending',
    )
    expect(() => assertStep('sending', 'lost', 'ready')).toThrow('lost does not lead')
  })

  it('leaves to a person what the safest verdict is first of', () => {
    expect(verdictsOf('mismatch')).toEqual(['accept'])
    expect(verdictsOf('foreign')).toEqual(['leave', 'bookAgain'])
    expect(verdictsOf('quarantined')).toEqual(['lookAgain', 'sendAgain'])
    expect(verdictsOf('sending')).toEqual([])
  })

  it('is what the page tells in words', () => {
    const told = readFileSync(new URL('docs/contributor/document-states.md', root), 'utf8')
    const section = told.slice(told.indexOf('# A document'), told.indexOf('**Why this is safe.**'))
    const rows = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:from|---)/u.test(line))
    const words = (cell: string): string[] =>
      cell
        .replaceAll('*', '')
        .split(',')
        .map((word) => word.trim())
    const inWords = rows.flatMap((row) => {
      const [, from = '', event = '', to = ''] = row
        .split(' | ')
        .map((cell) => cell.replace(/^\| | \|$/gu, ''))
        .toSpliced(0, 0, '')
      const kinds = [...event.matchAll(/`(\w+)`(?::| \()/gu)].map((match) => match[1])
      return words(from).flatMap((before) =>
        kinds.flatMap((kind) =>
          words(to)
            .filter((after) => after !== before)
            .map((after) => `${before} ${kind} ${after}`),
        ),
      )
    })
    expect([...new Set(inWords)].toSorted()).toEqual(steps.toSorted())
  })
})

describe('the database', () => {
  let test: TestStore
  let owner: Client
  const documentId = '40000000-0000-4000-8000-000000000001'
  const at = Date.parse('2026-11-24T10:00:00Z')

  beforeAll(async () => {
    test = await openTestStore()
    owner = new Client({ connectionString: test.ownerUrl })
    await owner.connect()
    await test.store.directory.findOrAddTenant('Eerste', firstTenant, at)
  })
  afterAll(async () => {
    await owner.end()
    await test.close()
  })

  it('allows the same steps', async () => {
    const { rows } = await owner.query<{ step: string }>(
      `select from_state || ' ' || to_state as step from allowed_step`,
    )
    expect(rows.map((row) => row.step).toSorted()).toEqual(pairs)
  })

  it('counts the order of a document as the table does', async () => {
    await owner.query('alter table document disable trigger document_step_allowed')
    await owner.query('alter table document disable trigger document_step_written')
    await owner.query(
      `insert into marketplace_order (tenant_id, connection_id, order_id, wants_detail, version, standing, placed_on, first_seen_at, last_changed_at)
       values ($1, $2, 'C1', false, 1, 'planned', '2026-11-20', $3, $3)`,
      [firstTenant, aConnection, new Date(at)],
    )
    await owner.query(
      `insert into document (tenant_id, document_id, connection_id, dossier_id, kind, business_key, version, reference, order_id, target, journal_key,
         amount_cents, revision, order_version, state, state_since, last_event, last_actor, queue_at, must_look, plan)
       values ($1, $2, $3, 1, 'booking', 'C1', 1, 'AAAABBBBCCCC', 'C1', 'bookings', 'V5', 100, 1, 1, 'ready', $4, 'test', 'test', $4, false, '{}')`,
      [firstTenant, documentId, aConnection, new Date(at)],
    )
    const counted: Record<string, unknown> = {}
    for (const sends of [1, 0]) {
      for (const state of documentStates) {
        await owner.query('update document set state = $1, sends_of_number = $2', [state, sends])
        const classes = await test.store
          .forTenant(firstTenant)
          .transaction((tx) => tx.completeness.classes(aConnection, { period: null, orderIds: ['C1'] }))
        counted[`${state} ${sends}`] = classes[0]?.class
      }
    }
    const wanted = [1, 0].flatMap((sends) =>
      documentStates.map((state) => {
        const { countsAs, countsAsUnsent = countsAs } = stateTable[state]
        return [`${state} ${sends}`, sends === 0 ? countsAsUnsent : countsAs]
      }),
    )
    expect(counted).toEqual(Object.fromEntries(wanted))
  })

  it('names in its functions, indexes and views no set of states but those of the table', () => {
    const schema = readFileSync(new URL('test/schema.sql', root), 'utf8')
    const lists = [...schema.matchAll(/(?:in \(|ARRAY\[)((?:'\w+'(?:::text)?(?:, )?)+)[)\]]/gu)].map((match) =>
      [...(match[1] ?? '').matchAll(/'(\w+)'/gu)].map((word) => word[1] as string),
    )
    const known = new Set<string>(documentStates)
    const found = new Set(lists.filter((list) => list.every((word) => known.has(word)) && list.length > 1).map(sorted))
    expect([...found].toSorted()).toEqual([...new Set(Object.values(inSql).map(sorted))].toSorted())
  })
})

describe('the kinds of documents', () => {
  it('are those of the database, and those of a settlement those of its index', () => {
    const schema = readFileSync(new URL('test/schema.sql', root), 'utf8')
    const listed = (line: RegExp): string[] =>
      [...(line.exec(schema)?.[1] ?? '').matchAll(/'(\w+)'/gu)].map((word) => word[1] as string)
    const all: string[] = [...new Set([...kindsOf.sale, ...kindsOf.settlement])]
    expect(listed(/document_kind_check CHECK (.*);/u).toSorted()).toEqual(all.toSorted())
    expect(listed(/INDEX document_of_settlement .* WHERE (.*);/u)).toEqual([...kindsOf.settlement])
  })
})

/** Sets that the text of the schema has, each with where it comes from. */
const classed = (wanted: string) => documentStates.filter((state) => stateTable[state].countsAs === wanted)
const timed = states.timed
const inSql: Record<string, readonly string[]> = {
  'write_document_step, check_standing: what may be planned anew leaves no further trace': states.planned,
  stands_in_ledger: states.inLedger,
  document_goes_on_at: timed,
  document_can_go_on: timed.filter((state) => state !== 'sending'),
  'document_open: neither settled nor left as it is': ['confirmed', 'verified', 'skipped'],
  'document_standing: in doubt; checking by its sends, sending where it is read': classed('inDoubt').filter(
    (state) => state !== 'checking' && state !== 'sending',
  ),
  'document_standing: blocked': classed('blocked'),
  'document_standing: waiting': [...classed('waiting').filter((state) => state !== 'inTotal'), 'checking', 'sending'],
  'document_standing: booked; changed and foreign count so by what is left': classed('booked').filter(
    (state) => state !== 'changed' && state !== 'foreign',
  ),
  'order_truth: skipped': classed('skipped'),
}

function sorted(list: readonly string[]): string {
  return [...list].toSorted().join(' ')
}

describe('the program', () => {
  const files = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/u.test(file) && !file.includes('.test.') && !file.startsWith('web/'))
    .map((file) => ({ file, text: readFileSync(new URL(`src/${file}`, root), 'utf8') }))

  it('writes no set of states and no state of a document into its statements by hand', () => {
    const set = new RegExp(`state (?:not )?in \\('(?:${documentStates.join('|')})'`, 'u')
    // Put back, a document of an older schema takes two steps that the table has as `restored`.
    const written = new RegExp(`update document (?:\\w )?set (?:\\w+ = [^,]+, )*state = '(?!inDoubt|checking)`, 'u')
    const found = files.filter(({ text }) => set.test(text) || written.test(text)).map(({ file }) => file)
    expect(found).toEqual([])
  })

  it('has a place where each event happens', () => {
    const events: StepEvent[] = [...new Set(steps.map((step) => step.split(' ')[1] as StepEvent))]
    const text = files
      .filter(({ file }) => !file.endsWith('document-states.ts'))
      .map((row) => row.text)
      .join('\n')
    expect(events.filter((event) => !text.includes(`'${event}'`))).toEqual([])
    expect(statesIn('plan', 'day', 'send', 'person', 'refused', 'ledger', 'over')).toEqual(documentStates)
  })
})
