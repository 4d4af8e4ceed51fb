import { z } from 'zod'
import { withoutPaste } from '../../app/setup/connection-file-schema.ts'
import { dryRun } from '../../app/show/dry-run.ts'
import { proposeForFile } from '../../app/setup/propose-for-file.ts'
import { fieldsOf, placeInFile } from '../../app/setup/kinds-in-file.ts'
import { listDossiers, readDossier, trySourceKeys } from '../../app/setup/try-keys.ts'
import type { KindInFile, Keys, Side } from '../../domain/kinds.ts'
import type { VatCode } from '../../domain/ledger/ledger.ts'
import { forgetWizardDraft, keepWizardDraft, withKeptSecrets, wizardDraft } from '../../app/setup/wizard-draft.ts'
import { fault } from '../../domain/message/message.ts'
import {
  bodyOf,
  companyOf,
  companyToMake,
  connectionOf,
  nameOf,
  Refused,
  tokenOf,
  type Asked,
  type Route,
} from '../route.ts'

/** The accounts of a large dossier go along. */
const dossierMaxBytes = 1_000_000
const pasted = z.string().max(2000)
const value = pasted.transform(withoutPaste).pipe(z.string().max(500))
const fieldName = z.string().max(100)
const keysShape = z.strictObject({
  /** Absent: the usual one. */
  kind: fieldName.optional(),
  /** By field. A secret that is empty: the one that this session typed for the same holder. */
  keys: z.record(fieldName, value),
})
/** With what names the holder of the keys that it was typed with, a line for each field. */
const keptSecret = z.strictObject({
  of: pasted.transform((lines) => lines.split('\n').map(withoutPaste).join('\n')),
  value: value.pipe(z.string().min(1)),
})
const draftShape = z.strictObject({ state: z.unknown(), secrets: z.record(z.string().max(300), keptSecret) })
const dossierShape = keysShape.extend({ dossierId: z.int().min(1) })

const codesShape = z.strictObject({
  file: z.unknown(),
  vatCodes: z
    .array(
      z.strictObject({
        code: z.string().max(200),
        description: z.string().max(1000),
        type: z.custom<VatCode['type']>((value) => typeof value === 'string' && value.length <= 20),
        rateBp: z.int(),
        defaultAccount: z.int().nullable(),
      }),
    )
    .max(2000),
  accounts: z.array(z.strictObject({ account: z.int(), name: z.string().max(1000) })).max(20_000),
})

/** @throws Refused for another kind or field, and where a secret is left empty and none is kept for this session */
async function filledKeys(
  asked: Asked,
  { tenantId, side }: { tenantId: string; side: Side },
  given: z.infer<typeof keysShape>,
): Promise<{ kind: string; keys: Keys }> {
  const { kinds } = asked.ports
  const kind = given.kind ?? kinds.usual[side]
  const names = (side === 'source' ? kinds.sources : kinds.ledgers).map((row) => row.name)
  if (!names.includes(kind)) throw new Refused(400, [fault('kind', 'notOneOf', { values: names.join(', ') })])
  const fields = fieldsOf(kinds, side, kind).map(({ name }) => name)
  const at = { tenantId, token: tokenOf(asked) }
  const keys = await withKeptSecrets(asked.ports, at, { side, kind, keys: given.keys })
  const faults = [
    ...fields.filter((field) => (keys[field] ?? '') === '').map((field) => fault(field, 'missing')),
    ...Object.keys(keys)
      .filter((field) => !fields.includes(field))
      .map((field) => fault(field, 'unknownKey')),
  ]
  if (faults.length > 0) throw new Refused(400, faults)
  return { kind, keys }
}

function shownKind({ ports }: Asked, side: Side, { name, credentials }: KindInFile) {
  return { name, place: placeInFile(ports.kinds, side, name), credentials }
}

