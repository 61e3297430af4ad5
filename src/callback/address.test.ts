import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { hasCode } from '../errors/failure.ts'
import { addressesOf, isLoopback, isPublic, literalAddress, lookupOnly, parseCallbackUrl } from './address.ts'

const notAllowed = (error: unknown) => hasCode(error, 'callback-not-allowed')
const literal = (host: string) => literalAddress(new URL(`http://${host}/`)) ?? assert.fail(host)

describe('the address of a callback', () => {
  it('is http or https, without credentials', () => {
    for (const text of ['http://example.com', 'https://example.com:8443/a?b=c']) {
      assert.equal(parseCallbackUrl(text).href, new URL(text).href)
    }
    for (const text of ['', 'example.com', 'ftp://example.com', 'file:///etc/passwd', 'http://a:b@example.com']) {
      assert.throws(() => parseCallbackUrl(text), notAllowed, text)
    }
  })

  it('is public, or none that a stranger may make us call, however it is written', () => {
    for (const host of [
      '8.8.8.8',
      '172.32.0.1',
      '100.128.0.1',
      '[2606:4700:4700::1111]',
      '[2a00:1450:4001:80b::200e]',
    ]) {
      assert.ok(isPublic(literal(host)), host)
    }
    const ipv4 = [
      '127.0.0.1',
      '127.1',
      '0x7f000001',
      '2130706433',
      '0177.0.0.1',
      '0.0.0.0',
      '10.1.2.3',
      '172.31.255.255',
    ]
    const clouds = ['169.254.169.254', '100.100.100.200', '168.63.129.16', '[fd00:ec2::254]']
    const special = ['192.168.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1']
    const ipv6 = ['[::1]', '[::]', '[fe80::1]', '[fc00::1]', '[ff02::1]', '[2001:db8::1]']
    const carrying = [
      '[::ffff:127.0.0.1]',
      '[::ffff:8.8.8.8]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[2001:0:7f00:1::]',
    ]
    for (const host of [...ipv4, ...clouds, ...special, ...ipv6, ...carrying]) {
      assert.ok(!isPublic(literal(host)), host)
    }
  })

  it('stays on this machine, or does not', () => {
    for (const host of ['127.0.0.1', '127.255.0.1', '[::1]']) assert.ok(isLoopback(literal(host)), host)
    for (const host of ['10.0.0.1', '0.0.0.0', '[::2]', '[::ffff:127.0.0.1]'])
      assert.ok(!isLoopback(literal(host)), host)
  })

  it('is looked for when a name stands there', async () => {
    assert.equal(literalAddress(new URL('http://localhost/')), undefined)
    const addresses = await addressesOf(new URL('http://localhost/'))
    assert.ok(addresses.length > 0 && addresses.every(isLoopback))
    assert.deepEqual(await addressesOf(new URL('http://nobody.invalid/')), [])
  })

  it('is refused where a connection looks it up', async () => {
    const lookupPublic = promisify(lookupOnly(isPublic))
    await assert.rejects(lookupPublic('localhost', {}), notAllowed)
    await assert.rejects(lookupPublic('localhost', { all: true }), notAllowed)
    await promisify(lookupOnly(isLoopback))('localhost', {})
  })
})
