/** A state has a shape: it is read without colour and at 14 px. */
import type { ReactNode } from 'react'

/** The five states of an order, and two of a page: standing still, and booked but worth a look. */
export type State = 'booked' | 'waiting' | 'blocked' | 'inDoubt' | 'skipped' | 'stopped' | 'note'

const onShape = {
  stroke: 'var(--tk-sheet)',
  strokeWidth: 1.7,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

const ring = (tone: string, dash?: string): ReactNode => (
  <circle cx="8" cy="8" r="6.2" fill="none" stroke={`var(--tk-${tone})`} strokeWidth="1.6" strokeDasharray={dash} />
)

const shapes: Record<State, ReactNode> = {
  booked: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--tk-green)" />
      <path d="M4.9 8.2l2.1 2.1 4.1-4.4" fill="none" {...onShape} />
    </>
  ),
  waiting: (
    <>
      {ring('blue')}
      <path d="M8 4.6V8l2.3 1.6" fill="none" {...onShape} stroke="var(--tk-blue)" />
    </>
  ),
  blocked: (
    <>
      <path
        d="M8 .9c.5 0 1 .2 1.3.5l5.3 5.3a1.9 1.9 0 0 1 0 2.6l-5.3 5.3a1.9 1.9 0 0 1-2.6 0L1.4 9.3a1.9 1.9 0 0 1 0-2.6l5.3-5.3C7 1.1 7.5.9 8 .9z"
        fill="var(--tk-amber)"
      />
      <path d="M8 4.7v4" {...onShape} />
      <circle cx="8" cy="11.2" r="1" fill="var(--tk-sheet)" />
    </>
  ),
  inDoubt: (
    <>
      {ring('violet', '2.6 2.27')}
      <path d="M6.3 6.4A1.8 1.8 0 1 1 8.6 8.1c-.4.2-.6.5-.6.9" fill="none" {...onShape} stroke="var(--tk-violet)" />
      <circle cx="8" cy="11.2" r=".9" fill="var(--tk-violet)" />
    </>
  ),
  skipped: (
    <>
      {ring('grey')}
      <path d="M3.9 12.1l8.2-8.2" {...onShape} stroke="var(--tk-grey)" />
    </>
  ),
  stopped: (
    <>
      <path d="M5.4.9h5.2l4.5 4.5v5.2l-4.5 4.5H5.4L.9 10.6V5.4z" fill="var(--tk-red)" />
      <path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" {...onShape} />
    </>
  ),
  note: (
    <>
      {ring('grey')}
      <path d="M8 7.3v3.9" {...onShape} stroke="var(--tk-grey)" />
      <circle cx="8" cy="4.9" r="1" fill="var(--tk-grey)" />
    </>
  ),
}

interface MarkProps {
  state: State
  size?: number
  /** Without a label the word is beside the mark. */
  label?: string
}

export function StateMark({ state, size = 14, label }: MarkProps) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {shapes[state]}
    </svg>
  )
}
