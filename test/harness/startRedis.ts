import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface TestRedis {
  url: string
  port: number
  signal(name: NodeJS.Signals): void
  stop(): Promise<void>
}

/** A real Redis server of the test's own, that keeps nothing. */
export async function startRedis(options: readonly string[] = []): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'grantkit-redis-'))
  const port = await freePort()
  const child = spawn(
    redisPath(),
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory, ...options],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    // in order: it stops listening before it lets go of its clients, who connect again at once, and
    // would else reach what is about to go
    if (child.exitCode === null && child.kill('SIGTERM')) await ended
    await rm(directory, { recursive: true, force: true })
  }
  const killNow = () => child.kill('SIGKILL')
  process.once('exit', killNow)
  child.once('exit', () => process.off('exit', killNow))
  await new Promise<void>((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      if (output.includes('Ready to accept connections')) resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`redis-server ended:\n${output}`)))
  })
  return { url: `redis://127.0.0.1:${port}`, port, signal: (name) => void child.kill(name), stop }
}

/** Where Redis is: `REDIS_SERVER_PATH`, or on the path. `npm test` installs it. */
function redisPath(): string {
  const found =
    process.env.REDIS_SERVER_PATH ??
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((directory) => join(directory, 'redis-server'))
      .find((candidate) => existsSync(candidate))
  if (found) return found
  throw new Error(
    'There is no redis-server. Install it (Debian: apt-get install redis-server; macOS: brew install redis), or set REDIS_SERVER_PATH.',
  )
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
