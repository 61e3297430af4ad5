import { type LookupAddress, lookup as lookupWithCallback } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Failure } from '../errors/failure.ts'

/** Which addresses may be called back. */
export type MayCall = (address: LookupAddress) => boolean

const loopback = listOf({ ipv4: ['127.0.0.0/8'], ipv6: ['::1/128'] })

/**
 * What is not the public internet: IANA's special-purpose registries, multicast, and the one public address at which a cloud
 * (Azure) tells its machines about themselves. The others tell at link-local, shared or unique local addresses. Of IPv6 only
 * 2000::/3 is public; what embeds an IPv4 address in it (Teredo, 6to4) leads elsewhere.
 */
const notPublic = listOf({
  ipv4: [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
    ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
    ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
  ],
  ipv6: ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
})

/** An address of this machine that no other one reaches. */
export const isLoopback: MayCall = (address) => isIn(loopback, address)

/** An address of the public internet, as opposed to a private, loopback, link-local, metadata or reserved one. */
export const isPublic: MayCall = (address) => !isIn(notPublic, address)

/**
 * The address of a callback: http or https, without credentials in it.
 * @throws Failure `callback-not-allowed`
 */
export function parseCallbackUrl(text: string): URL {
  const url = URL.parse(text)
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (url && isHttp && !url.username && !url.password) return url
  throw new Failure('callback-not-allowed', { detail: 'A callback is an http or https URL without credentials.' })
}

/** The address that stands in a URL in place of a name; undefined when it is a name. */
export function literalAddress(url: URL): LookupAddress | undefined {
  const address = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(address)
  return family === 0 ? undefined : { address, family }
}

/** All addresses that the host of a URL has now; none when its name is not known. */
export async function addressesOf(url: URL): Promise<readonly LookupAddress[]> {
  const literal = literalAddress(url)
  return literal ? [literal] : await lookup(url.hostname, { all: true }).catch(() => [])
}

/**
 * Resolves names for a connection and refuses those with an address that may not be called, so that the address that was
 * checked is the one that is connected to. A name is resolved anew for each connection.
 */
export function lookupOnly(mayCall: MayCall): LookupFunction {
  return (hostname, options, done) => {
    lookupWithCallback(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return done(error ?? new Error(`${hostname} has no address`), '', 0)
      if (!addresses.every(mayCall)) return done(new Failure('callback-not-allowed'), '', 0)
      return options.all ? done(null, addresses) : done(null, first.address, first.family)
    })
  }
}

/** Two lists, because a BlockList takes IPv4 addresses for the IPv6 ones that they are mapped to. */
function listOf(subnets: Readonly<Record<'ipv4' | 'ipv6', readonly string[]>>) {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const family of ['ipv4', 'ipv6'] as const) {
    for (const subnet of subnets[family]) {
      const [network = '', prefix] = subnet.split('/')
      lists[family].addSubnet(network, Number(prefix), family)
    }
  }
  return lists
}

function isIn(lists: ReturnType<typeof listOf>, { address, family }: LookupAddress): boolean {
  const name = family === 6 ? 'ipv6' : 'ipv4'
  return lists[name].check(address, name)
}
