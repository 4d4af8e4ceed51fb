import { z } from 'zod'
import { readChange } from '../../app/setup/changed-file.ts'
import { parseConnectionFile } from '../../app/setup/connection-file.ts'
import { connectionAsFile, pauseConnection, removeConnection, resumeConnection } from '../../app/setup/connections.ts'
import { loginCode } from '../../domain/login-code.ts'
import { dossierChoices } from '../../app/setup/dossier-choices.ts'
import { previewSettings } from '../../app/setup/preview-settings.ts'
import { listRevisions } from '../../app/setup/revisions.ts'
import type { Company } from '../../app/setup/connections.ts'
import { takeCredentialTry, type CredentialTry } from '../../app/setup/credential-tries.ts'
import { placeInFile, sides, type Credentials, type KindsOfFile } from '../../app/setup/kinds-in-file.ts'
import { addConnection, savesWait, updateConnection, type SaveResult } from '../../app/setup/save-connection.ts'
import { fileWithStoredKeys, leadsElsewhere } from '../../app/setup/stored-keys.ts'
import { fileWithKeptSecrets } from '../../app/setup/wizard-draft.ts'
import { fault } from '../../domain/message/message.ts'
import { isProblemCode } from '../../domain/problem/problem.ts'
import { fullProof, provenOrRefused, toldOrRefused } from '../passkey-site.ts'
import {
  accountOf,
  bodyOf,
  companyOf,
  connectionOf,
  isOnlyLetIn,
  nameOf,
  Refused,
  tokenOf,
  type Asked,
  type Route,
} from '../route.ts'

/** The number of differences shown; their count is given beside them. */
const differencesShownMax = 100
const fileShape = z.strictObject({
  file: z.unknown(),
  reason: z.string().max(500).nullish(),
  /** The number of the changed revision: refused where another one was saved since. */
  revision: z.number().int().min(1).nullish(),
})
/** Of a problem: only its orders are looked at. */
const previewShape = fileShape.extend({ problem: z.string().max(60).refine(isProblemCode).optional() })
/** Another login or dossier needs it: its buyers' data, and its books, go there from then on. */
const changeShape = fileShape.extend({ proof: fullProof.optional() })
/** A secret that another session kept needs it. */
const newShape = fileShape.extend({ proof: fullProof.optional() })
const nameShape = z.strictObject({ name: z.string().max(2000) })
/** A file with a rule for each of five thousand products. */
const fileMaxBytes = 512_000

/** Keys that are new, or were refused and are tried again by saving. */
async function credentialsToTry(
  { ports }: Asked,
  { tenantId }: Company,
  connectionId: string,
  given: Partial<Credentials>,
): Promise<Partial<Credentials>> {
  const [saved, connection] = await ports.store
    .forTenant(tenantId)
    .transaction((tx) => Promise.all([tx.connections.credentials(connectionId), tx.connections.get(connectionId)]))
  return {
    ...(connection?.marketplaceRefusal != null && saved !== null ? { marketplace: saved.marketplace } : {}),
    ...(connection?.ledgerRefusal != null && saved !== null ? { ledger: saved.ledger } : {}),
    ...given,
  }
}

/** Saves, within the company's hour. @throws Refused where too much was saved, or too many wrong keys were tried */
async function countedTries(
  { ports }: Asked,
  { tenantId }: Company,
  { kinds, credentials }: { kinds: KindsOfFile; credentials: Partial<Credentials> },
  save: () => Promise<SaveResult>,
): Promise<SaveResult> {
  const until = await savesWait(ports, tenantId)
  if (until !== null) throw new Refused(429, [fault('', 'tooManySaves')], until)
  const tries: { side: keyof Credentials; tried: CredentialTry }[] = []
  for (const { side, of } of sides) {
    const keys = credentials[of]
    if (keys === undefined) continue
    const tried = await takeCredentialTry(ports, tenantId, { side, kind: kinds[side], keys })
    if (tried.until !== null) {
      for (const before of tries) await before.tried.ended(false)
      throw new Refused(429, [fault(placeInFile(ports.kinds, side, kinds[side]), 'tooManyWrongKeys')], tried.until)
    }
    tries.push({ side: of, tried })
  }
  const saved = await save()
  const problems = saved.kind === 'saved' ? saved.view.problems : []
  for (const { side, tried } of tries) await tried.ended(problems.includes(loginCode[side]))
  return saved
}

/** Fills in the secrets that the wizard kept. @throws Refused where another session typed one, and there is no full proof */
async function fileToAdd(asked: Asked, { tenantId }: Company, given: z.infer<typeof newShape>): Promise<unknown> {
  const { file, isForeign } = await fileWithKeptSecrets(asked.ports, { tenantId, token: tokenOf(asked) }, given.file)
  if (!isForeign) return file
  // Whoever came by the terminal has no account to prove: the secrets are typed again.
  if (accountOf(asked.visitor) === null) return given.file
  await provenOrRefused(asked, given.proof)
  return file
}

