import { accounts } from './accounts.ts'
import { identityAndGames } from './identityAndGames.ts'
import { lending } from './lending.ts'
import { tokens } from './tokens.ts'
import { trading } from './trading.ts'

/** What the model may be tuned on. */
export const dev = [...accounts, ...tokens, ...trading, ...lending, ...identityAndGames]
