/** A link to another company, or out of all of them: the pages of one are below its address, where their own links lead. */
import type { ComponentProps, MouseEvent } from 'react'
import { goTo } from './company-address.ts'

export function PlainLink({ to, ...rest }: { to: string } & Omit<ComponentProps<'a'>, 'href' | 'onClick'>) {
  const onClick = (event: MouseEvent): void => {
    // Another tab or window is the browser's own matter.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    goTo(to, false)
  }
  return <a {...rest} href={to} onClick={onClick} />
}