export const connectionRoutes = [
  {
    /** Makes a new connection from its file. It is saved paused: nothing is booked before a user switches it on. */
    method: 'POST',
    path: '/connections',
    needs: 'owner',
    lasting: true,
    about:
      'A new connection from its file, as docs describe it. It is saved paused, and all owners get a mail. A secret that another session left with the wizard asks for full proof.',
    body: newShape,
    bodyMaxBytes: fileMaxBytes,
    async answer(asked) {
      const company = await companyOf(asked)
      const file = await fileToAdd(asked, company, await bodyOf(asked, newShape))
      const parsed = parseConnectionFile(file, {
        today: asked.ports.calendar.localDate(await asked.ports.clock.now()),
        secrets: 'required',
        kinds: asked.ports.kinds,
      })
      if (parsed.kind === 'faults') throw new Refused(400, parsed.faults)
      await toldOrRefused(asked, company.tenantId, { kind: 'connectionAdded', path: '' })
      const credentials = parsed.credentials as Parameters<typeof addConnection>[2]['credentials']
      const saved = await countedTries(asked, company, { kinds: parsed.kinds, credentials }, () =>
        addConnection(asked.ports, company, {
          kinds: parsed.kinds,
          settings: parsed.settings,
          credentials,
          by: nameOf(asked.visitor),
          paused: true,
          endsDraft: true,
        }),
      )
      if (saved.kind === 'refused') throw new Refused(409, saved.faults)
      return asked.context.json({ view: saved.view, lines: saved.lines })
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/file',
    needs: 'reader',
    about: "The connection's file without its secrets, and its revisions.",
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const [file, revisions] = await Promise.all([
        connectionAsFile(asked.ports, company, connectionId),
        listRevisions(asked.ports, company.tenantId, connectionId),
      ])
      if (file === null) throw new Refused(404)
      return asked.context.json({ file, revisions })
    },
  },
  {
    method: 'PUT',
    path: '/connections/:connection/file',
    needs: 'owner',
    about:
      'Saves the file as the next revision. Keys, passwords and the first day stay where they are left out; anything else that is left out takes its default. Another login, or other books, ask for full proof, and all owners get a mail.',
    body: changeShape,
    bodyMaxBytes: fileMaxBytes,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const { file: given, reason, revision, proof } = await bodyOf(asked, changeShape)
      const at = { tenantId: company.tenantId, connectionId }
      const { file, completedWith } = await fileWithStoredKeys(asked.ports, at, given)
      const parsed = await readChange(asked.ports, at, file)
      if (parsed.kind === 'faults') throw new Refused(400, parsed.faults)
      const { kinds, settings, credentials } = parsed
      const moves = await leadsElsewhere(asked.ports, at, { settings, credentials })
      // Keys, and where the books stand, outlast the owner's consent.
      if ((moves || Object.keys(credentials).length > 0) && isOnlyLetIn(asked, company)) throw new Refused(403)
      if (moves) {
        await provenOrRefused(asked, proof)
        await toldOrRefused(asked, company.tenantId, { kind: 'connectionMoved', path: '' })
      }
      const change = {
        kinds,
        settings,
        credentials,
        completedWith,
        by: nameOf(asked.visitor),
        reason: reason ?? null,
        basedOn: revision ?? null,
        stillMay: asked.stillMay,
      }
      const tried = await credentialsToTry(asked, company, connectionId, credentials)
      const saved = await countedTries(asked, company, { kinds, credentials: tried }, () =>
        updateConnection(asked.ports, company, connectionId, change),
      )
      if (saved.kind === 'refused') throw new Refused(409, saved.faults)
      return asked.context.json({ view: saved.view, lines: saved.lines })
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/revisions/:revision',
    needs: 'reader',
    about: 'The file of an earlier revision.',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const revision = Number(asked.context.req.param('revision'))
      const file =
        Number.isInteger(revision) && revision >= 1
          ? await connectionAsFile(asked.ports, company, connectionId, revision)
          : null
      if (file === null) throw new Refused(404)
      return asked.context.json({ file })
    },
  },
  {
    /** Journals, VAT codes and accounts to choose from; null while the dossier was never read. */
    method: 'GET',
    path: '/connections/:connection/dossier',
    needs: 'reader',
    about: 'Journals, VAT codes and accounts to choose from; null while the dossier was never read.',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      return asked.context.json(await dossierChoices(asked.ports, { tenantId: company.tenantId, connectionId }))
    },
  },
  {
    /** Returns the differences that these settings would make. Nothing is saved. */
    method: 'POST',
    path: '/connections/:connection/preview',
    needs: 'owner',
    about:
      'What would differ over the last 30 days with these settings, or for the orders of one problem. Nothing is saved.',
    body: previewShape,
    bodyMaxBytes: fileMaxBytes,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const { file, problem = null } = await bodyOf(asked, previewShape)
      const at = { tenantId: company.tenantId, connectionId }
      const parsed = await readChange(asked.ports, at, file)
      if (parsed.kind === 'faults') throw new Refused(400, parsed.faults)
      const result = await previewSettings(asked.ports, at, parsed.settings, problem)
      if (result.kind !== 'preview') return asked.context.json(result)
      const { differences, ...counts } = result.preview
      const preview = { ...counts, changed: differences.length, differences: differences.slice(0, differencesShownMax) }
      return asked.context.json({ kind: 'preview' as const, preview })
    },
  },
  {
    /** Order numbers and document keys stay; keys and passwords go. Its name is typed once more, against a slip of the hand. */
    method: 'POST',
    path: '/connections/:connection/remove',
    needs: 'owner',
    about: 'Removes the connection; its name is given once more.',
    body: nameShape,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const { name } = await bodyOf(asked, nameShape)
      const file = await connectionAsFile(asked.ports, company, connectionId)
      if (file?.['name'] !== name.trim()) throw new Refused(400, [fault('name', 'notItsName')])
      await removeConnection(asked.ports, company, connectionId)
      return asked.context.json({ removed: true })
    },
  },
  ...(['pause', 'resume'] as const).map((verb) => ({
    method: 'POST' as const,
    path: `/connections/:connection/${verb}` as const,
    needs: 'owner' as const,
    about: verb === 'pause' ? 'Stops polling and booking.' : 'Goes on; the period of the pause is read.',
    async answer(asked: Asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const change = verb === 'pause' ? pauseConnection : resumeConnection
      return asked.context.json(await change(asked.ports, company, connectionId))
    },
  })),
] as const satisfies readonly Route[]
