import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'

const cli = fileURLToPath(new URL('cli.ts', import.meta.url))
const tsxCli = createRequire(import.meta.url).resolve('tsx/cli')
const timeout = 180_000

const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGTERM')
  running.clear()
})

async function startCli(command = ['--import', 'tsx', cli]) {
  const child = spawn(process.execPath, [...command, '--rpc-port', '0', '--gateway-port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const exited = once(child, 'exit')

  const output: string[] = []
  const errors: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))
  const stdout = createInterface({ input: child.stdout })
  stdout.on('line', (line) => output.push(line))
  await Promise.race([once(stdout, 'line'), exited])

  return { child, exited, output, errors, processes: descendantsOf(child.pid) }
}

/** The processes below that one, as Linux lists them. */
function descendantsOf(ancestor: number | undefined) {
  const parents = new Map(processes().map(({ pid, parent }) => [pid, parent]))
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && (parent === ancestor || isBelow(parent))
  }
  return processes().filter(({ pid }) => isBelow(pid))
}

function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8')
        return [{ pid: Number(name), parent: Number(parent), state, command }]
      } catch {
        // It ended meanwhile.
        return []
      }
    })
}

/** Those that still run. A zombie does not: its parent has only not asked for the exit code yet. */
function alive(candidates: { pid: number; command: string }[]) {
  return processes()
    .filter(({ state }) => state !== 'Z')
    .filter(({ pid, command }) =>
      candidates.some((one) => one.pid === pid && one.command === command),
    )
    .map(({ command }) => command)
}

describe.runIf(process.platform === 'linux')('devnet cli', () => {
  test('prints one line of JSON when it is ready', { timeout }, async () => {
    const { child, exited, output } = await startCli()
    const description = JSON.parse(output[0] ?? '')
    expect(Object.keys(description)).toEqual([
      'chainId',
      'rpcUrl',
      'bundlerUrl',
      'paymasterUrl',
      'faucetUrl',
      'contracts',
      'accounts',
    ])
    expect(description.accounts.length).toBeGreaterThanOrEqual(5)
    child.kill('SIGTERM')
    await exited
    expect(output).toHaveLength(1)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('stops in order on %s', { timeout }, async (signal) => {
    const { child, exited, processes } = await startCli()
    expect(alive(processes)).toContainEqual(expect.stringContaining('anvil'))
    expect(alive(processes)).toContainEqual(expect.stringContaining('alto'))

    child.kill(signal)
    expect(await exited).toEqual([0, null])
    expect(alive(processes)).toEqual([])
  })

  test.each([
    ['it', ['--import', 'tsx', cli]],
    ['its tsx wrapper', [tsxCli, cli]],
  ])('leaves no process behind when %s is killed', { timeout }, async (_, command) => {
    const { child, exited, processes } = await startCli(command)
    expect(alive(processes)).toContainEqual(expect.stringContaining('anvil'))
    expect(alive(processes)).toContainEqual(expect.stringContaining('alto'))

    child.kill('SIGKILL')
    await exited
    await expect.poll(() => alive(processes), { timeout: 10_000 }).toEqual([])
  })

  test('fails with the last log lines when the chain dies', { timeout }, async () => {
    const { exited, errors, processes } = await startCli()
    const anvil = processes.find(({ command }) => command.split('\0')[0]?.endsWith('/anvil'))
    if (!anvil) throw new Error('anvil does not run.')
    process.kill(anvil.pid, 'SIGKILL')

    expect(await exited).toEqual([1, null])
    expect(errors.join('\n')).toContain('anvil stopped unexpectedly')
    await expect.poll(() => alive(processes), { timeout: 10_000 }).toEqual([])
  })
})
