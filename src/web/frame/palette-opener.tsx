/** Opens the palette and the list of keys, and handles the keys that lead to a page: G and its letter. Both are loaded when they are first opened. */
import { Suspense, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useSpeech } from '../language.tsx'
import { later } from '../later.tsx'
import { useKeys } from '../orders/keys.ts'
import { Icon } from '../theme/icon.tsx'

const palette = later(async () => (await import('./palette.tsx')).Palette)
const keysHelp = later(async () => (await import('./keys-help.tsx')).KeysHelp)
const opened = 'tentakel-palette'
/** Asked for in the palette, where single letters are switched off. */
const helped = 'tentakel-keys-help'
/** How long a G waits for its letter. */
const leadMs = 1200
const places = { o: '/', t: '/problems', b: '/report', a: '/settlements' }

export function SeekButton() {
  const { say } = useSpeech()
  const isMac = navigator.userAgent.includes('Mac')
  return (
    <button
      type="button"
      className="seek"
      title={say('palette')}
      onClick={() => document.dispatchEvent(new CustomEvent(opened))}
    >
      <Icon name="search" size={15} />
      <span className="seek-word">{say('palette')}</span>
      <kbd aria-hidden="true">{isMac ? '⌘K' : 'Ctrl K'}</kbd>
    </button>
  )
}

export function PaletteOpener() {
  const [isOpen, setOpen] = useState(false)
  const [isHelped, setHelped] = useState(false)
  const navigate = useNavigate()
  const ledAt = useRef(0)
  useEffect(() => {
    const open = (): void => setOpen(true)
    const help = (): void => setHelped(true)
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      open()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener(opened, open)
    document.addEventListener(helped, help)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener(opened, open)
      document.removeEventListener(helped, help)
    }
  }, [])
  const go = (to: string): void => {
    if (performance.now() - ledAt.current < leadMs) void navigate(to)
    ledAt.current = 0
  }
  useKeys({
    g: () => {
      ledAt.current = performance.now()
    },
    '?': () => setHelped(true),
    ...Object.fromEntries(Object.entries(places).map(([key, to]) => [key, () => go(to)])),
  })
  if (!isOpen && !isHelped) return null
  return (
    <Suspense>
      {isOpen ? <palette.View onClose={() => setOpen(false)} /> : <keysHelp.View onClose={() => setHelped(false)} />}
    </Suspense>
  )
}
