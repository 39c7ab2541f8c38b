/** What `readRoot` says of an account of Biconomy V2 with both session modules enabled. */
export const enabledModules = {
  keyManagerEnabled: true,
  batchRouterEnabled: true,
  isUpgraded: false,
} as const
