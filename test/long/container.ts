/**
 * The image of `deploy/container/Containerfile`, built and run without a registry of images: its bases are made of Debian's packages and of
 * this machine's npm. It starts read-only, without rights and as nobody, books the sandbox's orders, makes a copy, and stops when asked.
 *
 *   node test/long/container.ts [--image NAME]   with an image that is there already, nothing is built
 */
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { copyFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '../../src/adapters/postgres/server/embedded.ts'
import { until } from '../support/launched.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/server/embedded.ts'
import { compareBooks, isClean, openOutside, type Outside } from '../support/outside.ts'

const { values } = parseArgs({ options: { image: { type: 'string' } } })
const root = path.resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-container-'))
chmodSync(folder, 0o755)
const image = values.image ?? 'localhost/tentakel-test'
const own = 65_532
const stopWithinMs = 45_000
const faults: string[] = []
const expect = (holds: boolean, fault: string): void => void (holds || faults.push(fault))

/** Layers as the machine can keep them: as a copy each where it has no overlays. */
function chooseStorage(): void {
  const conf = path.join(folder, 'storage.conf')
  process.env['CONTAINERS_STORAGE_CONF'] = conf
  for (const driver of ['overlay', 'vfs']) {
    const store = path.join(folder, driver)
    writeFileSync(conf, `[storage]\ndriver = "${driver}"\ngraphroot = "${store}"\nrunroot = "${folder}/run"\n`)
    if (podman(['info']).status === 0) return
  }
}

function podman(args: string[], timeout = 120_000): SpawnSyncReturns<string> {
  return spawnSync('podman', args, { encoding: 'utf8', timeout, maxBuffer: 64 * 1_048_576 })
}

/** Returns why this machine can run no containers, or null. Debian's packages are installed where root may do so. */
function missing(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'bases are made by root, on Linux'
  const tools = ['podman', 'runc']
  const absent = (): string[] => tools.filter((tool) => spawnSync('which', [tool]).status !== 0)
  if (absent().length > 0) {
    const install = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends'
    spawnSync('sh', ['-c', `${install} ${absent().join(' ')}`], { stdio: 'ignore', timeout: 180_000 })
  }
  return absent().length === 0 ? null : `not installed and not to be had: ${absent().join(', ')}`
}

/** What both bases have, which is all that the public one of the second stage has. */
const libraries = ['libc6', 'libgcc-s1', 'libstdc++6']
const shell = ['dash', 'coreutils', 'libselinux1', 'libpcre2-8-0', 'libacl1', 'libattr1', 'libgmp10', 'libssl3']

/** Debian's packages, unpacked and not set up: enough to run npm and Node in. */
function makeBases(): string | null {
  const archives = path.join(folder, 'packages')
  mkdirSync(archives)
  chmodSync(archives, 0o777)
  const got = spawnSync('apt-get', ['download', '-qq', ...libraries, ...shell], { cwd: archives, encoding: 'utf8' })
  if (got.status !== 0) return `Debian's packages are not to be had: ${got.stderr.slice(-200)}`
  const [build, run] = [path.join(folder, 'build'), path.join(folder, 'run-base')]
  for (const file of readdirSync(archives)) {
    execFileSync('dpkg-deb', ['-x', path.join(archives, file), build])
    if (libraries.some((name) => file.startsWith(`${name}_`)))
      execFileSync('dpkg-deb', ['-x', path.join(archives, file), run])
  }
  for (const place of [build, run]) mkdirSync(path.join(place, 'tmp'), { mode: 0o777 })
  for (const place of ['proc', 'etc', 'usr/local/bin', 'usr/local/lib/node_modules', 'etc/ssl/certs'])
    mkdirSync(path.join(build, place), { recursive: true })
  const npm = spawnSync('which', ['npm'], { encoding: 'utf8' }).stdout.trim()
  if (npm === '') return 'no npm on this machine'
  copyFileSync(realpathSync(process.execPath), path.join(build, 'usr/local/bin/node'))
  cpSync(path.resolve(realpathSync(npm), '../..'), path.join(build, 'usr/local/lib/node_modules/npm'), {
    recursive: true,
  })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', path.join(build, 'usr/local/bin/npm'))
  const authorities = '/etc/ssl/certs/ca-certificates.crt'
  if (existsSync(authorities)) copyFileSync(authorities, path.join(build, authorities))
  const settings = [
    `NODE_EXTRA_CA_CERTS=${authorities}`,
    'npm_config_cache=/npm-cache',
    'npm_config_prefer_offline=true',
  ]
  for (const [place, name, env] of [
    [build, 'build', settings],
    [run, 'run', []],
  ] as const) {
    const change = env.flatMap((setting) => ['--change', `ENV ${setting}`])
    execFileSync('tar', ['-C', place, '-cf', `${place}.tar`, '.'])
    if (podman(['import', ...change, `${place}.tar`, `localhost/${name}`]).status !== 0) return 'podman takes no base'
    rmSync(place, { recursive: true })
    rmSync(`${place}.tar`)
  }
  return null
}

function build(): boolean {
  const cache = spawnSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).stdout.trim()
  const args = ['build', '--isolation=chroot', '--network=host', '--format', 'docker', '--layers=false']
  if (existsSync(cache)) args.push('-v', `${cache}:/npm-cache:O`)
  args.push('--build-arg', 'BUILD_IMAGE=localhost/build', '--build-arg', 'RUN_IMAGE=localhost/run', '-t', image)
  const built = podman([...args, '-f', path.join(root, 'deploy/container/Containerfile'), root], 600_000)
  expect(built.status === 0, `the image is not built: ${(built.stdout + built.stderr).slice(-1500)}`)
  return built.status === 0
}

