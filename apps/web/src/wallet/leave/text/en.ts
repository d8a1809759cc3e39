/** The words about leaving with one's data, in English. */
export const en = {
  title: "Leave with your data",
  lead: "Take everything with you, or have this wallet erased, or both.",
  open: "Download everything, or erase this wallet",
  asking: "Follow your device …",
  cancelled: "Nothing was done: the passkey was not used. Try again.",
  export: {
    title: "Download everything",
    what: "One ZIP file: every payment with its receipt, the statement, your allowances, limits, passkeys, devices, programs, reports, and the mails you were sent. The receipts can be checked without us.",
    keep: "Keep it where you keep bank statements. Whoever has it reads what you paid, and can take no money with it.",
    do: "Download everything",
    running: "Downloading: {{megabytes}} MB so far. Stay on this page.",
    done: "Downloaded: {{megabytes}} MB.",
  },
  erase: {
    title: "Erase this wallet",
    goes: "What goes, for good",
    goesList: {
      person: "your wallet's name, its mail address, its settings and its limits",
      ways: "your passkeys, recovery codes, password and every signed-in browser",
      sites: "what sites and programs may charge: no button pays any more",
      told: "your reports, the mails to you, and what the check-up knows",
      key: "the key to your part of the public log: after that nobody can prove from it what you paid, nor can we",
    },
    stays: "What stays, and why",
    staysList: {
      books:
        "That somebody paid a site, how much and when. Books must be kept by law. It stands under a number that belongs to nobody.",
      merchants: "What a site keeps of its own sale, without you.",
      files: "Receipts that you downloaded. They stay true.",
      backups: "Backups that this wallet's operator took before, until they are deleted.",
    },
    refunds: "After that no site can give you money back.",
    openTitle: "Settle this first",
    blockers: {
      balance: "There is money in this wallet. Spend it, or give it up below.",
      held: "A payment is held. Wait until it is made, or cancel it on its page.",
      reports: "A report of yours waits for an answer. Its payment's page says until when.",
      recovery: "Somebody wants to get back into this wallet. Cancel that, or let it end.",
      frozen: "This wallet is frozen. Unfreeze it first.",
    },
    balanceReal: "There is money in this wallet. Spend it first.",
    giveUp: "Give up {{balance}}, and whatever comes back until then",
    do: "Erase this wallet",
    about: "for good",
    question: "Erase this wallet for good?",
    consequence_one:
      "It waits {{count}} day, and you can cancel it until then. After that nobody brings it back, nor can we. Your device asks for your passkey.",
    consequence_other:
      "It waits {{count}} days, and you can cancel it until then. After that nobody brings it back, nor can we. Your device asks for your passkey.",
    now: "It is erased at once. Nobody brings it back, nor can we. Your device asks for your passkey.",
    yes: "Yes, erase it",
    no: "Keep it",
    asked: "Asked. You can cancel it until then.",
    gone: "Your wallet is erased.",
    waits: "This wallet is erased on {{moment}}.",
    longer: "It waits longer than that while something is still open:",
    givesUp: "The money that is left then is given up.",
  },
  banner: {
    title: "This wallet is erased on {{moment}}.",
    notYou:
      "Until then you can cancel it here. Was it not you? Cancel it, and look at your passkeys.",
    cancel: "Keep my wallet",
    cancelling: "Cancelling …",
  },
};
