import type { en } from "./en.ts";
import type { Widened } from "../../text/widened.ts";

/** The wallet's passkeys in German. */
export const de: Widened<typeof en> = {
  title: "Ihre Passkeys",
  what: "Jeder von ihnen meldet an und zahlt. Mit zweien kostet ein verlorenes Gerät Sie nicht die Wallet.",
  made: "Gemacht in {{browser}}",
  unnamed: "Ein Passkey",
  added: "Hinzugefügt am {{moment}}.",
  used: "Zuletzt benutzt: {{moment}}.",
  never: "Nie benutzt.",
  synced: "Gesichert: Er überlebt sein Gerät.",
  alone: "Nur in einem Gerät.",
  add: "Passkey hinzufügen",
  adding: "Folgen Sie Ihrem Gerät …",
  addedNow: "Hinzugefügt. Er meldet ab jetzt an und zahlt.",
  full: "Mehr kann eine Wallet nicht haben.",
  cancelled: "Es wurde nichts geändert: Der Passkey wurde nicht benutzt.",
  madeBefore:
    "Dieses Gerät hat schon einen Passkey dieser Wallet. Nehmen Sie ein anderes Gerät oder einen Sicherheitsschlüssel.",
  unsupported: "Dieser Browser kann keine Passkeys machen. Nehmen Sie einen anderen.",
  only: "Der einzige: Er lässt sich entfernen, sobald es einen anderen gibt.",
  remove: "Entfernen",
  removeTitle: "Diesen Passkey entfernen?",
  removeMore:
    "Er meldet nicht mehr an und zahlt nicht mehr, und alle anderen Browser werden von Ihrer Wallet abgemeldet. Das lässt sich nicht rückgängig machen. Ihr Gerät fragt nach einem Passkey. Browser, die mit einem Klick zahlen, zahlen weiter: Nehmen Sie diese bei jeder Seite zurück.",
  removeYes: "Ja, entfernen",
  removeNo: "Behalten",
  removing: "Folgen Sie Ihrem Gerät …",
  removed: "Entfernt. Alle anderen Browser wurden abgemeldet.",
};
