import { accounts } from './accounts.ts'
import { identityAndGames } from './identityAndGames.ts'
import { lending } from './lending.ts'
import { tokens } from './tokens.ts'
import { trading } from './trading.ts'

/** What the model is judged with once more: labelled without any knowledge of the model. */
export const blind = [...accounts, ...tokens, ...trading, ...lending, ...identityAndGames]
