/** Opens the palette, and handles the keys that lead to a page: G and its letter. The palette itself is loaded when it is first opened. */
import { Suspense, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useSpeech } from '../language.tsx'
import { later } from '../later.tsx'
import { useKeys } from '../orders/keys.ts'
import { Icon } from '../theme/icon.tsx'

const palette = later(async () => (await import('./palette.tsx')).Palette)
const opened = 'tentakel-palette'
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
  const navigate = useNavigate()
  const ledAt = useRef(0)
  useEffect(() => {
    const open = (): void => setOpen(true)
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      open()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener(opened, open)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener(opened, open)
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
    ...Object.fromEntries(Object.entries(places).map(([key, to]) => [key, () => go(to)])),
  })
  if (!isOpen) return null
  return (
    <Suspense>
      <palette.View onClose={() => setOpen(false)} />
    </Suspense>
  )
}
