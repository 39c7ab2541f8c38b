import { expect, test } from 'vitest'
import { AmbiguousFunctionError } from './AmbiguousFunctionError.ts'
import { BaseError } from './BaseError.ts'
import { DynamicArgumentError } from './DynamicArgumentError.ts'
import { EmptyPolicyError } from './EmptyPolicyError.ts'
import { EscalationError } from './EscalationError.ts'
import { InvalidAddressError } from './InvalidAddressError.ts'
import { InvalidArgumentValueError } from './InvalidArgumentValueError.ts'
import { InvalidIntervalError } from './InvalidIntervalError.ts'
import { InvalidLimitError } from './InvalidLimitError.ts'
import { InvalidPermissionError } from './InvalidPermissionError.ts'
import { InvalidLeafError, ModuleWithoutCodeError } from './leafErrors.ts'
import { MissingExpiryError } from './MissingExpiryError.ts'
import { NonPayableValueError } from './NonPayableValueError.ts'
import { PolicyWidenedError } from './PolicyWidenedError.ts'
import { MalformedInputError, PolicyJsonError } from './policyInputErrors.ts'
import { RequiredPermissionError } from './RequiredPermissionError.ts'
import { UnknownArgumentError } from './UnknownArgumentError.ts'
import { UnknownFunctionError } from './UnknownFunctionError.ts'
import { UnsupportedComparisonError } from './UnsupportedComparisonError.ts'

const problem = { problem: '(a problem)', fix: 'a fix.' }
const errors = [
  new EmptyPolicyError(),
  new MissingExpiryError(),
  new InvalidIntervalError({ parameter: 'validUntil', ...problem }),
  new InvalidAddressError({ parameter: 'to', value: `0x${'12'.repeat(40)}` }),
  new InvalidAddressError({ parameter: 'to', value: undefined }),
  new InvalidLimitError({ parameter: 'valueLimit', value: -1n, bits: 128 }),
  new InvalidPermissionError({ parameter: 'permissions[0]', ...problem }),
  new PolicyJsonError({ path: 'expiry.validUntil', problem: 'is missing', fix: 'a fix.' }),
  new PolicyJsonError({ path: '', problem: 'is a text', fix: 'a fix.' }),
  new MalformedInputError({ functionName: 'definePolicy', cause: new TypeError('a cause\nbelow') }),
  new UnknownFunctionError({ functionName: 'mnt', known: ['mint(address)', 'burn(uint256)'] }),
  new UnknownFunctionError({ functionName: 'mint', known: [] }),
  new AmbiguousFunctionError({ functionName: 'mint', signatures: ['mint()', 'mint(address)'] }),
  new UnknownArgumentError({ signature: 'mint(address)', argument: 'too', known: ['to'] }),
  new UnknownArgumentError({ signature: 'mint()', argument: 'to', known: [] }),
  new DynamicArgumentError({ signature: 'note(string)', argument: 'text', type: 'string' }),
  new DynamicArgumentError({
    signature: 'fill(string,(bytes,address))',
    argument: 'order',
    type: 'tuple',
    behind: 'memo',
  }),
  new UnsupportedComparisonError({ argument: 'x', type: 'int8', ...problem }),
  new InvalidArgumentValueError({ argument: 'x', type: 'int8', ...problem }),
  new InvalidLeafError('ambiguous-node'),
  new InvalidLeafError('invalid-interval'),
  new InvalidLeafError('not-hex'),
  new InvalidLeafError('invalid-module'),
  new ModuleWithoutCodeError({
    module: '0x2222222222222222222222222222222222222222',
    chainId: 137,
  }),
  new NonPayableValueError({ signature: 'mint()', valueLimit: 5n }),
  new EscalationError({
    target: '0x00000000000000000000000000000000000000aA',
    role: 'the entry point',
    permissionIndex: 1,
  }),
  new PolicyWidenedError({ problem: 'it would end later' }),
  new RequiredPermissionError({ permissionIndex: 1 }),
]

