export interface Settings {
  host: string
  port: number
  redisUrl: string
  redisPrefix: string
  /** How long Redis may leave a ping without an answer, milliseconds. */
  redisPatience: number
  /** Signs tokens and nonces; the same in all processes. */
  secret: string
  /** Hosts of the pages that sign in. */
  domains: readonly string[]
  /** Origins of the pages that call. */
  origins: readonly string[]
  /** The node of each chain that is served. */
  rpcUrls: Readonly<Record<number, string>>
  requestsPerMinute: number
  /** Of all records of an account on one chain. */
  bytesPerAccount: number
  /** Of all accounts that one signer reaches. */
  bytesPerSigner: number
  /** Streams of changes that one signer may have open in this process. */
  streamsPerSigner: number
  /** The proxies in front that add to `x-forwarded-for`. */
  trustedProxies: number
  /** How long requests in flight may take when the server is told to stop, milliseconds. */
  grace: number
}

type Environment = Readonly<Record<string, string | undefined>>

/** The settings in the environment. Throws one error that names all that is wrong; values stay out of it. */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = []
  const text = (name: string, fallback?: string) => {
    const value = environment[name]?.trim() || fallback
    if (value === undefined) problems.push(`${name} is missing.`)
    return value ?? ''
  }
  const number = (name: string, fallback: number, most: number, least = 0) => {
    const value = Number(text(name, String(fallback)))
    if (!Number.isInteger(value) || value < least || value > most)
      problems.push(`${name} must be a whole number from ${least} to ${most}.`)
    return value
  }
  const list = (value: string) =>
    value
      .split(',')
      .map((it) => it.trim())
      .filter((it) => it !== '')

  const secret = text('STORAGE_SECRET')
  if (secret && !isSecret(secret))
    problems.push('STORAGE_SECRET must have 64 or more hexadecimal digits: openssl rand -hex 32')

  const domains = list(text('DOMAIN'))
  for (const domain of domains)
    if (!URL.canParse(`https://${domain}`) || new URL(`https://${domain}`).host !== domain)
      problems.push('DOMAIN must be hosts without https:// and path, such as app.example.com.')

  const origins = list(text('ORIGIN', domains.map((domain) => `https://${domain}`).join()))
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      problems.push('ORIGIN must be origins without a path, such as https://app.example.com.')

  const rpcUrls: Record<number, string> = {}
  for (const [name, url] of Object.entries(environment)) {
    const [, chainId] = /^RPC_URL_([1-9]\d{0,14})$/.exec(name) ?? []
    if (!chainId || !url) continue
    if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
      problems.push(`${name} must be the http(s) URL of a node.`)
    rpcUrls[Number(chainId)] = url
  }
  if (Object.keys(rpcUrls).length === 0)
    problems.push('RPC_URL_<chain id> is missing; give one for each chain, such as RPC_URL_137.')

  const settings: Settings = {
    host: text('HOST', '0.0.0.0'),
    port: number('PORT', 3000, 65_535),
    redisUrl: text('REDIS_URL'),
    redisPrefix: text('REDIS_PREFIX', 'grantkit'),
    redisPatience: number('REDIS_PATIENCE_SECONDS', 10, 600, 1) * 1_000,
    secret,
    domains,
    origins,
    rpcUrls,
    requestsPerMinute: number('REQUESTS_PER_MINUTE', 600, 1_000_000),
    bytesPerAccount: number('BYTES_PER_ACCOUNT', 16_777_216, 1_073_741_824, 65_536),
    bytesPerSigner: number('BYTES_PER_SIGNER', 67_108_864, 17_179_869_184, 65_536),
    streamsPerSigner: number('STREAMS_PER_SIGNER', 50, 10_000),
    trustedProxies: number('TRUSTED_PROXIES', 0, 10),
    grace: number('GRACE_SECONDS', 20, 600) * 1_000,
  }
  if (problems.length > 0) throw new Error(`The settings are incomplete:\n${problems.join('\n')}`)
  return settings
}

function isSecret(value: string): boolean {
  return /^(0x)?([0-9a-f]{2}){32,}$/i.test(value)
}
