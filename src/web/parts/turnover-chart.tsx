/** Bars per day, parts per VAT country; the same numbers as a table for those who cannot see or hover. */
import { Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { addDays, type LocalDate } from '../../domain/calendar.ts'
import { countryName } from '../../domain/why/why-words.ts'
import type { DaySum } from '../../ports/tables/order-lists.ts'
import { useSpeech } from '../language.tsx'

/** Countries are shades: colour is for states. The palest has an edge. */
const shades = ['var(--tk-c1)', 'var(--tk-c2)', 'var(--tk-c3)']
const size = { width: 960, height: 200, left: 52, bottom: 22, top: 8 }
const other = 'other'

export function TurnoverChart({ days }: { days: DaySum[] }) {
  const { say } = useSpeech()
  const [asTable, setAsTable] = useState(false)
  if (days.length === 0) return null
  return (
    <Stack gap="xs" component="section">
      <Group justify="space-between">
        <div>
          <Title order={2} size="h3">
            {say('turnover')}
          </Title>
          <Text size="sm" className="quiet">
            {say('turnoverText')}
          </Text>
        </div>
        <Button variant="default" size="xs" onClick={() => setAsTable(!asTable)}>
          {say(asTable ? 'asChart' : 'asTable')}
        </Button>
      </Group>
      {asTable ? <DayTable days={days} /> : <Bars days={days} />}
    </Stack>
  )
}

/** The largest first; from the fourth on they share the last shade. */
function countriesOf(days: DaySum[]): { name: string; grossCents: number }[] {
  const sums = [...Map.groupBy(days, (row) => row.country)]
    .map(([name, rows]) => ({ name, grossCents: rows.reduce((sum, row) => sum + row.grossCents, 0) }))
    .toSorted((a, b) => b.grossCents - a.grossCents)
  if (sums.length <= shades.length) return sums
  const rest = sums.slice(shades.length - 1).reduce((sum, { grossCents }) => sum + grossCents, 0)
  return [...sums.slice(0, shades.length - 1), { name: other, grossCents: rest }]
}

/** Every day from the first to the last, also those without a sale. */
function datesOf(days: DaySum[]): LocalDate[] {
  const sold = days.map((row) => row.day).toSorted()
  const [first] = sold
  const last = sold.at(-1)
  const dates: LocalDate[] = []
  for (let day = first; day !== undefined && last !== undefined && day <= last; day = addDays(day, 1)) dates.push(day)
  return dates
}

function Bars({ days }: { days: DaySum[] }) {
  const { say, money, amount, language } = useSpeech()
  const countries = countriesOf(days)
  const named = new Set(countries.map(({ name }) => name))
  const partOf = (day: LocalDate, country: string): number =>
    days
      .filter((row) => row.day === day && (named.has(row.country) ? row.country : other) === country)
      .reduce((sum, row) => sum + Math.max(row.grossCents, 0), 0)
  const dates = datesOf(days)
  const sums = dates.map((day) => countries.reduce((sum, { name }) => sum + partOf(day, name), 0))
  const step = (size.width - size.left) / dates.length
  const top = roundedUp(Math.max(...sums, 1))
  const scale = (size.height - size.bottom - size.top) / top
  const floor = size.height - size.bottom
  const nameOf = (country: string): string =>
    country === other ? say('otherCountries') : countryName(country, language)
  return (
    <>
      <Group gap="md">
        {countries.map(({ name, grossCents }, index) => (
          <Group key={name} gap={6}>
            <span className="chart-share" style={{ background: shades[index] }} aria-hidden="true" />
            <Text size="sm">
              {nameOf(name)} <b>{amount(grossCents)}</b>
            </Text>
          </Group>
        ))}
      </Group>
      <svg className="chart" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={say('turnover')}>
        {[0, top / 2, top].map((cents) => (
          <g key={cents}>
            <line
              x1={size.left}
              x2={size.width}
              y1={floor - cents * scale}
              y2={floor - cents * scale}
              stroke="var(--tk-line-2)"
              strokeDasharray={cents === 0 ? undefined : '2 3'}
            />
            <text x={size.left - 8} y={floor - cents * scale + 4} textAnchor="end">
              {amount(cents).replace(/[.,]\d\d$/u, '')}
            </text>
          </g>
        ))}
        {dates.map((day, index) => (
          <Bar
            key={day}
            day={day}
            at={{ x: size.left + index * step, step, floor, scale }}
            labelled={index % Math.ceil(dates.length / 8) === 0}
            parts={countries.map(({ name }, at) => ({
              cents: partOf(day, name),
              shade: shades[at] ?? '',
              words: `${nameOf(name)}: ${money(partOf(day, name))}`,
            }))}
          />
        ))}
      </svg>
    </>
  )
}

/** To one, two or five of a power of ten. */
function roundedUp(cents: number): number {
  const power = 10 ** Math.floor(Math.log10(cents))
  return power * ([1, 2, 5].find((times) => times * power >= cents) ?? 10)
}

interface BarProps {
  day: LocalDate
  at: { x: number; step: number; floor: number; scale: number }
  labelled: boolean
  parts: { cents: number; shade: string; words: string }[]
}

function Bar({ day, at: { x, step, floor, scale }, labelled, parts }: BarProps) {
  const { date } = useSpeech()
  const width = Math.max(Math.min(step - 4, 28), 1)
  let top = floor
  return (
    <g>
      {parts.map(({ cents, shade, words }, index) => {
        top -= cents * scale
        return cents === 0 ? null : (
          <rect
            key={words}
            x={x + (step - width) / 2}
            width={width}
            y={top}
            height={cents * scale}
            fill={shade}
            stroke={index === 2 ? 'var(--tk-c2)' : undefined}
          >
            <title>{`${date(day)} · ${words}`}</title>
          </rect>
        )
      })}
      {labelled && (
        <text x={x + step / 2} y={size.height - 6} textAnchor="middle">
          {date(day).slice(0, 5)}
        </text>
      )}
    </g>
  )
}

function DayTable({ days }: { days: DaySum[] }) {
  const { say, amount, date, language } = useSpeech()
  return (
    <Table.ScrollContainer minWidth={360}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('day')}</Table.Th>
            <Table.Th>{say('country')}</Table.Th>
            <Table.Th className="number">{say('orders')}</Table.Th>
            <Table.Th className="number">{say('amount')} €</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map((row) => (
            <Table.Tr key={`${row.day}${row.country}`}>
              <Table.Td>{date(row.day)}</Table.Td>
              <Table.Td>{countryName(row.country, language)}</Table.Td>
              <Table.Td className="number">{row.orders}</Table.Td>
              <Table.Td className="number">{amount(row.grossCents)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
