import { testVault } from '../../../test/conformance/testVault.ts'
import { dangerouslyPlaintextVault } from './dangerouslyPlaintextVault.ts'

testVault('dangerouslyPlaintextVault', dangerouslyPlaintextVault, { encrypts: false })
