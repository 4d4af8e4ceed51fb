/** The sandbox as the benchmark speaks to it. */
import type { ChildProcess } from 'node:child_process'
import { request } from 'node:http'

export interface Shop {
  clientId: string
  clientSecret: string
  dossierId: number
}

export interface Access extends Shop {
  bolLogin: string
  bol: string
  octopus: string
  softwareHouse: string
  user: string
  userPassword: string
  control: string
  shops?: Shop[]
}

export interface Sandbox {
  access: Access
  shops: Shop[]
  child: ChildProcess
}

export interface CallCounts {
  routes: Record<string, Record<string, number>>
  firstAt: number | null
  lastAt: number | null
}

export function control(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request(`${sandbox.access.control}${path}`, { method }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString() || 'null')))
    })
    call.on('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
