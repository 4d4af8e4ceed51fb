import { Alert, Anchor, Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { Link } from 'react-router'
import type { ConnectionOverview } from '../../app/show/overview.ts'
import { call } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { later } from '../later.tsx'
import { Answered, Waiting } from '../waiting.tsx'

export const chart = later(async () => (await import('../turnover-chart.tsx')).TurnoverChart)

/** In the order in which a person reads them. */
export const classes = ['booked', 'waiting', 'blocked', 'inDoubt', 'skipped'] as const
const classColours = {
  booked: '#2b8a3e',
  waiting: '#1971c2',
  blocked: '#e03131',
  inDoubt: '#e8a100',
  skipped: '#868e96',
}

export function useOverview() {
  const session = useSession()
  return useQuery({
    queryKey: ['overview', session.company, session.at('')],
    queryFn: () => (session.company === null ? [] : call('GET', session.at('/overview'))),
    refetchInterval: 15_000,
  })
}

export function Overview() {
  const { say } = useSpeech()
  const overview = useOverview()
  return (
    <Stack>
      <Title order={1}>{say('overview')}</Title>
      <Answered of={overview}>
        {(connections) =>
          connections.length === 0 ? (
            <Empty />
          ) : (
            connections.map((connection) => <ConnectionCard key={connection.id} connection={connection} />)
          )
        }
      </Answered>
    </Stack>
  )
}

function Empty() {
  const { say } = useSpeech()
  return (
    <Card withBorder p="xl">
      <Title order={2}>{say('noConnections')}</Title>
      <Text my="md">{say('noConnectionsText')}</Text>
      <Button component={Link} to="/connect" w="fit-content">
        {say('start')}
      </Button>
    </Card>
  )
}

function ConnectionCard({ connection }: { connection: ConnectionOverview }) {
  const { say, date, money } = useSpeech()
  const { bookedToday } = connection
  const title = connection.state === 'paused' ? say('paused') : say(`light_${connection.light}`)
  return (
    <Card withBorder p="lg">
      <Stack>
        <Group justify="space-between" align="flex-start">
          <div>
            <Group gap="xs" wrap="nowrap">
              <span className={`light ${connection.light}`} aria-hidden="true" />
              <Title order={2}>{connection.name}</Title>
            </Group>
            <Text className="quiet" size="sm">
              {connection.shopName === null ? '' : `${connection.shopName} · `}
              {say('dossier')} {connection.dossierId}
            </Text>
          </div>
          <Badge
            size="lg"
            autoContrast
            color={{ green: '#1f6b30', amber: '#ffc53d', red: '#b02525' }[connection.light]}
            variant="filled"
          >
            {title}
          </Badge>
        </Group>
        {connection.reason !== null && <Text fw={500}>{connection.reason}</Text>}
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <Figure
            label={say('bookedToday')}
            value={money(bookedToday.amountCents)}
            detail={say(bookedToday.documents === 1 ? 'documents_one' : 'documents_many', { n: bookedToday.documents })}
          />
          <Figure
            label={say('class_booked')}
            value={String(connection.booked)}
            detail={say('ofOrders', { n: connection.orders })}
          />
          <Figure
            label={say('lastPoll')}
            value={connection.lastPollAt === null ? say('neverPolled') : date(connection.lastPollAt).slice(-5)}
            detail={date(connection.lastPollAt).slice(0, 10)}
          />
        </SimpleGrid>
        <Hints connection={connection} />
        <Shares connection={connection} />
        <Causes connection={connection} />
        <Suspense fallback={<Waiting />}>
          <chart.View days={connection.days} />
        </Suspense>
      </Stack>
    </Card>
  )
}

/** What the day leaves, and whether anything was missed. */
function Hints({ connection }: { connection: ConnectionOverview }) {
  const { say } = useSpeech()
  return (
    <>
      <Text size="sm">{say('budget', { sent: connection.budget.sent, limit: connection.budget.limit })}</Text>
      {connection.budget.nearLimit && (
        <Alert color="yellow" role="status">
          {say('nearLimit', {
            n: connection.budget.sent + connection.budget.waiting,
            limit: connection.budget.limit,
          })}{' '}
          <Anchor component={Link} to={`/settings?connection=${connection.id}`} underline="always">
            {say('toSettings')}
          </Anchor>
        </Alert>
      )}
      {connection.completeness !== null && (
        <Text fw={connection.completeness.missing > 0 ? 600 : undefined}>
          {say(connection.completeness.missing === 1 ? 'missed_one' : 'missed_many', {
            n: connection.completeness.missing,
            day: connection.completeness.to.split('-').toReversed().join('/'),
          })}
        </Text>
      )}
    </>
  )
}

function Figure({ label, value, detail }: { label: string; value: string; detail: string }) {
  return (
    <div>
      <Text size="sm" className="quiet">
        {label}
      </Text>
      <Text fz={28} fw={650} lh={1.2}>
        {value}
      </Text>
      <Text size="sm" className="quiet">
        {detail}
      </Text>
    </div>
  )
}

/** Each order counts once, so the parts are the whole. */
function Shares({ connection }: { connection: ConnectionOverview }) {
  const { say } = useSpeech()
  return (
    <div>
      <div className="shares" aria-hidden="true">
        {classes.map(
          (name) =>
            connection[name] > 0 && (
              <div key={name} style={{ flexGrow: connection[name], minWidth: 4, background: classColours[name] }} />
            ),
        )}
      </div>
      <Group gap="md" mt="xs">
        {classes.map((name) => (
          <Group key={name} gap={6} wrap="nowrap">
            <span className="light" style={{ background: classColours[name] }} aria-hidden="true" />
            <Anchor component={Link} to={`/report?connection=${connection.id}&class=${name}`} size="sm" c="inherit">
              {say(`class_${name}`)} {connection[name]}
            </Anchor>
          </Group>
        ))}
      </Group>
      <Text size="sm" mt="xs">
        {say('complete', { n: connection.orders })}
      </Text>
    </div>
  )
}

function Causes({ connection }: { connection: ConnectionOverview }) {
  const { say } = useSpeech()
  if (connection.causes.length === 0) return null
  return (
    <div>
      <Title order={3} size="h5">
        {say('problems')}
      </Title>
      <ul>
        {connection.causes.map(({ code, title, count }) => (
          <li key={code}>
            <Anchor component={Link} to={`/problems#${code}`} underline="always">
              {title}
            </Anchor>{' '}
            ({count})
          </li>
        ))}
      </ul>
    </div>
  )
}
