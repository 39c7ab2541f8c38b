/** What there is to see when the page was opened without its chain. */
export function DevnetMissing({ error }: { error: unknown }) {
  return (
    <main className="missing">
      <h1>The local chain is not running</h1>
      <p>
        Start it together with this page: <code>npm run demo</code>
      </p>
      <p className="quiet">{error instanceof Error ? error.message : String(error)}</p>
    </main>
  )
}
