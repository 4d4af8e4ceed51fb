/** Carries out what people do. Whatever is no longer possible (an order that the shrinker took away) is left undone. */
import type { OrderSpec } from '../../sandbox/bol/world.ts'
import { parseConnectionFile } from '../../src/app/setup/connection-file.ts'
import { pauseConnection, resumeConnection } from '../../src/app/setup/connections.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { addConnection, updateConnection } from '../../src/app/setup/save-connection.ts'
import { skipOrder } from '../../src/app/decide/skip.ts'
import type { Credentials } from '../../src/ports/tables/connections.ts'
import { shopOf, type Network } from './transport.ts'
import {
  firstDayOf,
  firstOf,
  hand,
  settlementJournals,
  journalsOf,
  periodOf,
  type Account,
  type Actors,
} from './actors.ts'
import { unmatchByHand } from './matching.ts'
import { advertise, enterAnew, pay } from './paying.ts'
import { issueSettlement } from './settling.ts'
import { befall } from './mishaps.ts'
import type { PaperLedger } from './paper/ledger.ts'
import { eans, type Act, type Setting, type SettingsChange } from './story.ts'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

/** Journals and codes of a new dossier. */
const posting = {
  active: true,
  journals: { purchases: settlementJournals.purchases, clearing: settlementJournals.clearing },
  purchaseVat: [
    { role: 'reverseCharge', code: 'D21IC' },
    { role: 'noVat', code: 'DNEX' },
  ],
}

/** What a hand in the books adds to a document that it changes. */
export const handAddsCents = 100

function kindsIn({ shop, paper }: Network): { source: string; ledger: string } {
  return { source: shop === null ? 'bol' : 'shop', ledger: paper === null ? 'octopus' : 'paper' }
}

function shopKeys({ shop, bol }: Network, nth: number): Record<string, string> {
  if (shop !== null) return { ...shop.access[nth] }
  const { clientId = '', clientSecret = '' } = bol.shops[nth] ?? {}
  return { clientId, clientSecret }
}

function pasted(keys: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, ` ${value} `]))
}

export function connectionFile(
  network: Network,
  setting: Setting & SettingsChange,
  at: { shop: number; dossierId: number },
): Record<string, unknown> {
  const { user, userPassword } = network.octopus.access
  const keys = network.paper?.access ?? { user, password: userPassword }
  const abroad = setting.sourceStock === true
  const code = (treatment: string, country: string, rate: number, key: string) => ({
    treatment,
    country,
    rate,
    code: key,
    account: 700000,
  })
  return {
    name: `Winkel ${at.shop + 1}`,
    // As they are copied from a page.
    source: { kind: kindsIn(network).source, ...pasted(shopKeys(network, at.shop)) },
    ledger: { kind: kindsIn(network).ledger, ...keys, dossierId: at.dossierId },
    seller: {
      country: 'BE',
      vatNumbers: { BE: 'BE0123456749', ...(abroad ? { NL: 'NL123456782B12' } : {}) },
      oss: { active: true, from: '2026-01-01' },
    },
    booking: {
      startDate: firstDayOf(setting),
      on: setting.on,
      target: setting.target,
      consumers: setting.consumers ?? 'perOrder',
      push: 'atOnce',
      journals: journalsOf(setting),
    },
    relations: { consumers: setting.relations },
    ...(setting.posting === true
      ? {
          settlement: { ...posting, startDate: firstDayOf(setting), matching: setting.matching ?? 'settlement' },
        }
      : {}),
    vat: {
      default: 'STANDARD',
      ...(abroad ? { ossHomeDestination: 'belgianReturn' } : {}),
      // As a spreadsheet writes it, where others have thirteen digits.
      products: [{ ean: `0${eans[0]}`, class: 'BOOK' }],
      codes: [
        code('DOMESTIC', 'BE', 21, '21'),
        code('DOMESTIC', 'BE', 6, '06'),
        ...(abroad
          ? [
              code('DESTINATION_VAT_HOME', 'BE', 21, '21'),
              code('DESTINATION_VAT_HOME', 'BE', 6, '06'),
              code('LOCAL_FOREIGN_VAT', 'NL', 21, 'NL21'),
              code('LOCAL_FOREIGN_VAT', 'NL', 9, 'NL09'),
            ]
          : []),
        code('OSS', 'NL', 21, 'NL21'),
        code('OSS', 'NL', 9, 'NL09'),
        code('OSS', 'DE', 19, 'DE19'),
        code('OSS', 'DE', 7, 'DE07'),
        code('OSS', 'FR', 20, 'FR20'),
        code('OSS', 'LU', 17, 'LU17'),
      ],
    },
  }
}

export async function connect(
  ports: Ports,
  network: Network,
  setting: Setting & SettingsChange,
  at: { shop: number; dossierId: number },
): Promise<Account> {
  const name = `Bedrijf ${at.shop + 1}`
  const tenantId = await ports.store.directory.findOrAddTenant(name, ports.random.id(), await ports.clock.now())
  const company = { tenantId, name }
  const parsed = parseConnectionFile(connectionFile(network, setting, at), {
    today: ports.calendar.localDate(network.timeline.now),
    secrets: 'required',
    kinds: ports.kinds,
  })
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.faults))
  const { kinds, settings } = parsed
  const file = { kinds, settings, credentials: parsed.credentials as Credentials, by: 'world' }
  const saved = await addConnection(ports, company, file)
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved.faults))
  return { company, connectionId: saved.view.id, ...at }
}

