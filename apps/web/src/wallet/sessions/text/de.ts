import type { Widened } from "../../text/widened.ts";
import type { en } from "./en.ts";

export const de: Widened<typeof en> = {
  title: "Wo Sie angemeldet sind",
  what: "Wer einen dieser Browser benutzt, sieht Ihre Wallet. Abgemeldet zahlt ein Browser weiter mit einem Klick: Das nehmen Sie bei jeder Website zurück, oder Sie frieren die Wallet ein.",
  unnamed: "Ein Browser",
  here: "Dieser Browser",
  opened: "Angemeldet {{moment}} mit {{how}}.",
  passkey: "Passkey",
  password: "Passwort",
  seen: "Zuletzt gesehen {{moment}}.",
  only: "Sie sind sonst nirgends angemeldet.",
  end: "Abmelden",
  endAll: "Überall sonst abmelden",
  endAllTitle: "Alle anderen Browser abmelden?",
  endAllMore: "Auch Ihre auf anderen Geräten: Dort melden Sie sich neu an.",
  endAllYes: "Ja, abmelden",
  endAllNo: "Angemeldet lassen",
  ending: "Wird abgemeldet …",
  ended: "Abgemeldet.",
};
