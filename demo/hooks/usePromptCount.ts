import { useSyncExternalStore } from 'react'
import { promptCount } from '../burner/promptCount.ts'

/** How often the burner wallet has asked, in this tab. */
export function usePromptCount() {
  return useSyncExternalStore(promptCount.subscribe, promptCount.get)
}
