import type { WalletText } from "./en.ts";

/** The words about programs that pay, in German. */
export const programsDe: Pick<WalletText, "programs"> = {
  programs: {
    title: "Schlüssel für Programme",
    what: "Ein Programm mit eigenem Schlüssel zahlt ohne Klick: nur auf den Seiten, die Sie nennen, und nur in seinen Grenzen. Was darüber liegt, fragt Sie.",
    list: "Ihre Programme",
    empty: "Kein Programm kann zahlen.",
    emptyHint:
      "Machen Sie unten einen Schlüssel und geben Sie ihn dem Programm. Anhalten können Sie es jederzeit.",
    spent_one: "{{spent}} in {{count}} Zahlung. Was zurückkam, ist nicht mitgezählt.",
    spent_other: "{{spent}} in {{count}} Zahlungen. Was zurückkam, ist nicht mitgezählt.",
    leftSession: "Übrig, bis Sie gefragt werden",
    promise: "Höchstens {{perPayment}} je Zahlung, ohne Klick, bis {{until}}.",
    sites: "Zahlt nur: {{sites}}.",
    noSites: "Sie haben jede Seite gestoppt, die es bezahlen konnte.",
    pausedNote:
      "{{program}} zahlt nichts, bis Sie es weiterlaufen lassen. Seine Grenzen bleiben, wie sie sind.",
    revokedNote: "Sein Schlüssel zahlt nichts mehr.",
    edit: "Ändern, was es zahlen darf",
    save: "Änderung speichern",
    edited: "Geändert, von seiner nächsten Zahlung an.",
    revoke: "Schlüssel zurücknehmen",
    confirmTitle: "Den Schlüssel von {{program}} zurücknehmen?",
    confirm:
      "Es hört mit der nächsten Zahlung auf, und zwar endgültig: Um wieder zu zahlen, braucht es einen neuen Schlüssel. Was es gekauft hat, bleibt Ihres.",
    revoked: "{{program}} kann nicht mehr zahlen.",
    usedUp: "Ihr Programm {{program}} hat seine {{cap}} verbraucht.",
    usedUpHint: "Von selbst zahlt es nichts mehr, bis Sie es weiterlaufen lassen.",
    goOn: "Weiterlaufen lassen",
    cancelled: "Nichts wurde geändert: Der Passkey wurde nicht benutzt.",
    asks: "{{program}} möchte {{amount}} an {{merchant}} zahlen",
    look: "Ansehen",
    askTitle: "Ein Programm fragt Sie",
    for: "Wofür",
    why: "Warum Sie gefragt werden",
    whys: {
      "over-per-click": "Das ist mehr, als es auf einmal zahlen darf.",
      "over-24h": "Es hat verbraucht, was es in 24 Stunden zahlen darf.",
      "over-total": "Es hat verbraucht, was es zahlen darf, bis Sie es weiterlaufen lassen.",
      "allowance-ended": "Die Zeit seines Schlüssels ist um.",
      "check-due":
        "Es zahlt schnell, oder an dieser Zahlung ist etwas ungewöhnlich, oder die Website lässt bei diesem Preis nach einem Passkey fragen, oder Sie haben Ihren Passkey eine Weile nicht benutzt.",
      confirm: "Dieser Preis braucht Ihr Ja.",
    },
    until: "Der Preis gilt bis {{moment}}.",
    allow: "{{amount}} einmal zahlen",
    refuse: "Nicht zahlen",
    states: {
      waiting: "Dies wartet auf Ihre Antwort.",
      paid: "Bezahlt. {{program}} erfährt es von selbst.",
      refused: "Nicht bezahlt. {{program}} erfährt, dass Sie Nein gesagt haben.",
      over: "Nicht bezahlt: Diese Anfrage ist vorbei. {{program}} kann neu fragen.",
    },
    toPayment: "Zur Zahlung",
    tooPoor:
      "Nicht bezahlt: Ihr Guthaben reicht nicht. Laden Sie auf und lassen Sie das Programm neu fragen.",
    notNow: "Nicht bezahlt: Ihre Grenzen, eine Pause oder eine Sperre haben es verhindert.",
    unknown: "Ob dies bezahlt wurde, ist noch nicht bekannt. Diese Seite zeigt es gleich.",
    noAsk: "Diese Wallet hat keine solche Anfrage.",
    noAskHint:
      "Vielleicht ist die Adresse vertippt, oder ein Programm einer anderen Wallet hat gefragt.",
    new: "Einen Schlüssel für ein Programm machen",
    off: "Die Regeln dieser Wallet lassen kein Programm zahlen.",
    fields: {
      name: "Wie Sie das Programm nennen",
      perPayment: "Höchstens, je Zahlung",
      perSession: "Höchstens, bis Sie es weiterlaufen lassen",
      per24h: "Höchstens, in 24 Stunden",
      publicKey: "Sein öffentlicher Schlüssel (PEM, JWK oder base64url)",
    },
    sitesLegend: "Seiten, die es bezahlen darf",
    sitesHint: "Keine anderen. Wählen Sie mindestens eine.",
    otherSite: "Adresse einer anderen Seite",
    find: "Seite suchen",
    noSite: "Unter dieser Adresse ist keine Seite dieser Wallet. Prüfen Sie sie.",
    foundSite: "{{site}} ist gewählt.",
    days: "Wie lange der Schlüssel gilt",
    daysCount_one: "{{count}} Tag",
    daysCount_other: "{{count}} Tage",
    whose: "Wessen Schlüssel",
    whoseHere: "Hier machen, zum Herunterladen",
    whoseOwn: "Das Programm hat einen eigenen: Ich füge seinen öffentlichen Schlüssel ein",
    faults: {
      name: "Geben Sie dem Programm einen Namen von 1 bis 40 Zeichen.",
      sites: "Wählen Sie mindestens eine Seite.",
      perPayment: "Je Zahlung: mehr als nichts, und nicht mehr, als Ihre Grenzen erlauben.",
      perSession:
        "Bis Sie es weiterlaufen lassen: nicht weniger als eine Zahlung, und nicht mehr, als Ihre Grenzen erlauben.",
      per24h:
        "In 24 Stunden: nicht weniger als eine Zahlung, und nicht mehr, als Ihre Grenzen erlauben.",
      publicKey:
        "Das ist kein öffentlicher Schlüssel der Art Ed25519 oder P-256. Fügen Sie nie einen privaten ein.",
    },
    make: "Mit Ihrem Passkey machen",
    cancelledMake: "Kein Schlüssel wurde gemacht: Der Passkey wurde nicht benutzt.",
    made: "{{program}} kann jetzt zahlen.",
    madeHere:
      "Laden Sie den Schlüssel herunter und geben Sie ihn dem Programm. Er wird nur dieses eine Mal gezeigt und sonst nirgends aufbewahrt: Wer ihn hat, kann in diesen Grenzen zahlen. Geht er verloren, nehmen Sie ihn zurück und machen Sie einen neuen.",
    madeOwn:
      "Geben Sie dem Programm diese Datei. Sie enthält kein Geheimnis: Das Programm hat seinen eigenen Schlüssel.",
    download: "Schlüssel herunterladen",
    downloadOwn: "Datei herunterladen",
    show: "Anzeigen",
    done: "Fertig",
  },
};
