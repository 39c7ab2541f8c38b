import type { FailureRow } from './FailureRow.ts'

const seeDetails = 'See the details.'

/**
 * What the codes of JSON-RPC errors mean, for answers whose words are not in the tables: those of
 * ERC-7769 (the bundler's interface), of JSON-RPC 2.0, and of Biconomy's bundler. Codes that say
 * nothing (`-32603`, `-32000`, `-32002`: internal error) are left out on purpose.
 *
 * @see https://eips.ethereum.org/EIPS/eip-7769
 * @see https://www.jsonrpc.org/specification
 */
export const rpcFailures: Readonly<Record<number, FailureRow>> = {
  [-32500]: { meaning: 'the account refused to validate it', fix: seeDetails },
  [-32501]: {
    meaning: 'its contract refused to validate the operation',
    fix: 'See the details, and the policies of the paymaster.',
    kind: 'paymaster',
  },
  [-32502]: { meaning: 'validation used an opcode that bundlers forbid', fix: seeDetails },
  [-32503]: {
    meaning: 'the session is expired, not valid yet, or about to expire, by the clock of the chain',
    fix: 'Ask for a new session.',
    code: 'AA22',
  },
  [-32504]: {
    meaning: 'it is throttled or banned by the bundler',
    fix: 'Try later, or another paymaster.',
    kind: 'paymaster',
  },
  [-32505]: {
    meaning: 'the stake of the paymaster or factory is too low',
    fix: 'Try another paymaster, or wait until earlier operations of the account are mined.',
  },
  [-32506]: { meaning: 'the signature aggregator is not supported', fix: seeDetails },
  [-32507]: {
    meaning: 'the signature is not valid',
    fix: 'The session key, or the owner, is not the one that was granted.',
    code: 'AA24',
  },
  [-32508]: {
    code: 'AA31',
    meaning: "the paymaster's deposit does not cover what waits to be mined",
    fix: "Refill the paymaster's deposit at the entry point, or leave it out.",
    kind: 'paymaster',
  },
  [-32521]: {
    meaning: 'the calls would revert',
    fix: 'See the details for what the called contract said.',
  },
  [-32600]: {
    meaning: 'it takes the request for no JSON-RPC',
    fix: 'Use a bundler for ERC-4337 with EntryPoint v0.6.',
  },
  [-32601]: {
    meaning: 'it does not know the method',
    fix: 'Use a bundler for ERC-4337 with EntryPoint v0.6.',
  },
  [-32602]: {
    meaning: 'it could not read the operation',
    fix: 'Use a bundler for EntryPoint v0.6.',
  },
  [-32606]: { meaning: 'the operation failed when it was simulated', fix: seeDetails },
  [-32700]: {
    meaning: 'the request reached it damaged',
    fix: 'Send it again; see what stands between the app and the service.',
  },
  [-32001]: {
    meaning: 'the API key, origin or policy of the app is refused',
    fix: 'Check the API key, and which origins and chains it is for.',
    kind: 'denied',
  },
  [-32003]: { meaning: 'it could not read the request', fix: seeDetails },
  [-32004]: { meaning: 'it does not support the method', fix: seeDetails },
  [-32005]: {
    meaning: 'a rate limit, or a quota that is used up',
    fix: 'Try again in a while.',
    kind: 'busy',
  },
  [-32006]: {
    meaning: 'the tip (maxPriorityFeePerGas) is too low',
    fix: 'Send it again: the gas price is asked for anew.',
    kind: 'fee',
  },
  [-32007]: {
    meaning: 'a rate limit, or a quota that is used up',
    fix: 'Try again in a while.',
    kind: 'busy',
  },
  [-32008]: {
    meaning: 'preVerificationGas is too low',
    fix: 'Estimate again; it follows the price of gas.',
  },
  429: {
    meaning: 'a rate limit, or a quota that is used up',
    fix: 'Try again in a while.',
    kind: 'busy',
  },
}
