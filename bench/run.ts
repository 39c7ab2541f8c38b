import { writeFileSync } from 'node:fs'
import { startDevnet } from '../test/devnet/startDevnet.ts'
import type { BenchRow } from './BenchRow.ts'
import { crossTab } from './crossTab.ts'
import { grantLatency } from './grantLatency.ts'
import { indexedDbScale } from './indexedDbScale.ts'
import { memoryStatusChange } from './memoryStatusChange.ts'
import { policies } from './policies.ts'
import { refusedSend } from './refusedSend.ts'
import { storageServer } from './storageServer.ts'

/** All benchmarks in one run, as a table and as `bench/results.json`. */
const devnet = await startDevnet()
try {
  const rows = [
    ...policies(),
    ...(await memoryStatusChange()),
    ...(await indexedDbScale()),
    ...(await grantLatency(devnet)),
    ...(await refusedSend(devnet)),
    ...(await crossTab()),
    ...(await storageServer()),
  ]
  process.stdout.write(table(rows))
  writeFileSync('bench/results.json', `${JSON.stringify(rows, null, 2)}\n`)
} finally {
  await devnet.stop()
}

function table(rows: readonly BenchRow[]): string {
  const cells = rows.map(({ what, unit, kit, kitMax, peer, peerName }) => [
    what,
    `${kit.toFixed(2)} ${unit}`,
    `${kitMax.toFixed(2)} ${unit}`,
    peer === undefined ? '–' : `${peer.toFixed(2)} ${unit} (${peerName})`,
    peer === undefined ? '–' : `${(peer / kit).toFixed(1)} ×`,
  ])
  const all = [['', 'kit, median', 'kit, max', 'peer, median', 'peer : kit'], ...cells]
  const widths = all[0]?.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0))) ?? []
  return `${all.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')}\n`
}
