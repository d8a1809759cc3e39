import type { Rest } from "./words.ts";

const left = "Noch {left} hier{more}.";
const nothing = "Nichts abgebucht.";
const notTwice = "Nichts wird doppelt abgebucht.";
const over = (hours: string) =>
  `${nothing} Das übersteigt die Grenze Ihrer Geldbörse für ${hours}.`;

/** German, all that is said less often. */
export const deRest: Rest = {
  goOn: "Weiter zur Bezahlseite",
  yes: "Ja, {price} bezahlen",
  once: "Dieses Mal bezahlen",
  checkPay: "Bestätigen und {price} bezahlen",
  raise: "Grenze anheben",
  cancel: "Abbrechen",
  back: "Geld zurück erbitten",
  lessHere: "Hier seltener fragen",
  moreHere: "Hier öfter fragen",
  openWallet: "Geldbörse öffnen und {price} bezahlen",
  wallet: "Ihre Geldbörse",
  look: "Ansehen",
  oneSite: "einer Website",
  sites: "Websites",
  hold: "Zum Bezahlen gedrückt halten oder zweimal drücken. Noch {left} hier{more}.",
  twice: "Zweimal drücken bezahlt. Noch {left} hier{more}.",
  covered: "Etwas auf dieser Seite verdeckt diesen Knopf.",
  cut: "Scrollen Sie, bis der ganze Knopf zu sehen ist.",
  closes: " (schließt den Artikel)",
  takesBack: " (nimmt den Kauf zurück)",
  "key-not-kept":
    "Dieser Browser erkennt Sie auf der nächsten Seite nicht wieder: Jede Seite fragt einmal.",
  "allowance-ended": "Ihre Grenzen für {merchant} sind abgelaufen. Ihre Geldbörse fragt Sie.",
  "over-per-click": "{price} liegt über Ihrer Grenze von {line} hier.",
  "over-24h": left,
  "over-total": left,
  "check-due": "Bitte bestätigen Sie: {price} an {merchant}.",
  confirm: "Noch einmal drücken, um {price} an {merchant} zu bezahlen.",
  checking: "Bitte bestätigen Sie: {price} an {merchant}.",
  "not-checked": `Nicht bezahlt. ${nothing} Drücken Sie wieder, um zu bestätigen.`,
  "check-elsewhere": `${nothing} Drücken Sie wieder: Ihre Geldbörse fragt Sie.`,
  cancelling: "Die Anfrage wird zurückgenommen …",
  noted: "Notiert.",
  week: "Diese Woche: {spent} bei {sites}.",
  "wallet-opening": "Ihre Geldbörse wird geöffnet …",
  "wallet-slow": "Hat sich Ihre Geldbörse nicht geöffnet? Dort geht es in diesem Tab weiter.",
  "wallet-open": "Bezahlen Sie {price} in der geöffneten Geldbörse. Diese Seite wartet darauf.",
  "not-paid": `Nicht bezahlt. ${nothing}`,
  "paid-kept": "Der Beleg liegt in Ihrer Geldbörse.",
  undoing: "Wird rückgängig gemacht …",
  undone: "Rückgängig gemacht. {price} ist wieder in Ihrer Geldbörse.",
  "undo-too-late": "Nicht rückgängig gemacht: Die Zeit dafür ist um.",
  "undo-failed": "Noch nicht rückgängig gemacht. Drücken Sie wieder auf Rückgängig.",
  unknown: `Die Geldbörse weiß noch nicht, ob bezahlt wurde. Drücken Sie wieder: ${notTwice}`,
  busy: `Die Geldbörse ist überlastet. Drücken Sie wieder: ${notTwice}`,
  "clock-skew": `${nothing} Die Uhr dieses Geräts geht falsch: Stellen Sie sie richtig.`,
  failed: `Das hat nicht geklappt. Drücken Sie wieder: ${notTwice}`,
  "insufficient-balance": `${nothing} In Ihrer Geldbörse ist weniger als {price}.`,
  "daily-limit-reached": over("24 Stunden"),
  "monthly-limit-reached": over("30 Tage"),
  "too-risky": `${nothing} Diese Zahlung sieht ungewöhnlich aus. Öffnen Sie Ihre Geldbörse und sehen Sie die letzten Zahlungen an.`,
  "not-owned": `${nothing} Diese Geldbörse hat das noch nicht bezahlt.`,
  "allowance-revoked": `${nothing} Sie nahmen Ihre Grenzen für {merchant} zurück: Drücken fragt neu.`,
  "device-revoked": `${nothing} Ihre Geldbörse kennt diesen Browser nicht mehr: Drücken fragt neu.`,
  "offer-expired": `${nothing} Dieser Preis gilt nicht mehr: Laden Sie die Seite neu.`,
  "offer-invalid": "Es kann nichts abgebucht werden. Dieses Angebot gilt hier nicht.",
  "origin-not-registered":
    "Es kann nichts abgebucht werden. Diese Website ist bei der Geldbörse nicht angemeldet.",
};
