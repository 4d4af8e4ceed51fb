import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { iconNames } from './theme/icon-names.ts'
import { kitStyles } from './theme/kit-styles.ts'

/** Only the icons that are named, out of the one file of the set: its package for React is 92 MB to install. */
function icons(): Plugin {
  const id = '\0virtual:icons'
  return {
    name: 'icons',
    resolveId: (wanted) => (wanted === 'virtual:icons' ? id : null),
    load(wanted) {
      if (wanted !== id) return null
      const file = createRequire(import.meta.url).resolve('@iconify-json/tabler/icons.json')
      const set = (JSON.parse(readFileSync(file, 'utf8')) as { icons: Record<string, { body: string }> }).icons
      const drawn = iconNames.map((name) => {
        const paths = [...(set[name]?.body ?? '').matchAll(/ d="([^"]+)"/gu)].map(([, d]) => d)
        if (paths.length === 0) throw new Error(`the set has no icon ${name}`)
        return [name, paths]
      })
      return `export const icons = ${JSON.stringify(Object.fromEntries(drawn))}`
    },
  }
}

export default defineConfig({
  plugins: [icons(), kitStyles(), react()],
  base: '/',
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
})
