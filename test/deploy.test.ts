/** Goal: what an operator puts in place fits the program: no rule or picture of a figure that does not exist, no unit or image of a setting that does not. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { metricsOf } from '../src/api/metrics.ts'
import type { Ports } from '../src/app/run/ports.ts'
import { secretNames } from '../src/secret-files.ts'

const root = path.resolve(import.meta.dirname, '..')
const deploy = path.join(root, 'deploy')
const read = (file: string): string => readFileSync(path.join(deploy, file), 'utf8')

/** Without a database a process shows every figure that has no label yet, and the description of all. */
async function figures(): Promise<Set<string>> {
  const nobody = () => Promise.reject(new Error('no database'))
  const ports = {
    meters: { pollBegan: () => undefined, onPoll: () => undefined },
    clock: { now: () => Promise.resolve(0), monotonicMs: () => 0 },
    store: { directory: { copiedAt: nobody, activeConnections: nobody } },
    kinds: { ledgers: [] },
  } as unknown as Ports
  const text = await metricsOf(ports).text()
  return new Set([...text.matchAll(/^# TYPE (\S+)/gmu)].map((match) => match[1] as string))
}

/** Names in an expression of Prometheus that are not its own words, labels or quoted. */
function namesIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/gu, '')
    .replaceAll(/\b(?:by|without) \([^)]*\)/gu, '')
    .replaceAll(/\{[^}]*\}/gu, '')
  const own = new Set(['min', 'max', 'sum', 'rate', 'histogram_quantile', 'up'])
  return [...bare.matchAll(/\b[a-z_][a-z0-9_]*\b/gu)]
    .map(([name]) => name)
    .filter((name) => !own.has(name) && !/^[smhd]$/u.test(name))
}

describe('figures', () => {
  it('each that a rule or the dashboard names exists', async () => {
    const known = await figures()
    const panels = (JSON.parse(read('grafana/tentakel.json')) as { panels: { targets: { expr: string }[] }[] }).panels
    const expressions = [
      ...[...read('prometheus/rules.yaml').matchAll(/^ +expr: (.+)$/gmu)].map((match) => match[1] as string),
      ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ]
    expect(expressions.length).toBeGreaterThan(30)
    const named = new Set(expressions.flatMap(namesIn).map((name) => name.replace(/_(?:bucket|count|sum)$/u, '')))
    expect([...named].filter((name) => !known.has(name))).toEqual([])
  })

  it('each of ours stands on the dashboard', async () => {
    const page = read('grafana/tentakel.json')
    const own = [...(await figures())].filter((name) => !/^(?:process|nodejs)_/u.test(name))
    expect(own.filter((name) => !page.includes(name))).toEqual([])
  })
})

describe('settings', () => {
  it('each variable that a unit, a container or an example sets is one that the program reads', () => {
    const config = readFileSync(path.join(root, 'src/config.ts'), 'utf8')
    const files = (readdirSync(deploy, { recursive: true, encoding: 'utf8' }) as string[]).filter((file) =>
      /\.(?:service|conf|env|yaml)$|Containerfile$/u.test(file),
    )
    const set = files.flatMap((file) =>
      [...read(file).matchAll(/\b(?:TENTAKEL_[A-Z_]+|DATABASE_URL(?:_FILE)?)\b/gu)].map(([name]) => name),
    )
    expect(set.length).toBeGreaterThan(10)
    const known = (name: string): boolean =>
      config.includes(`'${name}'`) || secretNames.some((secret) => `${secret}_FILE` === name)
    expect([...new Set(set)].filter((name) => !known(name))).toEqual([])
  })
})

describe('the image', () => {
  const text = read('container/Containerfile')

  it('runs Node as ./tentakel does', () => {
    const launcher = readFileSync(path.join(root, 'tentakel'), 'utf8')
    const flags = /^exec "\$node" (?<flags>(?:--\S+ )+)"\$here\/src\/main\.ts"/mu.exec(launcher)?.groups?.['flags']
    expect(flags?.trim().split(' ')).toHaveLength(2)
    const entry = JSON.parse(/^ENTRYPOINT (?<words>.+)$/mu.exec(text)?.groups?.['words'] ?? '[]') as string[]
    expect(entry.slice(1, -1)).toEqual(flags?.trim().split(' '))
    const threshold = /MALLOC_MMAP_THRESHOLD_:-(?<bytes>\d+)/u.exec(launcher)?.groups?.['bytes']
    expect(text).toContain(`MALLOC_MMAP_THRESHOLD_=${threshold} `)
  })

  it('goes without packages that the pages alone use', () => {
    const without = /npm uninstall (?<rest>(?:\\\n|[^\n])+)/u.exec(text)?.groups?.['rest'] ?? ''
    const names = without.split(/[\s\\]+/u).filter((word) => /^@?[a-z]/u.test(word))
    const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    const sources = (readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }) as string[])
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('web'))
      // Pages are built there, and the image has them.
      .map((file) => readFileSync(path.join(root, 'src', file), 'utf8'))
      .join('\n')
    const used = (name: string): boolean => sources.includes(`'${name}'`) || sources.includes(`'${name}/`)
    expect(names.toSorted()).toEqual(
      Object.keys(dependencies)
        .filter((name) => !used(name))
        .toSorted(),
    )
  })

  it('each service of the compose file is read-only and without rights, but for the database', () => {
    const compose = read('container/compose.yaml')
    const program = compose.slice(compose.indexOf('x-program'), compose.indexOf('\nservices:'))
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true', 'stop_grace_period: 45s'])
      expect(program).toContain(line)
    const services = compose
      .slice(compose.indexOf('\nservices:'), compose.indexOf('\nsecrets:'))
      .split(/\n {2}(?=[a-z]+:\n)/u)
    expect(
      services
        .slice(1)
        .filter((one) => !one.includes('<<: *program'))
        .map((one) => one.split(':')[0]),
    ).toEqual(['database'])
  })
})
