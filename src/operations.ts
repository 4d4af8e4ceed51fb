/** The operator's work on a whole installation: copies, keys, and what is kept of a company. Used by `main.ts` alone. */
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { Writable } from 'node:stream'
import { once } from 'node:events'
import { createGunzip, createGzip } from 'node:zlib'
import { eraseCompany } from './adapters/postgres/erase-company.ts'
import { startEmbeddedPostgres } from './adapters/postgres/embedded.ts'
import { exportCompany } from './adapters/postgres/export-company.ts'
import { linesOf, readCopyLine, type CopyHeader } from './adapters/postgres/copy-format.ts'
import { holdsCompanies, putBack, type Member, type PutBackAnswer } from './adapters/postgres/put-back.ts'
import { rotateFingerprintKey, rotateKeys } from './adapters/postgres/rotate-keys.ts'
import { takeCopy } from './adapters/postgres/take-copy.ts'
import { tryCopy } from './adapters/postgres/try-copy.ts'
import { makeNextKey, takeNextKey } from './adapters/system/own-files.ts'
import { forgetTrailHead, setAsideTrailHeads } from './adapters/system/trail-heads.ts'
import { Secret } from './adapters/system/secret.ts'
import { signTrailsAgain } from './app/trail.ts'
import { createEnvelopes, createSecrets, rewrapFingerprintKey } from './adapters/system/secrets.ts'
import { appRoleOf, assemble, Misfit, ownFiles, sealingKeys, type Product } from './assemble.ts'
import { createMachineClock, createTestClock } from './adapters/system/clock.ts'
import type { Config } from './config.ts'
import { CommandEnd, exitCodes } from './cli/shell.ts'

/** Written under another name first: a file of this name is always whole, and was put back once, into a database of its own. */
export async function backUp(product: Product, file: string): Promise<{ rows: number; tried: 'putBack' | 'read' }> {
  const half = `${file}.part`
  const { rows } = await writeCopy(product, half, file)
  const tried = await tryCopy({
    ownerUrl: product.ownerUrl,
    now: await product.ports.clock.now(),
    header: await readHeader(half),
    lines: rowsOf(half),
  })
  if (tried.kind === 'faulty') {
    const message = `The copy cannot be put back: ${tried.detail}. It is kept as ${half}, and ${file} is as it was. Do not rely on it, and report this.`
    throw new CommandEnd(exitCodes.attention, message, [{ path: file, message }])
  }
  renameSync(half, file)
  return { rows, tried: tried.how }
}

async function writeCopy(product: Product, half: string, file: string): Promise<{ rows: number }> {
  try {
    const gzip = createGzip()
    const out = gzip.pipe(createWriteStream(half, { mode: 0o600, flush: true }))
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

export interface Restored {
  rows: number
  /** A copy of what was in the database before; null when it was empty. */
  before: string | null
  members: Member[]
}

/** Puts a copy back into the configured database. What was in it is copied beside the file first. */
export async function restore(config: Config, file: string): Promise<Restored> {
  const header = await readHeader(file)
  const { key, installationId } = ownFiles(config)
  if (createSecrets(sealingKeys(config, key), header.fingerprintKeySealed).kind !== 'ok')
    throw new Misfit(
      `${file} was made with another key. Put that key in place first: TENTAKEL_SECRET_KEY, or the file secret-key of its data folder.`,
    )
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
      lines: rowsOf(file),
    })
    if (answer.kind !== 'ok') throw refusal(file, answer)
    setAsideTrailHeads(config.dataDir, new Date(await clock.now()).toISOString().replaceAll(/[:.]/gu, '-'))
    return { rows: answer.rows, before, members: answer.members }
  } finally {
    await server?.stop()
  }
}

/** Brings the database to this program's schema on the way, so that the copy is one that this program can put back. */
async function copyOfNow(config: Config, file: string): Promise<string> {
  // Another installation's database, or another key's, is refused here as everywhere.
  const product = await assemble(config)
  try {
    const moment = new Date(await product.ports.clock.now()).toISOString().replaceAll(/[:.]/gu, '-')
    const before = `${file}.before-${moment}`
    const half = `${before}.part`
    await writeCopy(product, half, before)
    renameSync(half, before)
    return before
  } finally {
    await product.close()
  }
}

async function readHeader(file: string): Promise<CopyHeader> {
  if (!existsSync(file)) throw new CommandEnd(exitCodes.usage, `${file} cannot be read.`)
  for await (const line of linesOfFile(file)) {
    const read = readCopyLine(line)
    if (read?.kind === 'header') return read.header
    break
  }
  throw refusal(file, { kind: 'faultyCopy', detail: 'it does not begin as one' })
}

/** The lines after the first. */
async function* rowsOf(file: string): AsyncGenerator<string> {
  let first = true
  for await (const line of linesOfFile(file)) {
    if (!first) yield line
    first = false
  }
}

async function* linesOfFile(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip()
  const source = createReadStream(file)
  source.on('error', (error) => unpacked.destroy(error))
  // What is wrong with the file may show after its last line was read, when nobody waits for more.
  unpacked.on('error', () => undefined)
  source.pipe(unpacked)
  try {
    yield* linesOf(unpacked)
  } catch {
    // A file that is cut off, or no gzip at all, ends here: its last line is missing, and the reader says so.
  } finally {
    source.destroy()
    unpacked.destroy()
  }
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

/** @returns values wrapped again, and the file of the key that is old now (null: it stands in the environment) */
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
  // What was written meanwhile by this key's last users.
  wrapped += await rotateKeys(database, rows, envelopes)
  await signTrailsAgain(ports, envelopes)
  await ports.store.directory.accounts.closeTerminal()
  await rotateFingerprintKey(database.session, (sealed) => rewrapFingerprintKey(keys, sealed))
  if (!inFolder) return { wrapped, oldKeyFile: null }
  const moment = new Date(await ports.clock.now()).toISOString().replaceAll(/[:.]/gu, '-')
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
