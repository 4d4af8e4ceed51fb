/** Bars per day, parts per VAT country; the same numbers as a table for those who cannot see or hover. */
import { Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { DaySum } from '../ports/tables/order-lists.ts'
import { useSpeech } from './language.tsx'

const colours = ['#0b7285', '#e8590c', '#5f3dc4', '#2b8a3e', '#c2255c', '#868e96']
const size = { width: 720, height: 200, left: 56, bottom: 22, top: 8 }

export function TurnoverChart({ days }: { days: DaySum[] }) {
  const { say } = useSpeech()
  const [asTable, setAsTable] = useState(false)
  if (days.length === 0) return null
  const countries = [...new Set(days.map((row) => row.country))].toSorted()
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <div>
          <Title order={3} size="h5">
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
      {asTable ? <DayTable days={days} /> : <Bars days={days} countries={countries} />}
    </Stack>
  )
}

function Bars({ days, countries }: { days: DaySum[]; countries: string[] }) {
  const { say, money, date } = useSpeech()
  const dates = [...new Set(days.map((row) => row.day))].toSorted()
  const sums = dates.map((day) =>
    days.filter((row) => row.day === day).reduce((sum, row) => sum + Math.max(row.grossCents, 0), 0),
  )
  const most = Math.max(...sums, 1)
  const step = (size.width - size.left) / dates.length
  const scale = (size.height - size.bottom - size.top) / most
  const floor = size.height - size.bottom
  return (
    <>
      <svg className="chart" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={say('turnover')}>
        <line x1={size.left} x2={size.width} y1={floor} y2={floor} stroke="#868e96" />
        <text x={size.left - 6} y={size.top + 8} textAnchor="end">
          {money(most).replace(/[.,]\d\d(?=\D*$)/u, '')}
        </text>
        {dates.map((day, index) => {
          let top = floor
          const x = size.left + index * step
          return (
            <g key={day}>
              {countries.map((country, at) => {
                const row = days.find((one) => one.day === day && one.country === country)
                const high = Math.max(row?.grossCents ?? 0, 0) * scale
                top -= high
                return row === undefined ? null : (
                  <rect
                    key={country}
                    x={x + 1}
                    width={Math.max(Math.min(step - 2, 48), 1)}
                    y={top}
                    height={high}
                    fill={colours[at % colours.length]}
                  >
                    <title>{`${date(day)} · ${country}: ${money(row.grossCents)} (${row.orders})`}</title>
                  </rect>
                )
              })}
              {index % Math.ceil(dates.length / 8) === 0 && (
                <text x={x + 1} y={size.height - 6}>
                  {date(day).slice(0, 5)}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <Group gap="md">
        {countries.map((country, at) => (
          <Group key={country} gap={6}>
            <span className="light" style={{ background: colours[at % colours.length] }} aria-hidden="true" />
            <Text size="sm">{country}</Text>
          </Group>
        ))}
      </Group>
    </>
  )
}

function DayTable({ days }: { days: DaySum[] }) {
  const { say, money, date } = useSpeech()
  return (
    <Table.ScrollContainer minWidth={360}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('day')}</Table.Th>
            <Table.Th>{say('country')}</Table.Th>
            <Table.Th className="number">{say('orders')}</Table.Th>
            <Table.Th className="number">{say('amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map((row) => (
            <Table.Tr key={`${row.day}${row.country}`}>
              <Table.Td>{date(row.day)}</Table.Td>
              <Table.Td>{row.country}</Table.Td>
              <Table.Td className="number">{row.orders}</Table.Td>
              <Table.Td className="number">{money(row.grossCents)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
