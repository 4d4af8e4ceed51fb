/**
 * What keeps the house as it is: rooms and who may import what, purity, size, time and chance through ports.
 * Each rule is first held against a small wrong example, so that it is known to fail.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { plants } from './world/plants.ts'
import { laterPlants } from './world/plants-later.ts'
import { bolFacts } from '../src/adapters/bol/facts.ts'
import { octopusFacts } from '../src/adapters/octopus/facts.ts'
import { paperPlants } from './world/plants-paper.ts'
import { settlementPlants } from './world/plants-settlements.ts'

const root = path.resolve(import.meta.dirname, '..')

interface File {
  /** With slashes, from the project's folder. */
  path: string
  text: string
}

function filesBelow(folder: string): File[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }))
}

const everything = ['src', 'sandbox', 'test', 'bench'].flatMap(filesBelow)
const isTest = (file: File): boolean => /\.test\.ts$|testkit|test-client|(?:^|\/)test\//u.test(file.path)
const program = everything.filter((file) => !isTest(file) && !file.path.startsWith('bench/'))
const source = program.filter((file) => file.path.startsWith('src/'))

/** Which rooms a room may import; the longest name that fits counts. */
const mayImport: Record<string, string[]> = {
  'src/domain': ['src/domain'],
  'src/ports': ['src/ports', 'src/domain'],
  'src/adapters/bol': ['src/adapters/bol', 'src/adapters/http', 'src/ports', 'src/domain'],
  'src/adapters/octopus': ['src/adapters/octopus', 'src/adapters/http', 'src/ports', 'src/domain'],
  'src/adapters/postgres': ['src/adapters/postgres', 'src/ports', 'src/domain'],
  'src/adapters/accounts': ['src/adapters/accounts', 'src/adapters/postgres', 'src/ports', 'src/domain'],
  'src/adapters/http': ['src/adapters/http', 'src/ports', 'src/domain'],
  'src/adapters/vies': ['src/adapters/vies', 'src/adapters/http', 'src/ports', 'src/domain'],
  'src/adapters/system': ['src/adapters/system', 'src/ports', 'src/domain'],
  'src/app': ['src/app', 'src/ports', 'src/domain'],
  'src/api': ['src/api', 'src/app', 'src/domain'],
  'src/web': ['src/web', 'src/domain', 'src/app', 'src/ports', 'src/api/calls.ts'],
  'src/cli': ['src/cli', 'src/app', 'src/domain', 'src/ports'],
  src: ['src'],
  sandbox: ['sandbox'],
  bench: ['bench'],
}

function importsOf(file: File): string[] {
  return [
    ...file.text.matchAll(/^(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gmu),
  ].map((match) => (match[1] ?? match[2] ?? match[3]) as string)
}

function roomOf(file: string): string {
  return (
    Object.keys(mayImport)
      .toSorted((a, b) => b.length - a.length)
      .find((room) => file.startsWith(`${room}/`)) ?? ''
  )
}

function foreignImports(files: File[]): string[] {
  return files.flatMap((file) => {
    const allowed = mayImport[roomOf(file.path)] ?? []
    return importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => path.posix.join(path.posix.dirname(file.path), name))
      .filter((target) => !allowed.some((room) => target === room || target.startsWith(`${room}/`)))
      .map((target) => `${file.path} → ${target}`)
  })
}

/** Rooms with more files than one can look over: a list in twenty lines is read, a longer one is searched. */
function crowded(files: File[]): string[] {
  const counts = new Map<string, number>()
  for (const file of files.filter((one) => !isTest(one))) {
    const folder = path.posix.dirname(file.path)
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts].filter(([, count]) => count > 20).map(([folder, count]) => `${folder} ${count}`)
}

/** Longer than the rule says: each is the list of a table's statements. */
const longFunctions = new Set([
  'src/adapters/postgres/books/documents.ts documentsOf',
  'src/adapters/postgres/books/orders.ts ordersOf',
])

