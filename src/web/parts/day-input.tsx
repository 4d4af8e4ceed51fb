/** A day as people write it here, whatever language the browser has; and a calendar to choose it from. */
import '@mantine/dates/styles.layer.css'
import 'dayjs/locale/en-gb'
import 'dayjs/locale/fr'
import 'dayjs/locale/nl-be'
import { DateInput } from '@mantine/dates'
import type { Language } from '../../domain/language.ts'
import { useSpeech } from '../language.tsx'
import type { DayFieldProps } from './day-field.tsx'

const locales: Record<Language, string> = { nl: 'nl-be', fr: 'fr', en: 'en-gb' }

export function DayInput({ value, onChange, name, ...rest }: DayFieldProps) {
  const { say, language } = useSpeech()
  return (
    <DateInput
      {...rest}
      {...(name === undefined ? {} : { 'aria-label': name })}
      value={value === '' ? null : value}
      onChange={(day) => onChange(day ?? '')}
      valueFormat="DD/MM/YYYY"
      placeholder={say('dayFormat')}
      locale={locales[language]}
      dateParser={dayOf}
      firstDayOfWeek={1}
      clearable={rest.required !== true}
      clearButtonProps={{ 'aria-label': say('clearDay') }}
      ariaLabels={{ previousMonth: say('previousMonth'), nextMonth: say('nextMonth') }}
      popoverProps={{ withinPortal: true }}
    />
  )
}

/** 24/11/2026, 24-11-26, 24.11.2026 or 2026-11-24. */
export function dayOf(typed: string): string | null {
  const text = typed.trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(text)
  const ours = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/u.exec(text)
  const parts = iso === null ? (ours === null ? null : [ours[3], ours[2], ours[1]]) : [iso[1], iso[2], iso[3]]
  if (parts === null) return null
  const [year = '', month = '', day = ''] = parts.map((part) => (part ?? '').padStart(2, '0'))
  const found = `${year.length === 2 ? `20${year}` : year}-${month}-${day}`
  const date = new Date(`${found}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== found ? null : found
}
