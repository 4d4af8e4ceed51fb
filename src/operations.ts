/** The operator's work on a whole installation: copies, keys, and what is kept of a company. Used by `main.ts` alone. */
import { createReadStream, createWriteStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { once } from 'node:events'
import { createGunzip, createGzip } from 'node:zlib'
import { eraseCompany } from './adapters/postgres/copies/erase-company.ts'
import { startEmbeddedPostgres } from './adapters/postgres/server/embedded.ts'
import { exportCompany } from './adapters/postgres/copies/export-company.ts'
import { linesOf, readCopyLine, type CopyHeader } from './adapters/postgres/copies/copy-format.ts'
import { holdsCompanies, putBack, type Member, type PutBackAnswer } from './adapters/postgres/copies/put-back.ts'
import { rotateFingerprintKey, rotateKeys } from './adapters/postgres/copies/rotate-keys.ts'
import { noteCopy, readUpgradeFacts } from './adapters/postgres/server/upgrade-facts.ts'
import { takeCopy } from './adapters/postgres/copies/take-copy.ts'
import { tryCopy } from './adapters/postgres/copies/try-copy.ts'
import { makeNextKey, takeNextKey } from './adapters/system/own-files.ts'
import { forgetTrailHead, setAsideTrailHeads } from './adapters/system/trail-heads.ts'
import { CopyFault, isUnsealed, openCopy, sealCopy } from './adapters/system/sealed-copy.ts'
import { copiesToRemove } from './domain/copy-rule.ts'
import { Secret } from './adapters/system/secret.ts'
import { signTrailsAgain } from './app/run/trail.ts'
import { createEnvelopes, createSecrets, rewrapFingerprintKey, type SealingKeys } from './adapters/system/secrets.ts'
import { appRoleOf, assemble, Misfit, ownFiles, sealingKeys, type Product } from './assemble.ts'
import { createMachineClock, createTestClock } from './adapters/system/clock.ts'
import type { Config } from './config.ts'
import { CommandEnd, exitCodes } from './cli/shell.ts'

export interface BackedUp {
  file: string
  rows: number
  tried: 'putBack' | 'read'
  /** Older copies of the folder that the rule let go. */
  removed: string[]
}

/**
 * Written under another name first: a file of this name is always whole, and was put back once, into a database of its own.
 * @param place a file, or a folder: there the copy gets a name of its own, and older ones are tidied
 */
export async function backUp(product: Product, place: string): Promise<BackedUp> {
  const inFolder = existsSync(place) && statSync(place).isDirectory()
  const moment = momentOf(await product.ports.clock.now())
  const file = inFolder ? path.join(place, `tentakel-${moment}.copy`) : place
  const half = `${file}.part`
  const { rows } = await writeCopy(product, half, file)
  const tried = await tryCopy({
    ownerUrl: product.ownerUrl,
    now: await product.ports.clock.now(),
    header: await readHeader(half, product.keys),
    lines: rowsOf(half, product.keys),
  })
  if (tried.kind === 'faulty') {
    const message = `The copy cannot be put back: ${tried.detail}. It is kept as ${half}, and ${file} is as it was. Do not rely on it, and report this.`
    throw new CommandEnd(exitCodes.attention, message, [{ path: file, message }])
  }
  renameSync(half, file)
  await noteCopy(product.ownerUrl, await product.ports.clock.now())
  return { file, rows, tried: tried.how, removed: inFolder ? tidy(place) : [] }
}

function momentOf(now: number): string {
  return new Date(now).toISOString().replaceAll(/[:.]/gu, '-')
}

const ownName = /^tentakel-(?<day>\d{4}-\d{2}-\d{2})T[\dZ-]+\.copy$/u

/** Only files that carry a name of ours, and only after a newer one was found good. @returns names */
function tidy(folder: string): string[] {
  const copies = readdirSync(folder).flatMap((name) => {
    const day = ownName.exec(name)?.groups?.['day']
    return day === undefined ? [] : [{ name, day }]
  })
  const gone = copiesToRemove(copies)
  for (const name of gone) rmSync(path.join(folder, name), { force: true })
  return gone
}

async function writeCopy(product: Product, half: string, file: string): Promise<{ rows: number }> {
  try {
    const gzip = createGzip()
    const out = gzip.pipe(sealCopy(product.keys)).pipe(createWriteStream(half, { mode: 0o600, flush: true }))
    const broken = new Promise<never>((_, reject) => out.once('error', reject))
    const copied = takeCopy(product.ownerUrl, await product.ports.clock.now(), (text) => writeTo(gzip, text))
    const { rows } = await Promise.race([copied, broken])
    gzip.end()
    await Promise.race([once(out, 'close'), broken])
    return { rows }
  } catch (error) {
    rmSync(half, { force: true })
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'EROFS', 'EPERM'].includes(code))
      throw new CommandEnd(exitCodes.usage, `${file} cannot be written (${code}).`)
    throw error
  }
}

