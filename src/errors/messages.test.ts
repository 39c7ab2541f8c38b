import { readdirSync, readFileSync } from 'node:fs'
import type { Hash, Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { AbortedError } from './AbortedError.ts'
import { ApprovalUnavailableError } from './ApprovalUnavailableError.ts'
import { UnsupportedChainError } from './accountErrors.ts'
import { ApprovalDisplayError } from './approvalErrors.ts'
import { BackupError } from './BackupError.ts'
import type { BaseError } from './BaseError.ts'
import { BundlerNotConfiguredError } from './BundlerNotConfiguredError.ts'
import { BundlerUnreachableError } from './BundlerUnreachableError.ts'
import { CallNotAllowedError } from './CallNotAllowedError.ts'
import { ChainMismatchError } from './ChainMismatchError.ts'
import { ChainUnreachableError } from './ChainUnreachableError.ts'
import { ChangeInFlightError } from './ChangeInFlightError.ts'
import { ChangeTakenBackError } from './ChangeTakenBackError.ts'
import { ClientNotConfiguredError } from './ClientNotConfiguredError.ts'
import { ContractOwnerError } from './ContractOwnerError.ts'
import { ChunkLoadError } from './chunkErrors.ts'
import { ForeignTreeError } from './ForeignTreeError.ts'
import { InsufficientFundsError } from './InsufficientFundsError.ts'
import { InvalidParameterError } from './InvalidParameterError.ts'
import { KeyUnavailableError } from './KeyUnavailableError.ts'
import { LegacyDataError } from './LegacyDataError.ts'
import { AccountUpgradedError, BatchNotEnabledError } from './moduleErrors.ts'
import { NoLiveSessionError } from './NoLiveSessionError.ts'
import { NotRecordedError } from './NotRecordedError.ts'
import { OwnerMismatchError } from './OwnerMismatchError.ts'
import { PaymasterRefusedError } from './PaymasterRefusedError.ts'
import { ProviderNotFoundError } from './ProviderNotFoundError.ts'
import { RevocationNotProvenError } from './RevocationNotProvenError.ts'
import { RootMismatchError } from './RootMismatchError.ts'
import { SearchParameterError } from './SearchParameterError.ts'
import { SessionNotFoundError } from './SessionNotFoundError.ts'
import { SessionNotUsableError } from './SessionNotUsableError.ts'
import { SessionStateError } from './SessionStateError.ts'
import { SessionTransitionError } from './SessionTransitionError.ts'
import { SignerNotFoundError } from './SignerNotFoundError.ts'
import { StatusClaimError } from './StatusClaimError.ts'
import { StorageUnavailableError } from './StorageUnavailableError.ts'
import { UnexpectedError } from './UnexpectedError.ts'
import { UnknownRootError } from './UnknownRootError.ts'
import { UserOperationDroppedError } from './UserOperationDroppedError.ts'
import { UserOperationRejectedError } from './UserOperationRejectedError.ts'
import { UserOperationRevertedError } from './UserOperationRevertedError.ts'
import { UserOperationTimeoutError } from './UserOperationTimeoutError.ts'
import { UserRejectedError } from './UserRejectedError.ts'
import { WalletError } from './WalletError.ts'
import { WalletNotConnectedError } from './WalletNotConnectedError.ts'

const chainId = 137
const account = '0x1111111111111111111111111111111111111111'
const owner = '0x2222222222222222222222222222222222222222'
const userOpHash: Hash = `0x${'ab'.repeat(32)}`
const transactionHash: Hash = `0x${'cd'.repeat(32)}`
const root: Hex = `0x${'01'.repeat(32)}`
const otherRoot: Hex = `0x${'02'.repeat(32)}`
const sessionId = 'qm2x7k'
const offline = new TypeError('fetch failed\n    at somewhere inside')

/** As a log shows them: the name, the message, and what became of the chain. */
function shown(...errors: BaseError[]): string {
  for (const error of errors) expect(error.name).toBe(error.constructor.name)
  return errors
    .map((error) => `${error}\n(chain: ${error.chainEffect})`.replaceAll(/\n+/g, '\n'))
    .join('\n\n')
}

test('every class of this directory has its message in a test of this directory', () => {
  const files = readdirSync(import.meta.dirname).map((file) => ({
    file,
    text: readFileSync(new URL(file, import.meta.url), 'utf8'),
  }))
  const tests = files
    .filter(({ file }) => file.endsWith('.test.ts'))
    .map(({ text }) => text)
    .join('\n')
  const names = files
    .filter(({ file }) => !file.endsWith('.test.ts'))
    .flatMap(({ text }) => [...text.matchAll(/^export class (\w+)/gm)].map(([, name]) => name))
    .filter((name) => name !== 'BaseError')
  const untold = names.filter((name) => !new RegExp(`^ *"?${name}: `, 'm').test(tests))
  expect(names.length).toBeGreaterThan(50)
  expect(untold).toEqual([])
})

describe('what the dapp has to set up', () => {
  test('configuration', () => {
    expect(
      shown(
        new BundlerNotConfiguredError({ chainId }),
        new ClientNotConfiguredError({ chainId }),
        new UnsupportedChainError({ chainId: 167_009, chainName: 'Taiko Hekla L2' }),
        new ProviderNotFoundError(),
        new ApprovalUnavailableError(),
        new ApprovalDisplayError({ cause: offline }),
        new InvalidParameterError({
          parameter: 'storage',
          problem: '(shop) cannot write several records in one atomic step',
          fix: 'Use a driver that supports atomic batches.',
        }),
      ),
    ).toMatchInlineSnapshot(`
      "BundlerNotConfiguredError: No bundler is configured for chain 137.
      Add one: createSessionConfig({ bundler: { [137]: 'https://…' } }).
      Any ERC-4337 bundler for EntryPoint v0.6 will do. Nothing was sent.
      (chain: none)

      ClientNotConfiguredError: Chain 137 cannot be read: no client is configured for it.
      In React, add the chain to the wagmi config around <SessionProvider>.
      Elsewhere: createSessionConfig({ clients: { [137]: createPublicClient({ chain, transport }) } }).
      Nothing was sent.
      (chain: none)

      UnsupportedChainError: Chain 167009 (Taiko Hekla L2) is not supported.
      Biconomy deploys accounts from another factory there, so an owner has another address than on every other chain.
      Use another chain.
      Nothing was sent.
      (chain: none)

      ProviderNotFoundError: A hook of GrantKit was used outside of <SessionProvider>.
      Wrap the app: <SessionProvider config={config}>, inside WagmiProvider and QueryClientProvider;
      or give the hook its own: useSessions({ config }).
      (chain: none)

      ApprovalUnavailableError: There is nothing on the page that can show the approval.
      Put <SessionApprovalModal /> inside <SessionProvider>,
      or render your own with useSessionApproval().
      Nothing was granted or sent.
      (chain: none)

      ApprovalDisplayError: The approval could not be shown.
      Something failed while it was rendered; the cause says what.
      Look at what the page gives to it: \`messages\`, \`locale\`, \`container\` and wagmi's chains.
      Nothing was granted or sent.
      Details: fetch failed
      (chain: none)

      InvalidParameterError: \`storage\` (shop) cannot write several records in one atomic step.
      Use a driver that supports atomic batches.
      Nothing was stored or sent.
      (chain: none)"
    `)
  })

  test('the wallet', () => {
    expect(
      shown(
        new WalletNotConnectedError(),
        new ChainMismatchError({ expected: chainId, actual: 1 }),
        new OwnerMismatchError({ owner, actual: account }),
        new OwnerMismatchError({ owner, actual: account, signed: true }),
        new ContractOwnerError({ owner }),
        new UserRejectedError({ where: 'approval' }),
        new UserRejectedError({ where: 'wallet' }),
        new WalletError({ cause: new Error('Ledger device: locked (0x6b0c)\nstack') }),
        ...(
          [
            'unauthorized',
            'unsupported',
            'disconnected',
            'busy',
            'no-signature',
            'no-answer',
          ] as const
        ).map((reason) => new WalletError({ reason })),
      ),
    ).toMatchInlineSnapshot(`
      "WalletNotConnectedError: No wallet is connected.
      Connect a wallet first; only the owner can grant or revoke. Nothing was sent.
      (chain: none)

      ChainMismatchError: The wallet is on chain 1, but this is for chain 137.
      Switch the wallet to chain 137 and try again. Nothing was signed.
      (chain: none)

      OwnerMismatchError: The wallet acts as 0x1111111111111111111111111111111111111111, but the smart account belongs to 0x2222222222222222222222222222222222222222.
      Switch the wallet to the owner and try again. Nothing was sent.
      (chain: none)

      OwnerMismatchError: The signature is not the owner's: it fits 0x1111111111111111111111111111111111111111, and the smart account belongs to 0x2222222222222222222222222222222222222222.
      The wallet signed with another account, or another message than it was asked for.
      Choose the owner in the wallet and try again. Nothing was sent.
      (chain: none)

      ContractOwnerError: The wallet 0x2222222222222222222222222222222222222222 is a smart contract, and cannot own a smart account here.
      The account takes the signature of one key (ECDSA), which a contract, such as a Safe, does not have.
      Connect a wallet with a key of its own. Nothing was asked, stored or sent.
      (chain: none)

      UserRejectedError: The request was declined.
      Nothing was granted, sent or stored. It can be asked again.
      (chain: none)

      UserRejectedError: The request was rejected in the wallet.
      Nothing was granted, sent or stored. It can be asked again.
      (chain: none)

      WalletError: The wallet could not sign.
      See whether the wallet is unlocked and answers, and try again.
      Nothing was sent.
      Details: Ledger device: locked (0x6b0c)
      (chain: none)

      WalletError: The wallet does not let this page use the account.
      Connect the account to this page in the wallet, and try again.
      Nothing was sent.
      (chain: none)

      WalletError: The wallet cannot sign messages.
      It lacks \`personal_sign\`, or does not allow it here. Use another wallet for this account.
      Nothing was sent.
      (chain: none)

      WalletError: The wallet is disconnected.
      Unlock or reconnect it, see whether it has a network, and try again.
      Nothing was sent.
      (chain: none)

      WalletError: The wallet still waits for an answer to another request.
      Open the wallet, answer or close what it shows, and try again.
      Nothing was sent.
      (chain: none)

      WalletError: The wallet answered with something that is not a signature of a key.
      A smart contract wallet answers so: it cannot own the account. Otherwise try again, or use another wallet for this account.
      Nothing was sent.
      (chain: none)

      WalletError: The wallet does not answer.
      Open it and see whether it is unlocked and running, reload the page, and try again.
      Nothing was sent.
      (chain: none)"
    `)
  })
})

describe('what sessions cannot do', () => {
  test('finding and using them', () => {
    expect(
      shown(
        new SessionNotFoundError({ sessionId }),
        new NoLiveSessionError({ account, chainId }),
        new CallNotAllowedError({
          callIndex: 1,
          callCount: 2,
          why: '`amount` may be at most 1000000.',
          sessionId,
        }),
        new CallNotAllowedError({ callIndex: 0, callCount: 1, why: 'no permission names it.' }),
        new SearchParameterError(),
        new SignerNotFoundError({ keyAddress: account }),
        new KeyUnavailableError(
          `The session key ${account} was encrypted with another passkey.`,
          'Use the passkey that it was made with, or grant a new session.',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "SessionNotFoundError: Session not found.
      Session: qm2x7k
      It may belong to another chain or account, or live in the storage of another device.
      Storage is scoped by chain and account; remote storage is the way to share. Nothing was sent.
      (chain: none)

      NoLiveSessionError: The account 0x1111111111111111111111111111111111111111 has no live session on chain 137.
      Ask for one first: grantSession(), or request() of useSessionKey().
      Nothing was sent.
      (chain: none)

      CallNotAllowedError: Call 2 of 2 is outside the session's policy: \`amount\` may be at most 1000000.
      Ask for a session that allows it, or let the owner send it.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      CallNotAllowedError: The call is outside the session's policy: no permission names it.
      Ask for a session that allows it, or let the owner send it.
      Nothing was sent.
      (chain: none)

      SearchParameterError: Either pass sessionId or a combination of sessionPublicKey and sessionValidationModule address.
      (chain: none)

      SignerNotFoundError: Signer not found.
      Session key: 0x1111111111111111111111111111111111111111
      It was created on another device, or destroyed with its session. Nothing was signed.
      Use the session where it was granted, or grant a new one here.
      (chain: none)

      KeyUnavailableError: The session key 0x1111111111111111111111111111111111111111 was encrypted with another passkey.
      Use the passkey that it was made with, or grant a new session.
      (chain: none)"
    `)
  })

  test('those that are not usable, by reason', () => {
    expect(
      shown(
        new SessionNotUsableError({ sessionId, status: 'PENDING' }),
        new SessionNotUsableError({ sessionId, status: 'EXPIRED' }),
        new SessionNotUsableError({ sessionId, status: 'REVOKED' }),
        new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'not-yet-valid' }),
        new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'out-of-sync' }),
        new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'key-unavailable' }),
        new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'module-disabled' }),
        new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'account-upgraded' }),
        new BatchNotEnabledError({ sessionId, callCount: 2 }),
        new BatchNotEnabledError({ sessionId, callCount: 1 }),
        new AccountUpgradedError({ account }),
      ),
    ).toMatchInlineSnapshot(`
      "SessionNotUsableError: The session cannot be used: it is not confirmed on the chain yet.
      Wait for it, or call reconcileSessions() to settle it with the chain.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      SessionNotUsableError: The session cannot be used: it has expired.
      Ask for a new one.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      SessionNotUsableError: The session cannot be used: it was revoked.
      Ask for a new one.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      SessionNotUsableError: The session cannot be used: it is not valid yet.
      Wait until its interval begins.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      SessionNotUsableError: The session cannot be used: the sessions on the chain are not the ones that this device knows.
      Another device changed the sessions. Ask for a new one, or share remote storage.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      SessionNotUsableError: The session cannot be used: its key is not on this device, or its vault is locked.
      Unlock the vault, use it where it was granted, or ask for a new one here.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      SessionNotUsableError: The session cannot be used: the account's session module is disabled.
      Enable it with enableSessionModules(), or ask for a new session.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      SessionNotUsableError: The session cannot be used: the account was upgraded to other code than Biconomy Smart Account V2.
      Sessions of V2 mean nothing there. Use another account.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      BatchNotEnabledError: 2 calls in one operation cannot be sent: the account has no batch router.
      Ask for a session with batches: useBatchSession(), or definePolicy({ batch: true }).
      Or send the calls one by one.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      BatchNotEnabledError: A batch cannot be sent: the account has no batch router.
      Ask for a session with batches: useBatchSession(), or definePolicy({ batch: true }).
      Or send the calls one by one.
      Session: qm2x7k
      Nothing was sent.
      (chain: none)

      AccountUpgradedError: The account 0x1111111111111111111111111111111111111111 was upgraded to other code than Biconomy Smart Account V2.
      Session keys of V2 mean nothing to that code, so none can be granted or used.
      Use another account: \`index\` chooses one of several of the same owner.
      Nothing was sent.
      (chain: none)"
    `)
  })
})

describe('what becomes of a change', () => {
  test('before anything is sent', () => {
    expect(
      shown(
        new ChangeInFlightError({ userOpHash }),
        new ChangeInFlightError({}),
        new UnknownRootError({ root }),
        new UnknownRootError({ root, change: 'revoke' }),
        new ForeignTreeError({ expected: root, actual: otherRoot }),
        new StatusClaimError({ claimed: 'ACTIVE', actual: 'PENDING' }),
        new ChangeTakenBackError(),
        new SessionTransitionError({ sessionId, state: 'revoked', event: 'grant' }),
        new AbortedError(),
      ),
    ).toMatchInlineSnapshot(`
      "ChangeInFlightError: An earlier grant or revocation of this account is still in flight.
      User operation: 0xabababababababababababababababababababababababababababababababab
      Two changes at once would undo each other, so this one was not sent.
      Try again when the other is settled; reconcileSessions() looks on the chain whether it is.
      (chain: none)

      ChangeInFlightError: An earlier grant or revocation of this account is still in flight.
      Two changes at once would undo each other, so this one was not sent.
      Try again when the other is settled; reconcileSessions() looks on the chain whether it is.
      (chain: none)

      UnknownRootError: The account has sessions that this device does not know. A change here would end them.
      Root on the chain: 0x0101010101010101010101010101010101010101010101010101010101010101
      Share remote storage between the devices, or accept that they end: { replaceUnknownRoot: true }.
      Nothing was signed or sent.
      (chain: none)

      UnknownRootError: The account has sessions that this device does not know. A change here would end them.
      Root on the chain: 0x0101010101010101010101010101010101010101010101010101010101010101
      Share remote storage between the devices, or end all of them: revokeAllSessions().
      Nothing was signed or sent.
      (chain: none)

      ForeignTreeError: The Merkle root does not belong to the stored leaves.
      Root of the stored leaves: 0x0101010101010101010101010101010101010101010101010101010101010101
      Root that was given: 0x0202020202020202020202020202020202020202020202020202020202020202
      The SDK's revokeSessions() keeps revoked leaves in its tree, and a module made before another grant has an old one.
      Use revokeSessions() of this package, or make the module again. Nothing was sent.
      (chain: none)

      StatusClaimError: The session cannot be set to ACTIVE: by the chain it is PENDING.
      A status is what was read back from the chain and its clock; it cannot be set. Nothing was written.
      Use grantSession() and revokeSessions(), or send the operation first and ask again.
      (chain: none)

      ChangeTakenBackError: Another page or process took this grant or revocation back.
      This one did not answer for a while, as when a computer sleeps, so it counted as gone. Nothing was sent.
      Ask for it again.
      (chain: none)

      SessionTransitionError: A session that is revoked cannot move on by "grant".
      Session: qm2x7k
      Nothing was written. Another page or process changed it in between; call reconcileSessions(), which looks on the chain how it stands.
      (chain: none)

      AbortedError: The wait was aborted.
      Nothing was sent. It can be started again.
      (chain: none)"
    `)
  })

  test('refused before the chain', () => {
    expect(
      shown(
        new InsufficientFundsError({ account }),
        new PaymasterRefusedError({ details: 'daily limit reached' }),
        new UserOperationRejectedError({
          code: 'AA23',
          meaning: 'the session is not in the root on the chain: it was revoked, or never granted',
          fix: 'Ask for a new session.',
        }),
        new UserOperationRejectedError({
          service: 'paymaster',
          meaning: 'the account refuses its signature',
          fix: 'Ask for a new session.',
          chainEffect: 'unknown',
        }),
        new UserOperationDroppedError({ userOpHash }),
      ),
    ).toMatchInlineSnapshot(`
      "InsufficientFundsError: The smart account 0x1111111111111111111111111111111111111111 cannot pay for the gas (AA21).
      Send it some of the native token,
      or configure a paymaster for its chain: createSessionConfig({ paymaster: { [chainId]: { url: '…' } } }).
      Nothing was sent to the chain.
      (chain: none)

      PaymasterRefusedError: The paymaster did not sponsor the user operation.
      Check its policies and balance, or fund the account and leave the paymaster out.
      Nothing was sent to the chain.
      Details: daily limit reached
      (chain: none)

      UserOperationRejectedError: The bundler refused the user operation (AA23): the session is not in the root on the chain: it was revoked, or never granted
      Ask for a new session.
      Nothing was sent to the chain.
      (chain: none)

      UserOperationRejectedError: The paymaster refused the user operation: the account refuses its signature
      Ask for a new session.
      It may have been taken all the same. It is looked for on the chain before anything is sent again.
      Whether the chain changed is not known yet.
      (chain: unknown)

      UserOperationDroppedError: The bundler gave the user operation up before it was mined.
      It changed nothing on the chain. What it stood on changed meanwhile: its session was revoked, its nonce used, or its fee too low.
      Send it again; that takes its place, so that it cannot happen twice.
      User operation: 0xabababababababababababababababababababababababababababababababab
      (chain: none)"
    `)
  })

  test('without an answer', () => {
    expect(
      shown(
        new BundlerUnreachableError({
          service: 'bundler',
          method: 'eth_estimateUserOperationGas',
          cause: offline,
        }),
        new BundlerUnreachableError({
          service: 'bundler',
          method: 'eth_sendUserOperation',
          cause: offline,
          chainEffect: 'unknown',
        }),
        new ChunkLoadError({ chunk: 'the approval', cause: offline }),
        new ChainUnreachableError({ cause: offline }),
        new ChainUnreachableError({ cause: offline, chainEffect: 'unknown' }),
        new AbortedError({ chainEffect: 'unknown' }),
        new UserOperationTimeoutError({ userOpHash, timeout: 120_000 }),
      ),
    ).toMatchInlineSnapshot(`
      "BundlerUnreachableError: The bundler did not answer eth_estimateUserOperationGas.
      Nothing was sent. Check the bundler's address and the network, and try again.
      Details: fetch failed
      (chain: none)

      BundlerUnreachableError: The bundler did not answer eth_sendUserOperation.
      The operation may have arrived all the same. It is looked for on the chain before anything is sent again.
      Whether the chain changed is not known yet.
      Details: fetch failed
      (chain: unknown)

      ChunkLoadError: A part of the page could not be loaded.
      It is the approval of GrantKit. Reload the page once the network is back: some browsers do not ask again for a script that failed to load, and after a new release the old one may be gone.
      Nothing was sent.
      Details: fetch failed
      (chain: none)

      ChainUnreachableError: The chain could not be read.
      Nothing was sent. Check the network and the RPC URL of the chain, and try again.
      Details: fetch failed
      (chain: none)

      ChainUnreachableError: The chain could not be read.
      What was sent can be mined all the same. It is settled with the chain on the next load.
      Whether the chain changed is not known yet.
      Details: fetch failed
      (chain: unknown)

      AbortedError: The wait was aborted.
      What was sent can still be mined. It is settled with the chain on the next load.
      Whether the chain changed is not known yet.
      (chain: unknown)

      UserOperationTimeoutError: The user operation was not mined within 120 s.
      User operation: 0xabababababababababababababababababababababababababababababababab
      It can still be mined. The session is settled with the chain on the next load, or by reconcileSessions().
      Whether the chain changed is not known yet.
      (chain: unknown)"
    `)
  })

  test('after it was mined', () => {
    const full = new StorageUnavailableError('The file storage is read-only.', 'Look at the disk.')
    expect(
      shown(
        new UserOperationRevertedError({
          userOpHash,
          transactionHash,
          reason: 'ERC20: transfer amount exceeds balance',
        }),
        new UserOperationRevertedError({ userOpHash, transactionHash }),
        new RootMismatchError({ expected: root, actual: otherRoot }),
        new RevocationNotProvenError({ sessionId, reason: 'AA24 signature error' }),
        new RevocationNotProvenError({ sessionId }),
        new NotRecordedError({ userOpHash, cause: full }),
        new NotRecordedError({ userOpHash, transactionHash, cause: full }),
      ),
    ).toMatchInlineSnapshot(`
      "UserOperationRevertedError: The call reverted on the chain: ERC20: transfer amount exceeds balance
      The account allowed it, but the contract that was called refused.
      Its gas was paid; apart from that the chain is as before.
      User operation: 0xabababababababababababababababababababababababababababababababab
      Transaction: 0xcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
      (chain: none)

      UserOperationRevertedError: The call reverted on the chain.
      The account allowed it, but the contract that was called refused.
      It gave no reason; it may have run out of gas.
      Its gas was paid; apart from that the chain is as before.
      User operation: 0xabababababababababababababababababababababababababababababababab
      Transaction: 0xcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
      (chain: none)

      RootMismatchError: The user operation was mined, but the root on the chain is another one.
      Expected: 0x0101010101010101010101010101010101010101010101010101010101010101
      Actual: 0x0202020202020202020202020202020202020202020202020202020202020202
      Another device may have changed the sessions at the same time. Nothing is claimed to be granted or revoked; call reconcileSessions().
      The chain did change.
      (chain: changed)

      RevocationNotProvenError: The revocation was mined, but the chain does not refuse the old session key.
      Session: qm2x7k
      The chain answered: AA24 signature error
      The session is not called revoked. Try again, or end everything with revokeAllSessions(); if it stays so, the session module on this chain is not the one that GrantKit knows.
      The chain did change.
      (chain: changed)

      RevocationNotProvenError: The revocation was mined, but the chain does not refuse the old session key.
      Session: qm2x7k
      The session is not called revoked. Try again, or end everything with revokeAllSessions(); if it stays so, the session module on this chain is not the one that GrantKit knows.
      The chain did change.
      (chain: changed)

      NotRecordedError: The user operation was sent, but this could not be stored.
      Do not send it again. See why the storage failed; reconcileSessions() then settles sessions with the chain.
      User operation: 0xabababababababababababababababababababababababababababababababab
      Whether the chain changed is not known yet.
      Details: The file storage is read-only.
      (chain: unknown)

      NotRecordedError: The user operation is on the chain, but this could not be stored.
      Do not send it again. See why the storage failed; reconcileSessions() then settles sessions with the chain.
      User operation: 0xabababababababababababababababababababababababababababababababab
      Transaction: 0xcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
      The chain did change.
      Details: The file storage is read-only.
      (chain: changed)"
    `)
  })

  test('a defect', () => {
    const cause = new TypeError("Cannot read properties of undefined (reading 'id')")
    expect(
      shown(new UnexpectedError({ cause }), new UnexpectedError({ cause, chainEffect: 'unknown' })),
    ).toMatchInlineSnapshot(`
      "UnexpectedError: Something failed that should not have.
      Nothing was sent to the chain.
      Please report it with the details below.
      Details: Cannot read properties of undefined (reading 'id')
      (chain: none)

      UnexpectedError: Something failed that should not have.
      Do not send it again; reconcileSessions() settles what is stored with the chain.
      Please report it with the details below.
      Whether the chain changed is not known yet.
      Details: Cannot read properties of undefined (reading 'id')
      (chain: unknown)"
    `)
  })
})

describe('what is stored', () => {
  test('and cannot be used', () => {
    expect(
      shown(
        new SessionStateError({ sessionId }),
        new SessionStateError({ sessionId: `"\n${'x'.repeat(200)}` }),
        new LegacyDataError('its signers have another form'),
        new BackupError('the password is another, or the file was changed'),
        new StorageUnavailableError(
          'The remote storage refused (HTTP 503).',
          'Try again; look at the server.',
          { details: 'The chain could not be asked about the signature.' },
        ),
      ),
    ).toMatchInlineSnapshot(`
      "SessionStateError: The stored state of session "qm2x7k" is damaged and cannot be read.
      It was left as it is. Restore it from a backup, or delete it to start anew.
      What the session may do is not in it: that is on the chain.
      (chain: none)

      SessionStateError: The stored state of session "\\"\\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is damaged and cannot be read.
      It was left as it is. Restore it from a backup, or delete it to start anew.
      What the session may do is not in it: that is on the chain.
      (chain: none)

      LegacyDataError: The stored sessions of the SDK cannot be read: its signers have another form.
      They were left as they are, and so was the chain: what it allows, it still allows.
      Grant the sessions anew; the owner ends the old ones with revokeAllSessions().
      (chain: none)

      BackupError: The backup was not restored: the password is another, or the file was changed.
      Nothing was changed, here or on the chain. Try another password or another file; the owner can grant sessions anew.
      (chain: none)

      StorageUnavailableError: The remote storage refused (HTTP 503).
      Try again; look at the server.
      Details: The chain could not be asked about the signature.
      (chain: none)"
    `)
  })
})
