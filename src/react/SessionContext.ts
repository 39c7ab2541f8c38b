'use client'
import { createContext } from 'react'
import type { SessionConfig } from '../config/createSessionConfig.ts'

/** The config of the nearest `SessionProvider`. */
export const SessionContext = createContext<SessionConfig | undefined>(undefined)
