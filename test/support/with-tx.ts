/** Ports whose transactions are changed: for what happens in the middle of one. */
import type { Ports } from '../../src/app/run/ports.ts'
import type { Tx } from '../../src/ports/store.ts'

export function withTx(ports: Ports, change: (tx: Tx) => Tx): Ports {
  const { store } = ports
  const forTenant: typeof store.forTenant = (tenantId) => {
    const own = store.forTenant(tenantId)
    return { ...own, transaction: (work) => own.transaction((tx) => work(change(tx))) }
  }
  return { ...ports, store: { ...store, forTenant } }
}
