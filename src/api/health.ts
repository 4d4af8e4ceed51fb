/** `/livez`, `/readyz` on both ports; `/metrics` only on its own. */
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Ports } from '../app/run/ports.ts'
import { boundConnections } from './connections.ts'
import type { Metrics } from './metrics.ts'

interface Place {
  port: number
  host: string
}

export interface Health {
  address: string | null
  metricsAddress: string
  close(): Promise<void>
}

const readyWithinMs = 1000
/** The largest body that is taken, a megabyte, comes within half a minute where people work. */
const waits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
}

/** @throws the system's own error when one of the places cannot be listened on */
export async function startHealth(
  ports: Ports,
  options: {
    web: Place | null
    metrics: Place
    isReady: () => boolean
    mount?: (app: Hono) => void
    /** A proxy that the operator named: all people come from its address. */
    mayHoldMany?: (address: string) => boolean
    /** Tests alone have less patience. */
    waits?: Partial<typeof waits>
  },
): Promise<Health> {
  const metrics = Promise.withResolvers<Metrics>()
  const metricsApp = healthRoutes(ports, options.isReady)
  metricsApp.get('/metrics', async (context) => {
    const figures = await metrics.promise
    return context.body(await figures.text(), 200, { 'content-type': figures.contentType })
  })
  const servers: Server[] = []
  const listen = async (app: Hono, place: Place): Promise<string> => {
    const listener = getRequestListener(app.fetch)
    const server = createServer({ ...waits, ...options.waits }, (request, response) => void listener(request, response))
    boundConnections(server, options.mayHoldMany)
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(place.port, place.host, resolve))
    servers.push(server)
    const address = server.address()
    return `http://${place.host}:${typeof address === 'object' && address !== null ? address.port : place.port}`
  }
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closeServer)))
  try {
    const webApp = healthRoutes(ports, options.isReady)
    options.mount?.(webApp)
    const address = options.web === null ? null : await listen(webApp, options.web)
    const metricsAddress = await listen(metricsApp, options.metrics)
    // A readiness check need not wait for the process's figures.
    void import('./metrics.ts').then(({ metricsOf }) => metrics.resolve(metricsOf(ports)), metrics.reject)
    return { address, metricsAddress, close }
  } catch (error) {
    await close()
    throw error
  }
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

function healthRoutes(ports: Ports, isReady: () => boolean): Hono {
  const app = new Hono()
  app.use(secureHeaders({ strictTransportSecurity: 'max-age=31536000; includeSubDomains' }))
  app.get('/livez', (context) => context.json({ alive: true }))
  app.get('/readyz', async (context) => {
    const ready = isReady() && (await answers(ports))
    return context.json({ ready }, ready ? 200 : 503)
  })
  return app
}

async function answers(ports: Ports): Promise<boolean> {
  const late = ports.clock.pause(readyWithinMs).then(() => false)
  const query = ports.store.directory.tenants().then(
    () => true,
    () => false,
  )
  return Promise.race([query, late])
}
