/** Asks a process of ours on this machine whether it is ready. */
import { request } from 'node:http'

const answerMs = 3000

/** @returns also false when there is no answer */
export function askReady({ host, port }: { host: string; port: number }): Promise<boolean> {
  // A process that listens at all addresses answers at this machine's own.
  const own = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return new Promise((resolve) => {
    const asked = request({ host: own, port, path: '/readyz', timeout: answerMs }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.once('timeout', () => asked.destroy())
    asked.once('error', () => resolve(false))
    asked.end()
  })
}