export async function perform(actors: Actors, act: Act): Promise<string> {
  const { network } = actors
  network.world.clock.set(network.timeline.now, 0)
  try {
    return (await performNow(actors, act)) ?? 'done'
  } catch (error) {
    // The worlds say in words why a person cannot do it; everything else is a defect.
    const message = error instanceof Error ? error.message : String(error)
    if (/^(?:no |nothing |only |order |the )/u.test(message)) return `not possible: ${message}`
    throw error
  } finally {
    network.changed()
  }
}

async function performNow(actors: Actors, act: Act): Promise<string | undefined> {
  const { network } = actors
  switch (act.act) {
    case 'order':
      shopOf(network).placeOrder(orderSpec(act), act.company ?? 0)
      return undefined
    case 'ship':
      shopOf(network).ship(act.order, act.parts === 'all' ? [] : act.parts)
      return undefined
    case 'cancel':
      shopOf(network).cancel(act.order, [{ item: act.item }])
      return undefined
    case 'price':
      shopOf(network).changePrice(act.order, { item: act.item, unitCents: act.unitCents })
      actors.repriced.add(act.order)
      return undefined
    case 'return': {
      const { item, quantity, handledAfter: handledAfterMinutes } = act
      shopOf(network).return(act.order, { item, quantity, handledAfterMinutes })
      return undefined
    }
    case 'settle':
      return issueSettlement(actors, act)
    case 'advertise':
      return advertise(actors, act)
    case 'pay':
      return pay(actors, act)
    case 'enterAnew':
      return enterAnew(actors)
    case 'hand':
      hand(network, { ...act.action, dossier: firstOf(actors).dossierId })
      return undefined
    case 'sick': {
      const from = network.timeline.now
      const until = act.forEver === true ? Number.POSITIVE_INFINITY : from + act.minutes * 60_000
      network.sick.push({ order: act.order, how: act.how, from, until })
      return undefined
    }
    case 'mishap':
      return befall(actors, act)
    case 'look':
      return look(actors, act.code)
    case 'outage': {
      const from = network.timeline.now
      network.outages.push({
        side: act.side,
        from,
        until: from + act.minutes * 60_000,
        how: act.how,
        only: act.only ?? '',
      })
      return undefined
    }
    case 'clockJump':
      actors.jumpClock(act.worker, act.minutes)
      return undefined
    case 'stopAndStart':
      actors.stop(act.worker)
      return undefined
    case 'retryAll':
    case 'resaveSettings':
    case 'resaveKeys':
    case 'pause':
    case 'resume':
    case 'skip':
    case 'changeSettings':
      return operate(actors, act)
    case 'revokeKeys':
      return revoke(actors, act)
    default:
      return keepBooks(actors, act)
  }
}

function orderSpec(act: Extract<Act, { act: 'order' }>): OrderSpec {
  const billTo = act.business ? { billTo: { company: 'Voorbeeld BV' } } : {}
  return { orderId: act.order, country: act.country, business: act.business, items: act.items, ...billTo }
}

async function operate(actors: Actors, act: Act): Promise<string> {
  const { ports } = actors
  const { company, connectionId } = firstOf(actors)
  if (act.act === 'retryAll') {
    const { taken, notTaken } = await retryDocuments(ports, company.tenantId, { kind: 'all' })
    return `taken ${taken}, not taken ${notTaken.length}`
  }
  if (act.act === 'skip') {
    const result = await skipOrder(ports, company.tenantId, connectionId, { orderId: act.order, reason: 'Proef' })
    if (result.done) actors.skipped.add(act.order)
    return result.done ? 'skipped' : (result.faults[0]?.message ?? 'not skipped')
  }
  if (act.act === 'pause') return (await pauseConnection(ports, company, connectionId)).state
  if (act.act === 'resume') return (await resumeConnection(ports, company, connectionId)).state
  if (act.act === 'changeSettings') change(actors, act.to)
  return saveAgain(actors, firstOf(actors), act.act === 'resaveKeys')
}

/** From now on these are the settings; what was so before is remembered, for what was begun keeps its way. */
function change({ setting, had }: Actors, to: SettingsChange): void {
  Object.assign(setting, to)
  had.changes += 1
  had.on.add(setting.on)
  had.targets.add(setting.target)
  had.consumers.add(setting.consumers ?? 'perOrder')
  had.startsAfterDays = Math.max(had.startsAfterDays, setting.startsAfterDays ?? 0)
}

async function look({ ports, accounts }: Actors, code: ProblemCode): Promise<string> {
  const { company, connectionId } = accounts[0] as Account
  const open = await ports.store.forTenant(company.tenantId).transaction((tx) => tx.problems.open(connectionId))
  const codes = open.map((problem) => problem.code)
  if (!codes.includes(code)) throw new Error(`${code} is not among the problems: ${codes.join(', ')}`)
  return code
}

