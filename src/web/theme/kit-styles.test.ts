/** What a page would miss: a component without its styles, or one whose styles lose against those it is made of. */
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { componentOf, kitStyles, orderedStyles } from './kit-styles.ts'

const kit = path.dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css'))

describe('styles of the kit', () => {
  it('are known of every component that has class names', () => {
    const modules = readdirSync(path.join(kit, 'esm'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name.endsWith('.module.mjs'))
      .map((entry) => componentOf(path.join(entry.parentPath, entry.name)))
    const names = orderedStyles()
    expect(modules.length).toBeGreaterThan(80)
    expect(modules.filter((name) => name === null || !names.includes(name))).toEqual([])
  })

  it('stand after those of what a component is made of', () => {
    const names = orderedStyles()
    const pairs = [
      ['UnstyledButton', 'Button'],
      ['Paper', 'Card'],
      ['Text', 'Anchor'],
      ['ModalBase', 'Modal'],
      ['Input', 'Combobox'],
      ['Popover', 'Menu'],
    ]
    expect(pairs.filter(([base = '', made = '']) => names.indexOf(base) >= names.indexOf(made))).toEqual([])
    expect(names.length).toBe(new Set(names).size)
  })

  it('are missed loudly when the kit names its modules in another way', () => {
    const { transform, transformIndexHtml } = kitStyles() as unknown as {
      transform: (code: string, id: string) => { code: string } | null
      transformIndexHtml: { handler: (html: string, at: { bundle: object }) => { children: string }[] }
    }
    const place = path.join(kit, 'esm/components')
    expect(() => transform('', `${place}/Nothing/Nothing.module.mjs`)).toThrow('Nothing')
    expect(transform('x', `${place}/Button/Button.module.mjs`)?.code).toBe("import 'virtual:kit/Button.css'\nx")
    const built = (moduleIds: string[]) =>
      transformIndexHtml.handler('', { bundle: { a: { type: 'chunk', moduleIds } } })
    expect(() => built([`${place}/Button/Button.styles.mjs`])).toThrow('no component')
    expect(built([`${place}/Button/Button.module.mjs`])[0]?.children).toMatch(/^@layer own, .*kit\.Button, mantine;$/u)
  })
})
