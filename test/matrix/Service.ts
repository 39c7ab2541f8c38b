/** Whom a page depends on. */
export type Service = 'storage' | 'node' | 'bundler' | 'paymaster' | 'wallet'
