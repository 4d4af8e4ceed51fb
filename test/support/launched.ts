/** `./tentakel start` in one role, as people and systemd start it: what the launcher sets is part of it. */
import { spawn } from 'node:child_process'
import path from 'node:path'

export interface Launched {
  pid: number
  /** Of the web app; a worker has none. */
  address: string
  stop(): Promise<void>
}

export async function launch(role: string, environment: NodeJS.ProcessEnv): Promise<Launched> {
  const child = spawn(path.resolve(import.meta.dirname, '../../tentakel'), ['start', '--role', role], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const address = await new Promise<string>((resolve) => {
    let text = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = new RegExp(`Tentakel ${role}: (http\\S+|no web address),`, 'u').exec(text)
      if (found !== null) resolve(found[1] as string)
    })
  })
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
  return { pid: child.pid as number, address, stop }
}

/** @returns false when it does not hold in that time; a first start builds the pages */
export async function until(holds: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (let tries = 0; tries < 2 * seconds; tries += 1) {
    if (await holds().catch(() => false)) return true
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return false
}
