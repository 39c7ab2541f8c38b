import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Apart from the package's own configuration, which builds a library. */
export default defineConfig({ plugins: [react()] })
