/** Orders that wait for one cause, with what they are of. Those that are chosen are decided together. */
import { Anchor, Button, Checkbox, Group, Table, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ShownProblem } from '../../app/show/list-problems.ts'
import { mayDecide } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { Article } from '../orders/article.tsx'
import { SkipDialog } from '../orders/skip-dialog.tsx'
import { ReportProblem } from '../report-problem.tsx'
import { useSession } from '../session.tsx'

interface WaitingOrdersProps {
  cause: ShownProblem
  level: 1 | 2
  busy: boolean
  chosen: ReadonlySet<string>
  setChosen: (orders: ReadonlySet<string>) => void
  onRetry: (orders: string[]) => void
}

export function WaitingOrders({ cause, level, ...props }: WaitingOrdersProps) {
  const { say } = useSpeech()
  const { orders, count, code } = cause
  const [only] = orders
  return (
    <section>
      {orders.length > 0 && (
        <>
          <Title order={level === 1 ? 2 : 3} className="decision-orders">
            {say('theseOrders')}{' '}
            <span className="quiet">
              {orders.length < count ? say('allOrdersOf', { n: orders.length, all: count }) : count}
            </span>
          </Title>
          <OrderTable cause={cause} {...props} />
        </>
      )}
      <Group justify="space-between" mt="xs">
        <span className="decision-code">{code}</span>
        <ReportProblem
          about={{ problem: code, ...(orders.length === 1 && only !== undefined ? { order: only } : {}) }}
          size="xs"
        />
      </Group>
    </section>
  )
}

type TableProps = Omit<WaitingOrdersProps, 'level'>

function OrderTable(props: TableProps) {
  const { say } = useSpeech()
  const { cause, chosen, setChosen } = props
  const session = useSession()
  const mayChoose = mayDecide(session)
  const picked = cause.orders.filter((order) => chosen.has(order))
  return (
    <>
      <Table className="list waiting-orders">
        <Table.Thead>
          <Table.Tr>
            {mayChoose && (
              <Table.Th className="office-pick">
                <Checkbox
                  aria-label={say('chooseAllOrders')}
                  checked={picked.length === cause.orders.length}
                  indeterminate={picked.length > 0 && picked.length < cause.orders.length}
                  onChange={({ currentTarget: { checked } }) => setChosen(new Set(checked ? cause.orders : []))}
                />
              </Table.Th>
            )}
            <Table.Th>{say('order')}</Table.Th>
            <Table.Th className="gives-1">{say('article')}</Table.Th>
            <Table.Th className="gives-2">{say('placed')}</Table.Th>
            <Table.Th className="number">{say('amount')} €</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cause.orders.map((order) => (
            <OrderRow key={order} order={order} mayChoose={mayChoose} {...props} />
          ))}
        </Table.Tbody>
      </Table>
      {picked.length > 0 && <ChosenBar {...props} picked={picked} />}
    </>
  )
}

function OrderRow({ order, mayChoose, cause, chosen, setChosen }: TableProps & { order: string; mayChoose: boolean }) {
  const { say, amount, date } = useSpeech()
  const sale = cause.waiting.find(({ orderId }) => orderId === order)
  const isChosen = chosen.has(order)
  const toggle = (): void =>
    setChosen(new Set(isChosen ? [...chosen].filter((one) => one !== order) : [...chosen, order]))
  const article = <Article article={sale?.article ?? null} />
  return (
    <Table.Tr data-open={isChosen || undefined}>
      {mayChoose && (
        <Table.Td className="office-pick">
          <Checkbox aria-label={say('chooseOrder', { order })} checked={isChosen} onChange={toggle} />
        </Table.Td>
      )}
      <Table.Td>
        <Anchor component={Link} to={`/orders/${encodeURIComponent(order)}`}>
          {order}
        </Anchor>
        <span className="row-note only-narrow">{article}</span>
      </Table.Td>
      <Table.Td className="gives-1">{article}</Table.Td>
      <Table.Td className="gives-2">{sale?.placedOn ? date(sale.placedOn) : '–'}</Table.Td>
      <Table.Td className="number">{sale?.grossCents == null ? '–' : amount(sale.grossCents)}</Table.Td>
    </Table.Tr>
  )
}

/** What is chosen, its sum, and what can be done with it. */
function ChosenBar({ cause, busy, picked, setChosen, onRetry }: TableProps & { picked: string[] }) {
  const { say, amount } = useSpeech()
  const [skipping, setSkipping] = useState(false)
  const sum = cause.waiting
    .filter(({ orderId }) => picked.includes(orderId))
    .reduce((cents, { grossCents }) => cents + (grossCents ?? 0), 0)
  const clear = (): void => setChosen(new Set())
  return (
    <div className="chosen-bar">
      <span role="status">
        {say(picked.length === 1 ? 'chosenOrders_one' : 'chosenOrders', { n: picked.length })} · € {amount(sum)}
      </span>
      <Button size="xs" variant="default" disabled={busy} onClick={() => onRetry(picked)}>
        {say('retryCount', { n: picked.length })}
      </Button>
      <Button size="xs" variant="default" onClick={() => setSkipping(true)}>
        {say('skipCount', { n: picked.length })}
      </Button>
      <Button size="xs" variant="subtle" onClick={clear}>
        {say('clearChosen')}
      </Button>
      {skipping && <SkipDialog orders={picked} onClose={() => setSkipping(false)} onDone={clear} />}
    </div>
  )
}
