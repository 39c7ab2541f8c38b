import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Which process holds a lock, in a form that tells whether it still runs. */
export interface ProcessIdentity {
  pid: number
  host: string
  /** The boot of the machine and the namespace of the process id, where the system names them. */
  boot: string
  namespace: string
  /** When the process started, in the system's own unit: process ids are used again. */
  start: string
}

let own: ProcessIdentity | undefined

export const processIdentity = {
  own(): ProcessIdentity {
    own ??= {
      pid: process.pid,
      host: hostname(),
      boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
      namespace: attempt(() => readlinkSync('/proc/self/ns/pid')),
      start: statusOf(process.pid)?.start ?? '',
    }
    return own
  },

  /**
   * Whether a process is known to have ended. `false` where that cannot be known: it runs on another
   * machine or in another container. A lock is never taken from such a one.
   */
  hasEnded(other: ProcessIdentity): boolean {
    const self = processIdentity.own()
    if (other.host !== self.host) return false
    if (other.boot !== self.boot) return other.boot !== '' && self.boot !== ''
    if (other.namespace !== self.namespace) return false
    try {
      process.kill(other.pid, 0)
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ESRCH'
    }
    const status = statusOf(other.pid)
    if (!status || !other.start) return false
    return status.start !== other.start || status.state === 'Z' || status.state === 'X'
  },
}

/** From Linux' `/proc/<pid>/stat`, whose second field may itself hold spaces and brackets. */
function statusOf(pid: number): { state: string; start: string } | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const start = fields[19]
  return state && start ? { state, start } : undefined
}

function attempt(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
