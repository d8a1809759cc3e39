import type { en } from "./en.ts";
import type { Widened } from "../../text/widened.ts";

/** The words about leaving with one's data, in German. */
export const de: Widened<typeof en> = {
  title: "Mit Ihren Daten gehen",
  lead: "Nehmen Sie alles mit, oder lassen Sie diese Wallet löschen, oder beides.",
  open: "Alles herunterladen oder diese Wallet löschen",
  asking: "Folgen Sie Ihrem Gerät …",
  cancelled:
    "Es ist nichts geschehen: Der Passkey wurde nicht benutzt. Versuchen Sie es noch einmal.",
  export: {
    title: "Alles herunterladen",
    what: "Eine ZIP-Datei: jede Zahlung mit ihrer Quittung, der Kontoauszug, Ihre Erlaubnisse, Grenzen, Passkeys, Geräte, Programme, Meldungen und die E-Mails an Sie. Die Belege lassen sich ohne uns prüfen.",
    keep: "Heben Sie sie auf wie Kontoauszüge. Wer sie hat, liest mit, was Sie bezahlt haben, kann damit aber kein Geld nehmen.",
    do: "Alles herunterladen",
    running: "Wird heruntergeladen: bisher {{megabytes}} MB. Bleiben Sie auf dieser Seite.",
    done: "Heruntergeladen: {{megabytes}} MB.",
  },
  erase: {
    title: "Diese Wallet löschen",
    goes: "Was verschwindet, für immer",
    goesList: {
      person: "Name, E-Mail-Adresse, Einstellungen und Grenzen Ihrer Wallet",
      ways: "Ihre Passkeys, Wiederherstellungscodes, Ihr Passwort und jeder angemeldete Browser",
      sites: "was Seiten und Programme abbuchen dürfen: Kein Knopf zahlt mehr",
      told: "Ihre Meldungen, die E-Mails an Sie und was die Sicherheitsprüfung weiß",
      key: "der Schlüssel zu Ihrem Teil des öffentlichen Protokolls: Danach kann niemand mehr daraus beweisen, was Sie bezahlt haben, auch wir nicht",
    },
    stays: "Was bleibt, und warum",
    staysList: {
      books:
        "Dass jemand einer Seite etwas bezahlt hat, wie viel und wann. Bücher müssen nach dem Gesetz aufbewahrt werden. Es steht dort unter einer Nummer, die niemandem gehört.",
      merchants: "Was eine Seite über ihren eigenen Verkauf aufbewahrt, ohne Sie.",
      files: "Quittungen, die Sie heruntergeladen haben. Sie bleiben wahr.",
      backups:
        "Sicherungen, die der Betreiber dieser Wallet vorher gemacht hat, bis sie gelöscht werden.",
    },
    refunds: "Danach kann Ihnen keine Seite mehr Geld zurückgeben.",
    openTitle: "Klären Sie erst dies",
    blockers: {
      balance: "In dieser Wallet ist Geld. Geben Sie es aus, oder verzichten Sie unten darauf.",
      held: "Eine Zahlung wird noch zurückgehalten. Warten Sie, bis sie ausgeführt ist, oder brechen Sie sie auf ihrer Seite ab.",
      reports:
        "Eine Meldung von Ihnen wartet auf Antwort. Bis wann, steht auf der Seite der Zahlung.",
      recovery: "Jemand will zurück in diese Wallet. Brechen Sie das ab, oder lassen Sie es enden.",
      frozen: "Diese Wallet ist gesperrt. Entsperren Sie sie erst.",
    },
    balanceReal: "In dieser Wallet ist Geld. Geben Sie es erst aus.",
    giveUp: "Auf {{balance}} verzichten, und auf alles, was bis dahin zurückkommt",
    do: "Diese Wallet löschen",
    about: "für immer",
    question: "Diese Wallet für immer löschen?",
    consequence_one:
      "Das wartet {{count}} Tag, und bis dahin können Sie es abbrechen. Danach bringt sie niemand zurück, auch wir nicht. Ihr Gerät fragt nach Ihrem Passkey.",
    consequence_other:
      "Das wartet {{count}} Tage, und bis dahin können Sie es abbrechen. Danach bringt sie niemand zurück, auch wir nicht. Ihr Gerät fragt nach Ihrem Passkey.",
    now: "Sie wird sofort gelöscht. Niemand bringt sie zurück, auch wir nicht. Ihr Gerät fragt nach Ihrem Passkey.",
    yes: "Ja, löschen",
    no: "Behalten",
    asked: "Vorgemerkt. Bis dahin können Sie es abbrechen.",
    gone: "Ihre Wallet ist gelöscht.",
    waits: "Diese Wallet wird am {{moment}} gelöscht.",
    longer: "Es dauert länger, solange noch etwas offen ist:",
    givesUp: "Auf das Geld, das dann noch da ist, wird verzichtet.",
  },
  banner: {
    title: "Diese Wallet wird am {{moment}} gelöscht.",
    notYou:
      "Bis dahin können Sie es hier abbrechen. Waren Sie es nicht? Brechen Sie es ab, und sehen Sie Ihre Passkeys durch.",
    cancel: "Wallet behalten",
    cancelling: "Wird abgebrochen …",
  },
};
