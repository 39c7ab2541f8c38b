import type { IncomingMessage } from 'node:http'

/**
 * Who calls: the peer of the connection, or what the outermost trusted proxy has seen. Entries that
 * the client wrote itself lie further left, and are not looked at.
 */
export function clientAddress(message: IncomingMessage, trustedProxies: number): string {
  const peer = message.socket.remoteAddress ?? ''
  const forwarded = String(message.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '')
  const seen = [...forwarded, peer]
  return seen.at(-1 - trustedProxies) ?? seen[0] ?? ''
}
