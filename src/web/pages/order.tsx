/** An order as a page of its own: links from outside open it. */
import { Stack } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { useSpeech } from '../language.tsx'
import { OrderView } from '../orders/order-view.tsx'
import { Icon } from '../theme/icon.tsx'

export function OrderPage() {
  const { say } = useSpeech()
  const { order = '' } = useParams()
  return (
    <Stack gap="lg" maw={760}>
      <Link className="crumb" to="/report">
        <Icon name="arrow-left" size={15} />
        {say('report')}
      </Link>
      <OrderView key={order} order={order} level={1} />
    </Stack>
  )
}
