/** What goes on behind the button, in short. */
export function Explainer() {
  return (
    <section className="explainer" aria-labelledby="explainer-title">
      <h2 id="explainer-title">What happens here</h2>
      <ol>
        <li>
          <h3>An account of your own</h3>
          <p>
            Your wallet owns a smart account. The page finds its address from your wallet’s; it is
            put on the chain with the first thing you sign.
          </p>
        </li>
        <li>
          <h3>A key with limits</h3>
          <p>
            The page makes a key and asks you to approve what it may do: mint to your account, pay
            this shop at most 0.50 USDC per call, for two hours. You sign once, and the limits go on
            the chain. The blooms’ contract calls itself Mock NFT.
          </p>
        </li>
        <li>
          <h3>Clicks without prompts</h3>
          <p>
            Each click mints and pays in one operation, signed with that key. The chain checks the
            limits every time. Anything else is refused.
          </p>
        </li>
        <li>
          <h3>The end, when you say so</h3>
          <p>
            Revoke takes the key off the chain; you sign that too. Without it the permission ends by
            itself after two hours.
          </p>
        </li>
      </ol>
    </section>
  )
}
