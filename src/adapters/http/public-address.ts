/** Which addresses of the internet anybody may be called at: none of a local network, of this machine, or of a special use. */
import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Local, private, shared (carriers), link-local, for documentation or tests, relays, multicast, reserved. */
const specialIPv4: [network: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
/** Of the public block: special protocols (Teredo among them), documentation, and 6to4, which wraps an IPv4 address. */
const specialIPv6: [network: string, prefix: number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const blockedIPv4 = new BlockList()
for (const [network, prefix] of specialIPv4) blockedIPv4.addSubnet(network, prefix, 'ipv4')
const blockedIPv6 = new BlockList()
for (const [network, prefix] of specialIPv6) blockedIPv6.addSubnet(network, prefix, 'ipv6')
/** Everything else of IPv6 is not of the public internet: `::1`, `::ffff:10.0.0.1`, `64:ff9b::`, `fc00::`, `fe80::`, `ff00::`. */
const publicIPv6 = new BlockList()
publicIPv6.addSubnet('2000::', 3, 'ipv6')

/** @param address as a resolver gives it; anything that is no address is not public */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !blockedIPv4.check(address, 'ipv4')
  return (
    isIPv6(address) &&
    !address.includes('%') &&
    publicIPv6.check(address, 'ipv6') &&
    !blockedIPv6.check(address, 'ipv6')
  )
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'))
}
