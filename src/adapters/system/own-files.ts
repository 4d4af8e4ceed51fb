/** Files that an installation makes for itself on its first start: its key and its marker, readable by its own user only. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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
    writeFileSync(file, make(), { flag: 'wx', mode: 0o600, flush: true })
    flushFolder(path.dirname(file))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file, 'utf8').trim()
}

/** A new name is on disk only when its folder is: a key that seals must not be lost with the power. Windows cannot open a folder. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

export function ownKey(dataDir: string): Buffer {
  const key = Buffer.from(
    readOrMake(path.join(dataDir, keyFile), () => randomBytes(32).toString('base64')),
    'base64',
  )
  if (key.length !== 32)
    throw new Error(`${path.join(dataDir, 'secret-key')} does not hold a key of 32 bytes: put the right file back`)
  return key
}

const keyFile = 'secret-key'
/** The key that a rotation is going over to: from its first byte until it takes the place of the other one. */
const nextKeyFile = 'secret-key.next'

/** Keys that a rotation in this folder was cut off with, and those of finished ones: they still open what they sealed. */
export function ownOldKeys(dataDir: string): Buffer[] {
  if (!existsSync(dataDir)) return []
  return readdirSync(dataDir)
    .filter((name) => name === nextKeyFile || name.startsWith(`${keyFile}.before-`))
    .map((name) => Buffer.from(readFileSync(path.join(dataDir, name), 'utf8').trim(), 'base64'))
    .filter((key) => key.length === 32)
}

/** The key to go over to; the one of an earlier rotation that was cut off, if there is one. */
export function makeNextKey(dataDir: string): Buffer {
  return Buffer.from(
    readOrMake(path.join(dataDir, nextKeyFile), () => randomBytes(32).toString('base64')),
    'base64',
  )
}

/** Ends a rotation. The old key stays beside it: copies that were made before need it. @returns the old key's file */
export function takeNextKey(dataDir: string, moment: string): string {
  const old = path.join(dataDir, `${keyFile}.before-${moment}`)
  writeFileSync(old, readFileSync(path.join(dataDir, keyFile)), { flag: 'wx', mode: 0o600, flush: true })
  renameSync(path.join(dataDir, nextKeyFile), path.join(dataDir, keyFile))
  flushFolder(dataDir)
  return old
}

export function ownInstallationId(dataDir: string): string {
  return readOrMake(path.join(dataDir, 'installation-id'), () => randomUUID())
}

const firstSignInFile = 'first-sign-in'

/** @returns the path of the file with the code, readable by the owner of the folder alone */
export function keepFirstSignIn(dataDir: string, code: string): string {
  openDataDir(dataDir)
  const file = path.join(dataDir, firstSignInFile)
  rmSync(file, { force: true })
  writeFileSync(file, `${code}\n`, { mode: 0o600, flag: 'wx' })
  return file
}

export function forgetFirstSignIn(dataDir: string): void {
  rmSync(path.join(dataDir, firstSignInFile), { force: true })
}
