# Gemeinsames

kit-toast-dismiss = Schließen: { $text }
kit-toast-dismiss-tip = Diese Meldung schließen (Esc). { $key } schließt alle.
kit-toast-undo = Rückgängig
    .name = Dies rückgängig machen
kit-toast-redo = Wiederholen
    .name = Dies wiederholen
kit-toast-back = Zurück
    .name = Zurück zum Stand davor
    .tip = Geht zurück zu dem Punkt des Verlaufs, an dem Sie davor waren

kit-shown-guess = Erste Vermutung, Gruppe { $n }
kit-shown-found = Gefunden
kit-no-group = keine Gruppe
kit-by-you-junk = von Hand zum Ausschuss gelegt
kit-by-you-confirmed = von Hand bestätigt
kit-by-you-placed = von Hand hierher gelegt
kit-by-you-taken-out = von Hand herausgenommen
kit-found-by = gefunden durch Ergebnis { $n }
kit-found = vom Programm gefunden
kit-no-picture = Kein Bild: { $why }

kit-skipped-none = Keine Datei wurde übersprungen.
kit-skipped = { $n ->
    [one] { $n } von { $all } { $all ->
        [one] Datei
       *[other] Dateien
    } wurde übersprungen: { $kinds }.
   *[other] { $n } von { $all } Dateien wurden übersprungen: { $kinds }.
}
kit-skip-no-image = { $n ->
    [one] { $n } ist kein Bild
   *[other] { $n } sind keine Bilder
}
kit-skip-damaged = { $n ->
    [one] { $n } ist beschädigt
   *[other] { $n } sind beschädigt
}
kit-skip-large = { $n ->
    [one] { $n } ist zu groß
   *[other] { $n } sind zu groß
}
kit-skip-empty = { $n ->
    [one] { $n } ist leer
   *[other] { $n } sind leer
}
kit-skip-unreadable = { $n } nicht lesbar
kit-skip-link = { $n ->
    [one] { $n } ist eine Verknüpfung ins Leere
   *[other] { $n } sind Verknüpfungen ins Leere
}
kit-skip-no-file = { $n ->
    [one] { $n } ist keine Datei
   *[other] { $n } sind keine Dateien
}
kit-skip-ended = { $n } beendeten Gleaner
kit-skip-cancelled = { $n ->
    [one] { $n } wurde nicht zu Ende gelesen
   *[other] { $n } wurden nicht zu Ende gelesen
}

kit-script = Keine Schrift dieses Systems hat dies: { $scripts }. Kästchen stehen dafür. Eine Schrift installieren (unter Debian und Ubuntu: { $packages }) und Gleaner neu starten.
kit-script-hebrew = hebräische Buchstaben
kit-script-arabic = arabische Buchstaben
kit-script-devanagari = Devanagari-Buchstaben
kit-script-india = Buchstaben der Schriften Indiens
kit-script-thai = thailändische Buchstaben
kit-script-some = Buchstaben einiger Namen
kit-script-korean = koreanische Buchstaben
kit-script-japanese = japanische Buchstaben
kit-script-chinese = chinesische Schriftzeichen
kit-script-emoji = einige Emojis

ask-no-groups = Es gibt noch keine Gruppen. Entdecken findet sie.
ask-nothing-to-confirm = Nichts zu bestätigen: Diese Bilder sind schon bestätigt oder in keiner Gruppe.
ask-none-confirmed = Keines dieser Bilder ist bestätigt.
ask-guess = Eine erste Vermutung lässt sich ansehen, nicht bearbeiten. Bilder bestätigen, wenn die Arbeit fertig ist.
ask-in-no-group = Diese Bilder sind in keiner Gruppe.
ask-junk-already = Diese Bilder sind schon Ausschuss.
ask-no-duplicate = Keines dieser Bilder hat ein Beinahe-Duplikat.
ask-copied = { $n ->
    [one] { $n } Pfad kopiert
   *[other] { $n } Pfade kopiert
}
ask-link = 2 bis { $most } Bilder auswählen, um sie zu verbinden.
ask-there-already = Diese Bilder sind schon in { $name }; Enter bestätigt sie.
ask-none-still = Keines dieser Bilder kam an die Stelle eines Bildes aus einer Gruppe, die es noch gibt.
ask-no-copy = Keines dieser Bilder ist die Kopie eines zugeordneten Bildes.
ask-still = Noch immer { $name }
ask-still-all = Noch, was sie waren
ask-label = In { $name } legen
ask-label-all = In dieselben Gruppen legen
ask-was-junk = Ausschuss
ask-answer-late = Inzwischen wird nach einem anderen Bild gefragt; bitte neu wählen.
ask-like-later = Ähnliche Bilder lassen sich finden, sobald es Gruppen gibt; zuerst Entdecken drücken.
ask-one-folder = Bitte nur einen Ordner auf einmal ablegen.
ask-no-dialog = Dieses System zeigt keinen Dateidialog. Den Pfad stattdessen in das Feld tippen oder einfügen.
ask-no-dialog-words = Dieses System zeigt keinen Dateidialog. Die Liste als words.txt in das Projekt legen, ein Wort je Zeile.
ask-none-to-prove = Bei keiner anderen Gruppe helfen weitere Antworten.
ask-no-key = Keine Gruppe hat die Taste { $key }. Links eine Gruppe rechts anklicken, dann Taste, um sie zu vergeben.
ask-stopped = Angehalten. Was fertig war, bleibt erhalten.
ask-no-export = Nichts wurde exportiert: { $why }.
drop-like = Ablegen, um ähnliche Bilder zu finden
drop-like-later = Ähnliche Bilder lassen sich finden, sobald es Gruppen gibt
drop-folder = Ablegen, um diesen Ordner zu öffnen

system-pick-folder = Einen Ordner mit Bildern wählen
system-pick-locate = Wählen, wo die Bilder jetzt sind
system-pick-features = Gewichte oder Zeilen wählen
    .kind = Gewichte und Zeilen
system-pick-words = Eine Liste von Wörtern wählen, eines je Zeile
    .kind = Textdateien
system-pick-labels = Eine Tabelle mit Zuordnungen wählen
    .kind = Tabellen
system-pick-export-folder = Einen Ordner für die Klassenordner wählen
system-pick-archive = Projekt archivieren in
    .kind = Zip-Dateien
system-pick-export = Zuordnungen schreiben nach
system-no-manager = Kein Dateimanager ließ sich starten. Die Datei ist { $path }
system-no-file = Die Datei ist nicht mehr da: { $path }
system-no-picture-name = Nicht geöffnet: Der Name endet nicht wie der eines Bildes: { $path }
system-no-viewer = Kein Bildbetrachter ließ sich starten. Die Datei ist { $path }
system-no-thread = Kein Thread ließ sich starten: { $why }
system-name-no-text = Der Name dieser Datei ist kein Text; darum lässt sie sich keinem Bildbetrachter übergeben.
kit-close = Schließen
    .tip = Schließen (Esc)