async function writeTo(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain')
}

/** Below this a database that is written to is soon in trouble, whatever its size. */
const freeBytesMin = 1_073_741_824

/** Read beside whatever runs. A database under the data folder needs its own size once more: for its copy, and for a step that writes a table anew. */
export async function upgradeState(config: Config) {
  const server =
    config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir, durable: true }) : null
  try {
    const facts = await readUpgradeFacts(config.databaseUrl ?? (server?.ownerUrl as string))
    const folder = existsSync(config.dataDir) ? config.dataDir : process.cwd()
    const { bavail, bsize } = await statfs(folder)
    const clock = config.testClockUrl === null ? createMachineClock() : createTestClock(config.testClockUrl)
    return {
      now: await clock.now(),
      schema: facts.schema,
      disk: {
        folder,
        freeBytes: bavail * bsize,
        neededBytes: freeBytesMin + (server === null ? 0 : facts.databaseBytes),
      },
      work: { processes: facts.processes, jobsRunning: facts.jobsRunning },
      copiedAt: facts.copiedAt,
    }
  } finally {
    await server?.stop()
  }
}

export interface Restored {
  rows: number
  /** A copy of what was in the database before; null when it was empty. */
  before: string | null
  members: Member[]
  /** The copy was never sealed: its holder could read the values in it that are not sealed themselves. */
  unsealed: boolean
}

/** Restores a copy into the configured database. The database's present content is copied beside the file first. */
export async function restore(config: Config, file: string): Promise<Restored> {
  const { key, installationId } = ownFiles(config)
  const keys = sealingKeys(config, key)
  const header = await readHeader(file, keys)
  if (createSecrets(keys, header.fingerprintKeySealed).kind !== 'ok') throw anotherKey(file)
  const server =
    config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir, durable: true }) : null
  try {
    const ownerUrl = config.databaseUrl ?? (server?.ownerUrl as string)
    const before = (await holdsCompanies(ownerUrl)) ? await copyOfNow(config, file) : null
    const clock = config.testClockUrl === null ? createMachineClock() : createTestClock(config.testClockUrl)
    const answer = await putBack({
      ownerUrl,
      appRole: appRoleOf(installationId),
      marker: installationId,
      now: await clock.now(),
      header,
      lines: rowsOf(file, keys),
    })
    if (answer.kind !== 'ok') throw refusal(file, answer)
    setAsideTrailHeads(config.dataDir, momentOf(await clock.now()))
    return { rows: answer.rows, before, members: answer.members, unsealed: await beginsUnsealed(file) }
  } finally {
    await server?.stop()
  }
}

/** Brings the database to this program's schema on the way, so that the copy is one that this program can put back. */
async function copyOfNow(config: Config, file: string): Promise<string> {
  // Another installation's database, or another key's, is refused here as everywhere.
  const product = await assemble(config)
  try {
    const moment = momentOf(await product.ports.clock.now())
    const before = `${file}.before-${moment}`
    const half = `${before}.part`
    await writeCopy(product, half, before)
    renameSync(half, before)
    return before
  } finally {
    await product.close()
  }
}

async function readHeader(file: string, keys: SealingKeys): Promise<CopyHeader> {
  if (!existsSync(file)) throw new CommandEnd(exitCodes.usage, `${file} cannot be read.`)
  for await (const line of linesOfFile(file, keys)) {
    const read = readCopyLine(line)
    if (read?.kind === 'header') return read.header
    break
  }
  throw refusal(file, { kind: 'faultyCopy', detail: 'it does not begin as one' })
}

/** The lines after the first. */
async function* rowsOf(file: string, keys: SealingKeys): AsyncGenerator<string> {
  let first = true
  for await (const line of linesOfFile(file, keys)) {
    if (!first) yield line
    first = false
  }
}

async function beginsUnsealed(file: string): Promise<boolean> {
  const source = createReadStream(file, { end: 1 })
  for await (const head of source as AsyncIterable<Buffer>) return isUnsealed(head)
  return false
}

