/** An order beside its list. It holds no focus captive: the list stays usable. Below 1024 px it covers the page. */
import { ActionIcon, Drawer } from '@mantine/core'
import { useClipboard, useMediaQuery } from '@mantine/hooks'
import { useEffect, useRef, type ReactNode } from 'react'
import { Link } from 'react-router'
import { baseInAddress } from '../frame/company-address.ts'
import { useSpeech } from '../language.tsx'
import type { IconName } from '../theme/icon-names.ts'
import { Icon } from '../theme/icon.tsx'
import { OrderView } from './order-view.tsx'

interface PanelProps {
  order: string
  /** Its place in the list, from 1; null: it is not in what is shown of it. */
  place: number | null
  all: number
  onMove: (step: 1 | -1) => void
  onClose: () => void
}

export function OrderPanel(props: PanelProps) {
  const { say } = useSpeech()
  const isNarrow = useMediaQuery('(max-width: 1023px)', undefined, { getInitialValueInEffect: false })
  const { order, onClose } = props
  if (isNarrow === true)
    return (
      <Drawer.Root opened onClose={onClose} position="right" size="100%">
        <Drawer.Content aria-label={`${say('order')} ${order}`}>
          <Drawer.Body p={0}>
            <Inside {...props} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    )
  return (
    <Beside label={`${say('order')} ${order}`}>
      <Inside {...props} />
    </Beside>
  )
}

/** When it opens, it takes the focus; the next order shown in it keeps the focus. */
function Beside({ label, children }: { label: string; children: ReactNode }) {
  const aside = useRef<HTMLElement>(null)
  useEffect(() => aside.current?.focus({ preventScroll: true }), [])
  return (
    <aside ref={aside} className="panel" aria-label={label} tabIndex={-1}>
      {children}
    </aside>
  )
}

function Inside({ order, place, all, onMove, onClose }: PanelProps) {
  const { say } = useSpeech()
  const clipboard = useClipboard({ timeout: 3000 })
  const link = `${location.origin}${baseInAddress()}/orders/${encodeURIComponent(order)}`
  return (
    <>
      <div className="panel-bar">
        <BarButton icon="x" label={say('close')} onClick={onClose} />
        <BarButton
          icon="chevron-up"
          label={say('previousOrder')}
          onClick={() => onMove(-1)}
          disabled={place === null || place <= 1}
        />
        <BarButton
          icon="chevron-down"
          label={say('nextOrder')}
          onClick={() => onMove(1)}
          disabled={place === null || place >= all}
        />
        {place !== null && <span className="quiet">{say('panelOf', { n: place, all })}</span>}
        <span className="panel-space" />
        <span role="status" className="quiet">
          {clipboard.copied ? say('panelLinkDone') : ''}
        </span>
        <BarButton icon="link" label={say('panelLink')} onClick={() => clipboard.copy(link)} />
        <ActionIcon
          component={Link}
          to={`/orders/${encodeURIComponent(order)}`}
          variant="subtle"
          size={36}
          aria-label={say('panelPage')}
          title={say('panelPage')}
        >
          <Icon name="maximize" size={17} />
        </ActionIcon>
      </div>
      <div className="panel-body">
        <OrderView key={order} order={order} level={2} />
      </div>
    </>
  )
}

interface BarButtonProps {
  icon: IconName
  label: string
  onClick: () => void
  disabled?: boolean
}

function BarButton({ icon, label, onClick, disabled = false }: BarButtonProps) {
  return (
    <ActionIcon variant="subtle" size={36} aria-label={label} title={label} onClick={onClick} disabled={disabled}>
      <Icon name={icon} size={17} />
    </ActionIcon>
  )
}
