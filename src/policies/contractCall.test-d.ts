import { type Abi, type Address, parseAbi } from 'viem'
import { expectTypeOf, test } from 'vitest'
import type { ContractCallPermission } from '../types/Policy.ts'
import { atLeast } from './atLeast.ts'
import { atMost } from './atMost.ts'
import { contractCall } from './contractCall.ts'
import { equals } from './equals.ts'
import { not } from './not.ts'

const abi = parseAbi([
  'struct Order { address maker; uint256 price; int24 tick; }',
  'function safeMint(address to)',
  'function mint(address to, uint256 amount) payable',
  'function mint(address to)',
  'function balanceOf(address owner) view returns (uint256)',
  'function note(string text, bytes32 topic, uint256[] ids)',
  'function fill(Order order, uint8[3] parts, uint8[2][3] grid, bytes4 kind, bool flag)',
  'function raw(uint256, address)',
  'function trade(int256 delta, int24 tick)',
  'struct Path { bytes path; address recipient; uint256 minimum; }',
  'struct Deep { Order[] orders; Path inner; address owner; }',
  'function swap(uint256 id, Path params, Path more, address payer)',
  'function swapAll(Path[] params, address payer)',
  'function swapPair(Path[2] pair)',
  'function swapDeep((string note, address payer, Path inner) outer)',
  'function swapInner((Path inner, address payer) outer)',
  'function swapList(Deep deep)',
])
const account: Address = '0x000000000000000000000000000000000000dEaD'
const address = account

test('the arguments are inferred from the ABI, by name', () => {
  expectTypeOf(
    contractCall({ address, abi, functionName: 'safeMint', args: { to: equals(account) } }),
  ).toEqualTypeOf<ContractCallPermission>()
  contractCall({ address, abi, functionName: 'safeMint', args: { to: account } })
  contractCall({ address, abi, functionName: 'safeMint' })
  contractCall({
    address,
    abi,
    functionName: 'raw',
    args: { '0': [atLeast(1n), atMost(5)], '1': account },
  })
  contractCall({
    address,
    abi,
    functionName: 'fill',
    args: {
      order: { maker: account, price: atMost(5n), tick: equals(-1) },
      parts: { 0: atMost(3), 2: 4n },
      grid: { 2: { 1: atMost(1) } },
      kind: '0x12345678',
      flag: not(true),
    },
  })
  contractCall({ address, abi, functionName: 'trade', args: { delta: not(-1n), tick: -5 } })
})

test('the first dynamic tuple of each level is inferred by name, too', () => {
  contractCall({
    address,
    abi,
    functionName: 'swap',
    args: { id: 1n, params: { recipient: account, minimum: atLeast(5n) }, payer: account },
  })
  contractCall({
    address,
    abi,
    functionName: 'swapPair',
    args: { pair: { 0: { recipient: account } } },
  })
  contractCall({
    address,
    abi,
    functionName: 'swapInner',
    args: { outer: { inner: { recipient: equals(account) }, payer: account } },
  })
  contractCall({
    address,
    abi,
    functionName: 'swapDeep',
    args: { outer: { payer: account } },
  })
  contractCall({
    address,
    abi,
    functionName: 'swapList',
    args: { deep: { owner: account } },
  })
  // @ts-expect-error no such field
  contractCall({ address, abi, functionName: 'swap', args: { params: { receiver: account } } })
  // @ts-expect-error a number is no address
  contractCall({ address, abi, functionName: 'swap', args: { params: { recipient: 5n } } })
  // @ts-expect-error bytes have no fixed length
  contractCall({ address, abi, functionName: 'swap', args: { params: { path: '0x12' } } })
  // @ts-expect-error it moves with the length of `params`
  contractCall({ address, abi, functionName: 'swap', args: { more: { recipient: account } } })
  // @ts-expect-error the caller chooses how many there are
  contractCall({ address, abi, functionName: 'swapAll', args: { params: { 0: {} } } })
  // @ts-expect-error the second moves with the length of the first
  contractCall({ address, abi, functionName: 'swapPair', args: { pair: { 1: {} } } })
  const behind = { outer: { inner: { recipient: account } } }
  // @ts-expect-error it moves with the length of `note`
  contractCall({ address, abi, functionName: 'swapDeep', args: behind })
  const list = { deep: { inner: { recipient: account } } }
  // @ts-expect-error it moves with the length of `orders`
  contractCall({ address, abi, functionName: 'swapList', args: list })
})

