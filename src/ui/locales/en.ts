import type { ReactNode } from 'react'
import { plural } from '../internal/plural.ts'
import { rich } from '../internal/rich.ts'

/** English, and the shape of every other locale. */
export const en = {
  common: {
    cancel: 'Cancel',
    close: 'Close',
    copy: (what: string) => `Copy ${what}`,
    copied: 'Copied',
    yourAccount: 'your account',
    yourWallet: 'your wallet',
    sessionKey: 'the session key',
    viewOn: (what: string, explorer: string) => `View ${what} on ${explorer}`,
    chain: (id: number) => `chain ${id}`,
    nativeCoin: "the chain's coin",
  },
  approval: {
    title: (origin: ReactNode) => rich`Approve a session for ${origin}?`,
    thisPage: 'this page',
    loading: 'Looking at your account and preparing the request…',
    sentence: (parts: { origin: ReactNode; actions: ReactNode; time: ReactNode }) =>
      rich`Let ${parts.origin} ${parts.actions} without asking again, ${parts.time}.`,
    until: (date: ReactNode, relative: ReactNode) => rich`until ${date} (${relative})`,
    withoutEnd: 'with no end',
    actionTransfer: (amount: ReactNode, to: ReactNode) =>
      rich`send up to ${amount} per call to ${to}`,
    actionTransferAny: (amount: ReactNode) => rich`send up to ${amount} per call to anybody`,
    actionTransferUnlimited: (token: ReactNode, to: ReactNode) =>
      rich`send any amount of ${token} to ${to}`,
    actionTransferUnlimitedAny: (token: ReactNode) => rich`send any amount of ${token} to anybody`,
    actionCall: (name: ReactNode, contract: ReactNode) => rich`call ${name} on ${contract}`,
    actionUnreadable: (contract: ReactNode) =>
      rich`make calls to ${contract} that cannot be put into words`,
    actionUnknown: 'do something that cannot be read',
    actionCustom: 'do what rules of its own allow, which cannot be checked',
    actionMore: (count: number) =>
      plural('en', count, { one: `${count} more thing`, other: `${count} more things` }),
    approve: 'Approve',
    waiting: 'Waiting for your wallet',
    switchChain: (chain: string) => `Switch to ${chain}`,
    switching: 'Switching…',
    changed: 'Changed by you',
    reset: 'Reset',
    whyAcknowledge: (count: number) =>
      plural('en', count, {
        one: 'Confirm the risk above to approve.',
        other: `Confirm the ${count} risks above to approve.`,
      }),
    whyLoading: 'Wait until the request is ready.',
    whyExpired: 'The time that this request was for is over.',
    startAgain: 'Start again',
    whyOtherChain: (chain: string) => `Your wallet is on another network. Switch it to ${chain}.`,
    otherChain: (from: string, to: string) =>
      `Your wallet is on ${from}. This session is for ${to}.`,
    switchFailed: 'The wallet did not switch the network.',
  },
  status: {
    loading: 'Preparing the request.',
    preparing: 'Preparing the operation for your wallet.',
    awaitingWallet: 'Check your wallet.',
    submitted: 'Signed and sent. Waiting for the chain.',
    confirmed: 'Session granted.',
    renewed: 'Session renewed.',
    rejected: 'Declined in the wallet. Nothing changed.',
    gaveUp: 'No longer waiting for the wallet. Nothing changed.',
    fiveMinutesLeft: 'The session would end in five minutes.',
    oneMinuteLeft: 'The session would end in one minute.',
    expired: 'The time that was asked for is over.',
  },
  who: {
    heading: 'Who',
    asks: 'Asked by',
    account: 'Account',
    network: 'Network',
    key: 'Session key',
    keyAt: {
      device: 'Kept encrypted in this browser.',
      password: 'Kept in this browser, behind your password.',
      passkey: 'Kept in this browser, behind your passkey.',
      secret: 'Kept by the app, encrypted with its secret.',
      plaintext: 'Kept in plain text: whoever reads the storage has it.',
    },
    deploys: 'Your account is created along the way.',
  },
  permissions: {
    heading: 'May do',
    include: (what: string) => `Allow: ${what}`,
    required: 'Required',
    leftOut: 'Left out',
    transfer: (amount: ReactNode) => rich`Send up to ${amount} per call`,
    transferUnlimited: (token: ReactNode) => rich`Send any amount of ${token} per call`,
    call: (name: ReactNode) => rich`Call ${name}`,
    callRaw: (selector: ReactNode) => rich`Call the function ${selector}, which is not known`,
    withIntent: (title: ReactNode, intent: ReactNode) =>
      rich`${title}, which the app calls ${intent}`,
    unreadable: 'Something that cannot be read',
    custom: 'Custom rules, which cannot be checked',
    customClaim: 'The app says',
    customTarget: 'Contract, as it says',
    customModule: 'Decided by',
    to: 'to',
    anybody: 'anybody',
    anyAddress: 'any address',
    anyValue: 'any value',
    equal: (value: ReactNode) => rich`only ${value}`,
    atMost: (value: ReactNode) => rich`at most ${value}`,
    below: (value: ReactNode) => rich`less than ${value}`,
    atLeast: (value: ReactNode) => rich`at least ${value}`,
    above: (value: ReactNode) => rich`more than ${value}`,
    notEqual: (value: ReactNode) => rich`anything but ${value}`,
    word: (offset: number) => `word at byte ${offset}`,
    unnamed: 'Unnamed contract',
    callsItself: (claim: ReactNode) => rich`Calls itself ${claim}`,
    function: 'Function',
    namedByApp: (selector: ReactNode, signature: ReactNode) =>
      rich`${selector}, which the app calls ${signature}`,
    value: (coin: string) => `${coin} sent along`,
    valueNone: 'none',
    valueUpTo: (amount: ReactNode) => rich`up to ${amount} per call`,
    rawUnits: (amount: ReactNode) => rich`${amount} base units`,
    rawUnitsNote: 'The token does not say how many decimals it has, so this is the raw number.',
    ofToken: (amount: ReactNode, token: ReactNode) => rich`${amount} of ${token}`,
    perCall:
      'Limits are per call. In all, until the session ends, the amount is unlimited: the chain counts no total.',
    callsUnlimited: 'Until the session ends, the number of calls is unlimited.',
    trueValue: 'yes',
    falseValue: 'no',
  },
  expiry: {
    heading: 'Until',
    never: 'Never ends by itself',
    neverInPractice: 'Never ends, in practice',
    from: (date: string) => `Starts ${date}`,
    shorten: 'End it sooner',
    asRequested: (duration: string) => `As asked (${duration})`,
    asRequestedNoEnd: 'As asked (no end)',
  },
  renewal: {
    title: (origin: ReactNode) => rich`Renew the session for ${origin}?`,
    ends: 'This renews an earlier session, which ends when you approve.',
    over: 'This renews an earlier session, which has already ended.',
    heading: 'What changes',
    nothing: 'What it may do stays as it was.',
    unchanged: (count: number) =>
      plural('en', count, {
        one: '1 permission stays as it was.',
        other: `${count} permissions stay as they were.`,
      }),
    added: 'New',
    unknown: 'Cannot be compared',
    wider: 'Allows more',
    different: 'Different',
    narrower: 'Allows less',
    removed: 'No longer',
    batch: 'several calls in one operation',
    before: 'Before',
    insteadOf: (words: ReactNode) => rich`before: ${words}`,
    longer: 'Lasts longer',
    shorter: 'Ends sooner',
    sameEnd: 'Same end',
    stays: 'The earlier session stays as it is.',
    ended: 'The earlier session has ended.',
  },
  gas: {
    heading: 'Gas',
    sponsored: 'Paid by the app.',
    account: (coin: string) => `Paid by your account, in ${coin}.`,
    fees: (coin: string) =>
      `Whoever pays for this: the key can spend ${coin} in your account on network fees, also what comes in later. No permission limits that.`,
  },
  risks: {
    heading: 'Risks',
    acknowledge: 'I understand, and want this',
    mustAcknowledge: 'Confirm this to approve.',
    danger: 'Danger',
    warning: 'Note',
    unreadable: (contract: ReactNode) =>
      rich`What ${contract} would be asked to do cannot be put into words. Approve only if you know these bytes.`,
    unreadableModule: 'This permission cannot be read at all. What it allows is unknown.',
    moduleIsEverything: (module: ReactNode, code: string) =>
      rich`This is your whole account, its owner included. The contract ${module}, which the app chose, decides what the key may do, whatever the app says of it. ${code}`,
    moduleHasCode: 'There is a contract at this address; what it does was not checked.',
    moduleWithoutCode:
      'There is no contract at this address: whoever puts one there decides from then on.',
    moduleUnknown: 'Whether there is a contract at this address was not checked.',
    lastingApproval: (name: ReactNode, contract: ReactNode) =>
      rich`${name} on ${contract} lets somebody act for your account also after the session has ended, such as take tokens.`,
    control: (name: ReactNode, contract: ReactNode) =>
      rich`${name} on ${contract} changes who controls the contract, or how it works.`,
    nestedCalls: (name: ReactNode, contract: ReactNode) =>
      rich`${name} on ${contract} makes calls of its own, which no rule can look into.`,
    mayNest: (name: ReactNode, contract: ReactNode) =>
      rich`${name} on ${contract} may make other calls: it takes data that no rule can look into.`,
    unrestrictedRecipient: (argument: ReactNode, contract: ReactNode) =>
      rich`Tokens may go to anybody: nothing fixes the ${argument} on ${contract}.`,
    openAddress: (argument: ReactNode, contract: ReactNode) =>
      rich`This may go to whoever the key names: nothing fixes ${argument} on ${contract}.`,
    unlimitedAmount: (contract: ReactNode) => rich`There is no limit to the amount of ${contract}.`,
    unlimitedArgument: (argument: ReactNode, name: ReactNode, contract: ReactNode) =>
      rich`There is no limit to ${argument} in ${name} on ${contract}.`,
    anyPrice: (name: ReactNode, contract: ReactNode) =>
      rich`${name} on ${contract} may trade at any price: nothing fixes the least that comes back.`,
    unlimitedValue: (coin: ReactNode, contract: ReactNode) =>
      rich`There is no limit to how much ${coin} goes to ${contract}.`,
    erc20AnyFunction: (contract: ReactNode, to: ReactNode) =>
      rich`Other functions of ${contract} with a recipient and an amount pass too, such as letting ${to} take as much later.`,
    noExpiry: 'The session never ends by itself. You would have to revoke it.',
    longExpiry: (duration: string) => `The session lasts long: ${duration}.`,
    overlapsLiveSession: (contract: ReactNode) =>
      rich`Another session of yours may already call this on ${contract}.`,
    noCode: (contract: ReactNode) => rich`There is no contract at ${contract} on this network.`,
    exposureAboveBalance: (contract: ReactNode) =>
      rich`The limit is more than your account holds of ${contract}.`,
    endsUnknownSessions:
      'Your account has sessions that this device does not know, such as from another device or app. Approving ends all of them.',
    feesSpendBalance: (amount: ReactNode) =>
      rich`The key can spend all ${amount} of your account on network fees. No permission limits that.`,
    batchRouter: (coin: string) =>
      `This enables the batch router of your account. While it is enabled, anybody can make your account spend its ${coin} on network fees, even without a key.`,
    endsUnfitSessions: (count: number) =>
      plural('en', count, {
        one: 'One of your sessions cannot be read here, or could take over your account. It ends when you approve.',
        other: `${count} of your sessions cannot be read here, or could take over your account. They end when you approve.`,
      }),
  },
  others: {
    heading: 'Other sessions',
    stay: (count: number) =>
      plural('en', count, {
        one: 'One other session stays live. You sign for it again with this one.',
        other: `${count} other sessions stay live. You sign for them again with this one.`,
      }),
    show: (count: number) => plural('en', count, { one: 'Show it', other: 'Show them' }),
    end: (count: number) =>
      plural('en', count, { one: 'One session ends.', other: `${count} sessions end.` }),
    showEnding: 'Show what ends',
    until: (date: ReactNode) => rich`Until ${date}`,
    withoutEnd: 'With no end',
  },
  mayNot: {
    heading: 'May not do',
    otherCalls: (contracts: ReactNode) =>
      rich`Call other contracts, or other functions of ${contracts}`,
    approvals: 'Use approve or permit, which would outlive it',
    account: 'Call your account itself, or its modules, such as to change its owner',
    after: (date: ReactNode) => rich`Do anything after ${date}`,
  },
  check: {
    heading: 'Check it',
    intro: 'Sample calls, judged by the rules that the chain will enforce:',
    allowed: 'allowed',
    blocked: 'blocked',
    send: (amount: ReactNode, to: ReactNode) => rich`Send ${amount} to ${to}`,
    sendOther: (amount: ReactNode) => rich`Send ${amount} to somebody else`,
    otherFunction: (contract: ReactNode) => rich`Call another function of ${contract}`,
    whyAmount: (amount: ReactNode) => rich`at most ${amount} per call`,
    whyRecipient: (to: ReactNode) => rich`only to ${to}`,
    whySelector: 'only the functions above',
    whyOther: 'a rule forbids it',
  },
  digest: {
    heading: 'What you sign',
    later:
      'Your wallet will show a hash. Once you approve it appears here as well, so that you can compare.',
    compare: 'The hash above, which stands for exactly these permissions.',
    details: 'Raw permissions',
    leaf: (number: number) => `Permission ${number}`,
    json: 'As JSON',
    revoke:
      'You can end the session at any time in the app, or by replacing the session root of your account. It costs one signature.',
  },
  waiting: {
    preparing: 'Preparing the operation…',
    heading: 'Check your wallet',
    text: 'Sign the message there. All it shows is a hash. Compare it with this one:',
    pageModal:
      'A wallet that opens inside this page cannot be used now: a dialog of the page blocks it. In that case stop waiting, close that dialog, and ask again.',
    stop: 'Stop waiting',
    stopNote:
      'If you stop waiting, the prompt in your wallet may stay open. What you sign there later is not used.',
  },
  result: {
    submitted: 'On its way',
    submittedText: 'The grant is signed and sent. You can close this; it goes on by itself.',
    confirmed: 'Session granted',
    renewed: 'Session renewed',
    confirmedText: (origin: ReactNode) => rich`${origin} may now do this without asking:`,
    rejected: 'You declined in your wallet',
    gaveUp: 'You stopped waiting for your wallet',
    rejectedText: 'Nothing was granted, sent or stored. Your changes are kept.',
    failed: 'That did not work',
    effectNone: 'Nothing changed on the chain.',
    effectUnknown: 'Whether the chain changed is not known yet. It is looked up again by itself.',
    effectChanged: 'The chain did change.',
    tryAgain: 'Try again',
    done: 'Done',
    copyReport: 'Copy report',
    operation: 'Operation',
    transaction: 'Transaction',
  },
  session: {
    PENDING: 'Pending',
    ACTIVE: 'Active',
    INACTIVE: 'Inactive',
    EXPIRED: 'Expired',
    REVOKED: 'Revoked',
    'not-yet-valid': 'Not yet valid',
    'out-of-sync': 'Out of sync with the chain',
    'key-unavailable': 'Key not available here',
    'module-disabled': 'Sessions are turned off in the account',
    'account-upgraded': 'The account was upgraded',
    ends: (relative: ReactNode, date: ReactNode) => rich`Ends ${relative} (${date})`,
    ended: (relative: ReactNode, date: ReactNode) => rich`Ended ${relative} (${date})`,
    starts: (relative: ReactNode, date: ReactNode) => rich`Starts ${relative} (${date})`,
    noEnd: 'No end',
    noEndInPractice: 'Never ends, in practice',
    endUnknown: 'End not known',
    summary: 'What the session may do',
    broken: 'This cannot be shown.',
  },
  broken: {
    heading: 'This request cannot be shown',
    text: 'Something in it, or in this page, failed. You have approved nothing, and nothing changed on the chain.',
    unknown:
      'Something in this page failed after you approved. Whether the chain changed is not known yet. It is looked up again by itself.',
    wallet: 'Something in this page failed while your wallet was asked. Reject what it shows.',
    sent: 'Something in this page failed after you approved. The grant is signed and sent, and goes on by itself.',
    close: 'Close',
  },
}
