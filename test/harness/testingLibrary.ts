import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// `findBy…` and `waitFor` give up after a second by themselves, which a busy machine takes for a
// chain's answer, or for a part that is loaded when it is first needed.
configure({ asyncUtilTimeout: 30_000 })

// Testing Library does this by itself only where `afterEach` is a global. `IS_REACT_ACT_ENVIRONMENT`
// stays unset: rendering, events and unmounting go through `act` (Testing Library sets it for them),
// and what the network or the chain brings later is rendered as in any page.
afterEach(cleanup)
