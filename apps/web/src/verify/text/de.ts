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
  policyWrong: (name, line, fault) =>
    `${name} ist keine Richtlinie, Zeile ${line}: ${fault}. Die bisherige gilt weiter.`,
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

  anchorTitle: "Gegen einen Anker prüfen",
  anchorLead:
    "Wenn Sie mehr wissen wollen: Ein Anker hält einen Stand des Verzeichnisses dort, wo sein Betreiber ihn weder zurücknehmen noch ersetzen kann, in einem Vertrag auf einer Kette oder in einer Datei, die andere aufheben. Nehmen Sie die Adresse des Vertrags oder die Datei von jemandem, dem Sie trauen.",
  anchorNode: "Adresse eines Knotens der Kette (JSON-RPC)",
  anchorContract: "Adresse des Vertrags",
  anchorTiles: "Adresse des Verzeichnisses oder einer Kopie",
  anchorTilesHint:
    "Von dort kommen die Kacheln, die von der Quittung zum verankerten Stand führen. Geglaubt werden sie nicht. Niemand wird gefragt, bevor Sie einen Knopf drücken.",
  anchorAsk: "Gegen die Kette prüfen",
  anchorFile: "Ankerdatei wählen",
  anchorAsking: "Der verankerte Stand und der Weg dorthin werden erfragt …",
  anchorTroubles: {
    "node-address": () =>
      "Nicht geprüft: Geben Sie die Adresse des Knotens an, etwa https://rpc.example. Ohne https wird nur dieser Rechner gefragt.",
    "contract-address": () =>
      "Nicht geprüft: Die Adresse eines Vertrags ist 0x und 40 hexadezimale Ziffern. Der Betreiber des Verzeichnisses nennt sie.",
    "node-silent": () =>
      "Nicht geprüft: Der Knoten antwortet nicht. Vielleicht läuft er nicht, oder er lässt sich von Seiten nicht fragen: Versuchen Sie es mit einem anderen, oder mit `farthing verify --anchor` auf einer Kommandozeile.",
    "node-odd": () =>
      "Nicht geprüft: Was unter dieser Adresse antwortet, ist kein Knoten einer Kette. Sehen Sie nach, ob die Adresse stimmt.",
    "node-refuses": (reason) =>
      `Nicht geprüft: Der Knoten weigert sich${reason === "" ? "" : ` und sagt: ${reason}`}. Versuchen Sie es mit einem anderen.`,
    "no-contract": (chain) =>
      `Nicht geprüft: In Kette ${chain} antwortet, zwölf Blöcke tief, unter dieser Adresse kein Anker. Sehen Sie nach, ob der Knoten zur richtigen Kette gehört und die Adresse stimmt; ist der Vertrag neu, versuchen Sie es in einigen Minuten wieder.`,
    "other-contract": () =>
      "Nicht geprüft: Der Vertrag unter dieser Adresse ist kein Anker eines Verzeichnisses. Sehen Sie nach, ob die Adresse stimmt.",
    "file-unreadable": (name) =>
      `Nicht geprüft: ${name} lässt sich nicht lesen. Wählen Sie die Datei noch einmal.`,
    "file-empty": (name) =>
      `Nicht geprüft: In ${name} steht keine ganze Zeile, also ist nichts darin verankert. Wählen Sie eine andere Datei.`,
    "file-odd": (name) =>
      `Nicht geprüft: Die letzte Zeile von ${name} ist kein Stand eines Verzeichnisses. Entweder ist das keine Ankerdatei, oder sie wurde geändert.`,
    "tiles-address": () =>
      "Nicht geprüft: Der verankerte Stand ist ein anderer als der in der Quittung, und die Kacheln dazwischen brauchen die Adresse des Verzeichnisses, etwa https://pay.example/log. Ohne https wird nur dieser Rechner gefragt.",
    "tiles-missing": (tile) =>
      `Nicht geprüft: ${tile} ist nicht da. Versuchen Sie es noch einmal, oder geben Sie die Adresse einer Kopie des Verzeichnisses an.`,
    "page-part": () =>
      "Nicht geprüft: Ein Teil dieser Seite fehlt. Gehen Sie online, laden Sie die Seite neu und versuchen Sie es noch einmal.",
  },

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
    held: "Zurückgehalten, bevor gezahlt wurde",
    merchant: "Händler",
    resource: "Seite",
    visitor: "Besucher, nach einer eigenen Nummer der Seite",
  },
};
