import type { en } from "./en.ts";
import type { Widened } from "../../text/widened.ts";

/** The security check-up in German. */
export const de: Widened<typeof en> = {
  title: "Sicherheitsprüfung",
  score: "{{score}} von 100",
  scoreMore: "Wie viel von dem getan ist, was für Ihre Wallet gilt.",
  next: "Was als Nächstes zu tun ist",
  first: "Das als Nächstes",
  all: "Zur ganzen Prüfung",
  nothing: "Nichts zu tun.",
  nothingNow: "Im Moment nichts zu tun.",
  lookedAt: "Angesehen: {{kinds}}.",
  inOrder: "In Ordnung",
  waiting: "Aufgeschoben",
  until: "bis {{moment}}",
  later: "Nicht jetzt",
  laterAbout: "Nicht jetzt: {{title}}",
  puttingOff: "Wird aufgeschoben …",
  putOff: "Für 30 Tage aufgeschoben.",
  kinds: {
    "new-browser": "neue Browser",
    "second-passkey": "Passkeys",
    "recovery-codes": "Wiederherstellungscodes",
    alerts: "Hinweise",
    "second-factor": "ein zweiter Faktor",
    "stronger-password": "Ihr Passwort",
    "price-rise": "Preise",
    "idle-site": "Seiten, die Sie nicht mehr nutzen",
    "wide-site": "was jede Seite abbuchen darf",
    "lower-preset": "Ihre Grenzen",
    digest: "Ihre Woche per Mail",
  },
  "new-browser": {
    title: "Ein neuer Browser zahlt bei {{merchant}}",
    why: "{{browser}}, seit {{moment}}. Dort hatte sich zuvor niemand bei Ihrer Wallet angemeldet.",
    unknown: "Ein Browser, den wir nicht kennen",
    do: "Ansehen",
    question: "Ist das Ihr Browser?",
    mine: "Das ist meiner",
    notMine: "Nicht ich: stoppen",
    stops:
      "„Nicht ich“ stoppt ihn bei {{merchant}} mit dem nächsten Klick. Ihre anderen Browser zahlen weiter.",
    saving: "Wird gespeichert …",
    isMine: "Notiert: Er ist Ihrer.",
    stopped:
      "Gestoppt. Sehen Sie Ihre Aktivität durch: Melden Sie jede Zahlung, die nicht von Ihnen ist.",
  },
  "second-passkey": {
    title: "Fügen Sie einen zweiten Passkey hinzu",
    synced:
      "Sie haben einen. Das Konto, das ihn aufbewahrt, sichert ihn: Verlieren Sie das Konto, ist Ihre Wallet verloren.",
    alone:
      "Sie haben einen, und er liegt in einem einzigen Gerät: Verlieren Sie das Gerät, ist Ihre Wallet verloren.",
    do: "Passkey hinzufügen",
    done: "Hinzugefügt: Ihre Wallet hat einen zweiten Passkey.",
  },
  "recovery-codes": {
    title: "Verwahren Sie Wiederherstellungscodes",
    none: "Sie haben keine. Mit zehn Codes auf Papier kommen Sie wieder hinein, wenn jeder Passkey verloren ist; ohne Weg zurück ist es auch Ihre Wallet.",
    "used-up": "Alle Ihre Codes wurden benutzt. Der nächste verlorene Passkey fände keinen Code.",
    do: "Codes erstellen",
  },
  "second-factor": {
    title: "Stellen Sie einen zweiten Faktor neben Ihr Passwort",
    why: "Wer Ihr Passwort erfährt, meldet sich allein damit an. Mit einer Authenticator-App braucht man auch Ihr Telefon.",
    do: "App einrichten",
  },
  "stronger-password": {
    title: "Machen Sie Ihr Passwort stärker",
    weak: "Als Sie es festlegten, war es in Stunden zu erraten. Vier oder fünf Wörter, die nichts miteinander zu tun haben, halten.",
    fair: "Als Sie es festlegten, war es schwer zu erraten, aber nicht für den, der seinen Hash stiehlt. Ein Wort mehr macht es sehr schwer.",
    do: "Stärkeres festlegen",
  },
  alerts: {
    title: "Schalten Sie Hinweise per Mail ein",
    none: "Wenn ein neuer Browser zahlen kann oder ein Passkey dazukommt, sagt es Ihnen eine Mail. Ihr Link sperrt die Wallet von überall.",
    unconfirmed:
      "Bei {{address}} wartet eine Mail mit einem Link auf Sie. Bis Sie ihn benutzen, geht kein Hinweis dorthin.",
    undelivered:
      "Die letzte Mail an Sie ließ sich nicht zustellen: Sie würden von nichts erfahren.",
    do: {
      none: "Adresse angeben",
      unconfirmed: "Link noch einmal senden",
      undelivered: "Adresse prüfen",
    },
    sent: "Noch einmal gesendet. Öffnen Sie den Link in der Mail innerhalb von 24 Stunden.",
  },
  "price-rise": {
    title: "{{merchant}} verlangt mehr als zuvor",
    why: "Meist {{to}} statt {{from}}. Innerhalb Ihrer Grenzen zahlt das weiter ein Klick.",
    do: "Diese Seite ansehen",
    keep: "Preis in Ordnung",
    keeping: "Wird gespeichert …",
    kept: "Notiert. Sie hören wieder davon, wenn es noch einmal um die Hälfte mehr ist.",
  },
  "idle-site": {
    title: "{{merchant}} darf abbuchen, und Sie nutzen es nicht",
    why: "Seit {{day}} nichts bezahlt. Noch darf die Seite {{left}} durch Klicks abbuchen.",
    do: "Zurücknehmen",
  },
  "wide-site": {
    title: "{{merchant}} darf weit mehr abbuchen, als Sie nutzen",
    why: "Genutzt sind {{used}} von {{total}}. {{newTotal}} insgesamt genügen; anheben lässt es sich wieder.",
    do: "Auf {{newTotal}} senken",
    done: "Gesenkt, vom nächsten Klick an.",
  },
  "lower-preset": {
    title: "Ihre Grenzen sind weiter als nötig",
    why: "In 30 Tagen haben Sie zusammen {{paid}} bezahlt. {{name}} erlaubt {{per24h}} in je 24 Stunden.",
    do: "Auf {{name}} senken",
    done: "Gesenkt.",
  },
  digest: {
    title: "Lassen Sie sich Ihre Woche mailen",
    why: "Was bezahlt wurde, an wen und was ungewöhnlich war. Wer jede Woche hinsieht, findet einen Diebstahl, solange er klein ist.",
    do: "Montags senden",
    done: "Ihre Woche kommt montags.",
  },
  doing: "Einen Moment …",
};
