import { de as checkup } from "../checkup/text/de.ts";
import { de as leave } from "../leave/text/de.ts";
import { de as passkeys } from "../passkeys/text/de.ts";
import { de as sessions } from "../sessions/text/de.ts";
import type { WalletText } from "./en.ts";
import { programsDe } from "./programsDe.ts";
import { waysDe } from "./waysDe.ts";

/** The wallet in German. */
export const de: WalletText = {
  wallet: "Farthing-Wallet",
  skip: "Zum Inhalt springen",
  playMoney: "Spielgeld",
  close: "Schließen",
  signOut: "Abmelden",
  signedInAs: "Angemeldet als {{name}}",
  reference: "API-Referenz",
  offline:
    "Sie sind offline. Was Sie sehen, kann alt sein; zahlen oder ändern lässt sich gerade nichts.",
  retry: "Noch einmal versuchen",
  loading: "Wird geladen …",
  sandboxNote: "Das ist eine Sandbox: Alles Geld hier ist Spielgeld.",

  failedOffline: "Die Wallet ist nicht erreichbar.",
  failedOfflineHint:
    "Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal. Es wurde nichts geändert.",
  failedOther: "Diese Seite hat nicht funktioniert.",
  failedOtherHint: "Laden Sie sie neu. Hilft das nicht, kommen Sie in ein paar Minuten wieder.",

  out: {
    title: "Lesen für einen Cent. Ein Klick.",
    lead: "Farthing zahlt kleine Preise auf den Seiten, die Sie wählen: ohne Abo, Karte oder Formular.",
    signIn: "Mit Ihrem Passkey anmelden",
    signingIn: "Folgen Sie Ihrem Gerät …",
    cancelled: "Sie wurden nicht angemeldet. Versuchen Sie es noch einmal.",
    unsupported:
      "Dieser Browser kann keine Passkeys. Öffnen Sie diese Seite in einem aktuellen Chrome, Safari, Edge oder Firefox.",
    noWallet:
      "Noch keine Wallet? Sie entsteht mit der ersten Zahlung: Drücken Sie den Knopf auf einer Seite.",
    pointsTitle: "Worauf Sie sich verlassen können",
    points: {
      click: {
        title: "Ein Klick",
        text: "Nach dem ersten Mal auf einer Seite zahlt ein Klick. Kein Fenster, kein Formular.",
      },
      limits: {
        title: "Erst die Grenzen",
        text: "Sie sehen, was eine Seite höchstens nehmen kann, bevor Sie zustimmen, und nehmen es jederzeit zurück.",
      },
      undo: {
        title: "Zehn Sekunden Zeit",
        text: "Aus Versehen gedrückt? Machen Sie es rückgängig, und das Geld ist sofort wieder da.",
      },
      proof: {
        title: "Immer die Quittung",
        text: "Jede Zahlung hat eine signierte Quittung und einen Platz in einem öffentlichen Verzeichnis. Ihr Browser prüft beides.",
      },
    },
  },

  balance: {
    title: "Guthaben",
    add: "{{amount}} Spielgeld hinzufügen",
    adding: "Wird hinzugefügt …",
    added: "{{amount}} Spielgeld hinzugefügt.",
    held: "{{amount}} mehr sind für Zahlungen vorgemerkt, die noch nicht ausgeführt sind.",
  },

  sites: {
    title: "Seiten, denen Sie es erlaubt haben",
    empty: "Keine Seite darf mit einem Klick abbuchen.",
    emptyHint:
      "Wenn Sie auf einer Seite zahlen und ihr mehr erlauben, steht sie hier, und Sie können es zurücknehmen.",
    left24h: "Übrig in 24 Stunden",
    leftTotal: "Übrig insgesamt",
    leftOf: "{{left}} von {{max}}",
    moreAt: "Mehr ab {{moment}}.",
    promise:
      "Ein Klick zahlt höchstens {{perClick}}. Ohne Sie noch einmal zu fragen nie mehr als {{total}}, bis {{until}}.",
    status: {
      active: "Erlaubt",
      paused: "Angehalten",
      revoked: "Zurückgenommen",
      expired: "Beendet",
    },
    endedOn: "Beendet am {{until}}.",
    revokedNote: "Diese Seite kann nicht mit einem Klick abbuchen. Sie darf Sie wieder fragen.",
    pause: "Anhalten",
    resume: "Weiterlaufen lassen",
    pausedNote:
      "{{merchant}} bucht nichts ab, bis Sie es weiterlaufen lassen. Die Grenzen und was davon verbraucht ist, bleiben.",
    devices: "Gilt in",
    device: {
      kept: "einem Browser, seit {{moment}}",
      "asked-again":
        "einem Browser, der für jede Seite einen neuen Schlüssel bekommt, seit {{moment}}",
      page: "nur einer Seite, seit {{moment}}",
    },
    remove: "Entfernen",
    removeTitle: "Soll {{merchant}} in diesem einen Browser nicht mehr mit einem Klick abbuchen?",
    removeMore:
      "Dort endet es mit dem nächsten Klick. Ihre anderen Browser zahlen weiter, und der Knopf auf der Seite kann Sie wieder fragen.",
    removeYes: "Ja, entfernen",
    removing: "Wird entfernt …",
    removed: "Entfernt: {{merchant}} kann dort nicht mehr mit einem Klick abbuchen.",
    noDevices: "Gerade hat kein Browser einen Schlüssel dafür.",
    revoke: "Zurücknehmen",
    confirmTitle: "Soll {{merchant}} nicht mehr mit einem Klick abbuchen?",
    confirm:
      "Es endet mit dem nächsten Klick, in jedem Browser. Was Sie gekauft haben, bleibt Ihnen, und andere Seiten gehen weiter. Mit dem Knopf auf der Seite können Sie es wieder erlauben.",
    confirmYes: "Ja, zurücknehmen",
    confirmNo: "So lassen",
    revoking: "Wird zurückgenommen …",
    revoked: "{{merchant}} kann nicht mehr mit einem Klick abbuchen.",
  },

  freeze: {
    title: "Stimmt etwas nicht?",
    what: "Sperren Sie Ihre Wallet: Von diesem Moment an kann auf keiner Seite mehr abgebucht werden. Was Sie gekauft haben, bleibt Ihnen. Ihr Passkey entsperrt sie.",
    do: "Meine Wallet sperren",
    doing: "Wird gesperrt …",
    frozen: "Ihre Wallet ist gesperrt.",
    frozenHint: "Es kann nichts abgebucht werden. Geld kann weiter zu Ihnen zurückkommen.",
    undo: "Mit dem Passkey entsperren",
    undoing: "Folgen Sie Ihrem Gerät …",
    cancelled: "Noch gesperrt: Der Passkey wurde nicht benutzt. Versuchen Sie es noch einmal.",
  },

  activity: {
    title: "Verlauf",
    empty: "Noch nichts gezahlt.",
    emptyHint:
      "Drücken Sie auf einer Seite einen Farthing-Knopf: Was Sie zahlen, steht hier mit seiner Quittung.",
    more: "Mehr laden",
    search: "Suchen, was Sie gezahlt haben",
    site: "Seite",
    allSites: "Alle Seiten",
    found_one: "{{count}} Zeile gezeigt.",
    found_other: "{{count}} Zeilen gezeigt.",
    noneFound: "Nichts gefunden.",
    noneFoundHint:
      "Suchen Sie nach einem Teil des Titels, der Adresse oder des Namens der Seite, oder wählen Sie alle Seiten.",
    topUp: "Spielgeld hinzugefügt",
    by: "durch Programm {{program}}",
    held: "Vorgemerkt bis {{moment}}",
    released: "Nicht gezahlt",
    reversed: "Rückgängig",
    refunded: "Zurückgegeben",
    "partly-refunded": "{{amount}} zurückgegeben",
  },

  statement: {
    title: "Kontoauszug",
    month: "Monat",
    earlier: "Früherer Monat",
    later: "Späterer Monat",
    opening: "Anfangssaldo",
    closing: "Endsaldo",
    sum: "Anfangssaldo und alle Zeilen ergeben zusammen den Endsaldo. Eine Korrektur ist eine eigene Zeile.",
    empty: "Im {{month}} hat sich nichts bewegt.",
    emptyHint: "Was Sie zahlen, hinzufügen und zurückbekommen, steht hier Zeile für Zeile.",
    balance: "Saldo {{amount}}",
    reasons: {
      payment: "Zahlung",
      fee: "Gebühr",
      "top-up": "Spielgeld hinzugefügt",
      welcome: "Begrüßungsgeld",
      settlement: "Rechnung gezahlt",
      "aged-out": "Offene Rechnung abgeschrieben",
      "made-whole": "Erstattung vom Betreiber getragen",
      other: "Buchung",
    },
    returned: { reversed: "Rückgängig: {{title}}", refunded: "Zurückgegeben: {{title}}" },
    kinds: { pending: "Vorgemerkt", voided: "Freigegeben", expired: "Freigegeben" },
    print: "Drucken oder als PDF speichern",
    of: "Kontoauszug von {{wallet}}",
    made: "Erstellt am {{moment}} auf {{address}}.",
    download: "Als CSV herunterladen",
    zone: "Monate und Zeiten gelten für diesen Ort: {{zone}}.",
    useZone: "{{zone}} verwenden",
  },

  payment: {
    title: "Zahlung",
    back: "Zurück zur Wallet",
    by: "Bezahlt",
    paidTo: "Gezahlt an",
    address: "Seite",
    fee: "Davon Gebühr",
    feeNote: "vom Anteil des Händlers",
    when: "Wann",
    state: "Stand",
    captured: "Gezahlt",
    held: "Vorgemerkt bis {{moment}}. Vorher ist nichts endgültig.",
    released: "Nicht gezahlt.",
    reversed: "Rückgängig gemacht am {{moment}}",
    refunded: "Zurückgegeben am {{moment}}",
    "partly-refunded": "{{amount}} zurückgegeben, zuletzt am {{moment}}",
    none: "Diese Wallet hat keine solche Zahlung.",
    noneHint:
      "Vielleicht ist die Nummer falsch geschrieben, oder eine andere Ihrer Wallets hat gezahlt.",
    id: "Nummer der Zahlung",
    topUpTitle: "Spielgeld hinzugefügt",
    receiptTitle: "Quittung und Beweis",
    receiptLead:
      "Die Quittung ist vom Server dieser Wallet signiert. Der Beweis zeigt, dass die Zahlung im öffentlichen Verzeichnis steht; jeder kann ihn prüfen, ohne uns.",
    downloadReceipt: "Quittung herunterladen",
    downloadProof: "Beweis herunterladen",
    shareProof: "Beweis teilen",
    proofLater: "Der Beweis entsteht innerhalb von zwei Sekunden nach der Zahlung.",
    checkFile: "Einen Beweis prüfen, den Sie aufgehoben haben",
  },

  back: {
    title: "Stimmt etwas nicht?",
    reported: "Ihre Meldung",
    done: "Es kam zurück",
    reversed: "Sie haben diese Zahlung rückgängig gemacht: {{amount}} sind wieder in Ihrer Wallet.",
    refunded: "{{merchant}} hat das zurückgegeben: {{amount}} sind wieder in Ihrer Wallet.",
    "partly-refunded":
      "{{merchant}} hat einen Teil zurückgegeben: {{back}} von {{amount}} sind wieder in Ihrer Wallet.",
    reversedReport:
      "Sie haben diese Zahlung rückgängig gemacht: {{amount}} sind wieder in Ihrer Wallet.",
    refundedReport: "{{amount}} sind wieder in Ihrer Wallet.",
    "partly-refundedReport": "{{back}} von {{amount}} sind wieder in Ihrer Wallet.",
    legend: "Was war falsch?",
    legendBack: "Hat jemand anders bezahlt?",
    reasons: {
      "not-me": "Das war ich nicht",
      "not-received": "Ich habe nichts bekommen, oder es wurde zweimal abgebucht",
      "charged-twice": "Es wurde zweimal abgebucht",
      "not-as-described": "Es ist nicht, was dort stand",
    },
    what: {
      "not-me":
        "Das hindert {{merchant}} und den Browser, der dort bezahlt hat, bei Ihnen abzubuchen. Andere Seiten gehen weiter.",
      "not-received":
        "Kleine Beträge kommen sofort zurück. {{merchant}} kann weiter mit einem Klick abbuchen.",
      "not-as-described":
        "{{merchant}} wird nach Ihrem Geld gefragt und hat sieben Tage für eine Antwort. Sonst ändert sich nichts.",
    },
    do: "Melden",
    doing: "Wird gemeldet …",
    pick: "Wählen Sie erst, was falsch war.",
    steps: {
      reported: "Sie haben gemeldet: {{reason}}.",
      stopped: "{{merchant}} ist gestoppt und kann nicht mehr mit einem Klick abbuchen.",
      asked: "{{merchant}} wurde nach {{amount}} gefragt.",
      "merchant-evidence": "{{merchant}} hat geantwortet:",
      "payer-evidence": "Sie haben ergänzt:",
      unanswered: "Niemand hat rechtzeitig geantwortet.",
      granted: "Der Betreiber der Wallet hat entschieden, dass das Geld zurückgeht:",
      refunded: "Das Geld kam zu Ihnen zurück.",
      "already-back": "Das Geld war schon zurück.",
      stands: "Der Betreiber der Wallet hat entschieden, dass die Zahlung gilt:",
      "refund-stays": "Der Betreiber der Wallet hat entschieden, dass {{merchant}} es trägt:",
      "made-whole":
        "Der Betreiber der Wallet hat entschieden, dass die Zahlung richtig war, und trägt es:",
    },
    next: {
      open: "Ihre Meldung wird bearbeitet. Diese Seite zeigt jeden Schritt.",
      refunded: "Es ist nichts mehr zu tun.",
      refundedUntil:
        "Es ist nichts mehr zu tun. {{merchant}} kann bis {{moment}} widersprechen. Das Geld bleibt in jedem Fall Ihres.",
      "refund-contested":
        "{{merchant}} widerspricht. Das Geld bleibt Ihres. Der Betreiber der Wallet entscheidet bis {{moment}}, wer es trägt, und liest, was Sie ergänzen.",
      "made-whole":
        "Das Geld bleibt Ihres. 90 Tage lang wird, was Sie melden, erst angesehen, bevor Geld zurückkommt. Ihre Grenzen sind wie zuvor.",
      "already-back": "Es ist nichts mehr zu tun.",
      asked:
        "{{merchant}} hat bis {{moment}} Zeit für eine Antwort. Kommt keine, kommen {{amount}} zu Ihnen zurück.",
      askedOnly:
        "{{merchant}} wurde gefragt. Wird das Geld zurückgegeben, sind {{amount}} sofort in Ihrer Wallet.",
      contested:
        "Der Betreiber der Wallet entscheidet bis {{moment}}. Tut er es nicht, kommen {{amount}} zu Ihnen zurück.",
      stands: "Diese Meldung ist geschlossen. Ihre Wallet und ihre Grenzen sind wie zuvor.",
    },
    howSoon:
      "Sie haben das nach {{took}} gemeldet. Je früher eine fremde Zahlung gemeldet wird, desto weniger folgen: Sehen Sie einmal in der Woche nach.",
    evidence: "Möchten Sie noch etwas sagen?",
    evidenceHint: "Einmal. {{merchant}} und der Betreiber der Wallet lesen es.",
    evidenceMissing: "Schreiben Sie erst etwas.",
    evidenceGive: "Der Meldung hinzufügen",
  },

  week: {
    priceRise: "{{merchant}} verlangt mehr als zuvor: meist {{to}} statt {{from}}.",
    manySmall:
      "{{merchant}} hat diese Woche {{count}} kleine Beträge abgebucht, zusammen {{sum}}. Kleine Beträge übersieht man leicht.",
    look: "{{merchant}} anhalten oder zurücknehmen",
    title: "Die letzten 7 Tage",
    sum_one: "Diese Woche: {{spent}} bei {{count}} Seite.",
    sum_other: "Diese Woche: {{spent}} bei {{count}} Seiten.",
    payments_one: "{{count}} Zahlung. Was zurückkam, zählt nicht.",
    payments_other: "{{count}} Zahlungen. Was zurückkam, zählt nicht.",
    nothing: "Diese Woche: nichts gezahlt.",
    hint: "Kleine Beträge verstecken sich: Hier sehen Sie alle zusammen.",
  },

  lines: {
    edit: "Diese Grenzen ändern",
    perClick: "Ein Klick, höchstens",
    per24h: "In 24 Stunden, höchstens",
    total: "Insgesamt, höchstens",
    faults: {
      perClick: "Ein Klick: ein Betrag über null, und nicht mehr als in 24 Stunden.",
      per24h: "In 24 Stunden: ein Betrag über null, und nicht mehr als insgesamt.",
      total: "Insgesamt: ein Betrag über null.",
    },
    save: "Diese Grenzen verwenden",
    saved: "Geändert, ab dem nächsten Klick.",
  },

  limits: {
    title: "Ihre Grenzen",
    hint: "Für alle Seiten zusammen, über dem, was Sie jeder erlaubt haben. Niedriger gilt sofort. Höher verlangt Ihren Passkey und wartet, damit niemand sie hinter Ihrem Rücken anhebt.",
    names: { careful: "Vorsichtig", balanced: "Ausgewogen", convenient: "Bequem" },
    own: "{{name}}: das gilt bei Ihnen",
    figures:
      "Höchstens {{perClick}} pro Klick und {{perSite24h}} pro Seite in 24 Stunden. Insgesamt {{per24h}} in 24 Stunden und {{per30d}} in 30 Tagen. Nach {{sinceCheck}} mit Klicks fragen wir nach Ihrem Passkey. Die Wallet enthält höchstens {{holds}}.",
    lower: "Auf {{name}} senken",
    raise: "Auf {{name}} anheben",
    more: "Die Regeln der Wallet wurden geändert, seit Sie zugestimmt haben: {{name}} hieße jetzt höchstens {{perSite24h}} pro Seite in 24 Stunden, insgesamt {{per24h}} in 24 Stunden und {{per30d}} in 30 Tagen. Ohne Sie steigt nichts.",
    takeMore: "Auf das neue {{name}} anheben",
    done: "Erledigt.",
    cancelled: "Nichts wurde geändert: Der Passkey wurde nicht benutzt.",
    waits: "Ihre Grenzen steigen am {{moment}} auf {{name}}.",
    notYou:
      "Das waren nicht Sie? Brechen Sie es ab, und sperren Sie Ihre Wallet auf der ersten Seite.",
    cancel: "Anheben abbrechen",
  },

  holds: {
    title: "Vorgemerkt",
    lead: "Nichts ist endgültig, bevor die Vormerkung vorbei ist. Brechen Sie ab, wird nichts gezahlt.",
    held: "{{amount}} für {{merchant}} sind bis {{moment}} vorgemerkt.",
    noticed: "{{amount}} wurden um {{moment}} an {{merchant}} gezahlt.",
    notYou:
      "Bis dahin können Sie abbrechen. Nicht Sie? Brechen Sie ab, und sperren Sie Ihre Wallet auf der ersten Seite.",
    notYouPaid:
      "Das ist mehr als sonst, deshalb steht es hier. Nicht Sie? Sehen Sie es an, und melden Sie es.",
    cancel: "Zahlung abbrechen",
    look: "Ansehen",
    why: {
      cancelled: "Sie wurde abgebrochen.",
      "wallet-frozen": "Ihre Wallet wurde gesperrt.",
      "site-stopped": "Sie haben die Seite angehalten oder entfernt.",
      reported: "Sie haben eine Zahlung bei dieser Seite gemeldet, weil sie nicht von Ihnen war.",
      "merchant-blocked": "Die Seite wurde hier gesperrt. Niemand kann ihr etwas zahlen.",
      expired: "Die Vormerkung wurde nicht rechtzeitig abgeschlossen.",
    },
  },

  alerts: {
    "too-risky": {
      title: "Eine Zahlung an {{merchant}} wurde um {{moment}} abgelehnt.",
      text: "Sie sah ungewöhnlich aus, deshalb wurde nichts abgebucht. Nicht Sie? Sperren Sie Ihre Wallet auf der ersten Seite.",
      look: "Meine Zahlungen ansehen",
    },
    "key-closed": {
      title: "Ein Browser wurde bei {{merchant}} um {{moment}} ausgesperrt.",
      text: "Sein Schlüssel wurde aus zwei Netzen benutzt, als hätte jemand eine Kopie. Er zahlt nicht mehr; Ihren eigenen Browser können Sie dort wieder zulassen.",
      look: "Meine Wallet prüfen",
    },
    "many-small": {
      title: "An {{merchant}} gingen viele kleine Beträge in Folge, zuletzt um {{moment}}.",
      text: "Kleine Beträge fallen nicht auf. Wollten Sie das nicht, halten Sie {{merchant}} an.",
      look: "Meine Seiten ansehen",
    },
  },

  settings: {
    title: "Einstellungen",
    undo: "Wie lange Sie eine Zahlung rückgängig machen können",
    undoHint:
      "Gilt für alles, was Sie ab jetzt zahlen. So lange wartet die Seite, bis der Kauf gilt.",
    seconds10: "10 Sekunden",
    seconds60: "60 Sekunden",
    minutes2: "2 Minuten",
    hold: "Wie Sie höheren Preisen zustimmen",
    holdHint: "Dafür genügt ein Klick nicht. Beide Wege sind gleich sicher.",
    holdOffer: "Den Knopf halten oder zweimal drücken",
    holdNever: "Nie halten: zweimal drücken",
    digest: "Ihre Woche per Mail",
    digestHint: "Was bezahlt wurde, an wen, und was ungewöhnlich ist. Die Wallet zeigt dasselbe.",
    digestWeekly: "Montags",
    digestNever: "Nie",
    saving: "Wird gespeichert …",
    saved: "Gespeichert.",
    notSaved: "Nicht gespeichert: Es bleibt, wie es war.",
  },

  mail: {
    title: "Hinweise per E-Mail",
    what: "Kann ein neuer Browser aus Ihrer Wallet zahlen, sagt es Ihnen eine E-Mail. Ihr Link sperrt die Wallet, auch wo Sie nicht angemeldet sind.",
    goes: "Hinweise gehen an {{address}}.",
    pending:
      "Eine E-Mail ist unterwegs an {{address}}. Öffnen Sie den Link darin innerhalb von 24 Stunden: Bis dahin geht nichts dorthin.",
    undelivered: "Die letzte E-Mail an Sie kam nicht an. Prüfen Sie die Adresse.",
    address: "Ihre E-Mail-Adresse",
    other: "Eine andere E-Mail-Adresse",
    ask: "Link zum Bestätigen schicken",
    remove: "Keine Hinweise mehr schicken",
    removed: "Entfernt: Es werden keine Hinweise mehr geschickt.",
    outbox: "Diese Demo verschickt keine E-Mails: ansehen, was sie verschicken würde",
  },

  checkup,
  passkeys,
  sessions,
  leave,
  ...waysDe,
  ...programsDe,

  verify: {
    title: "Prüfen Sie selbst",
    lead: "Hier rechnet Ihr Browser. Die Schlüssel des Verzeichnisses erfragt er in diesem Moment von diesem Server: Wer sich auf weniger verlassen will, hebt den Beweis auf und prüft ihn mit Schlüsseln, die er früher aufgeschrieben hat.",
    run: "Prüfen",
    again: "Noch einmal prüfen",
    running: "Wird geprüft …",
    passed:
      "Alles stimmt. Die Zahlung ist genau so, wie Sie sie sehen, und steht im öffentlichen Verzeichnis.",
    failed: "Diese Zahlung stimmt nicht. Behalten Sie Quittung und Beweis, und melden Sie sie.",
    unwitnessed:
      "Noch nicht geglaubt: Wer das Verzeichnis führt, hat den Baum signiert, aber nicht genug seiner Zeugen. Prüfen Sie in einer Minute noch einmal; bleibt es so, heben Sie den Beweis auf und fragen Sie den Betreiber.",
    skipped: "Nicht geprüft.",
    checks: {
      "receipt-signature": {
        passed: "Die Quittung ist von diesem Server signiert.",
        failed:
          "Die Signatur der Quittung passt nicht: Der Text wurde geändert, oder jemand anderes hat signiert.",
      },
      "receipt-facts": {
        passed: "Die Quittung nennt diese Zahlung, diese Seite und diesen Betrag.",
        failed: "Die Quittung nennt eine andere Zahlung, Seite oder einen anderen Betrag als hier.",
      },
      "disclosed-facts": {
        passed: "Der Eintrag im Verzeichnis sagt dasselbe.",
        failed: "Der Eintrag im Verzeichnis sagt etwas anderes als hier steht.",
      },
      commitment: {
        passed: "Die Angaben passen zum versiegelten Eintrag, den die Quittung verspricht.",
        failed: "Die Angaben passen nicht zum versiegelten Eintrag: Eine davon wurde geändert.",
      },
      inclusion: {
        passed: "Der Eintrag steht im Baum des Verzeichnisses.",
        failed: "Der Platz des Eintrags im Baum geht nicht auf.",
      },
      checkpoint: {
        passed: "Wer das Verzeichnis führt, hat diesen Baum signiert.",
        failed: "Die Signatur unter dem Baum passt nicht.",
      },
      witnesses: {
        passed: "Auch genug Zeugen des Verzeichnisses haben diesen Baum signiert.",
        failed:
          "Nicht genug Zeugen des Verzeichnisses haben diesen Baum signiert, oder eine ihrer Zeilen ist falsch.",
      },
    },
  },

  total: {
    title: "Steht Ihr Guthaben in der Summe?",
    lead: "Einmal am Tag wird alles, was Zahlenden und Websites zusteht, zusammengezählt und im öffentlichen Protokoll versiegelt. Ihr Browser prüft selbst, dass Ihr Guthaben in dieser Summe steht.",
    run: "Prüfen",
    again: "Noch einmal prüfen",
    save: "Beweis speichern",
    passed:
      "Stimmt: Ihre {{own}} stehen in der Summe von {{sum}}, die das Protokoll für den {{day}} versiegelt hat, über {{leaves}} Blätter.",
    signed: "Den Stand darüber hat das Protokoll unterschrieben: {{when}}.",
    failed:
      "Dieser Beweis geht nicht auf: Ihr Guthaben steht nicht in der Summe, oder das Protokoll hat sie nicht unterschrieben. Speichern Sie den Beweis, und fragen Sie den Betreiber.",
    notYours:
      "Dieser Beweis gehört zum Konto einer anderen Wallet, nicht zu Ihrem: Er zeigt nicht, dass Ihr Guthaben mitgezählt wurde. Speichern Sie den Beweis, und fragen Sie den Betreiber.",
    unwitnessed:
      "Noch nicht geglaubt: Das Protokoll hat diese Summe unterschrieben, aber nicht genug seiner Zeugen. Speichern Sie den Beweis, prüfen Sie später noch einmal, und fragen Sie den Betreiber, wenn es so bleibt.",
    whose:
      "Geprüft für die Wallet {{payer}}. Die Beweise Ihrer Zahlungen nennen dieselbe: Vergleichen Sie sie einmal mit einem, den Sie aufgehoben haben.",
    none: "Noch ist keine Summe versiegelt, in der Ihre Wallet steht. Die erste kommt in der Nacht nach Ihrem ersten Tag.",
    leaks:
      "Ein Beweis zeigt die Summen Ihrer Nachbarn im Baum: neben Ihnen das Guthaben eines Kontos, aber nicht, wessen. Ebenso sieht ein Nachbar Ihres, und nicht, dass es Ihres ist; und die Zahl der Blätter sagt ungefähr, wie viele Konten dieser Server höchstens hat. Er zeigt, was geschuldet ist, nicht, dass das Geld da ist.",
  },

  notFound: {
    title: "Unter dieser Adresse ist nichts.",
    hint: "Vielleicht ist sie falsch geschrieben, oder was hier stand, ist nicht mehr da.",
    home: "Zu Ihrer Wallet",
  },
};