/** What compose.yaml says for each of its services, in podman's words. Limits are those that this user may set. */
const closed = [
  '--runtime=runc',
  '--network=host',
  '--ulimit=nofile=4096:4096',
  '--ulimit=nproc=4096:4096',
  '--read-only',
  '--read-only-tmpfs=false',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--stop-timeout=45',
]

function containerArgs(outside: Outside, more: Record<string, string> = {}): string[] {
  const theirs = new Set(['PATH', 'NODE_COMPILE_CACHE', 'TENTAKEL_DATA_DIR', ...secrets])
  const settings = Object.entries({ ...outside.environment, TENTAKEL_HOST: '127.0.0.1', ...more })
  return [
    ...closed,
    ...settings.filter(([name]) => !theirs.has(name)).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...secrets.flatMap((name) => ['-e', `${name}_FILE=/run/secrets/${name}`]),
    ...secrets.flatMap((name) => ['-v', `${path.join(folder, name)}:/run/secrets/${name}:ro`]),
    `--volume=${volumes[0]}:/var/lib/tentakel`,
    `--volume=${volumes[1]}:/copies`,
    `--volume=${outside.folder}:/given:ro`,
  ]
}

/** Apart from whatever else this machine runs. */
const nameOf = (role: string): string => `tentakel-test-${process.pid}-${role}`
const volumes = [nameOf('data'), nameOf('copies')]

const secrets = ['DATABASE_URL', 'TENTAKEL_SECRET_KEY', 'TENTAKEL_INSTALLATION_ID']

/** One that ends by itself. */
function command(outside: Outside, args: string[]): SpawnSyncReturns<string> {
  return podman(['run', '--rm', '--no-healthcheck', ...containerArgs(outside), image, ...args])
}

interface Serving {
  name: string
  port: number
  metricsPort: number
}

async function serve(outside: Outside, role: 'web' | 'worker'): Promise<Serving> {
  const [port, metricsPort] = [await freePort(), await freePort()]
  const ports = { TENTAKEL_PORT: String(port), TENTAKEL_METRICS_PORT: String(metricsPort) }
  const args = containerArgs(outside, ports)
  const ran = podman(['run', '-d', '--name', nameOf(role), '--no-healthcheck', ...args, image, 'start', '--role', role])
  expect(ran.status === 0, `${role} is not run: ${ran.stderr.slice(-500)}`)
  return { name: nameOf(role), port, metricsPort }
}