async function saveAgain(actors: Actors, account: Account, withKeys: boolean): Promise<string> {
  const { ports, network, setting } = actors
  const parsed = parseConnectionFile(connectionFile(network, setting, account), {
    today: ports.calendar.localDate(network.timeline.now),
    secrets: 'optional',
    kinds: ports.kinds,
  })
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.faults))
  actors.saves += 1
  const saved = await updateConnection(ports, account.company, account.connectionId, {
    kinds: parsed.kinds,
    settings: parsed.settings,
    credentials: withKeys ? parsed.credentials : {},
    by: 'world',
    reason: 'Proef',
  })
  return saved.kind
}

/** The keys stop working; after a while somebody gives the product the new ones. */
async function revoke(actors: Actors, act: Extract<Act, { act: 'revokeKeys' }>): Promise<string> {
  const { network, accounts } = actors
  const shop = network.bol.shops[firstOf(actors).shop]
  const password = `Ander-geheim-${act.at}`
  if (act.side === 'octopus') {
    hand(network, { action: 'changePassword', password })
    network.octopus.access.userPassword = password
  } else network.bol.change({ withdrawn: [shop?.clientId] })
  network.timeline.at(network.timeline.now + act.minutes * 60_000, () => {
    if (act.side === 'bol') network.bol.change({ withdrawn: [] })
    void perform(actors, { at: act.at, act: 'resaveKeys' })
    // The password is one user's; whoever keeps the books of several gives it to each.
    if (act.side === 'octopus') for (const other of accounts.slice(1)) void saveAgain(actors, other, true)
  })
  return 'revoked'
}

/** The bookkeeper on the screen of the paper ledger. */
function keepPaper(actors: Actors, paper: PaperLedger, act: Act): string | undefined {
  const { dossierId } = firstOf(actors)
  const { touched } = actors
  switch (act.act) {
    case 'bookByHand':
      paper.byHand(dossierId, { what: 'book', order: act.order ?? '' })
      if (act.order !== null) touched.add(act.order)
      return undefined
    case 'changeByHand':
    case 'deleteByHand':
    case 'deleteLastByHand': {
      const what = act.act === 'changeByHand' ? 'change' : 'delete'
      const order = paper.byHand(dossierId, { what, nth: Math.max(1, act.nth) })
      if (order !== null) touched.add(order)
      return order ?? 'nothing there'
    }
    default:
      return undefined
  }
}

/** The bookkeeper in Octopus' own program. */
function keepBooks(actors: Actors, act: Act): string | undefined {
  const { network, setting } = actors
  const account = firstOf(actors)
  const dossier = account.dossierId
  if (network.paper !== null) return keepPaper(actors, network.paper, act)
  const journal = journalsOf(setting)[setting.target]
  const live = network.octopus.ledger(dossier).filter((row) => row.journal === journal && row.madeBy === 'api')
  const all = network.octopus.ledger(dossier).filter((row) => row.journal === journal)
  switch (act.act) {
    case 'bookByHand':
      hand(network, {
        action: 'book',
        dossier,
        journal: act.journal,
        ...(act.order === null ? {} : { comment: `bol ${act.order}` }),
      })
      if (act.order !== null) actors.touched.add(act.order)
      return undefined
    case 'changeByHand': {
      const row = live[(act.nth - 1) % Math.max(1, live.length)]
      if (row === undefined) return 'nothing to change'
      actors.touched.add(row.orderReference)
      hand(network, {
        action: 'change',
        dossier,
        bookyear: row.bookyearId,
        journal,
        number: row.number,
        amountCents: row.amountCents + handAddsCents,
        account: 700000,
        vatCode: '21',
      })
      return `${row.reference}`
    }
    case 'deleteByHand':
    case 'deleteLastByHand': {
      const row = act.act === 'deleteByHand' ? live[(act.nth - 1) % Math.max(1, live.length)] : all.at(-1)
      if (row === undefined) return 'nothing to delete'
      if (row.madeBy === 'api') actors.touched.add(row.orderReference)
      hand(network, { action: 'delete', dossier, bookyear: row.bookyearId, journal, number: row.number })
      return `${row.journal} ${row.number} ${row.reference}`
    }
    case 'unmatchByHand':
      return unmatchByHand(actors, account, act.nth)
    case 'openJournal':
      hand(network, { action: 'openOnScreen', dossier, journal, minutes: act.minutes })
      return undefined
    case 'closeJournal':
    case 'closePeriod': {
      const closes =
        act.act === 'closeJournal'
          ? { action: 'closeJournal', dossier, journal }
          : { action: 'closePeriod', dossier, journal, period: periodOf(network, account) }
      // Opened again in the year in which it was closed, also after New Year.
      const { done } = hand(network, closes) as { done: { bookyear: number }[] }
      const bookyear = done[0]?.bookyear
      network.timeline.at(network.timeline.now + act.minutes * 60_000, () => {
        network.world.clock.set(network.timeline.now, 0)
        hand(network, { action: 'reopenJournal', dossier, journal, bookyear })
      })
      return undefined
    }
    default:
      return undefined
  }
}