/** Functions with a block, by the shape that the formatter gives: the end stands at the start's indentation. */
function functionsOf(file: File): { name: string; lines: number }[] {
  const lines = file.text.split('\n')
  return lines.flatMap((line, start) => {
    const named =
      /^(\s*)(?:export )?(?:async )?function\*? (\w+)/u.exec(line) ??
      /^(\s*)(?:export )?const (\w+) = (?:async )?\(.*=> \{$/u.exec(line)
    if (named === null) return []
    const indent = named[1] ?? ''
    const end = lines.findIndex((other, index) => index > start && other.startsWith(`${indent}}`))
    return end < 0 ? [] : [{ name: named[2] ?? '', lines: end - start + 1 }]
  })
}

function matches(files: File[], forbidden: RegExp, except: RegExp): string[] {
  return files
    .filter((file) => !except.test(file.path))
    .flatMap((file) =>
      file.text
        .split('\n')
        .flatMap((line, index) =>
          forbidden.test(line.replace(/\/\/.*$|^\s*\*.*$|^\s*\/\*\*.*$/u, ''))
            ? [`${file.path}:${index + 1} ${line.trim()}`]
            : [],
        ),
    )
}

const clockAndChance =
  /\bDate\.now\(|\bnew Date\(\)|\bset(?:Timeout|Interval|Immediate)\(|\bMath\.random\(|\brandom(?:Bytes|UUID|Int)\(|\bcrypto\.random|(?<![.\w])fetch\(|\bperformance\.now\(|\bprocess\.exit\(/u
const sqlClockAndChance = /\b(?:now\(\)|current_timestamp|gen_random_uuid\(\)|clock_timestamp\(\)|(?<!\.)random\(\))/iu
/** The pages run in a browser, with its time. The embedded server's supervisor waits for a process of the machine, not for the product's time. */
const systemOnly =
  /^src\/adapters\/(?:system|http)\/|^src\/web\/|^src\/adapters\/postgres\/server\/embedded|^sandbox\/(?:world|server|main)\.ts|^src\/config\.ts/u

describe('rooms', () => {
  it('import only what they may', () => {
    expect(foreignImports([{ path: 'src/domain/x.ts', text: "import { a } from '../app/sync.ts'" }])).toEqual([
      'src/domain/x.ts → src/app/sync.ts',
    ])
    expect(foreignImports(program)).toEqual([])
    const adapters = readdirSync(path.join(root, 'src/adapters')).map((name) => `src/adapters/${name}`)
    expect(adapters.filter((room) => !(room in mayImport))).toEqual([])
  })

  it('hold at most twenty files each, tests beside them not counted', () => {
    const crowd = Array.from({ length: 21 }, (_, index) => ({ path: `src/x/${index}.ts`, text: '' }))
    expect(crowded(crowd)).toEqual(['src/x 21'])
    expect(crowded(source)).toEqual([])
  })

  it('know no packages in the domain, and the domain knows no clock, no chance and no waiting', () => {
    const domain = source.filter((file) => file.path.startsWith('src/domain/'))
    expect(domain.length).toBeGreaterThan(15)
    expect(domain.flatMap((file) => importsOf(file).filter((name) => !name.startsWith('.')))).toEqual([])
    expect(matches(domain, /\basync\b|\bawait\b|\bPromise\b|node:/u, /^$/u)).toEqual([])
  })

  it('hold no cycle of imports', () => {
    expect(
      cycles([
        { path: 'a.ts', text: "import { b } from './b.ts'" },
        { path: 'b.ts', text: "import { a } from './a.ts'" },
      ]),
    ).toHaveLength(1)
    expect(cycles(program)).toEqual([])
  })

  it('have names that say what is in them', () => {
    const folders = new Set(everything.flatMap((file) => path.posix.dirname(file.path).split('/')))
    const vague = ['shared', 'common', 'utils', 'helpers', 'lib', 'core', 'base', 'misc']
    expect(vague.filter((name) => folders.has(name))).toEqual([])
    expect(everything.filter((file) => file.path.endsWith('/index.ts'))).toEqual([])
  })
})

/** Cycles of value imports; a type that points back costs nothing at run time. */
function cycles(files: File[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const targets = (file: File): string[] =>
    [...file.text.matchAll(/^(?:import|export) (?!type\b)[^'";]*?\bfrom\s+'(\.[^']+)'/gmu)].map((match) =>
      path.posix.join(path.posix.dirname(file.path), match[1] as string),
    )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: File, trail: string[]): void => {
    if (trail.includes(file.path)) {
      found.push([...trail.slice(trail.indexOf(file.path)), file.path].join(' → '))
      return
    }
    if (done.has(file.path)) return
    for (const target of targets(file)) {
      const next = byPath.get(target)
      if (next !== undefined) visit(next, [...trail, file.path])
    }
    done.add(file.path)
  }
  for (const file of files) visit(file, [])
  return found
}

describe('size', () => {
  it('of a file is at most 400 lines', () => {
    const long = program.filter((file) => file.text.split('\n').length > 401)
    expect(long.map((file) => `${file.path} ${file.text.split('\n').length}`)).toEqual([])
  })

  it('of a function is at most 70 lines', () => {
    const example = { path: 'x.ts', text: `function long() {\n${'  a()\n'.repeat(80)}}\n` }
    expect(functionsOf(example)).toEqual([{ name: 'long', lines: 82 }])
    const long = program.flatMap((file) =>
      functionsOf(file)
        .filter((one) => one.lines > 70)
        .map((one) => `${file.path} ${one.name}`),
    )
    expect(long.filter((name) => !longFunctions.has(name))).toEqual([])
  })
})

describe('time, chance and the environment', () => {
  it('come through ports', () => {
    expect(
      matches([{ path: 'src/app/x.ts', text: 'const now = Date.now()' }], clockAndChance, systemOnly),
    ).toHaveLength(1)
    expect(matches(program, clockAndChance, systemOnly)).toEqual([])
  })

  it('stand in no statement', () => {
    const migrations = readdirSync(path.join(root, 'migrations')).map((name) => ({
      path: `migrations/${name}`,
      text: readFileSync(path.join(root, 'migrations', name), 'utf8'),
    }))
    expect(
      matches(
        [...source.filter((file) => file.path.startsWith('src/adapters/postgres/')), ...migrations],
        sqlClockAndChance,
        /^$/u,
      ),
    ).toEqual([])
  })

  it('are read from the environment in one place', () => {
    // The embedded server hands its own PATH on; main.ts hands the environment to config.ts.
    expect(
      matches(source, /\bprocess\.env\b/u, /^src\/(?:config|main)\.ts|^src\/adapters\/postgres\/server\/embedded/u),
    ).toEqual([])
  })
})

describe('style', () => {
  it('knows named exports only', () => {
    expect(matches(program, /^export default/u, /\.config\.ts$/u)).toEqual([])
  })

  it('leaves nothing for later in a comment', () => {
    const word = new RegExp(['TO', 'DO:|FIX', 'ME:|XX', 'X:'].join(''), 'u')
    expect(everything.filter((file) => word.test(file.text)).map((file) => file.path)).toEqual([])
  })

  it('counts money in whole cents', () => {
    expect(matches(source, /\.toFixed\(|parseFloat\(/u, /^$/u)).toEqual([])
  })
})

/**
 * Names of a vendor or of a vendor's thing. Outside of its adapter nobody says them: what is said there is true of the next shop and the
 * next ledger too. Codes of problems are public names and stay as they are.
 */
const vendorName =
  /[Oo]ctopus|OCTOPUS|[Dd]ossier|DOSSIER|(?<![A-Za-z])bol(?![a-z])|Bol(?![a-z])|(?<![A-Za-z])BOL(?![A-Za-z])/gu
const ofVendors =
  /^src\/adapters\/(?:bol|octopus)\/|^src\/kinds\.ts|^src\/web\/words\/|^src\/domain\/(?:problem|tell)\/[\w-]+-texts-|^src\/domain\/settings\/settings-notes\.ts|^src\/domain\/message\/message-texts-|^src\/domain\/why\/\w+-words\.ts|^src\/cli\/\w+-words\.ts/u

/** How often each room still says one. A number may only fall: who brings one down writes the new one here. */
const vendorNamesMax: Record<string, number> = {
  'src/domain': 21,
  'src/ports': 40,
  'src/app': 149,
  'src/api': 27,
  'src/cli': 36,
  'src/web': 101,
  'src/adapters/postgres': 158,
  'src/adapters/system': 2,
  src: 27,
}

function vendorNames(files: File[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const file of files.filter((one) => !ofVendors.test(one.path))) {
    const said =
      withoutComments(file.text)
        .replaceAll(/\b(?:BOL|OCT)-[A-Z-]+/gu, '')
        .match(vendorName)?.length ?? 0
    const room = roomOf(file.path)
    if (said > 0) counts[room] = (counts[room] ?? 0) + said
  }
  return counts
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gmu, '')
}

it('names of vendors are said in their adapters and in texts, and elsewhere less and less', () => {
  const example = "/** bol.com */\nconst dossierId = 'bol.com'\nconst symbol = 'BOL-LOGIN' // ok\n"
  expect(vendorNames([{ path: 'src/app/x.ts', text: example }])).toEqual({ 'src/app': 2 })
  const more = Object.entries(vendorNames(source)).filter(([room, said]) => said > (vendorNamesMax[room] ?? 0))
  expect(more).toEqual([])
})

/**
 * Words of a comment that leave its reader to guess who is meant: a comment names the role (the user, the owner, the operator, another
 * program). The quoted name of a role or of an account of the system is no such word.
 */
const unnamedRole = /\b(?:he|his|him|himself|somebody|nobody)\b/iu

function unnamedRoles(files: File[]): string[] {
  return files.flatMap((file) =>
    [...file.text.matchAll(/(?<=^|[\s{])(?:\/\*[\s\S]*?\*\/|\/\/ .*$)/gmu)].flatMap(([comment]) =>
      comment
        .replaceAll(/`[^`]*`/gu, '')
        .split('\n')
        .filter((line) => unnamedRole.test(line))
        .map((line) => `${file.path} ${line.trim()}`),
    ),
  )
}

it('comments of the source name the role that they mean', () => {
  const example =
    "/** What he\n * told `nobody`. */\nconst he = 'nobody' // Somebody asked.\nconst a = 'http://his.example'\n"
  expect(unnamedRoles([{ path: 'x.ts', text: example }])).toEqual(['x.ts /** What he', 'x.ts // Somebody asked.'])
  expect(unnamedRoles(everything.filter((file) => file.path.startsWith('src/')))).toEqual([])
})

it('the sandbox and the product know nothing of each other', () => {
  const across = [
    ...program.filter((file) => file.path.startsWith('sandbox/') && file.text.includes('../src/')),
    ...source.filter((file) => importsOf(file).some((name) => name.includes('sandbox/'))),
  ]
  expect(across.map((file) => file.path)).toEqual([])
})

/** What differs from kind to kind is a fact of its row; whoever asks which one it is must be found again for the next one. */
const asksForKind = new RegExp(`(?:[!=]==?\\s*|case\\s+)'(?:${bolFacts.name}|${octopusFacts.name})'`, 'u')

it('asks what a kind can do, and nowhere outside of the table and the adapters which one it is', () => {
  expect(asksForKind.test(`if (connection.ledger === '${octopusFacts.name}') return`)).toBe(true)
  expect(matches(source, asksForKind, /^src\/(?:adapters\/(?:bol|octopus)\/|kinds\.ts)/u)).toEqual([])
})

it('no document of the vendors is part of the project', () => {
  const names = readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => !/^(?:node_modules|\.git|data)\b/u.test(name))
  expect(
    names.filter((name) => /retailer-v10|octopus_openapi|recorded_samples|return_codes|daily_limits/u.test(name)),
  ).toEqual([])
})

describe('planted bugs', () => {
  it('each has its place, exactly once: a bug that is not planted is not looked for', () => {
    const lost = [...plants, ...laterPlants, ...settlementPlants, ...paperPlants].flatMap(({ number, edits }) =>
      edits
        .filter(({ file, from }) => readFileSync(path.join(root, file), 'utf8').split(from).length !== 2)
        .map(({ file }) => `${number} ${file}`),
    )
    expect(lost).toEqual([])
  })
})
