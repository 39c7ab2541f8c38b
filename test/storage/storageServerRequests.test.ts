import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { memory } from '../../src/storage/drivers/memory.ts'
import { remote } from '../../src/storage/remote/remote.ts'
import { createStorageServer, type TestServer } from '../conformance/createStorageServer.ts'
import { account, at } from '../conformance/driver/places.ts'

let server: TestServer
let token: string
const onError = vi.fn()

beforeEach(async () => {
  onError.mockClear()
  server = await createStorageServer({ storage: memory(), basePath: '', onError })
  token = await server.signIn([account])
})

afterEach(() => server.stop())

/** All that comes back for bytes as they are, until the server closes the connection. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text))
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })
}

const close = 'connection: close\r\n'
const host = 'host: 127.0.0.1\r\n'
const who = () => `authorization: Bearer ${token}\r\n`

describe('what is no request', () => {
  test.each<[string, () => string]>([
    ['a Host with a space', () => `GET /records HTTP/1.1\r\nhost: a b\r\n${close}\r\n`],
    ['a Host that is a path', () => `GET /records HTTP/1.1\r\nhost: a/../b\r\n${close}\r\n`],
    ['a Host with a user', () => `GET /records HTTP/1.1\r\nhost: u:p@a\r\n${close}\r\n`],
    ['a Host with a bad port', () => `GET /records HTTP/1.1\r\nhost: a:99999\r\n${close}\r\n`],
    ['an empty Host', () => `GET /records HTTP/1.1\r\nhost:\r\n${close}\r\n`],
    ['half an IPv6 Host', () => `GET /records HTTP/1.1\r\nhost: [::1\r\n${close}\r\n`],
    ['two slashes', () => `GET // HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['two slashes and a host', () => `GET //evil/x HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['two slashes and a broken host', () => `GET //[/x HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['three slashes', () => `PUT ///records HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['backslashes', () => `GET /\\\\evil HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['a broken escape', () => `GET /records/%zz HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['a star', () => `OPTIONS * HTTP/1.1\r\n${host}${close}\r\n`],
    ['another protocol', () => `GET ftp://x/y HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['no method at all', () => `\x16\x03\x01 nonsense\r\n\r\n`],
    ['TRACE', () => `TRACE /records HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['PROPFIND', () => `PROPFIND /records HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['PATCH', () => `PATCH /nonce HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['HEAD', () => `HEAD /nothing HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['LINK, not signed in', () => `LINK /records HTTP/1.1\r\n${host}${close}\r\n`],
    [
      'a page of less than nothing',
      () => `GET /records?limit=-5 HTTP/1.1\r\n${host}${who()}${close}\r\n`,
    ],
    ['half a page', () => `GET /records?limit=1.5 HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ...[600, 3_000, 6_000, 60_000].map((levels): [string, () => string] => [
      `a body that is nested ${levels} times`,
      () => {
        const value = '['.repeat(levels) + ']'.repeat(levels)
        const body = `{"operations":[{"type":"put","address":${JSON.stringify(at('a'))},"value":${value}}]}`
        return `POST /batch HTTP/1.1\r\n${host}${who()}idempotency-key: ${'a'.repeat(20)}\r\ncontent-length: ${body.length}\r\n${close}\r\n${body}`
      },
    ]),
  ])('%s gets a 4xx', async (_, make) => {
    expect(await exchange(make())).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(onError).not.toHaveBeenCalled()
  })

  test('CONNECT gets nothing, and the server goes on', async () => {
    expect(await exchange(`CONNECT evil:443 HTTP/1.1\r\nhost: evil:443\r\n\r\n`)).not.toMatch(
      / [25]\d\d /,
    )
    await remote({ url: server.url, token }).put(at('a'), 1)
  })

  test('a body that breaks off is no failure of the storage', async () => {
    let refuse = (_: Error) => {}
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        refuse = (error) => controller.error(error)
      },
    })
    const answered = server.handler(
      new Request('http://x/batch', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'a'.repeat(20) },
        body,
        duplex: 'half',
      } as RequestInit),
    )
    refuse(new Error('ECONNRESET'))
    expect((await answered).status).toBe(400)
    expect(onError).not.toHaveBeenCalled()
  })
})

describe('what is one all the same', () => {
  test.each([
    ['no Host', () => `GET /records HTTP/1.0\r\n${who()}\r\n`],
    ['the whole URL', () => `GET http://127.0.0.1/records HTTP/1.1\r\n${host}${who()}${close}\r\n`],
    ['an IPv6 Host', () => `GET /records HTTP/1.1\r\nhost: [::1]:3000\r\n${who()}${close}\r\n`],
  ])('%s', async (_, make) => {
    expect(await exchange(make())).toMatch(/^HTTP\/1\.1 200 /)
  })
})
