'use client'
import { createContext } from 'react'
import type { Ui } from './Ui.ts'

export const UiContext = createContext<Ui | undefined>(undefined)
