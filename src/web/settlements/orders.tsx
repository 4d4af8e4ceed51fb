/** Orders of a settlement beside the books: those that differ first, then what explains itself, then what agrees. */
import { Button, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { categoryInWords } from '../../domain/why/category-words.ts'
import { useSpeech } from '../language.tsx'
import { StateMark, type State } from '../parts/state-mark.tsx'
import { openReasons, OrderAnswer } from './order-answer.tsx'

type Order = ShownCheck['orders'][number]
/** More of them than this are not put on a page at once. */
const agreeingAtOnce = 200

export function Orders({ settlement, orders }: { settlement: string; orders: Order[] }) {
  const { say } = useSpeech()
  const [shown, setShown] = useState(0)
  const differing = orders.filter((order) => openReasons(order).length > 0)
  const known = orders.filter((order) => order.category !== 'ok' && openReasons(order).length === 0)
  const agreeing = orders.filter(({ category }) => category === 'ok')
  return (
    <Stack gap="lg">
      {differing.length > 0 && (
        <Part title={say('differingOrders')} orders={differing} mark="blocked" settlement={settlement} />
      )}
      {known.length > 0 && <Part title={say('explainedDifferences')} orders={known} mark="waiting" />}
      {differing.length === 0 && <Text className="quiet">{say('nothingDiffers')}</Text>}
      {agreeing.length > 0 && (
        <>
          {shown > 0 && <Part title={say('closesWell')} orders={agreeing.slice(0, shown)} mark="booked" />}
          {shown < agreeing.length && (
            <Button variant="default" w="fit-content" onClick={() => setShown(shown + agreeingAtOnce)}>
              {say('showAgreeing', { n: agreeing.length - shown })}
            </Button>
          )}
        </>
      )}
    </Stack>
  )
}

/** @param settlement where its orders may be answered */
function Part({
  title,
  orders,
  mark,
  settlement,
}: {
  title: string
  orders: Order[]
  mark: State
  settlement?: string
}) {
  const { say, amount } = useSpeech()
  const sum = (of: (order: Order) => number): number => orders.reduce((all, order) => all + of(order), 0)
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {title}
      </Title>
      <Table className="list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('order')}</Table.Th>
            <Table.Th className="number gives-1">{say('bookedGross')} €</Table.Th>
            <Table.Th className="number gives-1">{say('settledGross')} €</Table.Th>
            <Table.Th className="number">{say('difference')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {orders.map((order) => (
            <OrderRow key={order.order} order={order} mark={mark} settlement={settlement} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{say('sumOfAll')}</Table.Th>
            <Table.Td className="number gives-1">{amount(sum(({ bookedCents }) => bookedCents))}</Table.Td>
            <Table.Td className="number gives-1">{amount(sum(({ settledCents }) => settledCents))}</Table.Td>
            <Table.Td className="number">{amount(sum(({ differenceCents }) => differenceCents))}</Table.Td>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </section>
  )
}

function OrderRow({ order, mark, settlement }: { order: Order; mark: State; settlement: string | undefined }) {
  const { amount, language } = useSpeech()
  const reasons = order.reasons ?? [{ category: order.category }]
  return (
    <Table.Tr>
      <Table.Td>
        <span className="row-head">
          <StateMark state={mark} size={16} />
          <span>
            <Link className="row-link" to={`/orders/${encodeURIComponent(order.order)}`}>
              {order.order}
            </Link>
            <span className="row-note">
              {reasons.map(({ category }) => categoryInWords(category, language)).join(' · ')}
            </span>
            {settlement !== undefined && <OrderAnswer settlement={settlement} order={order} />}
          </span>
        </span>
      </Table.Td>
      <Table.Td className="number gives-1">{amount(order.bookedCents)}</Table.Td>
      <Table.Td className="number gives-1">{amount(order.settledCents)}</Table.Td>
      <Table.Td className="number strong">{amount(order.differenceCents)}</Table.Td>
    </Table.Tr>
  )
}
