/**
 * Goal: somebody with all rights on the database, and without the key, changes nothing of what happened unseen.
 * Method: each attack on a real database, as its owner, with all triggers off; then what `trail check` says.
 */
import { randomBytes } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { createLog } from '../../src/adapters/system/log.ts'
import { Secret } from '../../src/adapters/system/secret.ts'
import { createEnvelopes } from '../../src/adapters/system/secrets.ts'
import { createTrailHeads } from '../../src/adapters/system/trail-heads.ts'
import { makeToken } from '../../src/app/people/api-tokens.ts'
import { addAccount } from '../../src/app/people/manage-accounts.ts'
import { checkTrails, sealTrail, signTrailsAgain, watchTrails, type CompanyTrail } from '../../src/app/run/trail.ts'
import type { Account } from '../../src/ports/people/accounts.ts'
import { openInside, type Inside } from '../support/inside.ts'

let shop: Inside
let attacker: Client

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  for (let count = 0; count < 4; count += 1) await shop.act(await shop.place({ country: 'BE' }), 'ship')
  await shop.sync()
  const { ports, tenantId } = shop
  await addAccount(ports, { email: 'an@firma.example', password: 'een lang wachtwoord', tenantId, role: 'reader' })
  const account = (await ports.store.directory.accounts.byEmail('an@firma.example')) as Account
  await makeToken(ports, tenantId, { name: 'script', scope: 'read', by: account.email, accountId: account.accountId })
  const hook = { url: 'https://hooks.example/x', secret: 'x', at: await ports.clock.now() }
  const store = ports.store.forTenant(tenantId)
  await store.transaction((tx) => tx.webhook.save({ ...hook, accountId: account.accountId, by: account.email }))
  attacker = new Client({ connectionString: shop.ownerUrl })
  await attacker.connect()
  await attacker.query(`select set_config('tentakel.tenant', $1, false)`, [tenantId])
  // As one from before it was kept who set it.
  await run('update webhook set account_id = null, made_by = null')
  await sealTrail(ports, tenantId)
  await attacker.query(`set session_replication_role = 'replica'`)
})
afterAll(async () => {
  await attacker.end()
  await shop.close()
})

const check = async (told: string | null = null): Promise<CompanyTrail> =>
  (await checkTrails(shop.ports, [{ tenantId: shop.tenantId, name: 'Mijn bedrijf' }], told))[0] as CompanyTrail
/** What stands in the tables of the attack, put back after it. */
const tables = [
  'document',
  'document_step',
  'attempt_send',
  'attempt',
  'membership',
  'api_token',
  'webhook',
  'mapping_revision',
  'connection',
  'access_change',
  'trail_link',
  'trail_seal',
]
const run = (text: string) => attacker.query(text)
/** That are written; others the database computes. */
const columnsOf = async (table: string): Promise<string> => {
  const { rows } = await attacker.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows[0]?.columns ?? ''
}
/** On a machine whose data folder never saw this database. */
const withoutFolder = async (work: () => Promise<void>): Promise<void> => {
  const heads = path.join(shop.dataDir, 'trail-heads')
  renameSync(heads, `${heads}.away`)
  await work()
  rmSync(heads, { recursive: true, force: true })
  renameSync(`${heads}.away`, heads)
}

beforeEach(async () => {
  for (const table of tables) await run(`create temp table kept_${table} as table ${table}`)
})
afterEach(async () => {
  for (const table of tables) {
    await run(`delete from ${table}`)
    const columns = await columnsOf(table)
    await run(`insert into ${table} (${columns}) overriding system value select ${columns} from kept_${table}`)
    await run(`drop table kept_${table}`)
  }
  expect((await check()).broken).toBeNull()
})

it('an untouched trail fits, and has figures, answers, members, tokens and settings in it', async () => {
  const first = await check()
  expect(first.broken).toBeNull()
  const { rows } = await run(`select kind, count(*)::int as n from trail_link group by kind`)
  const kinds = Object.fromEntries((rows as { kind: string; n: number }[]).map(({ kind, n }) => [kind, n]))
  expect(kinds).toMatchObject({ step: expect.any(Number) as number, send: 4, revision: 1 })
  // The connection, its shop, a member, a token, a webhook.
  expect(kinds['access']).toBeGreaterThanOrEqual(5)
  expect(await check(first.head)).toEqual(first)
})

