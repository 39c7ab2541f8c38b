import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContractArtifact } from './ContractArtifact.ts'
import { collectSources } from './collectSources.ts'
import { runSolc } from './runSolc.ts'

const cacheDirectory = fileURLToPath(
  new URL('../../node_modules/.cache/grantkit-devnet', import.meta.url),
)

const published = {
  DefaultCallbackHandler: 'contracts/smart-account/handler/DefaultCallbackHandler.sol',
  EcdsaOwnershipRegistryModule: 'contracts/smart-account/modules/EcdsaOwnershipRegistryModule.sol',
  Proxy: 'contracts/smart-account/Proxy.sol',
  SessionKeyManager: 'contracts/smart-account/modules/SessionKeyManagerModule.sol',
  SmartAccount: 'contracts/smart-account/SmartAccount.sol',
  SmartAccountFactory: 'contracts/smart-account/factory/SmartAccountFactory.sol',
} as const

const own = {
  ABISessionValidationModule: 'ABISessionValidationModule.sol',
  BatchedSessionRouter: 'BatchedSessionRouter.sol',
  DevnetPaymaster: 'DevnetPaymaster.sol',
  ERC20SessionValidationModule: 'ERC20SessionValidationModule.sol',
  MockNFT: 'MockNFT.sol',
  MockSwapRouter: 'MockSwapRouter.sol',
  MockUSDC: 'MockUSDC.sol',
  Multicall3: 'Multicall3.sol',
  TargetSessionValidationModule: 'TargetSessionValidationModule.sol',
} as const

type CompiledName = keyof typeof published | keyof typeof own
type Artifacts = Record<CompiledName | 'EntryPoint' | 'SenderCreator', ContractArtifact>

/**
 * The contracts of the devnet, compiled, or from the cache if their sources and settings are the
 * same as then.
 */
export async function compileContracts(log: (line: string) => void): Promise<Artifacts> {
  const require = createRequire(import.meta.url)
  const compiled = await compileCached([published, own].map(solcInput), log)
  return {
    ...(compiled as Record<CompiledName, ContractArtifact>),
    // This package carries the very bytecode that is deployed everywhere.
    EntryPoint: require('@account-abstraction/contracts/artifacts/EntryPoint.json'),
    SenderCreator: require('@account-abstraction/contracts/artifacts/SenderCreator.json'),
  }
}

function solcInput(contracts: Record<string, string>) {
  const outputSelection: Record<string, Record<string, string[]>> = {}
  for (const [name, file] of Object.entries(contracts)) {
    outputSelection[file] = { [name]: ['abi', 'evm.bytecode.object'] }
  }
  return {
    language: 'Solidity',
    sources: collectSources(Object.values(contracts)),
    settings: {
      optimizer: { enabled: true, runs: 800 },
      viaIR: true,
      metadata: { useLiteralContent: true },
      outputSelection,
    },
  }
}

async function compileCached(inputs: object[], log: (line: string) => void) {
  const { version } = createRequire(import.meta.url)('solc/package.json') as { version: string }
  const hash = createHash('sha256').update(JSON.stringify({ version, inputs })).digest('hex')
  const file = path.join(cacheDirectory, `${hash}.json`)

  const cached = await readFile(file, 'utf8').catch(() => undefined)
  if (cached !== undefined) return JSON.parse(cached) as Record<string, ContractArtifact>

  log('Compiling the contracts; this takes some ten seconds and is then cached.')
  const artifacts = Object.assign({}, ...(await Promise.all(inputs.map(runSolc))))

  // Renamed into place, so that another devnet that starts now never reads half a file.
  await mkdir(cacheDirectory, { recursive: true })
  const temporary = `${file}.${randomUUID()}`
  await writeFile(temporary, JSON.stringify(artifacts))
  await rename(temporary, file)
  return artifacts as Record<string, ContractArtifact>
}
