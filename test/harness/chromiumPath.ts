import { existsSync } from 'node:fs'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is: `CHROMIUM_PATH`, or one of the usual places. `npm test` installs it. */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH ?? usual.find((candidate) => existsSync(candidate))
  return path ?? '/usr/bin/chromium'
}
