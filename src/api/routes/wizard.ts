import { z } from 'zod'
import { withoutPaste } from '../../app/setup/connection-file-schema.ts'
import { dryRun } from '../../app/show/dry-run.ts'
import { proposeForFile } from '../../app/setup/propose-for-file.ts'
import { listDossiers, readDossier, tryMarketplaceKeys } from '../../app/setup/try-keys.ts'
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
const name = pasted.transform(withoutPaste).pipe(z.string().min(1).max(500))
/** Empty: the one that this session typed with the same login. */
const secret = pasted.transform(withoutPaste).pipe(z.string().max(500))
const bolShape = z.strictObject({ clientId: name, clientSecret: secret })
const userShape = z.strictObject({ user: name, password: secret })
/** With the client id or the user that it was typed with. */
const keptSecret = z.strictObject({ of: name, value: name })
const draftShape = z.strictObject({
  state: z.unknown(),
  secrets: z.strictObject({ clientSecret: keptSecret.optional(), password: keptSecret.optional() }),
})
const dossierShape = userShape.extend({ dossierId: z.int().min(1) })

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

/** @throws Refused where a secret is left empty and none is kept for this session */
async function filledKeys<T extends object>(asked: Asked, tenantId: string, given: T): Promise<T> {
  const keys = await withKeptSecrets(asked.ports, { tenantId, token: tokenOf(asked) }, given)
  const missing = Object.entries(keys).filter(([, value]) => value === '')
  if (missing.length > 0)
    throw new Refused(
      400,
      missing.map(([path]) => fault(path, 'missing')),
    )
  return keys
}

export const wizardRoutes = [
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
    path: '/wizard/bol',
    needs: 'owner',
    about: 'Tries the keys of a bol.com account.',
    body: bolShape,
    async answer(asked) {
      const { tenantId } = await companyToMake(asked)
      const keys = await filledKeys(asked, tenantId, await bodyOf(asked, bolShape))
      return asked.context.json(await tryMarketplaceKeys(asked.ports, tenantId, keys))
    },
  },
  {
    method: 'POST',
    path: '/wizard/octopus',
    needs: 'owner',
    about: 'Tries an Octopus user and lists its dossiers.',
    body: userShape,
    async answer(asked) {
      const { tenantId } = await companyToMake(asked)
      const user = await filledKeys(asked, tenantId, await bodyOf(asked, userShape))
      return asked.context.json(await listDossiers(asked.ports, tenantId, user))
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
      const { dossierId, ...user } = await filledKeys(asked, tenantId, await bodyOf(asked, dossierShape))
      return asked.context.json(await readDossier(asked.ports, tenantId, { user, dossierId }))
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
