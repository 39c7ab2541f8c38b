import type { Server, ServerResponse } from 'node:http'

/**
 * Prepares a server for stopping in order: no new connections, an answer for every request that
 * has begun, then the end. The function that it returns resolves with `true`; and with `false` when
 * the time was up and connections had to be cut.
 */
export function stopInOrder(server: Server): (grace: number) => Promise<boolean> {
  const open = new Set<ServerResponse>()
  let isStopping = false

  server.prependListener('request', (_, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    if (isStopping) response.setHeader('connection', 'close')
  })

  return (grace) => {
    isStopping = true
    for (const response of open) {
      const { socket } = response
      if (response.headersSent) response.once('close', () => socket?.end())
      else response.setHeader('connection', 'close')
    }
    return new Promise((resolve) => {
      let isCut = false
      const deadline = setTimeout(() => {
        isCut = true
        server.closeAllConnections()
      }, grace)
      server.close(() => {
        clearTimeout(deadline)
        resolve(!isCut)
      })
    })
  }
}
