import { accounts } from './accounts.ts'
import { identityAndGames } from './identityAndGames.ts'
import { lending } from './lending.ts'
import { tokens } from './tokens.ts'
import { trading } from './trading.ts'

/** What the model is judged with: nothing is to be tuned on it. */
export const holdout = [...accounts, ...tokens, ...trading, ...lending, ...identityAndGames]
