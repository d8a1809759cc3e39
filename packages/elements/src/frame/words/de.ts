import type { Everyday } from "./words.ts";

/** German, the everyday part. */
export const de: Everyday = {
  locale: "de",
  read: "Für {price} lesen",
  pay: "{price} bezahlen",
  open: "Öffnen",
  again: "Noch einmal versuchen",
  moment: "Einen Moment …",
  paid: "{price} bezahlt",
  undo: "Rückgängig",
  playMoney: "Spielgeld",
  to: "an {merchant}",
  more: ", mehr ab {moreAt}",
  left: "Ein Klick bezahlt. Noch {left} hier{more}. Darüber fragen wir Sie.",
  "first-time": "Ihre Wallet öffnet sich einmal und zeigt die Grenzen.",
  paying: "{price} an {merchant} wird bezahlt …",
  offline:
    "Keine Verbindung. Drücken Sie wieder, sobald es geht: Es wird nichts doppelt abgebucht.",
};
