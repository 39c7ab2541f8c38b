import { Body } from '../components/Body.tsx'
import { Explainer } from '../components/Explainer.tsx'
import { Header } from '../components/Header.tsx'

/** The page. */
export function App() {
  return (
    <>
      <Header />
      <main>
        <Body />
        <Explainer />
      </main>
      <footer className="foot">
        Mintery is the demo of GrantKit. It runs on a chain on this machine; nothing here is worth
        anything.
      </footer>
    </>
  )
}