test('every error of a policy says what is wrong and how to fix it, and changed nothing', () => {
  for (const error of errors) {
    expect(error).toBeInstanceOf(BaseError)
    expect(error.name).toBe(error.constructor.name)
    expect(error.chainEffect).toBe('none')
    expect(error.message).toMatch(/^Fix: /m)
  }
  expect(
    errors.map(({ name, message }) => `${name}: ${message}`).join('\n\n'),
  ).toMatchInlineSnapshot(`
    "EmptyPolicyError: The policy has no permissions.

    Fix: give at least one, made by \`contractCall\` or \`erc20Transfer\`.
    A session with an empty policy could do nothing.

    MissingExpiryError: The policy does not say when it ends.

    Fix: give \`expiresIn\` (such as \`{ hours: 2 }\`) or \`validUntil\` (Unix seconds, or a Date).
    A key that never expires has to be asked for in words: \`expiresIn: 'never'\`.

    InvalidIntervalError: \`validUntil\` (a problem).

    Fix: a fix.

    InvalidAddressError: \`to\` is not an address: a text of 82 characters.

    Fix: an address is \`0x\` and 40 hexadecimal digits (20 bytes).

    InvalidAddressError: \`to\` is not an address: undefined.

    Fix: an address is \`0x\` and 40 hexadecimal digits (20 bytes).

    InvalidLimitError: \`valueLimit\` must be a bigint from 0 to 2^128 − 1.

    Given: -1n.
    Fix: give base units, such as \`parseUnits("1", 6)\` or \`parseEther("0.1")\`.

    InvalidPermissionError: \`permissions[0]\` (a problem).

    Fix: a fix.

    PolicyJsonError: The policy's JSON is not valid. \`expiry.validUntil\` is missing.

    Fix: a fix.

    PolicyJsonError: The policy's JSON is not valid. It is a text.

    Fix: a fix.

    MalformedInputError: \`definePolicy\` was given input that it cannot read.

    Likely a part is missing, null, or of another type than the documentation says, or an ABI is damaged.
    Fix: compare what is passed with the types of the parameters, above all where it comes from JSON or is cast.

    Details: a cause

    UnknownFunctionError: The ABI has no function \`mnt\`.

    It has: mint(address), burn(uint256).
    Fix: check the spelling, and that this is the ABI of that contract.

    UnknownFunctionError: The ABI has no function \`mint\`.

    It has no functions at all.
    Fix: check the spelling, and that this is the ABI of that contract.

    AmbiguousFunctionError: The ABI has several functions \`mint\`.

    Fix: name one by its full signature: 'mint()' or 'mint(address)'.

    UnknownArgumentError: \`mint(address)\` has no argument \`too\`.

    It has: to.
    Fix: name arguments as the ABI does; unnamed ones by their index ("0", "1").

    UnknownArgumentError: \`mint()\` has no argument \`to\`.

    It has none there.
    Fix: name arguments as the ABI does; unnamed ones by their index ("0", "1").

    DynamicArgumentError: \`text\` of \`note(string)\` is a \`string\`, which Smart Account V2 cannot check.

    Its modules compare 32-byte words at fixed places, and the caller chooses where a string, bytes or dynamic array lies. A rule there could be sidestepped.
    Fix: leave the argument out of \`args\` (it will be shown as unrestricted), or call a function that takes fixed-size arguments.

    DynamicArgumentError: \`order\` of \`fill(string,(bytes,address))\` lies behind \`memo\`, so Smart Account V2 cannot check it.

    Its modules compare 32-byte words at fixed places, and this one moves with the length of \`memo\`. Only the first dynamic argument of each level has a place.
    Fix: leave the argument out of \`args\` (it will be shown as unrestricted), or call a function that takes fixed-size arguments.

    UnsupportedComparisonError: \`args.x\` (int8) (a problem).

    Smart Account V2 compares the raw 32-byte word, unsigned.
    Fix: a fix.

    InvalidArgumentValueError: \`args.x\` (int8) (a problem).

    Fix: a fix.

    InvalidLeafError: The leaf cannot be part of a session tree: its data is 32 bytes long, so that it equals a node of the tree and could hide another leaf.

    Fix: make leaves with \`encodePermission\` or \`compilePolicy\`. A custom module encodes its parameters to any other number of bytes than 32.

    InvalidLeafError: The leaf cannot be part of a session tree: its times are not whole seconds that fit into 48 bits.

    Fix: make leaves with \`encodePermission\` or \`compilePolicy\`. A custom module encodes its parameters to any other number of bytes than 32.

    InvalidLeafError: The leaf cannot be part of a session tree: its data is not whole bytes in hexadecimal.

    Fix: make leaves with \`encodePermission\` or \`compilePolicy\`. A custom module encodes its parameters to any other number of bytes than 32.

    InvalidLeafError: The leaf cannot be part of a session tree: its module is not an address of 20 bytes.

    Fix: make leaves with \`encodePermission\` or \`compilePolicy\`. A custom module encodes its parameters to any other number of bytes than 32.

    ModuleWithoutCodeError: There is no contract at the permission module 0x2222222222222222222222222222222222222222.

    Chain: 137. Whoever deploys a contract there later decides what the session key may do with the whole account.
    Fix: deploy the module on this chain first, or check its address in \`definePermissionModule\`.

    NonPayableValueError: \`mint()\` is not payable, so \`valueLimit\` must be 0.

    Given: 5 wei. Every call that carries value would revert.
    Fix: leave \`valueLimit\` out, or use the payable function that was meant.

    EscalationError: \`permissions[1]\` would let the session key call the entry point.

    Target: 0x00000000000000000000000000000000000000aA.
    A key that may call the account or its modules can lift every other limit, so this is never offered for approval.
    Fix: remove the permission. What the account itself must do, the owner signs.

    PolicyWidenedError: The change would widen the policy: it would end later.

    An approval can only grant what was asked for, or less.
    Fix: lower the limit or the expiry, or ask for a new policy.

    RequiredPermissionError: \`permissions[1]\` is required and cannot be left out.

    Fix: keep it, or reject the whole request."
  `)
})
