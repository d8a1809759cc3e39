import type { ProblemWords } from "./problemWords.ts";

/** Problems in German by code: those that a payer can meet. The server's own words are English. */
export const problemsDe: Partial<Record<string, ProblemWords>> & {
  readonly internal: ProblemWords;
} = {
  "grant-not-found": {
    title: "Diese Anfrage ist nicht bekannt. Es wurde nichts abgebucht.",
    hint: "Gehen Sie zurück und drücken Sie den Knopf noch einmal.",
  },
  "last-passkey": {
    title: "Das ist der einzige Passkey dieser Wallet: Ohne ihn könnte sich niemand anmelden.",
    hint: "Fügen Sie zuerst einen anderen hinzu.",
  },
  "passkeys-full": {
    title: "Diese Wallet hat so viele Passkeys, wie sie haben kann.",
    hint: "Entfernen Sie zuerst einen, den Sie nicht mehr brauchen.",
  },
  "advice-gone": {
    title: "Diesen Rat gibt es nicht mehr, oder er lässt sich nicht aufschieben.",
    hint: "Sehen Sie die Prüfung neu an: Sie zeigt, was jetzt gilt.",
  },
  "grant-cancelled": {
    title: "Das wurde auf der Seite abgebrochen. Es wurde nichts abgebucht.",
    hint: "Gehen Sie zurück und drücken Sie den Knopf noch einmal.",
  },
  "grant-used": {
    title: "Diese Anfrage wurde schon beantwortet.",
    hint: "Gehen Sie zurück und drücken Sie den Knopf noch einmal.",
  },
  "already-reported": {
    title: "Diese Zahlung wurde aus einem anderen Grund gemeldet.",
    hint: "Ihre Seite in der Wallet zeigt, was daraus wurde.",
  },
  "report-closed": {
    title: "Diese Meldung ist entschieden.",
    hint: "Ihre Schritte sagen, was daraus wurde.",
  },
  "evidence-given": {
    title: "Sie haben auf diese Meldung schon mit anderen Worten geantwortet.",
    hint: "Was Sie zuerst gesagt haben, gilt.",
  },
  "already-undone": {
    title: "Diese Zahlung wurde schon rückgängig gemacht.",
    hint: "Das Geld ist wieder in Ihrer Wallet.",
  },
  "already-refunded": {
    title: "Die Seite hat diese Zahlung schon zurückgegeben.",
    hint: "Das Geld ist wieder in Ihrer Wallet.",
  },
  "passkey-failed": {
    title: "Der Passkey konnte nicht geprüft werden.",
    hint: "Versuchen Sie es mit dem Passkey dieser Wallet noch einmal.",
  },
  "raise-needs-passkey": {
    title: "Höhere Grenzen brauchen Ihren Passkey. Es wurde nichts geändert.",
    hint: "Wählen Sie noch einmal und benutzen Sie den Passkey dieser Wallet.",
  },
  "allowance-not-active": {
    title:
      "Diese Seite ist angehalten, zurückgenommen oder abgelaufen: Ihre Grenzen bleiben, wie sie sind.",
    hint: "Lassen Sie sie erst weiterlaufen, oder erlauben Sie sie mit dem Knopf auf ihrer Seite neu.",
  },
  "key-in-use": {
    title: "Dieser öffentliche Schlüssel wird schon benutzt. Nichts wurde geändert.",
    hint: "Machen Sie für dieses Programm ein neues Schlüsselpaar.",
  },
  "programs-full": {
    title: "Eine Wallet hat höchstens 20 Schlüssel für Programme, die zahlen können.",
    hint: "Nehmen Sie einen zurück, der nicht mehr gebraucht wird.",
  },
  "request-over": {
    title:
      "Diese Anfrage eines Programms wurde beantwortet, oder ihr Preis wird nicht mehr angeboten.",
    hint: "Lassen Sie das Programm neu fragen. Ihre Zahlungen zeigen, ob es bezahlt wurde.",
  },
  "limits-too-high": {
    title: "Diese Grenzen sind höher, als diese Wallet erlaubt.",
    hint: "Wählen Sie niedrigere Grenzen.",
  },
  "period-invalid": {
    title: "Diesen Zeitraum gibt es nicht.",
    hint: "Wählen Sie einen anderen Monat.",
  },
  "cursor-unknown": {
    title: "Diese Stelle der Liste gibt es nicht.",
    hint: "Laden Sie die Seite neu.",
  },
  "bill-changed": {
    title: "Ihre Rechnung hat sich inzwischen geändert. Es wurde nichts abgebucht.",
    hint: "Sehen Sie sie an und zahlen Sie noch einmal.",
  },
  "bill-not-paid": {
    title: "Diese Wallet zahlt die Rechnung jetzt nicht. Es wurde nichts abgebucht.",
    hint: "Fügen Sie Geld hinzu, sehen Sie nach den Grenzen der Wallet, oder zahlen Sie anders.",
  },
  "pay-later-unavailable": {
    title: "Später zahlen geht hier jetzt nicht. Es wurde nichts abgebucht.",
    hint: "Eine Wallet ist mit einem Tippen da.",
  },
  "payment-held": {
    title: "Diese Zahlung ist vorgemerkt: Es wurde noch nichts gezahlt.",
    hint: "Solange sie vorgemerkt ist, können Sie sie in Ihrer Wallet abbrechen. Danach können Sie sie melden.",
  },
  "payment-released": {
    title: "Diese Vormerkung ist aufgehoben: Es wurde nichts gezahlt.",
    hint: "Es gibt nichts zurückzugeben.",
  },
  "hold-over": {
    title: "Die Vormerkung ist vorbei, und es wurde gezahlt.",
    hint: "Melden Sie die Zahlung in Ihrer Wallet, oder bitten Sie die Seite um Ihr Geld.",
  },
  "hold-not-agreed": {
    title:
      "Diese Zahlung wird erst vorgemerkt. Das stand hier noch nicht. Es wurde nichts abgebucht.",
    hint: "Lesen Sie, wie lange sie vorgemerkt wird, und stimmen Sie dann noch einmal zu.",
  },
  "rate-limited": {
    title: "Zu viele Anfragen. Es wurde nichts abgebucht.",
    hint: "Warten Sie eine Minute und versuchen Sie es dann noch einmal.",
  },
  unavailable: {
    title: "Der Server ist überlastet. Es wurde nichts abgebucht.",
    hint: "Versuchen Sie es gleich noch einmal.",
  },
  internal: {
    title: "Bei uns ist etwas schiefgegangen.",
    hint: "Versuchen Sie es noch einmal: Es wird nie zweimal abgebucht.",
  },

  "recovery-refused": {
    title: "Dieser Code oder Link bewirkt nichts, oder nichts mehr.",
    hint: "Prüfen Sie, ob Sie alles eingegeben haben, oder nehmen Sie einen anderen Code.",
  },
  "recovery-not-ready": {
    title: "Diese Wiederherstellung wartet noch.",
    hint: "Kommen Sie zur genannten Zeit mit demselben Code oder Link wieder.",
  },
  "too-many-tries": {
    title: "Zu viele Versuche gingen fehl. Es wurde nichts geändert.",
    hint: "Warten Sie eine Viertelstunde. Jeder weitere Fehlversuch verlängert die Wartezeit.",
  },
  "passkey-session-needed": {
    title: "Dafür müssen Sie sich mit Ihrem Passkey anmelden. Es wurde nichts geändert.",
    hint: "Melden Sie sich ab und statt mit dem Passwort mit dem Passkey wieder an.",
  },
  "second-way-needed": {
    title: "In diese Wallet führt nur ein Weg. Es wurde nichts aufgeladen.",
    hint: "Sichern Sie erst Wiederherstellungscodes in den Einstellungen: Damit kommen Sie wieder hinein, wenn Ihr Passkey verloren ist.",
  },
  "erasure-blocked": {
    title: "Diese Wallet kann noch nicht gelöscht werden. Es wurde nichts gelöscht.",
    hint: "Klären Sie erst, was Ihre Wallet als noch offen nennt, und versuchen Sie es dann wieder.",
  },
  "erasure-begun": {
    title: "Diese Wallet wird in diesem Moment gelöscht. Sie zu behalten, geht nicht mehr.",
    hint: "Sehen Sie in einer Minute wieder nach. Ist die Wallet noch da, stand etwas im Weg, und Sie können sie behalten.",
  },
  "payer-erased": {
    title: "Wer bezahlt hat, hat seine Wallet gelöscht. Es ist niemand da, der Geld zurückbekäme.",
    hint: "Heben Sie die Quittungsdatei des Verkaufs auf: Sie bleibt wahr.",
  },
  "sign-in-failed": {
    title: "Anmeldename und Passwort passen nicht zusammen.",
    hint: "Prüfen Sie beides und versuchen Sie es noch einmal, oder nehmen Sie Ihren Passkey oder einen Wiederherstellungscode.",
  },
  "totp-needed": {
    title: "Diese Wallet fragt außer dem Passwort nach einem Code.",
    hint: "Geben Sie auch die sechs Ziffern ein, die Ihre Authenticator-App gerade zeigt.",
  },
  "totp-wrong": {
    title: "Dieser Code passt nicht oder wurde schon benutzt. Es wurde nichts geändert.",
    hint: "Warten Sie auf den nächsten Code und geben Sie den ein. Passt keiner, geht die Uhr des Geräts mit der App falsch.",
  },
  "totp-offer-over": {
    title: "Dieser Schlüssel für eine Authenticator-App gilt nicht mehr. Es wurde nichts geändert.",
    hint: "Beginnen Sie noch einmal: Es gibt einen neuen Schlüssel.",
  },
  "password-needs-totp": {
    title: "Ihr Passwort ist zu kurz, um allein zu genügen. Es wurde nichts geändert.",
    hint: "Legen Sie zuerst eines mit mindestens 15 Zeichen fest, oder geben Sie das Passwort mit auf.",
  },
  "program-not-active": {
    title:
      "Dieses Programm ist angehalten, zurückgenommen oder abgelaufen: Was es zahlen darf, bleibt.",
    hint: "Lassen Sie es erst wieder zahlen, oder machen Sie einen neuen Schlüssel.",
  },
  "password-weak": {
    title: "Dieses Passwort ist zu leicht zu erraten. Es wurde nichts geändert.",
    hint: "Nehmen Sie ein längeres: vier oder fünf Wörter, die nichts miteinander zu tun haben.",
  },

  "signed-out": { title: "Niemand ist angemeldet.", hint: "Melden Sie sich mit Ihrem Passkey an." },
  "top-up-refused": {
    title: "In 24 Stunden kann nicht mehr Spielgeld dazukommen.",
    hint: "Versuchen Sie es später noch einmal.",
  },
  "wallet-full": {
    title: "So viel darf diese Wallet nicht enthalten.",
    hint: "Laden Sie weniger auf, oder geben Sie erst etwas aus. Unter Grenzen steht, wie viel sie höchstens enthält.",
  },
  "not-found": { title: "Unter dieser Adresse ist nichts.", hint: "Gehen Sie zurück zur Wallet." },
  "outcome-unknown": {
    title: "Der Server weiß noch nicht, ob es geschehen ist.",
    hint: "Versuchen Sie es noch einmal: Es geschieht nie zweimal.",
  },
};
