/** A field for a day. The code of the calendar is loaded where there is one. */
import { TextInput } from '@mantine/core'
import { Suspense, type ReactNode } from 'react'
import { useSpeech } from '../language.tsx'
import { later } from '../later.tsx'

export interface DayFieldProps {
  label?: string
  /** Where no label is shown. */
  name?: string
  /** `2026-11-24`, or nothing. */
  value: string
  onChange: (day: string) => void
  required?: boolean
  error?: ReactNode
  description?: ReactNode
  size?: 'xs' | 'sm'
  w?: number
  maw?: number
}

const input = later<DayFieldProps>(async () => (await import('./day-input.tsx')).DayInput)

export function DayField(props: DayFieldProps) {
  const { date } = useSpeech()
  const { value, onChange: _, name, ...shown } = props
  const waiting = (
    <TextInput
      {...shown}
      {...(name === undefined ? {} : { 'aria-label': name })}
      value={value === '' ? '' : date(value)}
      readOnly
    />
  )
  return (
    <Suspense fallback={waiting}>
      <input.View {...props} />
    </Suspense>
  )
}
