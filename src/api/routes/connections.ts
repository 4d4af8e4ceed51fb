import { z } from 'zod'
import { parseConnectionFile } from '../../app/connection-file.ts'
import { connectionAsFile, pauseConnection, resumeConnection } from '../../app/connections.ts'
import { listRevisions } from '../../app/revisions.ts'
import { addConnection, updateConnection } from '../../app/save-connection.ts'
import { bodyOf, companyOf, connectionOf, nameOf, Refused, type Asked, type Route } from '../route.ts'

const fileShape = z.object({ file: z.unknown(), reason: z.string().max(500).nullish() })

async function today({ ports }: Asked): Promise<string> {
  return ports.calendar.localDate(await ports.clock.now())
}

export const connectionRoutes: Route[] = [
  {
    /** A new connection from its file. It is saved paused: nothing is booked before somebody says so. */
    method: 'POST',
    path: '/connections',
    needs: 'owner',
    async answer(asked) {
      const company = await companyOf(asked)
      const { file } = await bodyOf(asked, fileShape)
      const parsed = parseConnectionFile(file, { today: await today(asked), secrets: 'required' })
      if (parsed.kind === 'faults') throw new Refused(400, parsed.faults)
      const credentials = parsed.credentials as Parameters<typeof addConnection>[2]['credentials']
      const saved = await addConnection(asked.ports, company, {
        settings: parsed.settings,
        credentials,
        by: nameOf(asked.visitor),
        paused: true,
      })
      if (saved.kind === 'refused') throw new Refused(409, saved.faults)
      return asked.context.json({ view: saved.view, lines: saved.lines })
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/file',
    needs: 'reader',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const [file, revisions] = await Promise.all([
        connectionAsFile(asked.ports, company, connectionId),
        listRevisions(asked.ports, company.tenantId, connectionId),
      ])
      return asked.context.json({ file, revisions })
    },
  },
  {
    method: 'PUT',
    path: '/connections/:connection/file',
    needs: 'owner',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const { file, reason } = await bodyOf(asked, fileShape)
      const parsed = parseConnectionFile(file, { today: await today(asked), secrets: 'optional' })
      if (parsed.kind === 'faults') throw new Refused(400, parsed.faults)
      const { settings, credentials } = parsed
      const change = { settings, credentials, by: nameOf(asked.visitor), reason: reason ?? null }
      const saved = await updateConnection(asked.ports, company, connectionId, change)
      if (saved.kind === 'refused') throw new Refused(409, saved.faults)
      return asked.context.json({ view: saved.view, lines: saved.lines })
    },
  },
  ...(['pause', 'resume'] as const).map((verb): Route => ({
    method: 'POST',
    path: `/connections/:connection/${verb}`,
    needs: 'owner',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const change = verb === 'pause' ? pauseConnection : resumeConnection
      return asked.context.json(await change(asked.ports, company, connectionId))
    },
  })),
]
