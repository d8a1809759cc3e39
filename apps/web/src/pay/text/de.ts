import type { PayText } from "./en.ts";

/** The payment page in German. */
export const de: PayText = {
  title: (price, merchant) => `${price} an ${merchant} zahlen`,
  playMoney: "Spielgeld",
  allow: "Mit Fingerabdruck, Gesicht oder Bildschirmsperre zahlen",
  once: { article: "Nur diesen Artikel", other: "Nur dieses eine Mal" },
  payOnce: "Dieses eine Mal zahlen",
  raise: "Grenze anheben",
  next: ({ perClick, per24h, total, until }) =>
    `Nächstes Mal: hier ein Klick, höchstens ${perClick} je Klick, ${per24h} in 24 Stunden, ${total} insgesamt bis ${until}. Darüber fragen wir Sie.`,
  unchecked: "Klicks bis zu diesen Grenzen prüfen nicht, wer klickt.",
  forgetful: ({ perClick, per24h, total, until }) =>
    `Auf der Seite, von der Sie kommen: ein Klick, höchstens ${perClick} je Klick, ${per24h} in 24 Stunden, ${total} insgesamt bis ${until}. Darüber fragen wir Sie. Ihr Browser vergisst den Knopf, sobald jene Seite geschlossen wird, darum fragt jede neue Seite einmal.`,
  everyTime: "Dieses Gerät nutzen auch andere: jedes Mal fragen",
  everyTimeOn:
    "Das zahlt dieses eine Mal und erlaubt nichts weiter. Auf diesem Gerät fragen wir für diese Seite jedes Mal, und nach dem Zahlen bleibt niemand angemeldet.",
  haveWallet: "Ich habe schon eine Wallet",
  newWallet: "Neue Wallet anlegen",
  changeLimits: "Grenzen ändern",
  cancel: "Abbrechen",

  newHere: "Neu hier? Das legt Ihre Wallet an, mit Spielgeld darin. Nichts zu installieren.",
  usingMine: "Ihr Passkey findet die Wallet, die Sie haben.",
  payingFrom: (name) => `Bezahlt wird aus: ${name}.`,
  notYou: "Sind Sie das nicht?",
  standing: ({ perClick, left24h, leftTotal, until }) =>
    `Nächstes Mal: hier ein Klick, höchstens ${perClick} je Klick, in Ihren Grenzen für diese Seite: noch ${left24h} in 24 Stunden, noch ${leftTotal} insgesamt bis ${until}. Darüber fragen wir Sie.`,
  changed: ({ perClick, per24h, total, until }) =>
    `Ab jetzt: hier ein Klick, höchstens ${perClick} je Klick, ${per24h} in 24 Stunden, ${total} insgesamt bis ${until}. Darüber fragen wir Sie.`,

  why: {
    "from-another-site": () =>
      "Sie kamen über einen Link, darum kann diese Seite nur dieses eine Mal zahlen.",
    "first-time": () =>
      "Wir fragen, weil Sie dieser Seite nicht erlaubt haben, mit einem Klick abzubuchen.",
    "over-per-click": (price, line) =>
      `${price} liegen über Ihrer Grenze von ${line} je Klick auf dieser Seite.`,
    "over-24h": (_price, left) =>
      `Wir fragen, weil hier in diesen 24 Stunden noch ${left} übrig sind.`,
    "over-total": (_price, left) =>
      `Wir fragen, weil von dem, was Sie dieser Seite erlaubt haben, noch ${left} übrig sind.`,
    "key-not-kept": () =>
      "Wir fragen, weil Ihr Browser den Schlüssel dieser Seite vergisst, sobald sie geschlossen wird.",
    "new-device": () => "Wir fragen, weil dieser Browser in Ihrer Wallet neu ist.",
    "check-age": () => "Wir fragen, weil die letzte Prüfung eine Weile her ist.",
    "many-clicks": () => "Wir fragen, weil Sie viele Male hintereinander gezahlt haben.",
    "merchant-asks": () => "Diese Seite fragt bei diesem Preis nach Ihrem Passkey.",
    "platform-brake": () =>
      "Wir fragen zurzeit alle, weil mehr Zahlungen als sonst als gestohlen gemeldet wurden.",
    unusual: () => "Wir fragen, weil diese Zahlung für Sie ungewöhnlich aussieht.",
    check: () => "Wir fragen, um zu prüfen, dass Sie es sind.",
  },
  moreAt: (moment) => `Mehr ab ${moment}.`,
  notOwned: (price) => `Diese Wallet hat dafür noch nicht gezahlt. ${price} zahlen?`,

  open: {
    title: "Schon bezahlt?",
    lead: "Melden Sie sich an, um es zu öffnen. Es wird nichts abgebucht.",
    act: "Anmelden und öffnen",
    inWallet: (name) => `Wir sehen in ${name} nach.`,
    buy: "Ich habe noch nicht dafür gezahlt",
    owned: {
      title: "Das haben Sie schon bezahlt",
      lead: "Es wird nichts abgebucht.",
      act: "Öffnen",
    },
  },

  later: {
    act: { article: "Jetzt lesen, später zahlen", other: "Jetzt, und später zahlen" },
    says: (price, line) =>
      `Jetzt lesen, später zahlen. Kein Konto. ${price} kommen auf eine Rechnung in diesem Browser. Bei ${line} bitten wir Sie zu zahlen.`,
    more: (price, owed, line) =>
      `Später zahlen setzt ${price} auf die Rechnung in diesem Browser: bisher ${owed} von ${line}.`,
    due: (owed) =>
      `Auf Ihrer Rechnung stehen ${owed}. Zahlen Sie, um weiterzulesen, oder hören Sie hier auf.`,
    network:
      "Später zahlen ist in diesem Netz für heute aufgebraucht. Eine Wallet ist mit einem Tippen da.",
    closed: "Auf Ihre Rechnung kommt nichts mehr. Eine Wallet ist mit einem Tippen da.",
    openAndPay: "Wallet anlegen und zahlen",
    fromWallet: "Aus meiner Wallet zahlen",
    rail: "Ohne Wallet zahlen (Spielgeld)",
    stop: "Hier aufhören",
    look: "Meine Rechnung ansehen",
    onBill: (price) => `${price} stehen auf Ihrer Rechnung`,
  },

  waiting: "Einen Moment. Wir warten auf die Seite …",
  passkeyRunning: "Folgen Sie Ihrem Gerät: Fingerabdruck, Gesicht oder Bildschirmsperre.",
  hold: {
    before: (duration) =>
      `Vorgemerkt für ${duration}. Bis dahin können Sie abbrechen. Vorher ist nichts endgültig.`,
    title: (price, merchant) => `${price} für ${merchant} vorgemerkt`,
    until: (moment) =>
      `Bis ${moment} können Sie abbrechen, hier oder in Ihrer Wallet. Dann wird gezahlt, und die Seite öffnet es.`,
    cancel: "Zahlung abbrechen",
    cancelling: "Wird abgebrochen …",
    failed: "Noch nicht abgebrochen.",
    cancelled:
      "Die Vormerkung ist aufgehoben. Es wurde nichts gezahlt, das Geld gehört wieder Ihnen.",
  },

  paying: "Wird gezahlt …",
  doNotClose: "Bitte lassen Sie diese Seite offen.",
  paid: (price, merchant) => `${price} an ${merchant} gezahlt`,
  owned: "Das gehört Ihnen schon",
  ownedMore: "Es wurde nichts abgebucht.",
  closing: "Diese Seite schließt sich von selbst.",
  returning: (merchant) => `Zurück zu ${merchant} …`,
  backTo: (merchant) => `Zurück zu ${merchant}`,
  goBack: "Zurück",
  closePage: "Diese Seite schließen",
  tryAgain: "Noch einmal versuchen",
  askAgain: "Noch einmal fragen",

  notice: {
    "passkey-cancelled": "Es wurde nichts abgebucht. Versuchen Sie es noch einmal.",
    offline:
      "Sie sind offline, oder die Wallet ist nicht erreichbar. Es wurde nichts abgebucht. Versuchen Sie es gleich noch einmal.",
    "bill-unsure":
      "Wir haben nicht gehört, ob Ihre Rechnung gezahlt ist. Drücken Sie noch einmal: Sie wird nie zweimal gezahlt.",
    "press-again": "Das war sehr schnell und zählt darum nicht. Drücken Sie noch einmal.",
  },
  unknownTitle: "Wir wissen noch nicht, ob gezahlt wurde",
  unknown:
    "Sie sind offline, oder die Wallet antwortet nicht. Fragen Sie noch einmal: Es wird nie zweimal abgebucht.",

  declinedTitle: "Nicht gezahlt",
  nothingCharged: "Es wurde nichts abgebucht.",
  neverSoMuch: "So viel zahlt diese Wallet nie auf einmal.",
  declined: {
    "insufficient-balance":
      "In Ihrer Wallet ist zu wenig. Laden Sie sie auf und drücken Sie dann noch einmal den Knopf auf der Seite.",
    "allowance-revoked":
      "Sie haben zurückgenommen, was Sie dieser Seite erlaubt hatten. Drücken Sie den Knopf dort noch einmal, um es neu zu erlauben.",
    "device-revoked":
      "Sie haben den Schlüssel dieses Browsers entfernt. Drücken Sie den Knopf auf der Seite noch einmal.",
    "daily-limit-reached": "Die eigene Grenze Ihrer Wallet für 24 Stunden ist erreicht.",
    "monthly-limit-reached": "Die eigene Grenze Ihrer Wallet für 30 Tage ist erreicht.",
    "merchant-limit-reached":
      "Mehr zahlen Sie dieser Seite in 24 Stunden nicht. Höhere Grenzen können Sie in Ihrer Wallet wählen.",
    "wallet-frozen":
      "Ihre Wallet ist gesperrt. Entsperren Sie sie und versuchen Sie es noch einmal.",
    "wallet-erased":
      "Diese Wallet wurde gelöscht. Drücken Sie den Knopf auf der Seite noch einmal: Er öffnet eine neue Wallet.",
    "allowance-paused":
      "Sie haben diese Seite angehalten. Lassen Sie sie in Ihrer Wallet weiterlaufen und versuchen Sie es noch einmal.",
    "too-risky":
      "Diese Zahlung sieht ungewöhnlich aus. Öffnen Sie Ihre Wallet und sehen Sie die letzten Zahlungen an.",
    "merchant-blocked": "Diese Seite ist hier gesperrt. Niemand kann ihr etwas zahlen.",
    "above-site-price":
      "Diese Seite verkauft nicht mehr zu diesem Preis. Gehen Sie zurück und laden Sie sie neu.",
    "not-owned": "Diese Wallet hat dafür noch nicht bezahlt.",
  },
  openWallet: "Wallet öffnen",

  stoppedTitle: {
    notPaid: "Nicht gezahlt",
    nothingAsked: "Hier ist nichts zu zahlen",
    paidBefore: "Hier haben Sie schon gezahlt",
    over: "Diese Anfrage ist vorbei",
    unsure: "Wir wissen noch nicht, ob gezahlt wurde",
  },
  stopped: {
    cancelled:
      "Sie haben abgebrochen. Es wurde nichts abgebucht. Sie können diese Seite schließen.",
    "cancelled-there":
      "Sie haben auf der Seite abgebrochen, von der Sie kamen. Es wurde nichts abgebucht. Der Knopf dort fragt noch einmal.",
    "bill-stopped":
      "Sie haben hier aufgehört. Es wurde nichts abgebucht. Auf Ihre Rechnung kommt nichts mehr; was darauf steht, können Sie noch zahlen.",
    "no-passkeys":
      "Dieser Browser kann keine Passkeys. Es wurde nichts abgebucht. Öffnen Sie die Seite in einem aktuellen Chrome, Safari, Edge oder Firefox und drücken Sie den Knopf dort.",
    burnt:
      "Diese Seite öffnet sich nur über den Knopf auf einer Website. Gehen Sie zurück und drücken Sie ihn noch einmal. Es wurde nichts abgebucht.",
    "nothing-asked":
      "Diese Seite öffnet sich über den Knopf auf einer Website. Was Sie gezahlt haben, steht in Ihrer Wallet.",
    broken:
      "Die Adresse dieser Seite ist nicht vollständig. Gehen Sie zurück und drücken Sie den Knopf noch einmal. Es wurde nichts abgebucht.",
    expired:
      "Diese Anfrage ist zu alt. Gehen Sie zurück und drücken Sie den Knopf noch einmal. Es wurde nichts abgebucht.",
    unreached: "Sie sind offline, oder die Wallet ist nicht erreichbar. Es wurde nichts abgebucht.",
    reloaded:
      "Diese Seite wurde neu geladen. Gehen Sie zurück und drücken Sie den Knopf noch einmal. Es wurde nichts abgebucht.",
    "reloaded-late":
      "Diese Seite wurde beim Zahlen neu geladen. Die Seite, von der Sie kamen, und Ihre Wallet zeigen, was daraus wurde. Es wird nie zweimal abgebucht.",
    "paid-before": "Diese Seite noch einmal zu öffnen kostet nichts.",
    answered:
      "Diese Anfrage wurde schon beantwortet. Sie noch einmal zu öffnen hat nichts gekostet. Gehen Sie zurück und drücken Sie den Knopf noch einmal.",
    over: "Sie wurde in einem anderen Fenster beantwortet. Diese Seite hat nichts abgebucht. Gehen Sie zurück und drücken Sie den Knopf noch einmal.",
  },

  short: (balance) => `In Ihrer Wallet sind ${balance}: zu wenig dafür.`,
  topUp: (amount) => `${amount} Spielgeld hinzufügen`,
  toppingUp: "Spielgeld wird hinzugefügt …",

  editor: {
    title: (merchant) => `Ihre Grenzen für ${merchant}`,
    intro: "Bis hierher zahlt ein Klick. Darüber fragen wir Sie.",
    introRaise: (price, line) =>
      `Das kostet ${price}. Ihre Grenze je Klick ist hier ${line}: Schreiben Sie eine höhere, oder lassen Sie sie.`,
    introNew:
      "Eine neue Wallet beginnt mit diesen Grenzen oder niedrigeren. Danach hebt Ihr Passkey sie an.",
    perClick: "Je Klick höchstens",
    per24h: "In 24 Stunden höchstens",
    total: "Insgesamt höchstens",
    until: "Bis",
    save: "Diese Grenzen verwenden",
    back: "So lassen wie es war",
    currency: { sign: "$", isBefore: false },
    fault: {
      "not-money": () => "Schreiben Sie einen Betrag wie 0,05.",
      zero: () => "Schreiben Sie einen Betrag über null.",
      "above-next": (label) => `Das ist mehr als „${label}“ darunter.`,
      "above-ceiling": (max) => `Hier höchstens ${max}.`,
    },
  },
};