test('an ABI written in line needs no `as const`', () => {
  contractCall({
    address,
    abi: [
      {
        type: 'function',
        name: 'pay',
        stateMutability: 'payable',
        inputs: [{ name: 'to', type: 'address' }],
        outputs: [],
      },
    ],
    functionName: 'pay',
    args: { to: account },
    valueLimit: 5n,
  })
})

test('wrong names do not compile', () => {
  // @ts-expect-error no such function
  contractCall({ address, abi, functionName: 'burn' })
  // @ts-expect-error a view function changes nothing
  contractCall({ address, abi, functionName: 'balanceOf' })
  // @ts-expect-error no such argument
  contractCall({ address, abi, functionName: 'safeMint', args: { recipient: account } })
  // @ts-expect-error no such field
  contractCall({ address, abi, functionName: 'fill', args: { order: { taker: account } } })
  // @ts-expect-error no such item
  contractCall({ address, abi, functionName: 'fill', args: { parts: { 3: 1 } } })
})

test('overloads are named by their signature', () => {
  contractCall({ address, abi, functionName: 'mint(address)', args: { to: account } })
  contractCall({
    address,
    abi,
    functionName: 'mint(address,uint256)',
    args: { amount: atMost(1n) },
    valueLimit: 1n,
  })
  contractCall({
    address,
    abi,
    functionName: 'fill((address,uint256,int24),uint8[3],uint8[2][3],bytes4,bool)',
  })
  // @ts-expect-error two functions have this name
  contractCall({ address, abi, functionName: 'mint' })
  // @ts-expect-error the other overload has it
  contractCall({ address, abi, functionName: 'mint(address)', args: { amount: 1n } })
})

test('wrong values do not compile', () => {
  // @ts-expect-error a number is no address
  contractCall({ address, abi, functionName: 'safeMint', args: { to: 5n } })
  // @ts-expect-error a boolean is no integer
  contractCall({ address, abi, functionName: 'raw', args: { 0: equals(true) } })
  // @ts-expect-error an address is not ordered
  contractCall({ address, abi, functionName: 'safeMint', args: { to: atMost(5n) } })
  // @ts-expect-error signed integers are not ordered on the chain
  contractCall({ address, abi, functionName: 'trade', args: { delta: atMost(5n) } })
  // @ts-expect-error int24 leaves most of its word free
  contractCall({ address, abi, functionName: 'trade', args: { tick: not(5) } })
  // @ts-expect-error bytes4 leaves most of its word free
  contractCall({ address, abi, functionName: 'fill', args: { kind: not('0x12345678') } })
  // @ts-expect-error a string has no fixed place
  contractCall({ address, abi, functionName: 'note', args: { text: 'hello' } })
  // @ts-expect-error a dynamic array has no fixed place
  contractCall({ address, abi, functionName: 'note', args: { ids: { 0: 1n } } })
  // @ts-expect-error nothing known yet must not mean anything goes
  contractCall({ address, abi, functionName: 'safeMint', args: { to: undefined } })
  // @ts-expect-error an empty list is no rule
  contractCall({ address, abi, functionName: 'safeMint', args: { to: [] } })
  // @ts-expect-error bounds are unsigned
  atMost(-1n)
  // @ts-expect-error bounds are unsigned
  atLeast(-1)
})

test('only payable functions take a value limit', () => {
  contractCall({ address, abi, functionName: 'safeMint', valueLimit: 0n })
  // @ts-expect-error not payable
  contractCall({ address, abi, functionName: 'safeMint', valueLimit: 1n })
})

test('an ABI that the compiler does not know is checked at run time', () => {
  const loose: Abi = abi
  contractCall({
    address,
    abi: loose,
    functionName: 'x',
    args: { a: { b: equals(1n) } },
    valueLimit: 1n,
  })
})
