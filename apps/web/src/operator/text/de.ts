import type { Counted, OperatorText } from "./en.ts";

const counted = (count: number, shown: string, one: string, many: string) =>
  `${shown} ${count === 1 ? one : many}`;

const payments = ({ count, shown }: Counted) => counted(count, shown, "Zahlung", "Zahlungen");

/** The operator's page in German. */
export const de: OperatorText = {
  title: "Die Waage",
  documentTitle: "Betreiber · Farthing",
  skip: "Zum Inhalt",
  playMoney: "Spielgeld",

  key: {
    title: "Für den Betreiber",
    lead: "Reibung und Verlust in Zahlen, und die Meldungen, die auf Ihre Entscheidung warten.",
    label: "Schlüssel des Betreibers",
    where: "Auf dem Server sagt ihn dieser Befehl:",
    kept: "Er bleibt in diesem Tab, bis Sie ihn schließen oder „Schlüssel vergessen“ drücken.",
    open: "Öffnen",
    missing: "Geben Sie erst den Schlüssel ein.",
    wrong:
      "Das ist nicht der Schlüssel dieses Servers. Führen Sie den Befehl unten dort aus, wo die Daten des Servers liegen, und kopieren Sie alles, was er ausgibt.",
    forget: "Schlüssel vergessen",
  },

  lookBack: "Wie weit zurück",
  days: (count) => `${count} Tage`,
  lastDays: (count) => `Die letzten ${count} Tage (UTC), mit heute.`,
  refresh: "Neu laden",
  loading: "Die Zahlen werden geladen …",
  failedTitle: "Die Zahlen konnten nicht geladen werden",
  failed: "Der Server hat nicht geantwortet, wie er soll. Sein Protokoll sagt, warum.",
  offlineTitle: "Der Server ist nicht zu erreichen",
  offline:
    "Sie sind offline, oder der Server antwortet nicht. Diese Seite versucht es wieder, sobald Sie zurück sind.",
  older: "Unten stehen die Zahlen von vorher.",
  tryAgain: "Noch einmal versuchen",
  emptyTitle: "Noch keine Zahlungen",
  empty: (count) =>
    `In den letzten ${count} Tagen hat niemand gezahlt. Beide Seiten werden ab der ersten Zahlung erfasst.`,

  tooFew: (few) => `${payments(few)}: zu wenige für ein Urteil`,
  tooFewWhy: (min) => `Anteile stehen hier ab ${min} Zahlungen.`,
  friction: {
    title: "Reibung",
    lead: "Was das Zahlen die kostet, die ehrlich zahlen.",
    per100: "Fragen je 100 Zahlungen",
    of: (asked, paid) =>
      `${counted(asked.count, asked.shown, "Frage", "Fragen")} bei ${payments(paid)}`,
    interrupted: (share, bounds) =>
      `Vor ${share} der Zahlungen stand eine Frage (bei 95 %: ${bounds}).`,
    gestures: (each) =>
      `Eine Zahlung brauchte ${each} Gesten: ein Klick ist eine, ein Passkey sind zwei.`,
    bounds: (bounds) => `bei 95 %: ${bounds}`,
    givenUp: "Gefragt und nicht gezahlt",
    cancelled: "davon auf der Seite abgebrochen",
    failed: "davon passte kein Passkey",
    abandoned: "davon ohne ein Wort gegangen",
    notEnough: "Klicks, die nicht genügten",
    after: (asked, paid) => `${asked}, nach ${paid} davon wurde gezahlt`,
    times: (half, most) =>
      `Vom Druck auf den Knopf bis zum Inhalt: in ${half} die Hälfte, in ${most} 95 von 100.`,
    timeTooFew: (known, min) =>
      `Vom Druck auf den Knopf bis zum Inhalt: von ${payments(known)} bekannt, gezeigt ab ${min}.`,
    oneClick: "Mit einem Klick gezahlt",
    declined: "Abgelehnt",
    part: (part, all) => `${part} von ${all}`,
  },
  loss: {
    title: "Verlust",
    lead: "Was denen genommen wurde, die nicht gezahlt haben: als fremd gemeldet und von Ihnen nicht anders entschieden.",
    reported: "Basispunkte des Gezahlten, als fremd gemeldet",
    of: (part, all) => `${part} von ${all} als fremd gemeldet`,
    none: "Nichts gemeldet",
    noneOf: (paid, share) =>
      `Bei ${payments(paid)}: Bis zu ${share} davon sind damit noch möglich (bei 95 %).`,
    share: (count, share, bounds) =>
      `Der Zahl nach ${count}, das sind ${share} der Zahlungen (bei 95 %: ${bounds}).`,
    ripe: (share) =>
      `Etwa ${share} der Meldungen zu diesen Zahlungen dürften da sein, danach zu urteilen, wie spät Meldungen kamen.`,
    ripeUnknown:
      "Wie viele Meldungen noch kommen, lässt sich bei so wenigen Meldungen nicht sagen.",
    back: "Als fremd zurückgegeben",
    refunded: "Insgesamt erstattet",
    undone: "Von Zahlenden rückgängig gemacht",
    madeWhole: "Von den Erstattungen tragen Sie",
    tabLost: "Nie gezahlte Rechnungen von Gästen",
    tabBorne: "Davon tragen Sie",
  },

  reports: {
    title: "Meldungen, die auf Sie warten",
    none: "Keine Meldung wartet auf eine Entscheidung.",
    full: "Das sind die 100, die zuerst fällig sind.",
    due: (moment, amount) =>
      `Entscheiden Sie bis ${moment}. Danach gehen ${amount} an den Zahlenden zurück.`,
    reason: "Gemeldet",
    payment: "Zahlung",
    reasons: {
      "not-me": "Jemand anders hat gezahlt",
      "not-received": "Nichts bekommen",
      "charged-twice": "Zweimal abgebucht",
      "not-as-described": "Nicht, was dort stand",
    },
    looked: "Ungewöhnlich, als gezahlt wurde",
    unscored: "Nicht beurteilt",
    calm: "Nichts",
    signals: {
      "new-device": "neues Gerät",
      "new-merchant": "neue Seite",
      velocity: "viele Zahlungen auf einmal",
      "price-jump": "weit über dem üblichen Preis dieser Seite",
      "limit-raised": "eine Grenze gerade erhöht",
      "small-in-a-row": "viele kleine Zahlungen in Folge",
      "impossible-counter": "ein Schlüssel an zwei Orten benutzt",
    },
    others: "Von diesem Händler in 90 Tagen gemeldet",
    labels: (of) =>
      `${of.fraud} als nicht selbst gezahlt, ${of["not-received"]} als nicht bekommen, ${of.quality} als nicht wie versprochen`,
    steps: {
      reported: "Der Zahlende hat es gemeldet.",
      stopped: "Die Seite kann bei diesem Zahlenden nicht mehr abbuchen.",
      asked: "Der Händler wurde gefragt.",
      "merchant-evidence": "Der Händler sagt:",
      "payer-evidence": "Der Zahlende sagt:",
      unanswered: "Niemand hat rechtzeitig geantwortet.",
      refunded: "Das Geld ging zurück.",
      granted: "Sie haben entschieden, dass das Geld zurückgeht:",
      "already-back": "Das Geld war schon zurück.",
      stands: "Die Zahlung gilt:",
      "refund-stays": "Sie haben entschieden, dass der Händler es trägt:",
      "made-whole": "Sie haben entschieden, dass die Zahlung richtig war, und tragen es:",
    },
    why: "Warum",
    whyHint: "Der Zahlende und der Händler lesen es.",
    whyMissing: "Schreiben Sie erst, warum: Beide Seiten haben Anspruch auf einen Grund.",
    act: { refund: "Zurückgeben", stands: "Die Zahlung gilt" },
    sure: {
      refund: (amount, merchant) =>
        `Was von ${amount} noch da ist, geht von ${merchant} an den Zahlenden zurück. Das lässt sich nicht rückgängig machen.`,
      stands: (amount, merchant) =>
        `${merchant} behält ${amount}, und die Meldung ist geschlossen. Das lässt sich nicht rückgängig machen.`,
    },
    yes: { refund: "Ja, zurückgeben", stands: "Ja, sie gilt" },
    no: "Noch nicht",
    deciding: "Wird entschieden …",
    done: {
      refund: (title) => `„${title}“: Das Geld geht zurück.`,
      stands: (title) => `„${title}“: Die Zahlung gilt.`,
    },
    atOnce: {
      due: (moment, amount) =>
        `${amount} gingen sofort zurück, und der Zahlende behält sie. Entscheiden Sie bis ${moment}, wer das trägt. Danach trägt es der Händler.`,
      act: {
        refund: "Der Händler trägt es",
        stands: "Die Zahlung war richtig: Ich trage es",
      },
      sure: {
        refund: (amount, merchant) =>
          `${merchant} trägt die Erstattung von ${amount}, und die Meldung ist geschlossen. Das lässt sich nicht rückgängig machen.`,
        stands: (amount, merchant) =>
          `${merchant} bekommt seinen Teil von ${amount} von Ihrem Konto. Der Zahlende behält das Geld, und 90 Tage lang werden seine Meldungen erst angesehen, bevor etwas zurückgeht. Das lässt sich nicht rückgängig machen.`,
      },
      yes: { refund: "Ja, der Händler", stands: "Ja, ich trage es" },
      done: {
        refund: (title) => `„${title}“: Der Händler trägt es.`,
        stands: (title) => `„${title}“: Der Händler ist entschädigt.`,
      },
    },
    offline: "Der Server war nicht zu erreichen. Drücken Sie noch einmal: Entschieden wird einmal.",
  },

  recoveries: {
    title: "Wiederherstellungen, die auf Sie warten",
    lead: "Jemand will zurück in eine Wallet, und jemand anders scheint es nicht zu wollen. Fragen Sie den Zahlenden auf einem Weg, dem Sie trauen.",
    ways: {
      code: (moment) => `Begonnen mit einem Wiederherstellungscode, ${moment}.`,
      mail: (moment) => `Begonnen per Mail, ${moment}.`,
    },
    ready: (moment) => `Die Wartezeit endet ${moment}.`,
    frozen: "Die Wallet ist gesperrt.",
    cancelled: (count) =>
      count === 1
        ? "In den letzten 90 Tagen wurde eine Wiederherstellung dieser Wallet abgebrochen."
        : `In den letzten 90 Tagen wurden ${count} Wiederherstellungen dieser Wallet abgebrochen.`,
    act: { allow: "Weitergehen lassen", refuse: "Beenden" },
    sure: {
      allow:
        "Nach der Wartezeit legt, wer sie begonnen hat, einen neuen Passkey fest. Das lässt sich nicht rückgängig machen.",
      refuse: "Die Wiederherstellung endet. Ein anderer Code oder Link kann eine neue beginnen.",
    },
    yes: { allow: "Ja, weitergehen lassen", refuse: "Ja, beenden" },
  },

  delay: {
    title: "Wie schnell Meldungen kommen",
    none: "In diesen Tagen wurde nichts gemeldet.",
    few: (reports, p50) =>
      `${counted(reports.count, reports.shown, "Meldung", "Meldungen")}: zu wenige für ein Urteil. Die Hälfte kam binnen etwa ${p50} nach der Zahlung.`,
    one: (p50) => `1 Meldung: zu wenige für ein Urteil. Nach der Zahlung dauerte es etwa ${p50}.`,
    many: (count, p50, p90) =>
      `Von ${count} Meldungen kam die Hälfte binnen etwa ${p50} nach der Zahlung, neun von zehn binnen ${p90}.`,
    why: "Wer stiehlt, macht weiter, bis es jemand sagt: Je früher eine Meldung kommt, desto weniger Zahlungen folgen. Und was noch nicht gemeldet ist, fehlt oben.",
  },
  brake: {
    title: "Die Bremse",
    states: (above) => ({
      off: "Sie ist aus: Für Klicks gilt, was die Regeln sagen.",
      "dear-clicks": `Sie ist an: Jeder Klick über ${above} braucht einen Passkey.`,
      "all-clicks": "Sie ist an: Jede Zahlung braucht einen Passkey.",
    }),
    names: (above) => ({
      off: "aus",
      "dear-clicks": `Klicks über ${above}`,
      "all-clicks": "jede Zahlung",
    }),
    notMeasured:
      "Betrug wurde in der letzten Stunde nicht gemessen. Bis dahin gilt die Bremse als an.",
    rate: (points, line) =>
      `Betrug in 90 Tagen: ${points} von 10.000 nach Wert. Gebremst wird über ${line}.`,
    letGo: (moment) =>
      `Der Anteil ist jetzt niedriger. Bleibt er so, löst sich die Bremse am ${moment}.`,
    change: (moment, state, points) => `${moment}: ${state}, bei ${points} von 10.000`,
    why: (volume) =>
      `Betrug ist, was Zahlende als nicht von ihnen gemeldet haben und worüber Sie nicht anders entschieden. Ein Umsatz unter ${volume} zählt als ${volume}, damit eine einzelne Meldung in einer neuen Installation niemanden bremst.`,
  },
  spread: {
    title: "Meldungen nach Verzögerung",
    within: "Binnen",
    count: "Meldungen",
    later: "später",
  },
  wallets: {
    title: "Wie Wallets gepflegt sind",
    none: "Noch keine Wallet hat einen Passkey.",
    all: "Wallets mit einem Passkey",
    second: "mit einem zweiten Passkey",
    codes: "mit Wiederherstellungscodes",
    alerts: "mit Hinweisen per Mail",
    password: "mit einem Passwort",
    totp: "mit einer Authenticator-App daneben",
    presets: {
      careful: "auf Vorsichtig gestellt",
      balanced: "auf Ausgewogen gestellt",
      convenient: "auf Bequem gestellt",
    },
    scores: {
      title: "Wallets nach ihrer Sicherheitsprüfung",
      score: "Punkte",
      wallets: "Anzahl",
      none: "Noch niemand hat eine Sicherheitsprüfung angesehen.",
      note: "Wie jeder Zahler sie zuletzt sah; wer nie hinsah, zählt nirgends.",
    },
    why: "Eine Wallet mit einem einzigen Passkey kann mit dem Gerät verloren gehen, das ihn hält, und eine ohne Hinweise erfährt von einem Diebstahl spät.",
  },

  blocks: {
    title: "Einen Händler sperren",
    lead: "Einem gesperrten Händler zahlt ab sofort niemand. Was für ihn vorgemerkt ist, geht zurück. Erstattungen gehen weiter.",
    isBlocked: (name) => `${name} ist gesperrt.`,
    why: "Grund (steht im Journal)",
    whyMissing: "Schreiben Sie erst den Grund.",
    block: (name) => `${name} sperren`,
    unblock: (name) => `${name} weiterlaufen lassen`,
    running: "Einen Moment …",
  },

  tables: {
    byDay: "Nach Tag",
    byTier: "Nach Preis",
    byMerchant: "Nach Händler",
    day: "Tag (UTC)",
    tier: "Preis",
    merchant: "Händler",
    columns: {
      payments: "Zahlungen",
      paid: "Gezahlt",
      asked: "Fragen",
      per100: "Je 100",
      givenUp: "Nicht gezahlt",
      half: "Hälfte in",
      most: "95 % in",
      oneClick: "Ein Klick",
      declined: "Abgelehnt",
      reported: "Fremd",
      basisPoints: "Basispunkte",
      refunded: "Erstattet",
      undone: "Rückgängig",
      madeWhole: "Erstattet von Ihnen",
      tabLost: "Offene Rechnungen",
      tabBorne: "Davon von Ihnen",
    },
    noRate: "kein Anteil",
    note: (min, timesMin) =>
      `– heißt kein Anteil: weniger als ${min} Zahlungen, weniger als ${timesMin} bekannte Zeiten, oder nichts gemeldet. „Nicht gezahlt“ zählt Fragen, nach denen nicht gezahlt wurde; Zeiten laufen vom Druck auf den Knopf bis zum Inhalt.`,
    upTo: (amount) => `bis ${amount}`,
    above: (amount) => `über ${amount}`,
    quiet: (count) => (count === 1 ? "1 Tag ohne Zahlungen" : `${count} Tage ohne Zahlungen`),
    noMerchants: "In diesen Tagen wurde kein Händler bezahlt.",
  },
};
