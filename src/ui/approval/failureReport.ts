import type { ApprovalState } from '../../hooks/approvalReducer.ts'

/** What a developer needs to look into a failure. Errors of the kit hold no secret. */
export function failureReport(state: Extract<ApprovalState, { status: 'failed' }>): string {
  const { error, grant, request } = state
  const causes: string[] = []
  error.walk((cause) => {
    if (cause instanceof Error) causes.push(cause.name)
    return false
  })
  return [
    `GrantKit: ${causes.join(' < ')}`,
    error.message,
    '',
    `chain: ${request.chainId}`,
    `owner: ${request.owner}`,
    `account: ${grant?.account.address ?? '-'}`,
    `session key: ${grant?.key.address ?? '-'}`,
    `user operation: ${state.userOpHash ?? '-'}`,
    `on the chain: ${error.chainEffect}`,
    `at: ${new Date().toISOString()}`,
  ].join('\n')
}
