import { z } from 'zod'
import { dryRun } from '../../app/dry-run.ts'
import { listDossiers, readDossier, tryMarketplaceKeys } from '../../app/try-keys.ts'
import { bodyOf, companyOf, connectionOf, type Route } from '../route.ts'

const secret = z.string().min(1).max(500)
const bolShape = z.object({ clientId: secret, clientSecret: secret })
const userShape = z.object({ user: secret, password: secret })

export const wizardRoutes: Route[] = [
  {
    method: 'POST',
    path: '/wizard/bol',
    needs: 'operator',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      return asked.context.json(await tryMarketplaceKeys(asked.ports, tenantId, await bodyOf(asked, bolShape)))
    },
  },
  {
    method: 'POST',
    path: '/wizard/octopus',
    needs: 'operator',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      return asked.context.json(await listDossiers(asked.ports, tenantId, await bodyOf(asked, userShape)))
    },
  },
  {
    method: 'POST',
    path: '/wizard/dossier',
    needs: 'operator',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { dossierId, ...user } = await bodyOf(asked, userShape.extend({ dossierId: z.int().min(1) }))
      return asked.context.json(await readDossier(asked.ports, tenantId, { user, dossierId }))
    },
  },
  {
    /** What would be booked. Nothing is sent. */
    method: 'POST',
    path: '/connections/:connection/dry-run',
    needs: 'operator',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      return asked.context.json(await dryRun(asked.ports, { tenantId: company.tenantId, connectionId }))
    },
  },
]
