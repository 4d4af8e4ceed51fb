/**
 * The archive of `npm run release`, as a stranger uses it: its checksum, unpacked in an empty folder, installed by its first command, and the
 * demo in it. It is made of the commit that is checked out.
 *
 *   node test/long/release.ts
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-release-'))
const clone = path.join(folder, 'clone')
const out = path.join(folder, 'out')
const empty = path.join(folder, 'empty')
const faults: string[] = []
const expect = (holds: boolean, fault: string): void => void (holds || faults.push(fault))

/** What a stranger's shell has: none of this project's programs, and no settings of ours. */
function run(command: string, args: string[], cwd: string): { status: number | null; stdout: string; stderr: string } {
  const own = (process.env['PATH'] ?? '').split(path.delimiter).filter((place) => !place.includes('node_modules'))
  const env = { PATH: own.join(path.delimiter), HOME: process.env['HOME'] ?? folder }
  return spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 400_000, maxBuffer: 64 * 1_048_576 })
}

function makeArchive(): boolean {
  // The commit and not the folder: what somebody left lying here is in no release.
  const cloned = run('git', ['clone', '-q', root, clone], folder)
  const linked = run('cp', ['-al', path.join(root, 'node_modules'), clone], folder)
  const copied = linked.status === 0 || run('cp', ['-a', path.join(root, 'node_modules'), clone], folder).status === 0
  const made = run('deploy/release.sh', [out], clone)
  expect(cloned.status === 0 && copied && made.status === 0, `no archive: ${made.stdout}${made.stderr}`)
  return faults.length === 0
}

function lookInside(name: string): void {
  const sums = run('sha256sum', ['-c', `${name}.sha256`], out)
  expect(sums.status === 0, `the checksum: ${sums.stdout}${sums.stderr}`)
  run('tar', ['-xzf', path.join(out, `${name}.tar.gz`)], empty)
  const inside = readdirSync(path.join(empty, name), { recursive: true, encoding: 'utf8' })
  const odd = inside.filter((file) => /\.test\.tsx?$|^test\b|^bench\b|^\.git$|node_modules|secrets\//u.test(file))
  expect(odd.length === 0, `not for running: ${odd.slice(0, 5).join(', ')}`)
  const needed = ['tentakel', 'package-lock.json', 'LICENSE', 'migrations', 'dist/web/built-from', 'docs/operator']
  for (const file of [...needed, 'deploy/container/Containerfile', 'sandbox/main.ts'])
    expect(inside.includes(file), `not in it: ${file}`)
  const bill = JSON.parse(readFileSync(path.join(out, `${name}.cdx.json`), 'utf8')) as {
    components: { name: string; version: string }[]
  }
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const listed = new Set(bill.components.map((one) => `${one.name}@${one.version}`))
  const missing = Object.entries(dependencies).filter(([key, version]) => !listed.has(`${key}@${version}`))
  expect(missing.length === 0, `not in the bill of materials: ${missing.map(([key]) => key).join(', ')}`)
  console.log(
    `${name}: ${inside.length} files, ${readFileSync(path.join(out, `${name}.tar.gz`)).length} bytes, ${listed.size} components`,
  )
}

function use(place: string): void {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  const told = run('./tentakel', ['--version'], place)
  expect(told.stdout.trim() === version, `--version: ${told.stdout}${told.stderr.slice(-500)}`)
  const extra = ['oxlint', 'playwright-core', 'knip'].filter((name) =>
    readdirSync(path.join(place, 'node_modules')).includes(name),
  )
  expect(extra.length === 0, `installed and of no use: ${extra.join(', ')}`)
  const built = run('node_modules/.bin/node', ['src/web-build.ts'], place)
  expect(built.status === 0 && built.stderr === '', `its pages are built anew: ${built.stderr}`)
  const demo = run('./tentakel', ['demo', '--once', '--orders', '5', '--json'], place)
  expect(demo.status === 0 && demo.stdout.trim().startsWith('{'), `demo: ${demo.status} ${demo.stderr.slice(-500)}`)
}

try {
  mkdirSync(empty)
  if (makeArchive()) {
    const name =
      readdirSync(out)
        .find((file) => file.endsWith('.tar.gz'))
        ?.slice(0, -7) ?? ''
    lookInside(name)
    use(path.join(empty, name))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const fault of faults) console.log(fault)
console.log(`${faults.length === 0 ? 1 : 0} passed, ${faults.length} failed`)
process.exitCode = faults.length === 0 ? 0 : 1
