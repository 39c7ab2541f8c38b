import { randomUUID } from 'node:crypto'
import { type Address, type Hex, zeroHash } from 'viem'
import { encrypted } from '../../src/storage/drivers/encrypted.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { protocol } from '../../src/storage/remote/protocol.ts'
import { remote } from '../../src/storage/remote/remote.ts'
import { importBackup } from '../../src/storage/vaults/backup/importBackup.ts'
import { sealBackup } from '../../src/storage/vaults/backup/sealBackup.ts'
import type { AccountRecords } from '../../src/types/AccountRecords.ts'
import type { Json } from '../../src/types/Json.ts'
import type { KeyVault } from '../../src/types/KeyVault.ts'
import type { RecordAddress, SessionStorageDriver } from '../../src/types/Storage.ts'
import { createStorageServer } from '../conformance/createStorageServer.ts'

/** The records as the adversary reaches them: past the kit. */
export interface RawRecords {
  /** Whether values can be read and made up; otherwise they are sealed. */
  readonly isReadable: boolean
  list(): Promise<{ address: RecordAddress; value: Json }[]>
  put(address: RecordAddress, value: Json): Promise<void>
  delete(address: RecordAddress): Promise<void>
}

/** Where the user's records lie, and how the adversary reaches them. */
export interface Ground {
  /** Another driver for each device. */
  connect(): SessionStorageDriver
  raw: RawRecords
  /** Whether the adversary can act in the middle of a step. */
  isLive: boolean
  /** Called around what the adversary does before a step. */
  begin?(): Promise<void>
  deliver?(): Promise<void>
  stop(): Promise<void>
}

export interface GroundParameters {
  chainId: number
  account: Address
  vault: KeyVault
}

export const groundNames = ['memory', 'encrypted', 'server', 'backup'] as const
export type GroundName = (typeof groundNames)[number]

export function layGround(name: GroundName, parameters: GroundParameters): Promise<Ground> {
  return grounds[name](parameters)
}

const grounds: Record<GroundName, (parameters: GroundParameters) => Promise<Ground>> = {
  /** The bare driver: a page's own storage, a shared database. */
  async memory(scope) {
    const storage = memory()
    const stop = () => storage.close()
    return { connect: () => storage, raw: rawOf(storage, scope, true), isLive: true, stop }
  },

  /** The same below `encrypted()`, without the secret. */
  async encrypted(scope) {
    const below = memory()
    const secret = new Uint8Array(32).fill(9)
    return {
      connect: () => encrypted({ storage: below, secret }),
      raw: rawOf(below, scope, false),
      isLive: true,
      stop: () => below.close(),
    }
  },

  /** The server's own HTTP interface, with a token that is valid for the account. */
  async server(scope) {
    const { server, signIn } = await sharedServer()
    const token = await signIn(scope.account, scope.chainId)
    return {
      connect: () => remote({ url: server, token }),
      raw: rawOverHttp(server, token, scope),
      isLive: true,
      async stop() {},
    }
  },

  /** A backup that the adversary made from the user's, which the user imports on a new device. */
  async backup(scope) {
    const { chainId, account, vault } = scope
    let current = memory()
    let scratch = memory()
    const password = 'from support'
    return {
      connect: () => follow(() => current),
      raw: {
        isReadable: true,
        list: () => rawOf(scratch, scope, true).list(),
        put: (address, value) => rawOf(scratch, scope, true).put(address, value),
        delete: (address) => rawOf(scratch, scope, true).delete(address),
      },
      isLive: false,
      async begin() {
        scratch = memory()
        for (const { address, value } of await rawOf(current, scope, true).list())
          await scratch.put(address, value)
      },
      async deliver() {
        const held = await rawOf(scratch, scope, true).list()
        const of = (kind: string) => held.filter(({ address }) => address.kind === kind)
        const content = {
          chainId,
          account,
          madeAt: 1,
          root: of('root')[0]?.value ?? { root: zeroHash, nextPosition: 0 },
          sessions: of('session').map(({ value }) => value),
          journals: of('state').map(({ value }) => value),
          keys: {},
        }
        const backup = await sealBackup.seal(content as never, password)
        const fresh = memory()
        // what is no backup is refused, and the user goes on with what there was
        await importBackup({ storage: fresh, vault, chainId, account, backup, password })
        // the device's own keys are still there
        for (const { address, value } of await rawOf(current, scope, true).list())
          if (address.kind === 'key') await fresh.put(address, value)
        current = fresh
      },
      stop: () => current.close(),
    }
  },
}

type Scope = Pick<AccountRecords, 'chainId' | 'account'>

function rawOf(storage: SessionStorageDriver, scope: Scope, isReadable: boolean): RawRecords {
  const { chainId, account } = scope
  return {
    isReadable,
    list: async () => [...(await storage.list({ chainId, account })).records],
    put: async (address, value) => void (await storage.put(address, value)),
    delete: (address) => storage.delete(address),
  }
}

function rawOverHttp(url: string, token: string, { chainId, account }: Scope): RawRecords {
  const request = async (method: string, path: string, body?: Json) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} was answered ${response.status}: ${text}`)
    return JSON.parse(text || 'null') as Json
  }
  return {
    isReadable: true,
    async list() {
      const query = protocol.prefixQuery({ chainId, account })
      const page = (await request('GET', `/records?${query}`)) as unknown
      return (page as { records: { address: RecordAddress; value: Json }[] }).records
    },
    async put(address, value) {
      await request('PUT', protocol.recordPath(address), { value })
    },
    async delete(address) {
      await request('DELETE', protocol.recordPath(address))
    },
  }
}

/** A driver whose store can be exchanged below it, as a restored device has it. */
function follow(current: () => SessionStorageDriver): SessionStorageDriver {
  const first = current()
  return {
    name: first.name,
    supports: first.supports,
    get: (...of) => current().get(...of),
    put: (...of) => current().put(...of),
    delete: (...of) => current().delete(...of),
    list: (...of) => current().list(...of),
    batch: (...of) => current().batch(...of),
    watch: (...of) => current().watch(...of),
    close: () => current().close(),
  }
}

let shared: Promise<Awaited<ReturnType<typeof createStorageServer>>> | undefined

async function sharedServer() {
  shared ??= createStorageServer({ storage: memory() })
  const started = await shared
  return {
    server: started.url,
    signIn: (account: Hex, _chainId: number) => started.signIn([account]),
  }
}

export async function stopSharedServer(): Promise<void> {
  await (await shared)?.stop()
  shared = undefined
}
