/** Administration of the simulated Octopus, below `/sandbox/octopus`: reading the books, switches, the bookkeeper. */

import { localDate } from '../bol/local-time.ts'
import { inputOf } from './admin-input.ts'
import { balancingsOf } from './balancings.ts'
import { doByHand } from './bookkeeper.ts'
import { deletedOf, ledgerOf } from './ledger.ts'
import { counters } from './quotas.ts'
import { relationRow } from './relations.ts'
import { changeSettings } from './settings.ts'
import type { OctopusState } from './state.ts'

/**
 * `GET /ledger`, `GET /balancings`, `GET /relations`, `GET /dossiers` (of one dossier: `?dossier=N`, or `/N` behind the path),
 * `GET /counters`, `GET|POST /settings`, `POST /bookkeeper` (an action or a list of them). Undefined: no such thing;
 * throws with a text on a wrong input.
 */
export function administer(
  state: OctopusState,
  call: { method: string; path: string; body: unknown; now: number },
): unknown {
  const { method, body, now } = call
  const { name, dossierId } = targetOf(call.path)
  switch (`${method} ${name}`) {
    case 'GET /ledger':
      return { documents: ledgerOf(state, dossierId), deleted: deletedOf(state, dossierId) }
    case 'GET /balancings':
      return { balancings: balancingsOf(state, dossierId) }
    case 'GET /relations':
      return { relations: relationsOf(state, dossierId) }
    case 'GET /dossiers':
      return { dossiers: dossiersOf(state, dossierId, now) }
    case 'GET /counters':
      return {
        counters: counters(state, now),
        refused: state.usage.refused,
        failedLogins: state.logins.failures.length,
        userLocked: state.logins.locked,
        pendingCommits: state.pending.map(({ due }) => due),
      }
    case 'GET /settings':
      return state.settings
    case 'POST /settings':
      changeSettings(state.settings, inputOf(body))
      state.calendarDay = ''
      return state.settings
    case 'POST /bookkeeper':
      return { done: (Array.isArray(body) ? body : [body]).map((action: unknown) => doByHand(state, action, now)) }
    default:
      return undefined
  }
}

function targetOf(path: string): { name: string; dossierId: number | undefined } {
  const [place = '', query = ''] = path.split('?')
  const [, name = place, behind] = /^(\/\w+)\/(\d+)$/.exec(place) ?? []
  const asked = behind ?? new URLSearchParams(query).get('dossier') ?? undefined
  if (asked === undefined) return { name, dossierId: undefined }
  if (!/^\d+$/.test(asked)) throw new Error('dossier must be a whole number')
  return { name, dossierId: Number(asked) }
}

function relationsOf(state: OctopusState, dossierId: number | undefined): unknown[] {
  return [...state.dossiers.values()]
    .filter((dossier) => dossierId === undefined || dossier.id === dossierId)
    .flatMap((dossier) =>
      [...dossier.relations.values()].map((relation) => ({
        dossier: dossier.id,
        id: relation.id,
        madeBy: relation.madeBy,
        changedAt: relation.change.at,
        ...relationRow(relation),
      })),
    )
}

/** What a person would see on the screen: years, journals and their last numbers. */
function dossiersOf(state: OctopusState, dossierId: number | undefined, now: number): unknown[] {
  return [...state.dossiers.values()]
    .filter((dossier) => dossierId === undefined || dossier.id === dossierId)
    .map(({ id, name, disabled, invoicingModule, dmsAccess, bookYears }) => ({
      id,
      name,
      disabled,
      invoicingModule,
      dmsAccess,
      today: localDate(now),
      bookyears: bookYears.map((year) => ({
        id: year.id,
        year: year.description,
        closed: year.closed,
        journals: year.journals.map((journal) => ({
          key: journal.key,
          name: journal.name,
          insertionType: journal.insertionType,
          lastNumber: journal.lastNumber,
          closed: journal.closed,
          closedPeriod: journal.closedPeriod,
          protectedPeriod: journal.protectedPeriod,
          openOnScreen: journal.openUntil > now,
        })),
      })),
    }))
}
