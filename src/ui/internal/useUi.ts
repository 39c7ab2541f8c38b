'use client'
import { useContext } from 'react'
import type { Ui } from './Ui.ts'
import { UiContext } from './UiContext.ts'

/** @throws Error outside of a component of the kit. */
export function useUi(): Ui {
  const ui = useContext(UiContext)
  if (!ui) throw new Error('useUi is used outside of UiProvider.')
  return ui
}
