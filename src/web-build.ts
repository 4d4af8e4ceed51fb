/** Builds the pages when they are missing or older than their sources: on the first start, and after an update. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
/** Where the built pages are. */
export const pagesFolder = path.join(root, 'dist', 'web')
const stampFile = path.join(pagesFolder, 'built-from')

/** @throws an Error with the builder's own words when they do not build */
export async function buildPages(say: (text: string) => void, signal?: AbortSignal): Promise<void> {
  const wanted = fingerprintOfSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  say('Tentakel: building the web app (first start, or it changed) ...')
  // Two starts at once build side by side; the last one to be ready is used, and both are the same.
  const folder = `${pagesFolder}-${process.pid}`
  await build(folder, signal)
  if (signal?.aborted === true) return rmSync(folder, { recursive: true, force: true })
  writeFileSync(path.join(folder, 'built-from'), wanted)
  rmSync(pagesFolder, { recursive: true, force: true })
  try {
    renameSync(folder, pagesFolder)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if (!existsSync(stampFile)) throw error
  }
}

function fingerprintOfSources(): string {
  const hash = createHash('sha256')
  const folders = [path.join(root, 'src', 'web'), path.join(root, 'src', 'domain')]
  const files = folders.flatMap((folder) =>
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