async function* linesOfFile(file: string, keys: SealingKeys): AsyncGenerator<string> {
  const unpacked = createGunzip()
  const read = createReadStream(file)
  const source: Readable = (await beginsUnsealed(file))
    ? read
    : Readable.from(openCopy(read as AsyncIterable<Buffer>, keys))
  let fault: unknown = null
  source.on('error', (error) => (fault = error))
  source.on('error', (error) => unpacked.destroy(error))
  // A fault of the file may show after its last line was read, when no caller waits for more.
  unpacked.on('error', () => undefined)
  source.pipe(unpacked)
  try {
    yield* linesOf(unpacked)
  } catch {
    // A file that is cut off, or no gzip at all, ends here: its last line is missing, and the reader says so.
  } finally {
    read.destroy()
    source.destroy()
    unpacked.destroy()
  }
  if (fault instanceof CopyFault) throw fault.kind === 'anotherKey' ? anotherKey(file) : notWhole(file, fault.kind)
}

function anotherKey(file: string): Misfit {
  return new Misfit(
    `${file} was made with another key. Put that key in place first: TENTAKEL_SECRET_KEY, or the file secret-key of its data folder.`,
  )
}

function notWhole(file: string, kind: 'changed' | 'cutOff'): CommandEnd {
  const detail =
    kind === 'cutOff'
      ? 'its end is missing or was changed'
      : 'it was changed after it was written, or it is no copy at all'
  return refusal(file, { kind: 'faultyCopy', detail })
}

function refusal(file: string, answer: Exclude<PutBackAnswer, { kind: 'ok' }>): CommandEnd {
  const fault = (exitCode: number, message: string): CommandEnd =>
    new CommandEnd(exitCode, `${message}\nNothing was changed.`, [{ path: file, message }])
  switch (answer.kind) {
    case 'faultyCopy':
      return fault(exitCodes.usage, `${file} is no whole copy: ${answer.detail}.`)
    case 'unknownSchema':
      return fault(
        exitCodes.configuration,
        `${file} was made by another version of this program (it knows ${answer.names.join(', ')}). Use that version.`,
      )
    case 'newerDatabase':
      return fault(
        exitCodes.configuration,
        `The database is newer than ${file} (${answer.names.join(', ')}). Put the copy into an empty one: another DATABASE_URL, or move the folder "postgres" of the data folder away.`,
      )
    case 'atWork':
      return fault(exitCodes.usage, 'The database is in use. Stop all other Tentakel processes first.')
  }
}

/** @returns values wrapped again, and the file of the key that is old now (null: it is in the environment) */
export async function rotate(
  product: Product,
  config: Config,
): Promise<{ wrapped: number; oldKeyFile: string | null }> {
  const { database, ports } = product
  const inFolder = config.secretKey === null
  // Others would not know the new key before they start again. Where keys come from the environment they have been given both.
  if (inFolder && (await product.othersAtWork()) > 0)
    throw new CommandEnd(exitCodes.usage, 'The database is in use. Stop all other Tentakel processes first.')
  const keys = inFolder
    ? { current: new Secret(makeNextKey(config.dataDir)), old: [product.keys.current, ...product.keys.old] }
    : product.keys
  const tenants = await ports.store.directory.tenants()
  const envelopes = createEnvelopes(keys)
  const rows = tenants.map((row) => row.tenantId)
  let wrapped = await rotateKeys(database, rows, envelopes)
  // Values that the last users of this key wrote meanwhile.
  wrapped += await rotateKeys(database, rows, envelopes)
  await signTrailsAgain(ports, envelopes)
  await ports.store.directory.accounts.closeTerminal()
  await rotateFingerprintKey(database.session, (sealed) => rewrapFingerprintKey(keys, sealed))
  if (!inFolder) return { wrapped, oldKeyFile: null }
  const moment = momentOf(await ports.clock.now())
  return { wrapped, oldKeyFile: takeNextKey(config.dataDir, moment) }
}

export async function exportOf(
  product: Product,
  company: { tenantId: string; name: string },
  write: (text: string) => Promise<void>,
): Promise<number> {
  const { database, secrets, ports } = product
  const exportedAt = new Date(await ports.clock.now()).toISOString()
  return exportCompany(database, { ...company, exportedAt }, { secrets, write })
}

export async function erase(product: Product, config: Config, tenantId: string): Promise<number> {
  const rows = await eraseCompany(product.ownerUrl, tenantId)
  forgetTrailHead(config.dataDir, tenantId)
  return rows
}