describe('a row that is changed is named', () => {
  it.each([
    ['an amount', `update document set amount_cents = amount_cents + 100000 where state = 'confirmed'`, 'document'],
    ['what the ledger has', `update document set ledger_cents = ledger_cents - 1 where number = 1`, 'document'],
    ['a number', `update document set number = number + 50 where number = 2`, 'document'],
    ['a date', `update document set document_date = document_date - 40 where number = 3`, 'document'],
    ['a state', `update document set state = 'skipped' where number = 1`, 'document'],
    ['a document taken out', `delete from document where number = 1`, 'document'],
    [
      'the amount and its step',
      `update document_step set amount_cents = amount_cents + 100 where number = 1; update document set amount_cents = amount_cents + 100 where number = 1`,
      'step',
    ],
    ['figures taken off a step', `update document_step set amount_cents = null where number = 1`, 'step'],
    ['an outcome', `update attempt_send set outcome = 'refused'`, 'send'],
    ['the number of a send', `update attempt set document_number = document_number + 9`, 'send'],
    ['a role', `update membership set role = 'owner'`, 'member'],
    [
      'a member put in',
      `insert into membership select tenant_id, gen_random_uuid(), 'owner', added_at from membership`,
      'member',
    ],
    ['a token exchanged', `update api_token set token_hash = md5(token_hash)`, 'token'],
    ['a token that may more', `update api_token set scope = 'write'`, 'token'],
    ['an address that is called, said to be another’s', `update webhook set account_id = gen_random_uuid()`, 'webhook'],
    ['an address that is called, taken out', `delete from webhook`, 'webhook'],
    ['another dossier', `update connection set dossier_id = dossier_id + 1`, 'connection'],
    ['a setting', `update mapping_revision set settings = settings || '{"x": 1}'`, 'revision'],
  ])('%s', async (_name, text, kind) => {
    await run(text)
    expect((await check()).broken?.kind).toBe(kind)
  })
})

/** As the program links, with all rights: everything but the key. */
const linkAnew = () => run(`select seal_trail(statement_timestamp(), 100000)`)

describe('a chain that is linked anew', () => {
  const rewrite = async (): Promise<void> => {
    await run(`update document_step set amount_cents = amount_cents + 100000`)
    await run(`update document set amount_cents = amount_cents + 100000 where number is not null`)
    await run(`delete from trail_link`)
    await linkAnew()
  }

  it('fits in itself, and is not the one that was signed', async () => {
    await rewrite()
    const { rows } = await run(`select fault from check_trail(statement_timestamp())`)
    expect(rows).toEqual([{ fault: null }])
    expect((await check()).broken).toMatchObject({ fault: 'notSigned' })
  })

  it('is never signed by the program afterwards, whatever happens next', async () => {
    await rewrite()
    const order = await shop.place({ country: 'BE' })
    await shop.act(order, 'ship')
    await shop.sync()
    expect((await check()).broken).toMatchObject({ fault: 'notSigned' })
    // What was booked meanwhile belongs to the books of the sandbox; the rows of before come back without it.
    await run(`delete from document where order_id = '${order}'`)
    await run(
      `update marketplace_order set standing = 'skipped', skip_reason = 'x', skipped_at = last_changed_at where order_id = '${order}'`,
    )
    await run(`update ledger_journal set held_by = null`)
  })

  it('without its signatures, or with those of another key, is found by the head that was kept', async () => {
    await rewrite()
    await run(`delete from trail_seal`)
    expect((await check()).broken).toMatchObject({ fault: 'notSigned' })
    const forger = createEnvelopes({ current: new Secret(randomBytes(32)), old: [] })
    const { rows } = await run(`select seq, chain_hash as head from trail_link order by seq desc limit 1`)
    const [{ seq, head }] = rows as [{ seq: string; head: string }]
    const signature = forger.sign(`${seq} ${head}`, `trail|${shop.tenantId}`)
    await run(
      `insert into trail_seal (seq, signature, sealed_at) values (${seq}, '${signature}', statement_timestamp())`,
    )
    expect((await check()).broken).toMatchObject({ fault: 'notSigned' })
  })

  it('with a signature of another company or of another place does not fit', async () => {
    await run(`update trail_seal set seq = seq - 1`)
    expect((await check()).broken).toMatchObject({ fault: 'notSigned' })
    await run(`update trail_seal set seq = seq + 1`)
    expect((await check()).broken).toBeNull()
  })
})

describe('an end that is cut off', () => {
  /** As if the newest token had never been made: row, note, link and signature are gone, and what is left was once signed just so. */
  const cut = async (): Promise<void> => {
    await run(`delete from api_token; delete from access_change where kind = 'token'`)
    const { rows } = await run(`select min(seq)::int as seq from trail_link l
      where kind = 'access' and not exists (select from access_change c where c.change_id::text = l.source_key)`)
    const from = (rows as { seq: number }[])[0]?.seq as number
    await run(`delete from trail_link where seq >= ${from}; delete from trail_seal where seq >= ${from}`)
    const { rows: left } = await run(`select seq::int, chain_hash as head from trail_link order by seq desc limit 1`)
    const [{ seq, head }] = left as [{ seq: number; head: string }]
    const signature = shop.ports.secrets.sign(`${seq} ${head}`, `trail|${shop.tenantId}`)
    await run(
      `delete from trail_seal; insert into trail_seal (seq, signature, sealed_at) values (${seq}, '${signature}', statement_timestamp())`,
    )
  }

  it('is found by the head that the data folder keeps', async () => {
    await cut()
    expect((await check()).broken).toMatchObject({ kind: 'link', fault: 'headGone' })
  })

  it('is found by a head that was told, where no folder keeps one', async () => {
    const { head } = await check()
    await withoutFolder(async () => {
      expect((await check(head)).broken).toBeNull()
    })
    await cut()
    await withoutFolder(async () => {
      expect((await check()).broken).toBeNull()
      expect((await check(head)).broken).toEqual({ kind: 'link', key: head, fault: 'headGone' })
    })
  })

  it('a whole trail that is gone is found', async () => {
    await run(`delete from trail_link; delete from trail_seal`)
    expect((await check()).broken).toMatchObject({ fault: 'notSigned' })
  })
})

