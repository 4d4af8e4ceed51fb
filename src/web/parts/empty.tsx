/** Nothing to do, nothing found, nothing yet: each says what it is, and what comes next. */
import type { ReactNode } from 'react'
import type { IconName } from '../theme/icon-names.ts'
import { Icon } from '../theme/icon.tsx'

interface EmptyProps {
  icon: IconName
  title: string
  text?: string
  /** The way on: a button, if there is one. */
  children?: ReactNode
}

export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={20} />
      </span>
      <h2>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {children}
    </div>
  )
}
