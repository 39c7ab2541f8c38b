import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import 'grantkit/styles.css'
import '../styles.css'
import { DevnetMissing } from '../components/DevnetMissing.tsx'
import { App } from './App.tsx'
import { forgetEarlierDevnet } from './forgetEarlierDevnet.ts'
import { loadDevnet } from './loadDevnet.ts'
import { Providers } from './Providers.tsx'

const container = document.getElementById('root')
if (!container) throw new Error('The page has no #root.')
const root = createRoot(container)

try {
  const devnet = await loadDevnet()
  await forgetEarlierDevnet(devnet.run)
  root.render(
    <StrictMode>
      <Providers devnet={devnet}>
        <App />
      </Providers>
    </StrictMode>,
  )
} catch (error) {
  root.render(<DevnetMissing error={error} />)
}
