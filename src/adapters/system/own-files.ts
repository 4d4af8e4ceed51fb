/** What an installation makes for itself on its first start: its key and its marker, readable by its own user only. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'

export function openDataDir(dataDir: string): void {
  if (existsSync(dataDir)) return
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  chmodSync(dataDir, 0o700)
}

/** Reads the file, or makes it with these contents; two processes that come at once end with the same one. */
function readOrMake(file: string, make: () => string): string {
  try {
    writeFileSync(file, make(), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file, 'utf8').trim()
}

export function ownKey(dataDir: string): Buffer {
  const key = Buffer.from(
    readOrMake(path.join(dataDir, 'secret-key'), () => randomBytes(32).toString('base64')),
    'base64',
  )
  if (key.length !== 32)
    throw new Error(`${path.join(dataDir, 'secret-key')} does not hold a key of 32 bytes: put the right file back`)
  return key
}

export function ownInstallationId(dataDir: string): string {
  return readOrMake(path.join(dataDir, 'installation-id'), () => randomUUID())
}
