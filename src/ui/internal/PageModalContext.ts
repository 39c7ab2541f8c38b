'use client'
import { createContext } from 'react'

/** Whether the dialog stands inside a modal `<dialog>` of the page. */
export const PageModalContext = createContext(false)
