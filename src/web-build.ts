/**
 * Builds the pages when they are missing or older than their sources: on the first start, after an update, and for an image or an archive
 * (`npm run build`).
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const root = path.resolve(import.meta.dirname, '..')
const ownFolder = path.join(root, 'dist', 'web')

/** Where the built pages are: in the project, or in the data folder of a user who may not write in the project. */
export function pagesFolderFor(dataDir: string): string {
  if (isBuilt(ownFolder, fingerprintOfSources())) return ownFolder
  const dist = path.dirname(ownFolder)
  return isWritable(existsSync(dist) ? dist : root) ? ownFolder : path.join(dataDir, 'web')
}

function isBuilt(folder: string, wanted: string): boolean {
  const stampFile = stampOf(folder)
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted
}

function stampOf(folder: string): string {
  return path.join(folder, 'built-from')
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * @param pagesFolder where they go, see `pagesFolderFor`
 * @throws an Error with the builder's own words when they do not build
 */
export async function buildPages(
  pagesFolder: string,
  say: (text: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const wanted = fingerprintOfSources()
  if (isBuilt(pagesFolder, wanted)) return
  say('Tentakel: building the web app (first start, or it changed) ...')
  // Two starts at once build side by side; the last one to be ready is used, and both are the same.
  const folder = `${pagesFolder}-${process.pid}`
  await build(folder, signal)
  if (signal?.aborted === true) return rmSync(folder, { recursive: true, force: true })
  compress(path.join(folder, 'assets'))
  writeFileSync(stampOf(folder), wanted)
  rmSync(pagesFolder, { recursive: true, force: true })
  try {
    renameSync(folder, pagesFolder)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if (!existsSync(stampOf(pagesFolder))) throw error
  }
}

/** Compresses each file once, beside it: a browser loads a fifth of the bytes, and no answer waits for the work. */
function compress(assets: string): void {
  for (const name of readdirSync(assets).filter((one) => /\.(?:js|css|svg)$/u.test(one))) {
    const file = path.join(assets, name)
    const bytes = readFileSync(file)
    writeFileSync(`${file}.br`, brotliCompressSync(bytes))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

/** Read once, because the pages of a running process do not change. */
let fingerprint: string | null = null

function fingerprintOfSources(): string {
  return (fingerprint ??= readSources())
}

function readSources(): string {
  const hash = createHash('sha256')
  const folders = ['src/web', 'src/domain', 'docs/seller', 'docs/accountant', 'docs/pictures'].map((folder) =>
    path.join(root, folder),
  )
  const files = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  )
  for (const file of [...files.toSorted(), path.join(root, 'package-lock.json')])
    hash.update(path.relative(root, file)).update(readFileSync(file))
  return hash.digest('hex')
}

function build(folder: string, signal: AbortSignal | undefined): Promise<void> {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', path.join(root, 'src', 'web'), '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn']
  // Read by Node itself: the builder's own reader writes beside the file.
  args.push('--configLoader', 'native')
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const words: Buffer[] = []
  signal?.addEventListener('abort', () => child.kill(), { once: true })
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 || signal?.aborted === true
        ? resolve()
        : reject(new Error(`The web app does not build:\n${Buffer.concat(words).toString()}`)),
    )
  })
}

if (import.meta.main) await buildPages(ownFolder, (text) => void process.stderr.write(`${text}\n`))