async function isReady({ metricsPort }: Serving): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${metricsPort}/readyz`)).status === 200
}

/** As the machine sees it, and not as the container tells it. */
function lookAtProcess({ name }: Serving): void {
  const pid = podman(['inspect', '-f', '{{.State.Pid}}', name]).stdout.trim()
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (key: string): string => new RegExp(`^${key}:\\s*(\\S+)`, 'mu').exec(status)?.[1] ?? ''
  expect(field('Uid') === String(own), `${name} runs as ${field('Uid')}`)
  expect(/^0+$/u.test(field('CapEff')) && /^0+$/u.test(field('CapBnd')), `${name} has rights: ${field('CapBnd')}`)
  expect(field('NoNewPrivs') === '1' && field('Seccomp') === '2', `${name} may gain rights, or call anything`)
  const rootMount = readFileSync(`/proc/${pid}/mounts`, 'utf8')
    .split('\n')
    .find((line) => line.split(' ')[1] === '/')
  expect(rootMount?.split(' ')[3]?.split(',').includes('ro') === true, `${name} may write its root: ${rootMount}`)
  const flags = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    .split('\0')
    .filter((word) => word.startsWith('--'))
  const launcher = readFileSync(path.join(root, 'tentakel'), 'utf8')
  for (const flag of flags.filter((one) => one !== '--role'))
    expect(launcher.includes(flag), `flag ${flag} is not of ./tentakel`)
}

function writes({ name }: Serving, place: string): string {
  const script = `try{require('fs').writeFileSync(${JSON.stringify(place)},'x');console.log('written')}catch(e){console.log(e.code)}`
  return podman(['exec', name, '/opt/tentakel/node', '-e', script]).stdout.trim()
}

/** The words of HEALTHCHECK, as Docker would run them. */
function healthSays({ name }: Serving): number | null {
  const words = JSON.parse(podman(['image', 'inspect', '-f', '{{json .HealthCheck.Test}}', image]).stdout) as string[]
  return podman(['exec', name, ...words.slice(1)]).status
}

function stop({ name }: Serving): void {
  const began = performance.now()
  podman(['stop', '-t', '45', name])
  const took = performance.now() - began
  const code = podman(['inspect', '-f', '{{.State.ExitCode}}', name]).stdout.trim()
  expect(code === '0' && took < stopWithinMs, `${name} ended with ${code} after ${Math.round(took)} ms`)
}

async function use(outside: Outside): Promise<void> {
  const web = await serve(outside, 'web')
  if (!(await until(() => isReady(web), 60)))
    return expect(false, `not ready: ${podman(['logs', web.name]).stderr.slice(-500)}`)
  const page = await fetch(`http://127.0.0.1:${web.port}/`)
  const html = await page.text()
  expect(page.status === 200 && html.includes('<div id="root"'), 'no page')
  const script = /src="(?<place>\/assets\/[^"]+)"/u.exec(html)?.groups?.['place'] ?? ''
  expect((await fetch(`http://127.0.0.1:${web.port}${script}`)).status === 200, 'the page has no program')
  expect(healthSays(web) === 0, 'the health check of the image says no')
  lookAtProcess(web)
  expect(writes(web, '/opt/tentakel/x') === 'EROFS', `the program's folder: ${writes(web, '/opt/tentakel/x')}`)
  expect(writes(web, '/var/lib/tentakel/x') === 'written', `the data folder: ${writes(web, '/var/lib/tentakel/x')}`)
  expect(podman(['exec', web.name, '/bin/sh', '-c', 'true']).status !== 0, 'there is a shell')

  writeFileSync(path.join(outside.folder, 'shop.json'), JSON.stringify(await outside.file()))
  chmodSync(outside.folder, 0o755)
  const added = command(outside, ['connection', 'add', '--file', '/given/shop.json', '--json'])
  expect(added.status === 0, `no connection: ${added.stderr.slice(-300)}`)
  const worker = await serve(outside, 'worker')
  expect(await until(() => isReady(worker), 60), 'the worker is not ready')
  lookAtProcess(worker)
  await outside.advance(61 * 60_000)
  const books = async (): Promise<boolean> => isClean(await compareBooks(outside))
  expect(await until(books, 60), `the books: ${JSON.stringify(await compareBooks(outside))}`)
  const copied = command(outside, ['backup', '/copies', '--json'])
  const copy = copied.status === 0 ? (JSON.parse(copied.stdout) as { file: string; tried: string }) : null
  expect(copy?.tried === 'putBack', `no copy: ${copied.stdout}${copied.stderr.slice(-300)}`)
  stop(worker)
  stop(web)
  expect((await outside.ledger()).length > 5, 'nothing was booked')
}

async function run(): Promise<string | null> {
  const began = performance.now()
  const took = (what: string): void => console.log(`${what}: ${Math.round((performance.now() - began) / 1000)} s`)
  if (values.image === undefined) {
    const reason = missing() ?? (chooseStorage(), makeBases())
    if (reason !== null) return reason
    took('bases')
    if (!build()) return null
    took('image')
  }
  const size = Number(podman(['inspect', '-f', '{{.Size}}', image]).stdout)
  console.log(`${Math.round(size / 1e6)} MB`)
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'database'), durable: false })
  const environment = {
    DATABASE_URL: server.ownerUrl,
    TENTAKEL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    TENTAKEL_INSTALLATION_ID: '6f0e4b43-9a5e-4f5d-8a1b-7c110d4c1e1c',
  }
  for (const name of secrets) writeFileSync(path.join(folder, name), environment[name as keyof typeof environment])
  const outside = await openOutside({ orders: 12, environment })
  try {
    await use(outside)
    took('used')
  } finally {
    for (const role of ['web', 'worker']) podman(['rm', '-f', '-t', '0', '-v', nameOf(role)])
    podman(['volume', 'rm', '-f', ...volumes])
    await outside.close()
    await server.stop()
  }
  return null
}

let skipped: string | null = null
try {
  skipped = await run()
} finally {
  // What podman mounted below it is let go first.
  if (values.image === undefined) podman(['system', 'reset', '-f'])
  rmSync(folder, { recursive: true, force: true })
}
for (const fault of faults) console.log(fault)
if (skipped !== null) console.log(`SKIPPED, NOTHING IS PROVEN ABOUT THE IMAGE: ${skipped}`)
console.log(
  `${faults.length === 0 && skipped === null ? 1 : 0} passed, ${faults.length} failed, ${skipped === null ? 0 : 1} skipped`,
)
process.exitCode = faults.length === 0 ? 0 : 1
