const notYou = (link: string) => `\
If that was you, there is nothing to do.

Not you? Open this page and press its button. It freezes your wallet: no site can take money from it until you let it go on with your passkey. The page works for 30 days:

${link}
`;

/** What the mails about a passkey tell. `browser`: where it was done. */
export interface PasskeyFacts {
  readonly wallet: string;
  readonly browser: string;
  readonly when: string;
  readonly link: string;
  readonly home: string;
}

/** What the mails about a report tell. `until`: when somebody decides at the latest. */
export interface ReportFacts {
  readonly site: string;
  readonly until: string;
  readonly page: string;
}

/** What mails and the pages behind their links say. German has the same names (de.ts). */
export const en = {
  wallet: "Farthing wallet",

  confirm: {
    subject: "Confirm where your wallet's alerts go",
    text: (of: { wallet: string; link: string }) => `\
Somebody who is signed in to ${of.wallet} wants its alerts to come to this address.

If that was you, open this page and press its button. It works once, within 24 hours:

${of.link}

If it was not you, do nothing: no alert comes here.
`,
  },

  "new-device": {
    subject: "A new browser can pay from your wallet",
    text: (of: {
      wallet: string;
      site: string;
      browser: string;
      when: string;
      link: string;
      home: string;
    }) => `\
A new browser can pay from ${of.wallet} by a click.

Site: ${of.site}
Browser: ${of.browser}
When: ${of.when}

${notYou(of.link)}
In your wallet you can take a single browser back: ${of.home}
`,
  },

  "passkey-added": {
    subject: "Your wallet has a new passkey",
    text: (of: PasskeyFacts) => `\
A passkey was added to ${of.wallet}. Whoever has it can sign in and pay.

Browser: ${of.browser}
When: ${of.when}

${notYou(of.link)}
In your wallet you can remove a passkey: ${of.home}
`,
  },

  "passkey-removed": {
    subject: "A passkey of your wallet was removed",
    text: (of: PasskeyFacts) => `\
A passkey of ${of.wallet} was removed: it signs in and pays no more. Every other browser was signed out.

Browser: ${of.browser}
When: ${of.when}

${notYou(of.link)}
In your wallet you see the passkeys that are left: ${of.home}
`,
  },

  "limits-raise": {
    subject: "Your wallet's limits will rise",
    text: (of: { wallet: string; when: string; link: string; home: string }) => `\
Somebody with your passkey raised the limits of ${of.wallet}. They rise on ${of.when}; until then nothing changes, and your wallet can cancel it: ${of.home}

${notYou(of.link)}`,
  },

  unusual: {
    "too-risky": {
      subject: "An unusual payment from your wallet was turned down",
      text: (of: { wallet: string; site: string; link: string; home: string }) => `\
Somebody wanted to pay ${of.site} from ${of.wallet}. It looked unusual, so nothing was charged.

${notYou(of.link)}
Your wallet lists your last payments: ${of.home}
`,
    },
    "key-closed": {
      subject: "A browser of your wallet was shut out",
      text: (of: { wallet: string; site: string; link: string; home: string }) => `\
A browser that pays ${of.site} from ${of.wallet} seems to have been copied: its key was used from two networks. It was shut out and pays no more. You can allow your own browser there again with your passkey.

${notYou(of.link)}
The check-up in your wallet says what else to do: ${of.home}/check-up
`,
    },
    "many-small": {
      subject: "Many small payments in a row from your wallet",
      text: (of: { wallet: string; site: string; link: string; home: string }) => `\
${of.site} was paid many small sums in a row from ${of.wallet}.

${notYou(of.link)}
In your wallet you can pause the site: ${of.home}
`,
    },
  },

  "recovery-link": {
    subject: "Get back into your wallet",
    text: (of: { wallet: string; link: string }) => `\
Somebody gave this address to get back into ${of.wallet}.

If that was you, open this page and press its button. It works for 24 hours; once the recovery has begun, the page is also where you finish it:

${of.link}

If it was not you, do nothing: nothing changes. Give the link to nobody, whatever they say.
`,
  },

  recovery: {
    began: {
      subject: "Somebody wants to get back into your wallet",
      text: (of: { wallet: string; when: string; link: string; home: string }) => `\
A recovery of ${of.wallet} began. From ${of.when} on, whoever began it can set a new passkey. Until then nothing changes.

Not you? Cancel it in your wallet with your passkey: ${of.home}

${notYou(of.link)}
Freezing also brings the recovery before the wallet's operator, who looks at it before it goes on.
`,
    },
    done: {
      subject: "Your wallet has a new passkey",
      text: (of: { wallet: string; link: string }) => `\
The recovery of ${of.wallet} is finished: it has a new passkey. Every other browser was signed out, and the limits are Careful.

${notYou(of.link)}`,
    },
    cancelled: {
      subject: "A recovery of your wallet was cancelled",
      text: (of: { wallet: string; link: string }) => `\
Somebody with your passkey cancelled the recovery of ${of.wallet}. Nothing was changed.

${notYou(of.link)}`,
    },
  },

  "report-moved": {
    answered: {
      subject: "The site answered your report",
      text: (of: ReportFacts) => `\
${of.site} says of the payment that you reported that it was right. The operator of your wallet decides, until ${of.until}.

You can read the answer, and say once what you know of it:

${of.page}
`,
    },
    back: {
      subject: "Your report: the money goes back to you",
      text: (of: ReportFacts) => `\
What you paid ${of.site} and reported goes back to you. There is nothing for you to do.

Every step is here: ${of.page}
`,
    },
    stands: {
      subject: "Your report: the payment stands",
      text: (of: ReportFacts) => `\
The operator of your wallet looked at what you and ${of.site} said. The payment that you reported was right: nothing goes back.

The reason is here: ${of.page}
`,
    },
  },

  erasure: {
    began: {
      subject: "Your wallet is going to be erased",
      text: (of: { wallet: string; when: string; link: string; home: string }) => `\
Somebody with your passkey asked that ${of.wallet} be erased. That happens on ${of.when} and cannot be undone. You will hear nothing after it.

Changed your mind? Press "Keep my wallet" there: ${of.home}

${notYou(of.link)}
Freezing also cancels the erasing.
`,
    },
    cancelled: {
      subject: "Your wallet stays: it is not erased",
      text: (of: { wallet: string; link: string }) => `\
The erasing of ${of.wallet} was cancelled. Nothing was changed.

${notYou(of.link)}`,
    },
  },

  "ways-in": {
    subject: "About the ways into your wallet",
    text: (of: { wallet: string; what: string; link: string; home: string }) => `\
${of.wallet}: ${of.what}

${notYou(of.link)}
Your wallet's settings show all ways in: ${of.home}
`,
  },

  wayChanged: {
    codes: "New recovery codes were made. Those of before do nothing any more.",
    mailOn: "This address can begin a recovery now.",
    mailOff: "This address begins no recovery any more.",
    passwordSet: "A password was set. It signs in; limits and ways in still take a passkey.",
    passwordRemoved: "The password was removed.",
    totpSet: "An authenticator app was set up: its codes are asked for with the password.",
    totpRemoved: "The authenticator app was removed: the password signs in alone.",
    codeTry:
      "Somebody gave the right password and a wrong code. If it was not you, they know your password: change it.",
    signedIn: "Somebody signed in with the password.",
    newBrowser:
      "Somebody signed in with a passkey, in a browser where you were not signed in before.",
    tries: "Somebody tried the password five times in vain. It takes no try now for 15 minutes.",
  },

  "new-program": {
    subject: "A program can pay from your wallet",
    text: (of: { wallet: string; program: string; link: string; home: string }) => `\
Somebody with your passkey made a key for a program. It can pay from ${of.wallet} without asking, within its own limits.

Program: ${of.program}

${notYou(of.link)}
In your wallet you can pause the program or take its key back: ${of.home}
`,
  },

  "program-used-up": {
    subject: (of: { program: string; cap: string }) =>
      `Your program ${of.program} has used its ${of.cap}`,
    text: (of: { program: string; cap: string; link: string }) => `\
Your program ${of.program} has used its ${of.cap}. It pays nothing more by itself until you let it go on with your passkey:

${of.link}

If you do nothing, it stays stopped. Did it spend more than you meant it to? On the same page you can take its key back.
`,
  },

  "payment-held": {
    subject: (amount: string) => `${amount} is held: you can cancel it`,
    text: (of: {
      wallet: string;
      site: string;
      amount: string;
      until: string;
      cancel: string;
      link: string;
      home: string;
    }) => `\
Somebody with your passkey agreed to pay ${of.amount} to ${of.site} from ${of.wallet}.

The money is held until ${of.until}. Nothing is final before. To cancel it, open this page and press its button:

${of.cancel}

${notYou(of.link)}
Your wallet shows it too: ${of.home}
`,
  },

  "payment-noticed": {
    subject: (amount: string) => `${amount} was paid from your wallet`,
    text: (of: { wallet: string; site: string; amount: string; link: string; home: string }) => `\
Somebody with your passkey paid ${of.amount} to ${of.site} from ${of.wallet}.

${notYou(of.link)}
In your wallet you can report the payment: ${of.home}
`,
  },

  "hold-released": {
    subject: (amount: string) => `${amount} is yours again: it was not paid`,
    text: (of: { wallet: string; site: string; amount: string; why: string; home: string }) => `\
${of.amount} was held in ${of.wallet} for ${of.site}. It was not paid, and the money is back.

${of.why}

${of.home}
`,
    why: {
      "wallet-frozen": "Why: your wallet was frozen.",
      "site-stopped": "Why: the site was paused or taken back in your wallet.",
      reported: "Why: a payment at this site was reported as not yours.",
      "merchant-blocked": "Why: this site was stopped here. Nobody can pay it.",
      expired: "Why: the hold was not settled in time.",
    },
  },

  digest: {
    subject: (spent: string) => `Your week: ${spent}`,
    site: (of: { site: string; amount: string; count: number }) =>
      `${of.site}: ${of.amount} in ${of.count === 1 ? "1 payment" : `${of.count} payments`}`,
    priceRise: (of: { site: string; from: string; to: string }) =>
      `${of.site} asks more than it did: usually ${of.to} now, ${of.from} before.`,
    manySmall: (of: { site: string; count: number; sum: string }) =>
      `${of.site} made ${of.count} small charges, ${of.sum} in all. Small sums are easy to miss.`,
    text: (of: {
      wallet: string;
      spent: string;
      sites: readonly string[];
      unusual: readonly string[];
      home: string;
    }) => `\
In the last seven days ${of.spent} was paid from ${of.wallet}.

${of.sites.join("\n")}

${of.unusual.length === 0 ? "Nothing unusual." : `To look at:\n\n${of.unusual.join("\n")}`}

Is there a payment you do not know? Report it in your wallet, the sooner the better: two presses, and small sums come back at once.

${of.home}

This mail comes on Mondays. Your wallet's settings turn it off.
`,
  },

  "address-changed": {
    subject: "Your wallet's alerts go to another address now",
    text: (of: { wallet: string; link: string }) => `\
The alerts of ${of.wallet} go to another address from now on. This is the last one here.

${notYou(of.link)}`,
  },

  "address-removed": {
    subject: "Your wallet sends no more alerts",
    text: (of: { wallet: string; link: string }) => `\
The address for the alerts of ${of.wallet} was removed. This is the last one.

${notYou(of.link)}`,
  },

  unknownBrowser: "not known",
  unknownSite: "a site",

  pages: {
    confirm: {
      title: "Send alerts here?",
      text: (of: { wallet: string; address: string }) =>
        `Alerts of ${of.wallet} will go to ${of.address}.`,
      press: "Yes, send them here",
    },
    confirmed: {
      title: "Alerts come to you now.",
      text: "When a new browser can pay from your wallet, you hear of it by mail.",
    },
    freeze: {
      title: "Freeze this wallet?",
      text: "No site can take money from it until you let it go on with your passkey.",
      press: "Freeze it now",
    },
    frozen: {
      title: "Frozen.",
      text: "No site can take money from this wallet. Money can still come back to you. To let it go on, open your wallet and use your passkey.",
    },
    cancel: {
      title: "Cancel this payment?",
      text: (of: { site: string; amount: string }) =>
        `${of.amount} is held for ${of.site}. If you cancel, nothing is paid and the money is yours again.`,
      press: "Cancel the payment",
    },
    cancelled: {
      title: "Cancelled.",
      text: "Nothing was paid. The money is yours again.",
    },
    over: {
      title: "This link does nothing any more.",
      text: "It was used, it is too old, or a part of it is missing. Nothing was changed. You can do the same in your wallet.",
    },
    home: "To your wallet",
  },
};

/** The names of all texts, with any words. */
export type MailText = Widened<typeof en>;

type Widened<Text> = Text extends string
  ? string
  : Text extends (...given: never[]) => string
    ? Text
    : { [Name in keyof Text]: Widened<Text[Name]> };
