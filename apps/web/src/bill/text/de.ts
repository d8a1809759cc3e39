import type { BillText } from "./en.ts";

/** The bill's page in German. */
export const de: BillText = {
  title: "Ihre Rechnung",
  playMoney: "Spielgeld",
  loading: "Einen Moment …",
  owed: (owed, line) => `Auf Ihrer Rechnung: ${owed} von ${line}.`,
  due: (owed) =>
    `Auf Ihrer Rechnung stehen ${owed}. Zahlen Sie, um weiterzulesen, oder hören Sie hier auf.`,
  closed: "Auf diese Rechnung kommt nichts mehr.",
  kept: "Kein Konto: Diese Rechnung liegt allein in diesem Browser.",
  none: "In diesem Browser gibt es keine Rechnung.",
  noneHint: "„Jetzt lesen, später zahlen“ neben dem Knopf einer Seite beginnt eine.",
  paid: "Auf Ihrer Rechnung steht nichts. Danke.",
  moved:
    "Ab jetzt zahlt Ihre Wallet. Jede dieser Seiten fragt einmal danach, dann genügt ein Klick. Was Sie gelesen haben, bleibt Ihres.",
  raised: (line) => `Ab jetzt bitten wir Sie erst bei ${line}.`,
  openAndPay: "Wallet anlegen und zahlen",
  fromWallet: "Aus meiner Wallet zahlen",
  haveWallet: "Ich habe schon eine Wallet",
  rail: "Ohne Wallet zahlen (Spielgeld)",
  stop: "Hier aufhören",
  stopHint: "Keine Seite setzt mehr etwas auf diese Rechnung. Das lässt sich nicht zurücknehmen.",
  paying: "Wird gezahlt …",
  cancelled: "Es wurde nichts abgebucht. Versuchen Sie es noch einmal.",
  failed:
    "Sie sind offline, oder die Wallet antwortet nicht. Versuchen Sie es noch einmal: Nichts wird zweimal gezahlt.",
  tryAgain: "Noch einmal versuchen",
  openWallet: "Wallet öffnen",
  bySite: (merchant, sum) => `${merchant}: ${sum}`,
  report: "Melden",
  reportTitle: "Was stimmte nicht?",
  reasons: {
    "not-me": "Das war ich nicht",
    "not-received": "Ich bekam nichts, oder es wurde zweimal berechnet",
    "not-as-described": "Es ist nicht, was es hieß",
  },
  send: "Melden",
  keep: "Behalten",
  reported:
    "Die Seite wurde gefragt. Was sie in sieben Tagen nicht beantwortet, kommt von der Rechnung.",
  takenOff: "Es steht nicht mehr auf Ihrer Rechnung.",
};
