/** The jobs that go over all companies: one minute's tick and one night, on a database where nothing is due. */
import { Client } from 'pg'
import { jobTable } from '../src/app/run/jobs.ts'
import { assemble } from '../src/assemble.ts'
import type { Queue } from '../src/ports/queue.ts'
import { fixtureConfig } from './fixture.ts'

export async function measureJobs(folder: string): Promise<void> {
  const product = await assemble(fixtureConfig(folder))
  const asked: string[] = []
  // Wakes nobody: what is measured is what it costs to find out who is to be woken.
  const queue = { enqueue: async ({ key }: { key: string }) => void asked.push(key) } as unknown as Queue
  try {
    const connections = await product.ports.store.directory.countActive()
    for (const name of ['tick', 'tick', 'tick', 'night', 'night'] as const) {
      const job = jobTable.find((row) => row.name === name)
      asked.length = 0
      const counted = countQueries()
      const started = performance.now()
      await job?.run(product.ports, queue, { name, key: 'all', data: {} })
      const took = performance.now() - started
      counted.stop()
      console.log(
        `${name} over ${connections} connections: ${took.toFixed(0)} ms, ${counted.queries()} queries, ${asked.length} woken`,
      )
    }
  } finally {
    await product.close()
  }
}

/** All that goes to the server from this process. */
function countQueries(): { queries(): number; stop(): void } {
  const prototype = Client.prototype as unknown as { query: (...values: unknown[]) => unknown }
  const own = prototype.query
  let queries = 0
  prototype.query = function query(this: unknown, ...values: unknown[]): unknown {
    queries += 1
    return own.apply(this, values)
  }
  return { queries: () => queries, stop: () => void (prototype.query = own) }
}