export const wizardRoutes = [
  {
    method: 'GET',
    path: '/kinds',
    needs: 'reader',
    about: 'The kinds of shops and ledgers that a connection may have, and the fields of their keys.',
    answer(asked) {
      const { usual, sources, ledgers } = asked.ports.kinds
      const shown = {
        usual,
        source: sources.map((kind) => shownKind(asked, 'source', kind)),
        ledger: ledgers.map((kind) => shownKind(asked, 'ledger', kind)),
      }
      return Promise.resolve(asked.context.json(shown))
    },
  },
  {
    method: 'GET',
    path: '/wizard/draft',
    needs: 'owner',
    about: 'What was answered so far, without keys and passwords; null when nothing was.',
    async answer(asked) {
      const { tenantId } = await companyToMake(asked)
      return asked.context.json(await wizardDraft(asked.ports, { tenantId, token: tokenOf(asked) }))
    },
  },
  {
    method: 'PUT',
    path: '/wizard/draft',
    needs: 'owner',
    lasting: true,
    about:
      'Keeps what was answered so far; a key or password that is left out stays. One is used by the session that gave it, with the login that it was given with.',
    body: draftShape,
    bodyMaxBytes: dossierMaxBytes,
    async answer(asked) {
      const { tenantId } = await companyToMake(asked)
      const { state, secrets } = await bodyOf(asked, draftShape)
      const at = { tenantId, token: tokenOf(asked) }
      await keepWizardDraft(asked.ports, at, { state, secrets, by: nameOf(asked.visitor) })
      return asked.context.json({ kept: true })
    },
  },
  {
    method: 'DELETE',
    path: '/wizard/draft',
    needs: 'owner',
    about: 'Forgets what was answered so far.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      await forgetWizardDraft(asked.ports, tenantId)
      return asked.context.json({ forgotten: true })
    },
  },
  {
    method: 'POST',
    path: '/wizard/source',
    needs: 'owner',
    about: 'Tries the keys of a shop: of bol.com where no kind is named.',
    body: keysShape,
    async answer(asked) {
      const { tenantId } = await companyToMake(asked)
      const keys = await filledKeys(asked, { tenantId, side: 'source' }, await bodyOf(asked, keysShape))
      return asked.context.json(await trySourceKeys(asked.ports, tenantId, keys))
    },
  },
  {
    method: 'POST',
    path: '/wizard/ledger',
    needs: 'owner',
    about: 'Tries the keys of a ledger, of Octopus where no kind is named, and lists its dossiers.',
    body: keysShape,
    async answer(asked) {
      const { tenantId } = await companyToMake(asked)
      const keys = await filledKeys(asked, { tenantId, side: 'ledger' }, await bodyOf(asked, keysShape))
      return asked.context.json(await listDossiers(asked.ports, tenantId, keys))
    },
  },
  {
    method: 'POST',
    path: '/wizard/dossier',
    needs: 'owner',
    about: 'Reads a dossier: its prerequisites, journals, VAT codes and accounts.',
    body: dossierShape,
    async answer(asked) {
      const { tenantId } = await companyToMake(asked)
      const { dossierId, ...given } = await bodyOf(asked, dossierShape)
      const keys = await filledKeys(asked, { tenantId, side: 'ledger' }, given)
      return asked.context.json(await readDossier(asked.ports, tenantId, { ...keys, dossierId }))
    },
  },
  {
    method: 'POST',
    path: '/wizard/codes',
    needs: 'owner',
    about: 'Proposes VAT codes and accounts for a file.',
    body: codesShape,
    bodyMaxBytes: dossierMaxBytes,
    async answer(asked) {
      return asked.context.json(await proposeForFile(asked.ports, await bodyOf(asked, codesShape)))
    },
  },
  {
    /** Returns the documents that would be booked. Nothing is sent. */
    method: 'POST',
    path: '/connections/:connection/dry-run',
    needs: 'owner',
    about: 'The documents that the last 30 days would give. Nothing is sent.',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      return asked.context.json(await dryRun(asked.ports, { tenantId: company.tenantId, connectionId }))
    },
  },
] as const satisfies readonly Route[]
