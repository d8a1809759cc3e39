import type { MailText, PasskeyFacts } from "./en.ts";

const notYou = (link: string) => `\
Wenn Sie das waren, ist nichts zu tun.

Nicht Sie? Öffnen Sie diese Seite und drücken Sie den Knopf. Er sperrt Ihre Wallet: Keine Seite kann abbuchen, bis Sie sie mit Ihrem Passkey wieder freigeben. Die Seite gilt 30 Tage:

${link}
`;

/** Mails and their pages in German. */
export const de: MailText = {
  wallet: "Farthing-Wallet",

  confirm: {
    subject: "Bestätigen Sie, wohin die Hinweise Ihrer Wallet gehen",
    text: ({ wallet, link }) => `\
Jemand, der bei ${wallet} angemeldet ist, möchte ihre Hinweise an diese Adresse bekommen.

Wenn Sie das waren, öffnen Sie diese Seite und drücken Sie den Knopf. Sie gilt einmal, 24 Stunden lang:

${link}

Wenn Sie es nicht waren, tun Sie nichts: Dann kommt kein Hinweis hierher.
`,
  },

  "new-device": {
    subject: "Ein neuer Browser kann aus Ihrer Wallet zahlen",
    text: ({ wallet, site, browser, when, link, home }) => `\
Ein neuer Browser kann mit einem Klick aus ${wallet} zahlen.

Seite: ${site}
Browser: ${browser}
Wann: ${when}

${notYou(link)}
In Ihrer Wallet können Sie einen einzelnen Browser entfernen: ${home}
`,
  },

  "passkey-added": {
    subject: "Ihre Wallet hat einen neuen Passkey",
    text: (of: PasskeyFacts) => `\
Zu ${of.wallet} kam ein Passkey dazu. Wer ihn hat, kann sich anmelden und bezahlen.

Browser: ${of.browser}
Wann: ${of.when}

${notYou(of.link)}
In Ihrer Wallet lässt sich ein Passkey entfernen: ${of.home}
`,
  },

  "passkey-removed": {
    subject: "Ein Passkey Ihrer Wallet wurde entfernt",
    text: (of: PasskeyFacts) => `\
Ein Passkey von ${of.wallet} wurde entfernt: Mit ihm meldet sich niemand mehr an, und niemand bezahlt damit. Alle anderen Browser wurden abgemeldet.

Browser: ${of.browser}
Wann: ${of.when}

${notYou(of.link)}
In Ihrer Wallet sehen Sie, welche Passkeys noch da sind: ${of.home}
`,
  },

  "limits-raise": {
    subject: "Die Grenzen Ihrer Wallet werden steigen",
    text: (of: { wallet: string; when: string; link: string; home: string }) => `\
Jemand mit Ihrem Passkey hat die Grenzen von ${of.wallet} angehoben. Sie steigen am ${of.when}; bis dahin ändert sich nichts, und in Ihrer Wallet lässt es sich abbrechen: ${of.home}

${notYou(of.link)}`,
  },

  unusual: {
    "too-risky": {
      subject: "Eine ungewöhnliche Zahlung aus Ihrer Wallet wurde abgelehnt",
      text: (of) => `\
Jemand wollte aus ${of.wallet} an ${of.site} zahlen. Das sah ungewöhnlich aus, deshalb wurde nichts abgebucht.

${notYou(of.link)}
Ihre Wallet zeigt die letzten Zahlungen: ${of.home}
`,
    },
    "key-closed": {
      subject: "Ein Browser Ihrer Wallet wurde ausgesperrt",
      text: (of) => `\
Ein Browser, der aus ${of.wallet} an ${of.site} zahlt, wurde offenbar kopiert: Sein Schlüssel wurde aus zwei Netzen benutzt. Er ist ausgesperrt und zahlt nicht mehr. Ihren eigenen Browser lassen Sie dort mit Ihrem Passkey wieder zu.

${notYou(of.link)}
Was noch zu tun ist, sagt der Check in Ihrer Wallet: ${of.home}/check-up
`,
    },
    "many-small": {
      subject: "Viele kleine Zahlungen in Folge aus Ihrer Wallet",
      text: (of) => `\
An ${of.site} gingen aus ${of.wallet} viele kleine Beträge in Folge.

${notYou(of.link)}
In Ihrer Wallet können Sie die Seite anhalten: ${of.home}
`,
    },
  },

  "recovery-link": {
    subject: "Zurück in Ihre Wallet",
    text: ({ wallet, link }) => `\
Jemand hat diese Adresse angegeben, um wieder in ${wallet} zu kommen.

Wenn Sie das waren, öffnen Sie diese Seite und drücken Sie den Knopf. Sie gilt 24 Stunden; hat die Wiederherstellung begonnen, schließen Sie sie auch dort ab:

${link}

Wenn Sie es nicht waren, tun Sie nichts: Dann ändert sich nichts. Geben Sie den Link niemandem, was auch immer man Ihnen sagt.
`,
  },

  recovery: {
    began: {
      subject: "Jemand will zurück in Ihre Wallet",
      text: ({ wallet, when, link, home }) => `\
Eine Wiederherstellung von ${wallet} hat begonnen. Ab ${when} kann, wer sie begonnen hat, einen neuen Passkey festlegen. Bis dahin ändert sich nichts.

Nicht Sie? Brechen Sie sie in Ihrer Wallet mit Ihrem Passkey ab: ${home}

${notYou(link)}
Wird die Wallet gesperrt, prüft außerdem ihr Betreiber die Wiederherstellung, bevor sie weitergeht.
`,
    },
    done: {
      subject: "Ihre Wallet hat einen neuen Passkey",
      text: ({ wallet, link }) => `\
Die Wiederherstellung von ${wallet} ist abgeschlossen: Sie hat einen neuen Passkey. Jeder andere Browser wurde abgemeldet, und die Grenzen stehen auf Vorsichtig.

${notYou(link)}`,
    },
    cancelled: {
      subject: "Eine Wiederherstellung Ihrer Wallet wurde abgebrochen",
      text: ({ wallet, link }) => `\
Jemand mit Ihrem Passkey hat die Wiederherstellung von ${wallet} abgebrochen. Es wurde nichts geändert.

${notYou(link)}`,
    },
  },

  "report-moved": {
    answered: {
      subject: "Die Website hat auf Ihre Meldung geantwortet",
      text: ({ site, until, page }) => `\
${site} sagt zu der Zahlung, die Sie gemeldet haben, dass sie richtig war. Der Betreiber Ihrer Wallet entscheidet bis ${until}.

Sie können die Antwort lesen und einmal sagen, was Sie dazu wissen:

${page}
`,
    },
    back: {
      subject: "Ihre Meldung: Das Geld geht an Sie zurück",
      text: ({ site, page }) => `\
Was Sie ${site} gezahlt und gemeldet haben, geht an Sie zurück. Sie brauchen nichts zu tun.

Jeder Schritt steht hier: ${page}
`,
    },
    stands: {
      subject: "Ihre Meldung: Die Zahlung bleibt",
      text: ({ site, page }) => `\
Der Betreiber Ihrer Wallet hat gelesen, was Sie und ${site} gesagt haben. Die gemeldete Zahlung war richtig: Es geht nichts zurück.

Der Grund steht hier: ${page}
`,
    },
  },

  erasure: {
    began: {
      subject: "Ihre Wallet wird gelöscht",
      text: ({ wallet, when, link, home }) => `\
Jemand mit Ihrem Passkey möchte, dass ${wallet} gelöscht wird. Das geschieht am ${when} und lässt sich nicht rückgängig machen. Danach hören Sie nichts mehr.

Anders überlegt? Drücken Sie dort „Wallet behalten“: ${home}

${notYou(link)}
Wird die Wallet gesperrt, wird auch das Löschen abgebrochen.
`,
    },
    cancelled: {
      subject: "Ihre Wallet bleibt: Sie wird nicht gelöscht",
      text: ({ wallet, link }) => `\
Das Löschen von ${wallet} wurde abgebrochen. Es wurde nichts geändert.

${notYou(link)}`,
    },
  },

  "ways-in": {
    subject: "Zu den Wegen in Ihre Wallet",
    text: ({ wallet, what, link, home }) => `\
${wallet}: ${what}

${notYou(link)}
Alle Wege stehen in den Einstellungen Ihrer Wallet: ${home}
`,
  },

  wayChanged: {
    codes: "Es gibt neue Wiederherstellungscodes. Die alten gelten nicht mehr.",
    mailOn: "Diese Adresse kann jetzt eine Wiederherstellung beginnen.",
    mailOff: "Diese Adresse beginnt keine Wiederherstellung mehr.",
    passwordSet:
      "Ein Passwort wurde festgelegt. Damit meldet man sich an; Grenzen und Wege hinein brauchen weiter einen Passkey.",
    passwordRemoved: "Das Passwort wurde entfernt.",
    totpSet:
      "Eine Authenticator-App wurde eingerichtet: Mit dem Passwort wird nach ihrem Code gefragt.",
    totpRemoved: "Die Authenticator-App wurde entfernt: Das Passwort genügt wieder zum Anmelden.",
    codeTry:
      "Jemand hat das richtige Passwort und einen falschen Code eingegeben. Waren Sie es nicht, kennt jemand Ihr Passwort: Ändern Sie es.",
    signedIn: "Jemand hat sich mit dem Passwort angemeldet.",
    newBrowser:
      "Jemand hat sich mit einem Passkey angemeldet, in einem Browser, in dem Sie es bisher nicht waren.",
    tries:
      "Jemand hat fünfmal vergeblich ein Passwort versucht. Es nimmt 15 Minuten lang keinen Versuch an.",
  },

  "new-program": {
    subject: "Ein Programm kann aus Ihrer Wallet zahlen",
    text: ({ wallet, program, link, home }) => `\
Jemand mit Ihrem Passkey hat einen Schlüssel für ein Programm gemacht. Es kann aus ${wallet} zahlen, ohne zu fragen, innerhalb seiner eigenen Grenzen.

Programm: ${program}

${notYou(link)}
In Ihrer Wallet können Sie das Programm anhalten oder ihm den Schlüssel wieder nehmen: ${home}
`,
  },

  "program-used-up": {
    subject: ({ program, cap }) => `Ihr Programm ${program} hat seine ${cap} verbraucht`,
    text: ({ program, cap, link }) => `\
Ihr Programm ${program} hat seine ${cap} verbraucht. Von selbst zahlt es nichts mehr, bis Sie es mit Ihrem Passkey weiterlaufen lassen:

${link}

Wenn Sie nichts tun, bleibt es stehen. Hat es mehr ausgegeben, als Sie wollten? Auf derselben Seite können Sie ihm den Schlüssel nehmen.
`,
  },

  "payment-held": {
    subject: (amount: string) => `${amount} sind vorgemerkt: Sie können abbrechen`,
    text: (of) => `\
Jemand mit Ihrem Passkey hat zugestimmt, aus ${of.wallet} ${of.amount} an ${of.site} zu zahlen.

Das Geld ist bis ${of.until} vorgemerkt. Vorher ist nichts endgültig. Zum Abbrechen öffnen Sie diese Seite und drücken den Knopf:

${of.cancel}

${notYou(of.link)}
Ihre Wallet zeigt es auch: ${of.home}
`,
  },

  "payment-noticed": {
    subject: (amount: string) => `${amount} wurden aus Ihrer Wallet bezahlt`,
    text: (of) => `\
Jemand mit Ihrem Passkey hat aus ${of.wallet} ${of.amount} an ${of.site} gezahlt.

${notYou(of.link)}
In Ihrer Wallet können Sie die Zahlung melden: ${of.home}
`,
  },

  "hold-released": {
    subject: (amount: string) => `${amount} gehören wieder Ihnen: es wurde nicht gezahlt`,
    text: (of) => `\
${of.amount} waren in ${of.wallet} für ${of.site} vorgemerkt. Es wurde nicht gezahlt, das Geld ist zurück.

${of.why}

${of.home}
`,
    why: {
      "wallet-frozen": "Grund: Ihre Wallet wurde gesperrt.",
      "site-stopped": "Grund: Die Seite wurde in Ihrer Wallet angehalten oder entfernt.",
      reported:
        "Grund: Eine Zahlung bei dieser Seite wurde gemeldet, weil sie nicht von Ihnen war.",
      "merchant-blocked": "Grund: Die Seite wurde hier gesperrt. Niemand kann ihr etwas zahlen.",
      expired: "Grund: Die Vormerkung wurde nicht rechtzeitig abgeschlossen.",
    },
  },

  digest: {
    subject: (spent: string) => `Ihre Woche: ${spent}`,
    site: (of: { site: string; amount: string; count: number }) =>
      `${of.site}: ${of.amount} in ${of.count === 1 ? "1 Zahlung" : `${of.count} Zahlungen`}`,
    priceRise: (of: { site: string; from: string; to: string }) =>
      `${of.site} verlangt mehr als zuvor: meist ${of.to} statt ${of.from}.`,
    manySmall: (of: { site: string; count: number; sum: string }) =>
      `${of.site} hat ${of.count} kleine Beträge abgebucht, zusammen ${of.sum}. Kleine Beträge übersieht man leicht.`,
    text: (of: {
      wallet: string;
      spent: string;
      sites: readonly string[];
      unusual: readonly string[];
      home: string;
    }) => `\
In den letzten sieben Tagen wurden aus ${of.wallet} ${of.spent} bezahlt.

${of.sites.join("\n")}

${of.unusual.length === 0 ? "Nichts Ungewöhnliches." : `Zum Ansehen:\n\n${of.unusual.join("\n")}`}

Kennen Sie eine Zahlung nicht? Melden Sie sie in Ihrer Wallet, je früher, desto besser: zwei Griffe, und kleine Beträge kommen sofort zurück.

${of.home}

Diese Mail kommt montags. In den Einstellungen Ihrer Wallet lässt sie sich abstellen.
`,
  },

  "address-changed": {
    subject: "Die Hinweise Ihrer Wallet gehen jetzt an eine andere Adresse",
    text: ({ wallet, link }) => `\
Die Hinweise von ${wallet} gehen ab jetzt an eine andere Adresse. Das ist der letzte hier.

${notYou(link)}`,
  },

  "address-removed": {
    subject: "Ihre Wallet schickt keine Hinweise mehr",
    text: ({ wallet, link }) => `\
Die Adresse für die Hinweise von ${wallet} wurde entfernt. Das ist der letzte.

${notYou(link)}`,
  },

  unknownBrowser: "nicht bekannt",
  unknownSite: "eine Seite",

  pages: {
    confirm: {
      title: "Hinweise hierher schicken?",
      text: ({ wallet, address }) => `Hinweise von ${wallet} gehen dann an ${address}.`,
      press: "Ja, hierher schicken",
    },
    confirmed: {
      title: "Die Hinweise kommen jetzt zu Ihnen.",
      text: "Kann ein neuer Browser aus Ihrer Wallet zahlen, erfahren Sie es per E-Mail.",
    },
    freeze: {
      title: "Diese Wallet sperren?",
      text: "Keine Seite kann abbuchen, bis Sie sie mit Ihrem Passkey wieder freigeben.",
      press: "Jetzt sperren",
    },
    frozen: {
      title: "Gesperrt.",
      text: "Keine Seite kann aus dieser Wallet abbuchen. Geld kann weiter zu Ihnen zurückkommen. Um sie freizugeben, öffnen Sie Ihre Wallet und nehmen Sie Ihren Passkey.",
    },
    cancel: {
      title: "Diese Zahlung abbrechen?",
      text: ({ site, amount }) =>
        `${amount} sind für ${site} vorgemerkt. Brechen Sie ab, wird nichts gezahlt, und das Geld gehört wieder Ihnen.`,
      press: "Zahlung abbrechen",
    },
    cancelled: {
      title: "Abgebrochen.",
      text: "Es wurde nichts gezahlt. Das Geld gehört wieder Ihnen.",
    },
    over: {
      title: "Dieser Link bewirkt nichts mehr.",
      text: "Er wurde benutzt, ist zu alt, oder es fehlt ein Teil. Es wurde nichts geändert. In Ihrer Wallet können Sie dasselbe tun.",
    },
    home: "Zu Ihrer Wallet",
  },
};
