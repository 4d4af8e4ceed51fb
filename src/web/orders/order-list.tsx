/** Orders day by day, with their articles. A row opens beside the list, which stays as it is. */
import { Button, Table } from '@mantine/core'
import { Fragment, type RefObject } from 'react'
import { Link } from 'react-router'
import type { ListedSale } from '../../ports/tables/order-lists.ts'
import { countryName } from '../../domain/why/why-words.ts'
import { useSpeech } from '../language.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { Article } from './article.tsx'

interface ListProps {
  rows: ListedSale[]
  /** More can be loaded: the last day is not whole. */
  hasMore: boolean
  isLoading: boolean
  onMore: () => void
  open: string | null
  /** The address with this order open. */
  addressOf: (order: string) => { search: string }
  list: RefObject<HTMLDivElement | null>
}

export function OrderList({ rows, hasMore, isLoading, onMore, open, addressOf, list }: ListProps) {
  const { say } = useSpeech()
  const days = [...Map.groupBy(rows, ({ placedOn }) => placedOn)]
  return (
    <div ref={list}>
      <Table className="list orders">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('order')}</Table.Th>
            <Table.Th className="gives-1">{say('article')}</Table.Th>
            <Table.Th className="gives-2">{say('destination')}</Table.Th>
            <Table.Th className="gives-2 gives-panel">{say('document')}</Table.Th>
            <Table.Th className="number">{say('amount')} €</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map(([day, sales], index) => (
            <Fragment key={day}>
              <DayRow day={day} sales={sales} isWhole={!hasMore || index < days.length - 1} />
              {sales.map((sale) => (
                <SaleRow key={sale.orderId} sale={sale} isOpen={sale.orderId === open} to={addressOf(sale.orderId)} />
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
      {hasMore && (
        <Button m="md" variant="default" loading={isLoading} onClick={onMore}>
          {say('more')}
        </Button>
      )}
    </div>
  )
}

/** Shows the day's sum only where all of the day is shown. */
function DayRow({ day, sales, isWhole }: { day: string | null; sales: ListedSale[]; isWhole: boolean }) {
  const { say, date, amount, weekday } = useSpeech()
  const sum = sales.reduce((all, { grossCents }) => all + (grossCents ?? 0), 0)
  return (
    <Table.Tr className="group-row">
      <Table.Th scope="rowgroup">
        <span className="group-name">
          {day === null ? say('withoutDay') : `${weekday(day)} ${date(day)}`}{' '}
          {isWhole && (
            <span className="quiet">
              {say(sales.length === 1 ? 'ordersOfDay_one' : 'ordersOfDay', { n: sales.length })}
            </span>
          )}
        </span>
      </Table.Th>
      <Table.Td className="gives-1" />
      <Table.Td className="gives-2" />
      <Table.Td className="gives-2 gives-panel" />
      <Table.Td className="number strong">{isWhole && amount(sum)}</Table.Td>
    </Table.Tr>
  )
}

function SaleRow({ sale, isOpen, to }: { sale: ListedSale; isOpen: boolean; to: { search: string } }) {
  const { say, amount, language } = useSpeech()
  const numbered = sale.documents.filter((document) => document.number !== null)
  const { orderId, article, destination } = sale
  return (
    <Table.Tr className="opens" data-open={isOpen || undefined}>
      <Table.Td>
        <span className="row-head">
          <StateMark state={sale.class} size={16} label={say(`class_${sale.class}`)} />
          <span>
            <Link className="row-link whole" data-row={orderId} to={to} aria-current={isOpen ? 'true' : undefined}>
              {orderId}
            </Link>
            <span className="row-note only-narrow">
              <Article article={article} />
            </span>
          </span>
        </span>
      </Table.Td>
      <Table.Td className="gives-1">
        <Article article={article} />
      </Table.Td>
      <Table.Td className="gives-2">{destination === null ? '–' : countryName(destination, language)}</Table.Td>
      <Table.Td className="gives-2 gives-panel">
        {numbered.map(({ journal, number }) => `${journal} ${number}`).join(', ') || '–'}
      </Table.Td>
      <Table.Td className="number strong">{amount(sale.grossCents)}</Table.Td>
    </Table.Tr>
  )
}
