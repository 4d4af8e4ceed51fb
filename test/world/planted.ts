/**
 * Plants each bug and plays its stories; a bug that is not found fails the run, and so does a story that fails without it.
 *
 *   node test/world/planted.ts [--only 5,6]
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { recordFigure } from '../support/figures.ts'
import type { Plant } from './plants.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    record: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    plant: { type: 'string' },
    app: { type: 'string' },
    owner: { type: 'string' },
  },
})
const root = path.resolve(import.meta.dirname, '../..')

if (values.plant === undefined) process.exitCode = (await everyPlant()) ? 0 : 1
else process.exitCode = await onePlant(Number(values.plant), { app: values.app ?? '', owner: values.owner ?? '' })

async function allPlants(): Promise<{ plants: Plant[]; elsewhere: [number, string][] }> {
  const [first, later, settlements, paper] = await Promise.all([
    import('./plants.ts'),
    import('./plants-later.ts'),
    import('./plants-settlements.ts'),
    import('./plants-paper.ts'),
  ])
  return {
    plants: [...first.plants, ...later.laterPlants, ...settlements.settlementPlants, ...paper.paperPlants],
    elsewhere: [...first.elsewhere, ...later.laterElsewhere],
  }
}

async function everyPlant(): Promise<boolean> {
  const { openServer } = await import('./server.ts')
  const { plants, elsewhere } = await allPlants()
  const { play } = await import('./world.ts')
  const opened = await openServer()
  let good = true
  let found = 0
  try {
    const wanted = plants.filter(
      (plant) => values.only === undefined || values.only.split(',').includes(String(plant.number)),
    )
    for (const plant of wanted) {
      for (const one of plant.cases) {
        const [breach] = (await play(opened.server, one.story, { decisions: one.decisions })).breaches
        if (breach === undefined) continue
        good = false
        console.log(
          `FAILED the story of plant ${plant.number} breaks without it: ${breach.invariant} ${breach.text.slice(0, 300)}`,
        )
      }
      const { appUrl, ownerUrl } = opened
      const args = [
        fileURLToPath(import.meta.url),
        '--plant',
        String(plant.number),
        '--app',
        appUrl,
        '--owner',
        ownerUrl,
      ]
      const child = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 300_000 })
      const caught = child.status === 0
      if (caught) found += 1
      else good = false
      console.log(
        `${caught ? 'found ' : 'MISSED'} ${plant.number} ${plant.name}: ${child.stdout.trim().slice(0, 160)}${caught ? '' : child.stderr.slice(-800)}`,
      )
    }
    for (const [number, reason] of elsewhere) console.log(`elsewhere ${number} ${reason}`)
    const line = `${found} of ${wanted.length} planted bugs found`
    console.log(line)
    if (values.record) recordFigure('planted', line)
  } finally {
    await opened.close()
  }
  return good
}

/** Loads the product with the bug in it. */
async function onePlant(number: number, urls: { app: string; owner: string }): Promise<number> {
  const { plants } = await allPlants()
  const plant = plants.find((one) => one.number === number)
  if (plant === undefined) throw new Error(`no plant ${number}`)
  const files = new Map<string, string>()
  for (const { file, from, to } of plant.edits) {
    const before = files.get(file) ?? readFileSync(path.join(root, file), 'utf8')
    if (before.split(from).length !== 2)
      throw new Error(`${file}: the place of plant ${number} is not there exactly once: ${from}`)
    files.set(
      file,
      before.replace(from, () => to),
    )
  }
  const byUrl = new Map([...files].map(([file, text]) => [pathToFileURL(path.join(root, file)).href, text]))
  registerHooks({
    load(url, context, nextLoad) {
      const source = byUrl.get(url)
      return source === undefined ? nextLoad(url, context) : { format: 'module-typescript', source, shortCircuit: true }
    },
  })
  const { Server } = await import('./database.ts')
  const { play } = await import('./world.ts')
  const server = await Server.open(urls.app, urls.owner)
  try {
    for (const one of plant.cases) {
      const [breach] = (await play(server, one.story, { decisions: one.decisions })).breaches
      if (breach === undefined) continue
      console.log(`${breach.invariant} ${breach.text.split('\n')[0]}`)
      return 0
    }
  } finally {
    await server.close()
  }
  return 1
}
