import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Abi } from 'viem'
import type { ContractArtifact } from './ContractArtifact.ts'

type SolcOutput = {
  errors?: { severity: string; formattedMessage: string }[]
  contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>
}

// In a thread of its own: a compilation takes ten seconds, in which the process must still be
// able to react to a signal. The thread is plain JavaScript, so that it needs no loader.
const threadSource = `
  const { parentPort, workerData } = require('node:worker_threads')
  parentPort.postMessage(require(workerData.solc).compile(workerData.input))
`

/** Compiles a standard JSON input and returns its contracts by name. */
export async function runSolc(input: object): Promise<Record<string, ContractArtifact>> {
  const solc = createRequire(import.meta.url).resolve('solc')
  const worker = new Worker(threadSource, {
    eval: true,
    execArgv: [],
    workerData: { solc, input: JSON.stringify(input) },
  })
  const output = await new Promise<SolcOutput>((resolve, reject) => {
    worker.once('message', (json: string) => resolve(JSON.parse(json)))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`solc stopped with code ${code}`)))
  })
  await worker.terminate()

  const errors = output.errors?.filter(({ severity }) => severity === 'error') ?? []
  if (errors.length > 0) {
    throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  }

  const artifacts: Record<string, ContractArtifact> = {}
  for (const contracts of Object.values(output.contracts ?? {})) {
    for (const [name, { abi, evm }] of Object.entries(contracts)) {
      artifacts[name] = { abi, bytecode: `0x${evm.bytecode.object}` }
    }
  }
  return artifacts
}
