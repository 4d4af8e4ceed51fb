/**
 * Brings the kit's stylesheets one by one, each with the component that needs it: the class names of a component and its styles are one module of
 * the bundle. Nothing else is loaded, and nothing can be used without its styles.
 *
 * A stylesheet comes when its page does, so its place cannot say which rule wins. Layers say it: in the order of the kit's own
 * whole stylesheet, below everything that is ours.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Plugin } from 'vite'

const folder = path.dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css'))
/** Of every page, whatever components it has. */
const foundation = ['baseline', 'default-css-variables', 'global']

const textOf = (name: string): string => readFileSync(path.join(folder, 'styles', `${name}.css`), 'utf8')
const layerOf = (name: string): string => `@layer kit.${name} {\n${textOf(name)}\n}\n`

/** Names of the components that have styles, in the order in which these have to stand. */
export function orderedStyles(): string[] {
  const whole = readFileSync(path.join(folder, 'styles.css'), 'utf8')
  return readdirSync(path.join(folder, 'styles'))
    .filter((file) => file.endsWith('.css') && !file.endsWith('.layer.css'))
    .map((file) => file.slice(0, -'.css'.length))
    .filter((name) => !foundation.includes(name))
    .map((name) => ({ name, at: whole.indexOf(/\.m_\w+/u.exec(textOf(name))?.[0] ?? '.m_none') }))
    .map(({ name, at }) => {
      if (at < 0) throw new Error(`the kit's stylesheet does not hold that of ${name}`)
      return { name, at }
    })
    .toSorted((one, other) => one.at - other.at)
    .map(({ name }) => name)
}

/** The component whose class names a module of the kit holds. */
export function componentOf(id: string): string | null {
  return /\/@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/u.exec(id.replaceAll(path.sep, '/'))?.[1] ?? null
}

export function kitStyles(): Plugin {
  const names = orderedStyles()
  return {
    name: 'kit-styles',
    enforce: 'pre',
    resolveId: (wanted) => (wanted.startsWith('virtual:kit/') ? { id: wanted, moduleSideEffects: true } : null),
    load(id) {
      const name = /^virtual:kit\/(.*)\.css$/u.exec(id)?.[1]
      if (name === undefined) return null
      return name === 'foundation' ? foundation.map(layerOf).join('') : layerOf(name)
    },
    transform(code, id) {
      const name = componentOf(id)
      if (name === null) return null
      if (!names.includes(name)) throw new Error(`the kit has no stylesheet for ${name}`)
      return { code: `import 'virtual:kit/${name}.css'\n${code}`, map: null }
    },
    // The first layer that is named is the lowest: they are named before any stylesheet is there.
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
        const used = new Set(modules.map(componentOf))
        const order = names.filter((name) => used.has(name))
        if (order.length === 0) throw new Error('no component of the kit brought its stylesheet')
        const children = `@layer ${['own', ...[...foundation, ...order].map((name) => `kit.${name}`), 'mantine'].join(', ')};`
        return [{ tag: 'style', attrs: { nonce: '__STYLE_MARK__' }, children, injectTo: 'head-prepend' }]
      },
    },
  }
}
