/** Single letters in lists. They are off where one types, behind a dialog, and where a user switched them off. */
import { useEffect } from 'react'

const keysStorage = 'tentakel-keys'

export function keysAreOn(): boolean {
  return localStorage.getItem(keysStorage) !== 'off'
}

export function switchKeys(on: boolean): void {
  localStorage.setItem(keysStorage, on ? 'on' : 'off')
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest(
      'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], [role=listbox]',
    ) !== null
  )
}

/** @param keys by the key's own name, in lower case */
export function useKeys(keys: Record<string, () => void>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const name = event.key.toLowerCase()
      const act = keys[name]
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (document.querySelector('[aria-modal=true]') !== null && name !== 'escape') return
      if (name.length === 1 && (!keysAreOn() || isTyping(event.target))) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}

/** Moves the focus among the rows of a list; without one it begins at the first. */
export function focusRow(list: HTMLElement | null, step: 1 | -1): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
