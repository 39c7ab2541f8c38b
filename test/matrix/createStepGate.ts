import type { Service } from './Service.ts'

/** One call that a verb makes to somebody else. */
export interface Step {
  service: Service
  /** Unique within a run: the call, and which of its kind it is. */
  name: string
  /** Whether it changes something: a write, a signature, an operation that is sent. */
  effect: boolean
  /** Whether the operation was sent by then. */
  sent: boolean
}

/** What becomes of one step. */
export interface Strike {
  step: string
  /** Also of all later calls to the same service. @default false */
  onward?: boolean | undefined
  /** Gives or refuses the answer; `act` lets the call happen. */
  answer(act: () => Promise<unknown>): unknown
}

export interface StepGate {
  /** The steps so far, in order. */
  steps: Step[]
  /** Resolves when it was stopped. */
  stopped: Promise<void>
  /** Whether it was. */
  isStruck(): boolean
  /** From now on nothing that the page asks is done or answered: it is gone. */
  stop(): void
  pass<answer>(
    call: { service: Service; call: string; effect?: boolean },
    act: () => Promise<answer>,
  ): Promise<answer>
}

const never = new Promise<never>(() => undefined)

/** How an operation is looked for: one look or twenty, by how fast the chain is. */
const polls: readonly string[] = ['eth_blockNumber', 'eth_getLogs']

/** What every call of a page goes through: it names the steps, and makes one of them fail. */
export function createStepGate(strike?: Strike): StepGate {
  const counts = new Map<string, number>()
  const steps: Step[] = []
  let isStopped = false
  let isStruck = false
  let sent = false
  let polled = new Set<string>()
  let struckService: Service | undefined
  let onStopped: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    onStopped = resolve
  })

  const count = (service: Service, call: string, effect: boolean): string | undefined => {
    if (sent && polls.includes(call)) {
      if (polled.has(call)) return undefined
      polled = new Set([...polled, call])
    }
    const key = `${service} ${call}`
    const nth = (counts.get(key) ?? 0) + 1
    counts.set(key, nth)
    const name = nth === 1 ? key : `${key} #${nth}`
    steps.push({ service, name, effect, sent })
    return name
  }

  return {
    steps,
    stopped,
    isStruck: () => isStruck,
    stop() {
      isStopped = true
      onStopped()
    },
    async pass({ service, call, effect = false }, act) {
      if (isStopped) return never
      const name = count(service, call, effect)
      const done = async () => {
        const answer = await act()
        if (call === 'eth_sendUserOperation') sent = true
        return answer
      }
      const isHit = strike !== undefined && !isStruck && name === strike.step
      if (isHit) {
        isStruck = true
        struckService = service
      }
      const applies = isHit || (strike?.onward === true && struckService === service)
      try {
        const answer = applies ? ((await strike?.answer(done)) as never) : await done()
        return isStopped ? await never : answer
      } catch (error) {
        if (isStopped) return await never
        throw error
      }
    },
  }
}