describe('a trail from before there were signatures', () => {
  it('is taken over as it is: its rows stay checkable, and from its end on it is signed', async () => {
    // Steps of then have no figures, and their links are over the short form.
    await run(
      `update document_step set number = null, amount_cents = null, ledger_cents = null, document_date = null, reference = null, bytes_hash = null`,
    )
    await run(`delete from trail_link; delete from trail_seal; delete from access_change`)
    await run(
      `insert into access_change (tenant_id, kind, subject, facts) select tenant_id, kind, subject, facts from access_now`,
    )
    await linkAnew()
    await withoutFolder(async () => {
      expect((await check()).broken).toBeNull()
      expect((await run('select seq from trail_seal')).rows).toHaveLength(1)
      await run(`update document_step set actor = 'somebody' where step_id = (select min(step_id) from document_step)`)
      expect((await check()).broken).toMatchObject({ kind: 'step', fault: 'rowChanged' })
    })
  })
})

describe('the key', () => {
  it('that rotates signs what the old one signed, and the old one may go', async () => {
    const { ports } = shop
    await check()
    const { rows } = await run(`select signature from trail_seal order by seal_id desc limit 1`)
    const old = (rows as { signature: string }[])[0]?.signature as string
    const fresh = createEnvelopes({ current: new Secret(randomBytes(32)), old: [] })
    // Knows both, as the keys of a rotation do.
    const both = { sign: fresh.sign, isSigned: ports.secrets.isSigned }
    await signTrailsAgain(ports, both)
    const after = { ...ports, secrets: { ...ports.secrets, sign: fresh.sign, isSigned: fresh.isSigned } }
    const company = [{ tenantId: shop.tenantId, name: 'Mijn bedrijf' }]
    expect((await checkTrails(after, company))[0]?.broken).toBeNull()
    // The signature of before alone is nothing to who has the new key only.
    await run(`delete from trail_seal where signature <> '${old}'`)
    expect((await checkTrails(after, company))[0]?.broken).toMatchObject({ fault: 'notSigned' })
  })
})

describe('the head of the day', () => {
  it('goes to the log, to the address of the operator and to the webhook, without a buyer or an amount', async () => {
    const said: Record<string, unknown>[] = []
    const store = shop.ports.store.forTenant(shop.tenantId)
    const at = await shop.ports.clock.now()
    const ports = {
      ...shop.ports,
      trailMail: 'kantoor@firma.example',
      log: { ...shop.ports.log, info: (event: string, fields?: object) => void said.push({ event, ...fields }) },
    }
    await watchTrails(ports)
    await watchTrails(ports)
    const { links, head } = await check()
    expect(said).toContainEqual({ event: 'trail.head', tenant: shop.tenantId, links, head })
    const mails = await ports.store.directory.mails.take(at + 60_000, at + 120_000, 10)
    expect(mails.filter(({ kind }) => kind === 'trail')).toMatchObject([
      { recipient: 'kantoor@firma.example', body: expect.stringContaining(head) as string },
    ])
    const calls = await store.transaction((tx) => tx.webhook.take(at + 60_000, at + 120_000, 10))
    expect(calls.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { event: 'trail.head', trail: { links, head, broken: false } },
    ])
  })

  it('is kept in a folder that only its owner reads; one that cannot be written is told, and nothing stops', async () => {
    const warned: string[] = []
    const log = { ...createLog('silent'), warn: (event: string) => void warned.push(event) }
    await createTrailHeads('/dev/null/nowhere', log).keep(shop.tenantId, { links: 1, head: 'x' })
    expect(warned).toEqual(['trail.notKept'])
    // A head that another process kept further on is not taken back.
    const kept = createTrailHeads(path.join(shop.dataDir, 'two'), log)
    await kept.keep(shop.tenantId, { links: 9, head: 'new' })
    await kept.keep(shop.tenantId, { links: 7, head: 'old' })
    expect(await kept.read(shop.tenantId)).toEqual({ links: 9, head: 'new' })
  })
})
