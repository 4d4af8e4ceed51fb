import { z } from 'zod'
import { dryRun } from '../../app/dry-run.ts'
import { proposeForFile } from '../../app/propose-for-file.ts'
import { listDossiers, readDossier, tryMarketplaceKeys } from '../../app/try-keys.ts'
import type { VatCode } from '../../domain/ledger.ts'
import { bodyOf, companyOf, companyToMake, connectionOf, type Route } from '../route.ts'

const secret = z.string().min(1).max(500)
const bolShape = z.object({ clientId: secret, clientSecret: secret })
const userShape = z.object({ user: secret, password: secret })
const dossierShape = userShape.extend({ dossierId: z.int().min(1) })

const codesShape = z.object({
  file: z.unknown(),
  vatCodes: z
    .array(
      z.object({
        code: z.string(),
        description: z.string(),
        type: z.custom<VatCode['type']>((value) => typeof value === 'string'),
        rateBp: z.int(),
        defaultAccount: z.int().nullable(),
      }),
    )
    .max(2000),
  accounts: z.array(z.object({ account: z.int(), name: z.string() })).max(20_000),
})

export const wizardRoutes: Route[] = [
  {
    method: 'POST',
    path: '/wizard/bol',
    needs: 'owner',
    about: 'Tries the keys of a bol.com account.',
    body: bolShape,
    async answer(asked) {
      const { tenantId } = await companyToMake(asked)
      return asked.context.json(await tryMarketplaceKeys(asked.ports, tenantId, await bodyOf(asked, bolShape)))
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
      return asked.context.json(await listDossiers(asked.ports, tenantId, await bodyOf(asked, userShape)))
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
      const { dossierId, ...user } = await bodyOf(asked, dossierShape)
      return asked.context.json(await readDossier(asked.ports, tenantId, { user, dossierId }))
    },
  },
  {
    method: 'POST',
    path: '/wizard/codes',
    needs: 'owner',
    about: 'Proposes VAT codes and accounts for a file.',
    body: codesShape,
    async answer(asked) {
      return asked.context.json(await proposeForFile(asked.ports, await bodyOf(asked, codesShape)))
    },
  },
  {
    /** What would be booked. Nothing is sent. */
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
]
