import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

// Testing Library does this by itself only where `afterEach` is a global. `IS_REACT_ACT_ENVIRONMENT`
// stays unset: rendering, events and unmounting go through `act` (Testing Library sets it for them),
// and what the network or the chain brings later is rendered as in any page.
afterEach(cleanup)
