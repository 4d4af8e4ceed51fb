/** Where a call comes from: the address of who sent it, through proxies that the operator named, and nobody else's word for it. */
import { BlockList, isIP } from 'node:net'
import type { Context } from 'hono'

/** @param named addresses and networks, e.g. `10.0.0.0/8`, in the form that the configuration checked */
export function proxiesOf(named: string[]): BlockList {
  const list = new BlockList()
  for (const entry of named) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

function isNamed(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

/** Null: not over a network. */
export function addressOf(context: Context, proxies: BlockList): string | null {
  const socket = (context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
  let address = socket?.remoteAddress?.replace(/^::ffff:(?=\d+\.)/iu, '') ?? null
  const forwarded = (context.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  // From the nearest one on: what stands before the first that nobody vouches for may be invented.
  while (address !== null && isNamed(proxies, address)) {
    const before = forwarded.pop()
    if (before === undefined || isIP(before) === 0) break
    address = before
  }
  return address
}

/** Whether another site's page sent it. A program sends neither header, and no page can leave them out. */
export function isFromElsewhere(context: Context, publicUrl: string | null): boolean {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const origin = context.req.header('origin')
  if (origin === undefined) return false
  if (!URL.canParse(origin)) return true
  const own = [context.req.header('host'), publicUrl === null ? undefined : new URL(publicUrl).host]
  return !own.includes(new URL(origin).host)
}
