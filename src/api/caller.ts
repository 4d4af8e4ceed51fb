/** Finds the origin of a call: the sender's address, through proxies that the operator named. No other header is believed. */
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

/** One of version 4, also where the socket is of version 6. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/iu, '')
}

export function isNamed(list: BlockList, address: string): boolean {
  const plain = plainAddress(address)
  const version = isIP(plain)
  return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4')
}

/** Null: not over a network. */
export function addressOf(context: Context, proxies: BlockList): string | null {
  const socket = (context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
  let address = socket?.remoteAddress === undefined ? null : plainAddress(socket.remoteAddress)
  const forwarded = (context.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  // Reads from the nearest proxy on: an address before the first unnamed one may be invented.
  while (address !== null && isNamed(proxies, address)) {
    const before = forwarded.pop()
    if (before === undefined || isIP(before) === 0) break
    address = before
  }
  return address
}

/** Names that no stranger can have lead here: addresses, this machine, and those that only a network of one's own knows. */
const ownNames = /^(?:[^.]+|.*\.(?:local|localhost|lan|internal|home\.arpa))$/u

function isOwnName(hostname: string): boolean {
  return hostname.startsWith('[') || isIP(hostname) !== 0 || ownNames.test(hostname)
}

/**
 * Returns whether the call was sent to the host of `TENTAKEL_URL`, or to a name that is not on the open internet. A stranger's domain that
 * points here is not served.
 */
export function isOwnHost(context: Context, publicUrl: string | null): boolean {
  const host = context.req.header('host')
  if (host === undefined) return true
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  return isOwnName(hostname) || (publicUrl !== null && hostname === new URL(publicUrl).hostname)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname)
}

/**
 * Returns whether a page of another site sent the call. A program sends neither header, and no page can leave them out. With a public
 * address, our pages are served there and on this machine itself.
 */
export function isFromElsewhere(context: Context, publicUrl: string | null): boolean {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const origin = context.req.header('origin')
  if (origin === undefined) return false
  if (!URL.canParse(origin)) return true
  const sender = new URL(origin)
  if (publicUrl !== null && sender.origin === new URL(publicUrl).origin) return false
  if (publicUrl !== null && !isLoopback(sender.hostname)) return true
  return sender.host !== context.req.header('host')
}
