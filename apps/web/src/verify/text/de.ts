import type { VerifyText } from "./en.ts";

/** The page that checks a receipt, in German. */
export const de: VerifyText = {
  title: "Eine Quittung prüfen",
  lead: "Hier rechnet Ihr Browser. Die Datei geht an niemanden, und Sie brauchen kein Konto.",

  fileTitle: "Der Beweis zur Quittung",
  drop: "Legen Sie eine Datei hierher, die auf .tlog-proof endet, oder",
  choose: "Datei wählen",
  paste: "Oder ihren Text einfügen",
  pasteLabel: "Text der Datei",
  pasteCheck: "Diesen Text prüfen",
  unreadable:
    "Diese Datei lässt sich nicht lesen. Wählen Sie sie noch einmal, oder fügen Sie ihren Text ein.",
  several: "Eine Datei auf einmal: Nur die erste wurde geprüft.",

  policyTitle: "Wem geglaubt wird",
  policyLoading: "Die Richtlinie dieses Servers wird geladen …",
  policyServer:
    "Die Richtlinie dieses Servers selbst: die Schlüssel seines Verzeichnisses und die Zeugen, die er fragt. Sie kommt von dem Server, der das Verzeichnis führt, und beweist darum weniger als eine, die Sie früher aufgeschrieben oder von jemand anderem haben.",
  policyOwn: (name) =>
    `Ihre eigene Richtlinie, ${name}. Was dieser Server über sich sagt, zählt nicht.`,
  policyWrong: (name, line) =>
    `${name} ist keine Richtlinie: Zeile ${line} ist falsch. Die bisherige gilt weiter.`,
  policyFailed:
    "Die Richtlinie dieses Servers ließ sich nicht laden. Versuchen Sie es noch einmal, oder wählen Sie eine, die Sie aufgehoben haben.",
  policyChoose: "Meine eigene Richtlinie nehmen",
  policyBack: "Die Richtlinie dieses Servers nehmen",
  policyShow: "Die Richtlinie zeigen",
  tryAgain: "Noch einmal versuchen",

  checking: (name) => `Wird geprüft: ${name} …`,
  pasted: "der eingefügte Text",
  waiting: "Es fehlt noch eine Richtlinie, nach der geprüft wird.",
  failed:
    "Es ließ sich nicht prüfen: Ein Teil dieser Seite fehlt. Gehen Sie online, laden Sie die Seite neu und versuchen Sie es noch einmal.",
  checked: (name) => `Geprüft: ${name}.`,

  factsTitle: "Was sie offenlegt",
  shared: "Was beide Seiten wissen",
  payer: "Der Teil dessen, der zahlt",
  merchant: "Der Teil der Seite",
  notDisclosed: "Nicht offengelegt",
  closed: {
    shared: "was beide Seiten wissen: Zahlung und Summe",
    payer: "der Teil dessen, der zahlt: etwa wer es war und wie",
    merchant: "der Teil der Seite: etwa wer was verkauft hat",
  },
  allDisclosed: "Diese Datei hält nichts zurück.",
  standsTitle: "Wo sie steht",
  log: "Verzeichnis",
  leaf: "Blatt",
  head: "Signierter Stand",
  leaves: (shown, count) => `${shown} ${count === 1 ? "Blatt" : "Blätter"}`,
  recorded: "Eingetragen",
  signedBy: "Signiert von",
  byLog: "dem Verzeichnis selbst",
  byWitness: (name) => `Zeuge ${name}`,
  noWitness: "Kein Zeuge: Dass alle dieselbe Geschichte sehen, sagt allein das Verzeichnis selbst.",
  names: {
    payment: "Zahlung",
    amount: "Summe",
    asset: "Währung",
    offer: "Angebot",
    time: "Gezahlt",
    payer: "Wallet",
    allowance: "Erlaubnis",
    device: "Browser",
    gesture: "Wie",
    merchant: "Händler",
    resource: "Seite",
  },
};
