# Was die Arbeiter im Hintergrund sagen.

group-number = Gruppe { $n }
engine-group-of-stage = Gruppe { $n } ({ $stage })
group-of-id = Gruppe mit der Nummer { $id }

stage-simclr = Merkmale (SimCLR)
    .within = Merkmale lernen
    .activity = Lernt, was die Bilder zeigen
stage-dcl = Merkmale (DCL)
    .within = Merkmale lernen
    .activity = Lernt, was die Bilder zeigen
stage-kmeans = k-means
    .within = k-means
    .activity = Sortiert in Gruppen (k-means)
stage-scan = SCAN
    .within = SCAN
    .activity = Sortiert in Gruppen (SCAN)
stage-selflabel = Selbstzuordnung
    .within = Selbstzuordnung
    .activity = Lernt aus den sichersten Bildern
stage-kmeans-learned = k-means, gelernt
    .within = k-means auf gelernten Merkmalen
    .activity = Sortiert in Gruppen (k-means, gelernt)
stage-scan-learned = SCAN, gelernt
    .within = SCAN auf gelernten Merkmalen
    .activity = Sortiert in Gruppen (SCAN, gelernt)
stage-scan-network = SCAN, Netz
    .within = SCAN durch das Netz
    .activity = Sortiert in Gruppen (SCAN, Netz)
stage-selflabel-network = Selbstzuordnung, Netz
    .within = Selbstzuordnung durch das Netz
    .activity = Lernt aus den sichersten Bildern (Netz)
stage-consensus = Konsens
    .within = Konsens
    .activity = Sortiert in Gruppen (Konsens)
stage-temi = TEMI
    .within = TEMI
    .activity = Sortiert in Gruppen (TEMI)
stage-turtle = TURTLE
    .within = TURTLE
    .activity = Sortiert in Gruppen (TURTLE)
stage-tree = Verschmelzungsbaum
    .within = der Verschmelzungsbaum
    .activity = Sortiert in Gruppen (Verschmelzungsbaum)
stage-checkpoint = Kopf der Gewichte
    .within = der Kopf der Gewichte
    .activity = Sortiert in Gruppen (Kopf der Gewichte)
stage-refine = Korrekturen
    .within = die Korrekturen
    .activity = Lernt aus den Korrekturen

engine-looking = Ordner wird durchgesehen
engine-comparing = Dateien werden verglichen
engine-reading = Bilder werden eingelesen
engine-drawing-sample = Beispiel wird gezeichnet
engine-computing = Bilder werden angesehen
engine-comparing-features = Beste Art, die Bilder zu vergleichen, wird gesucht
engine-finding-neighbours = Ähnliche Bilder werden gesucht
engine-counting = Gruppen werden gezählt
engine-uneven = Ungleiche Größen werden gesucht
engine-loading = Bilder zum Lernen werden geladen
engine-preparing = Größere Bilder werden vorbereitet
engine-placing = Neue Bilder werden eingeordnet
engine-guess-first = k-means auf den Merkmalen
engine-guess-learned = k-means auf gelernten Merkmalen
engine-guess-selflabel = Selbstzuordnung, Runde { $n }
engine-guess-scan = SCAN, Runde { $n }
engine-guess-kmeans = k-means auf den Merkmalen von Runde { $n }
engine-epoch = Runde { $n } von { $all }
engine-downloading = { $model } wird heruntergeladen
engine-megabytes = { $there } von { $all } MB
engine-megabytes-rate = { $there } von { $all } MB, { $rate } MB/s
engine-checksum = Prüfsumme wird verglichen
export-writing = Zuordnungen werden geschrieben
checkup-database = Datenbank wird geprüft
checkup-runs = Ergebnisse werden geprüft
checkup-reading-pixels = Bilder werden geprüft
checkup-looking = Ordner wird geprüft
archive-copying = Datenbank wird kopiert
archive-writing = Archiv wird geschrieben
archive-restoring = Wird wiederhergestellt
archive-so-far = { $n } von { $all }
compact-tidying = Wird aufgeräumt
compact-closing = Lücken werden geschlossen
repair-pixels = Bilder werden neu gemacht

engine-closed = Geschlossen.
engine-opened = { $path } geöffnet.
engine-opened-to-look = { $path } wurde zum Ansehen geöffnet: darin kann jetzt nichts geändert werden.
engine-fault = Ein Fehler in Gleaner hat dies abgebrochen. Die Protokolldatei sagt mehr. Bitte das Projekt neu öffnen.
journal-kept-aside = { $n ->
    [one] { $n } Änderung in diesem Projekt war nicht lesbar. Sie wurde beiseitegelegt, nach { $file }; alle anderen gelten.
   *[other] { $n } Änderungen in diesem Projekt waren nicht lesbar. Sie wurden beiseitegelegt, nach { $file }; alle anderen gelten.
}
journal-left-out = { $n ->
    [one] { $n } Änderung in diesem Projekt ist nicht lesbar und bleibt weg; alle anderen gelten. Wird das Projekt zum Arbeiten geöffnet, wird sie beiseitegelegt
   *[other] { $n } Änderungen in diesem Projekt sind nicht lesbar und bleiben weg; alle anderen gelten. Wird das Projekt zum Arbeiten geöffnet, werden sie beiseitegelegt
}
engine-work-fault = Die Arbeit brach wegen eines Fehlers im Programm ab. Was fertig wurde, bleibt. Die Protokolldatei sagt mehr.
engine-stopped = Der Motor des Programms blieb stehen. Die Protokolldatei sagt mehr.
engine-no-thread = Das System gab keinen Faden zum Arbeiten ({ $why }).
engine-no-threads = { $n } Arbeitsfäden ließen sich nicht starten: { $why }
engine-undone = Rückgängig gemacht: { $what }
engine-redone = Wiederholt: { $what }
engine-went = Gegangen zu direkt nach: { $what }
engine-went-beginning = Zum Anfang gegangen
engine-with-images = { $what } – { $n ->
    [one] { $n } Bild geändert
   *[other] { $n } Bilder geändert
}
engine-there-already = Die Gruppen sind schon so wie an diesem Punkt.
engine-discarded = Ergebnis { $run } wurde verworfen. Es bleibt in der Liste der Ergebnisse.
engine-none-waits = Kein neues Ergebnis wartet.
engine-used = Ergebnis { $run } wird jetzt verwendet.
engine-forgot = { $n ->
    [one] { $n } Bild aus dem Projekt genommen. Kommt es zurück, dann auch, was dazu gesagt wurde.
   *[other] { $n } Bilder aus dem Projekt genommen. Kommen sie zurück, dann auch, was dazu gesagt wurde.
}
engine-own-words = { $n ->
    [one] Namen werden aus { $n } eigenen Wort vorgeschlagen.
   *[other] Namen werden aus { $n } eigenen Wörtern vorgeschlagen.
}
engine-folder-found = Der Ordner dieses Projekts war nicht an seinem Ort. Seine Fotos fanden sich in { $folder }.
engine-not-watching = Änderungen im Ordner werden nicht von selbst bemerkt ({ $why }). „Ordner neu einlesen“ findet sie.
engine-paused = Angehalten.
engine-resumed = Fortgesetzt.
engine-stopping = Wird abgebrochen.
engine-learned = Aus den Korrekturen gelernt.
engine-found = { $n ->
    [one] { $n } Gruppe gefunden. Als Nächstes: benennen.
   *[other] { $n } Gruppen gefunden. Als Nächstes: benennen.
}
engine-result-ready = Neues Ergebnis bereit. { $changes } Bis zum Anwenden ändert sich nichts.
engine-result-kept = Neues Ergebnis bereit. Die Gruppen blieben, wie sie waren.
engine-moves = { $n ->
    [one] Es würde { $n } Bild verschieben.
   *[other] Es würde { $n } Bilder verschieben.
}
engine-moves-none = Es würde kein Bild verschieben.
engine-groups-new = { $n ->
    [one] { $n } Gruppe ist neu.
   *[other] { $n } Gruppen sind neu.
}
engine-groups-gone = { $n ->
    [one] { $n } Gruppe fällt weg.
   *[other] { $n } Gruppen fallen weg.
}
engine-nothing-better = Es fand sich nichts, was besser zu diesen Bildern passt als die vorhandenen Gruppen.
engine-better-taken = Besser passende Gruppen wurden gefunden und werden jetzt verwendet: { $n ->
    [one] { $n } Bild verschoben.
   *[other] { $n } Bilder verschoben.
}
engine-better-ready = Besser passende Gruppen wurden gefunden. { $changes } Bis zum Anwenden ändert sich nichts.
engine-better-scores = Ähnliche Bilder sind öfter in derselben Gruppe: Wert { $own }, wo die jetzigen Gruppen { $present } haben.
engine-downloaded = { $model } liegt in { $path }.
engine-archived = { $path } geschrieben ({ $what }). Die Fotos in { $folder } sind nicht darin.
engine-placed-all = { $n ->
    [one] { $n } neues Bild eingeordnet.
   *[other] Alle { $n } neuen Bilder eingeordnet.
}
engine-placed-some = { $placed } von { $n } neuen Bildern eingeordnet.
engine-placed-none = { $n ->
    [one] Keines von { $n } neuen Bild eingeordnet.
   *[other] Keines von { $n } neuen Bildern eingeordnet.
}
engine-fit-nowhere = { $n ->
    [one] { $n } passt in keine Gruppe.
   *[other] { $n } passen in keine Gruppe.
}
engine-placed-without-row = { $n ->
    [one] { $n } hat keine Zeile in der Merkmaldatei.
   *[other] { $n } haben keine Zeile in der Merkmaldatei.
}
engine-nothing-to-place = Es gibt keine neuen Bilder einzuordnen.

engine-nothing-open = Erst einen Ordner mit Bildern öffnen.
engine-no-run = Es gibt noch kein Ergebnis.
engine-no-such-run = Es gibt kein Ergebnis { $run }.
engine-no-result = Ergebnis { $run } wurde nie fertig.
engine-no-such-group = Es gibt keine Gruppe mit der Nummer { $group }.
engine-same-name = Es gibt schon eine Gruppe namens „{ $name }“. Beide zusammenführen oder beide behalten: Dann heißt diese „{ $numbered }“.
engine-image-gone = Dieses Bild ist nicht mehr im Ordner.
engine-not-a-project = { $path } ist kein Gleaner-Projekt.
engine-not-there = { $path } gibt es nicht.
engine-stranger = { $project } ist auf diesem Rechner neu: Es wurde anderswo angelegt oder ist eine Kopie. Seine Fotos sollen in { $folder } liegen; dort wurde nichts gelesen
engine-not-allowed = { $path } darf nicht gelesen werden. Bitte den Besitzer fragen oder die Berechtigungen ändern
engine-uncounted = Die Gruppen ließen sich nicht zählen.
engine-at = { $place }: { $why }
engine-two-projects = { $path } ist schon ein Projekt. Es lässt sich nicht als { $other } öffnen.
engine-no-folder = { $path } ist kein Ordner. Den Ordner öffnen, in dem die Bilder liegen.
engine-other-folder = { $project } ist das Projekt eines anderen Ordners, { $own }. Für { $folder } ein anderes Projekt nennen.
engine-unreadable-now = { $path } lässt sich nicht mehr lesen.
engine-lost-image = { $path } lässt sich nicht mehr lesen ({ $why }). Den Ordner neu einlesen, dann „Entdecken“ drücken.
engine-none-gone = Kein Bild dieses Projekts fehlt.
engine-nothing-runs = Nichts läuft.
engine-job-over = Diese Arbeit ist schon vorbei.
engine-busy = Andere Arbeit läuft. Abwarten oder abbrechen.
engine-busy-run = Die Bilder werden schon sortiert. Das erst abbrechen.
engine-busy-look = Die Bilder werden gerade sortiert. Danach lässt sich der Ordner neu einlesen.
engine-busy-download = Die Bilder werden gerade sortiert. Danach herunterladen.
engine-busy-place = Die Bilder werden gerade sortiert. Danach lassen sich neue Bilder einordnen.
engine-busy-check = Die Bilder werden gerade sortiert. Danach lässt sich das Projekt prüfen.
engine-busy-checking = Das Projekt wird schon geprüft.
engine-away = { $n ->
    [one] { $n } Bild, das hier war, fehlt: Ist das Laufwerk angeschlossen? Zuordnungen und Vorschaubilder bleiben.
   *[other] { $n } Bilder, die hier waren, fehlen: Ist das Laufwerk angeschlossen? Zuordnungen und Vorschaubilder bleiben.
}
engine-ended-while-reading = Gleaner endete beim letzten Mal, während es { $file } las. Diese Datei wird jetzt übersprungen; alles andere wird gelesen.
engine-away-no-run = { $away } Nichts wurde sortiert.
engine-away-left-out = Sie bleiben außen vor. { $away }
engine-no-rows = Keines der Bilder hat eine Zeile in { $path }: Die Liste nennt andere Pfade.
engine-without-row = { $n ->
    [one] { $n } Bild hat keine Zeile und bleibt ohne Gruppe.
   *[other] { $n } Bilder haben keine Zeile und bleiben ohne Gruppe.
}
engine-images-changed = Einige Bilder haben sich seit der Unterbrechung geändert, es kann also nicht weitergehen. Bitte neu beginnen.
engine-begins-anew = Mit diesen Einstellungen und Bildern gibt es nichts fortzusetzen, also beginnt es neu.
engine-nothing-to-refine = Es gibt noch keine Gruppen. Erst „Entdecken“ drücken.
engine-nothing-to-learn = Noch wurde nichts bestätigt, verschoben, abgelehnt oder verknüpft, also gibt es nichts zu lernen.
engine-nowhere-to-place = Es gibt noch keine Gruppen, in die Bilder eingeordnet werden könnten. Erst „Entdecken“ drücken.
engine-other-groups = Inzwischen wurde ein anderes Ergebnis angewendet, deshalb wurde kein Bild eingeordnet. Die neuen Bilder noch einmal einordnen.
engine-own-features = Bessere Gruppen werden nach Merkmalen gesucht, die das Programm berechnet. Die dieses Ergebnisses sind andere.
engine-features-changed = Die Merkmale dieses Ergebnisses haben sich geändert. Noch einmal „Entdecken“ drücken.
engine-broken-weights = { $network } liefert Zahlen, die keine sind. Die Gewichte scheinen beschädigt.
engine-no-images = Hier gibt es keine lesbaren Bilder, also nichts zu sortieren.
engine-one-image = Ein einzelnes Bild lässt sich nicht sortieren. Weitere in den Ordner legen.
engine-too-many-groups = { $groups } Gruppen wurden aus { $images ->
    [one] { $images } Bild
   *[other] { $images } Bildern
} verlangt. { $most } oder weniger verlangen.
engine-stopped-note = Es wurde abgebrochen.
engine-cut-off-note = Es wurde unterbrochen.

engine-look-read = { $n ->
    [one] { $n } Bild eingelesen.
   *[other] { $n } Bilder eingelesen.
}
engine-look-moved = { $n ->
    [one] { $n } Bild wurde verschoben und behielt, was dazu gesagt wurde.
   *[other] { $n } Bilder wurden verschoben und behielten, was dazu gesagt wurde.
}
engine-look-returned = { $n ->
    [one] { $n } Bild kam zurück, mit allem, was dazu gesagt wurde.
   *[other] { $n } Bilder kamen zurück, mit allem, was dazu gesagt wurde.
}
engine-look-edited = { $n ->
    [one] { $n } Bild wurde gedreht oder neu gespeichert und behielt, was dazu gesagt wurde.
   *[other] { $n } Bilder wurden gedreht oder neu gespeichert und behielten, was dazu gesagt wurde.
}
engine-look-replaced = { $n ->
    [one] { $n } Datei enthält ein anderes Bild als zuvor.
   *[other] { $n } Dateien enthalten andere Bilder als zuvor.
}
engine-look-missing = { $n ->
    [one] { $n } Bild fehlt; was dazu gesagt wurde, bleibt.
   *[other] { $n } Bilder fehlen; was dazu gesagt wurde, bleibt.
}
engine-look-away = { $n ->
    [one] { $n } Bild fehlt mit seinem ganzen Ordner: Ist ein Laufwerk getrennt?
   *[other] { $n } Bilder fehlen mit ihrem ganzen Ordner: Ist ein Laufwerk getrennt?
}
engine-look-skipped = { $n ->
    [one] { $n } Datei wurde übersprungen.
   *[other] { $n } Dateien wurden übersprungen.
}
engine-look-healed = { $n ->
    [one] Das beschädigte gespeicherte Bild von { $n } Foto wurde neu erzeugt.
   *[other] Die beschädigten gespeicherten Bilder von { $n } Fotos wurden neu erzeugt.
}
engine-look-lost = { $n ->
    [one] Das gespeicherte Bild von { $n } Foto ist beschädigt, und die Datei fehlt, um es neu zu erzeugen; die Prüfung des Projekts nennt es.
   *[other] Die gespeicherten Bilder von { $n } Fotos sind beschädigt, und die Dateien fehlen, um sie neu zu erzeugen; die Prüfung des Projekts nennt sie.
}
engine-look-empty = In diesem Ordner sind keine Bilder.
engine-look-nothing-new = { $n ->
    [one] Nichts Neues in { $n } Datei.
   *[other] Nichts Neues in { $n } Dateien.
}

edit-use = Ergebnis { $run } verwenden
edit-unname = Den Namen { $group } entfernen
edit-rename = { $group } in „{ $name }“ umbenennen
edit-merge = { $groups } mit { $into } zusammenführen
edit-move = { $n ->
    [one] { $n } Bild nach { $group } verschieben
   *[other] { $n } Bilder nach { $group } verschieben
}
edit-take-out = { $n ->
    [one] { $n } Bild aus seiner Gruppe nehmen
   *[other] { $n } Bilder aus ihren Gruppen nehmen
}
edit-new-group = { $n ->
    [one] Neue Gruppe { $name } aus { $n } Bild
   *[other] Neue Gruppe { $name } aus { $n } Bildern
}
edit-junk = { $n ->
    [one] { $n } Bild zum Ausschuss legen
   *[other] { $n } Bilder zum Ausschuss legen
}
edit-confirm = { $n ->
    [one] { $n } Bild bestätigen
   *[other] { $n } Bilder bestätigen
}
edit-unconfirm = { $n ->
    [one] Bestätigung von { $n } Bild zurücknehmen
   *[other] Bestätigung von { $n } Bildern zurücknehmen
}
edit-split = { $group } in { $n } teilen
edit-reject = { $n ->
    [one] Sagen, dass { $n } Bild nicht { $group } ist
   *[other] Sagen, dass { $n } Bilder nicht { $group } sind
}
edit-judge-right = 1 Bild als { $group } bestätigen
edit-judge-other = Sagen, dass 1 Bild aus { $group } { $other } ist
edit-judge-junk = 1 Bild aus { $group } zum Ausschuss legen
edit-link-same = Sagen, dass 2 Bilder zusammengehören
edit-link-different = Sagen, dass 2 Bilder nicht zusammengehören
edit-link-none = Vergessen, was über 2 Bilder gesagt wurde
edit-heading = { $groups } unter „{ $heading }“ stellen
edit-no-heading = { $groups } aus der Überschrift nehmen
edit-colour = { $group } färben
edit-key = { $group } die Taste { $key } geben
edit-no-key = { $group } die Taste nehmen
edit-note = Notiz zu { $group }
edit-cover = Titelbild von { $group } wählen
edit-no-cover = Zum automatischen Titelbild von { $group } zurück
edit-review = { $n ->
    [one] { $n } Bild aus { $groups } prüfen: { $right } richtig, { $wrong } falsch
   *[other] { $n } Bilder aus { $groups } prüfen: { $right } richtig, { $wrong } falsch
}
edit-look-through = { $n ->
    [one] { $n } Bild aus { $group } durchsehen: { $right } richtig, { $wrong } falsch
   *[other] { $n } Bilder aus { $group } durchsehen: { $right } richtig, { $wrong } falsch
}
edit-place = { $n ->
    [one] { $n } neues Bild einordnen
   *[other] { $n } neue Bilder einordnen
}
edit-place-none = { $n ->
    [one] Für { $n } neues Bild keine Gruppe finden
   *[other] Für { $n } neue Bilder keine Gruppe finden
}
edit-label = { $n ->
    [one] { $n } Bild als { $groups } zuordnen
   *[other] { $n } Bilder als { $groups } zuordnen
}
edit-two = { $a }, { $b }
edit-three = { $a }, { $b }, { $c }

edit-unknown-group = Es gibt keine Gruppe mit der Nummer { $group }. Vielleicht wurde sie zusammengeführt.
edit-unknown-run = Ergebnis { $run } hat keine Gruppen, die sich verwenden ließen.
edit-group-exists = Eine Gruppe mit der Nummer { $group } gibt es schon.
edit-no-parts = Ein Teilen braucht ein bis sieben neue Teile, jeder mit Bildern der Gruppe und keiner mit allen.
edit-out-of-range = { $n } liegt außerhalb: Tasten gehen von 1 bis 9, Farben von 1 bis { $colours }.
edit-linked-with-itself = Ein Bild lässt sich nur mit einem anderen verknüpfen.
edit-not-there = Dieses Bild ist nicht mehr in der Gruppe mit der Nummer { $group }.
edit-answered-twice = Zu einem Bild gibt es zwei Antworten.
edit-no-such-point = Diesen Punkt gibt es im Verlauf nicht. Er geht von 0 bis { $last }.
edit-nothing = Das würde nichts ändern.
edit-unreadable = Das Journal enthält einen Eintrag, den diese Version nicht kennt. Vielleicht schrieb ihn ein neuerer Gleaner.

checked-not-yet = noch nicht geprüft
checked-each = { $right } von { $n } richtig: { $share } (alle geprüft)
checked-sample = { $right } von { $n } richtig: { $share } ({ $low } bis { $high } %)
checked-interval = { $share } ({ $low } bis { $high } %)
checked-none = Nicht geprüft: Wie viele Zuordnungen richtig sind, ist nicht bekannt.
checked-groups = { $n ->
    [one] Geprüft: mindestens { $least } richtig in { $proven } von { $n } Gruppe.
   *[other] Geprüft: mindestens { $least } richtig in { $proven } von { $n } Gruppen.
}
checked-overall = Insgesamt { $share }.
checked-all = Das gilt für alle Zuordnungen des Projekts.
checked-without = { $n ->
    [one] { $n } Gruppe ist noch nicht geprüft.
   *[other] { $n } Gruppen sind noch nicht geprüft.
}

export-wrote-labels = { $n ->
    [one] { $n } Zuordnung nach { $path } geschrieben.
   *[other] { $n } Zuordnungen nach { $path } geschrieben.
}
export-wrote-images = { $n ->
    [one] { $n } Bild nach { $path } geschrieben.
   *[other] { $n } Bilder nach { $path } geschrieben.
}
export-unread = der Fotoordner wurde nicht gelesen; ob seine Dateien noch die sind, die benannt wurden, ist nicht geprüft
export-stranger = die Fotos in { $path } wurden nicht gelesen, weil das Projekt auf diesem Rechner nicht bekannt ist; ohne sie lassen sich nur Tabellen schreiben
export-not-there = { $n ->
    [one] { $n } genannte Datei ist gerade nicht da.
   *[other] { $n } genannte Dateien sind gerade nicht da.
}
export-changed = { $n ->
    [one] { $n } Bild änderte sich nach der Zuordnung; diese wurde nicht geschrieben.
   *[other] { $n } Bilder änderten sich nach der Zuordnung; diese wurden nicht geschrieben.
}
export-stale = { $n ->
    [one] { $n } Datei ist nicht mehr, was zuletzt eingelesen wurde, und fehlt im Export ({ $some }): den Ordner neu einlesen.
   *[other] { $n } Dateien sind nicht mehr, was zuletzt eingelesen wurde, und fehlen im Export ({ $some }{ $more ->
        [0] {""}
       *[other] {" "}und { $more } weitere
    }): den Ordner neu einlesen.
}
export-guarded = { $n ->
    [one] { $n } Zelle, die eine Tabellenkalkulation ausrechnen würde, beginnt mit einem '.
   *[other] { $n } Zellen, die eine Tabellenkalkulation ausrechnen würde, beginnen mit einem '.
}
export-missing = { $n ->
    [one] { $n } zugeordnetes Bild fehlt und wurde ausgelassen.
   *[other] { $n } zugeordnete Bilder fehlen und wurden ausgelassen.
}

checkup-whole = Alles ist heil.
checkup-worth-knowing = { $n ->
    [one] Alles ist heil. { $n } Sache ist wissenswert.
   *[other] Alles ist heil. { $n } Sachen sind wissenswert.
}
checkup-wrong = { $n ->
    [one] Mit diesem Projekt stimmt { $n } Sache nicht.
   *[other] Mit diesem Projekt stimmen { $n } Sachen nicht.
}
checkup-and-more = { $names } und { $n } weitere
checkup-unreadable-help = von hier aus lässt sich darin nichts reparieren
checkup-problems = Die Datenbank findet Fehler in sich: { $list }.
    .indices = `gleaner doctor PROJECT --repair` baut ihre Indizes neu; keine Zeile geht verloren
    .help = `gleaner doctor PROJECT --repair` baut ihre Indizes neu; hilft das nicht, wird nichts geändert: das Projekt aus einer Kopie zurückholen, oder es umbenennen und den Fotoordner neu öffnen, was ein neues Projekt ohne seine Zuordnungen macht
checkup-orphans = { $n ->
    [one] { $n } Ergebnis oder Runde gehört zu nichts, was gelistet ist.
   *[other] { $n } Ergebnisse und Runden gehören zu nichts, was gelistet ist.
}
    .help = `gleaner doctor PROJECT --repair` entfernt sie
checkup-images = { $n ->
    [one] { $n } Bildzeile lässt sich nicht lesen: { $list }. Das Projekt öffnet sich damit nicht.
   *[other] { $n } Bildzeilen lassen sich nicht lesen: { $list }. Das Projekt öffnet sich damit nicht.
}
    .help = schrieb sie ein neuerer Gleaner, diesen installieren; sonst leert `gleaner doctor PROJECT --repair` sie, behält die Zuordnungen, und `gleaner update PROJECT` liest die Dateien neu
checkup-double = Zwei Bilder sollen an einem Pfad liegen: { $list }.
    .help = `gleaner doctor PROJECT --repair` behält dort das neuere, das andere wartet auf seine Datei
checkup-replaces = { $n ->
    [one] { $n } Bild soll den Platz eines Bildes eingenommen haben, das es nicht gibt: { $list }.
   *[other] { $n } Bilder sollen den Platz von Bildern eingenommen haben, die es nicht gibt: { $list }.
}
    .help = `gleaner doctor PROJECT --repair` vergisst das
checkup-beyond = Bilder haben Nummern, die nie vergeben wurden: { $list }.
    .help = ihre Zuordnungen könnten für die späterer Bilder gehalten werden; das Projekt wenn möglich aus einer Kopie zurückholen
checkup-changes = { $n ->
    [one] { $n } Änderung im Journal lässt sich nicht lesen oder passt nicht: { $list }. Das Projekt öffnet sich damit nicht.
   *[other] { $n } Änderungen im Journal lassen sich nicht lesen oder passen nicht: { $list }. Das Projekt öffnet sich damit nicht.
}
    .help = schrieb sie ein neuerer Gleaner, diesen installieren; sonst verschiebt `gleaner doctor PROJECT --repair` sie in eine Datei neben der Datenbank und behält alle anderen
checkup-strange = Änderungen nennen Bilder, die es nicht gibt: { $list }.
checkup-rows-lost = nichts Gezeigtes hängt daran, aber Zeilen der Bildtabelle gingen verloren: das Projekt wenn möglich aus einer Kopie zurückholen
checkup-run = Ergebnis { $run } lässt sich nicht lesen ({ $why }). Das Projekt öffnet sich damit nicht.
    .help = schrieb es ein neuerer Gleaner, diesen installieren; sonst setzt `gleaner doctor PROJECT --repair` übliche Einstellungen anstelle des Unlesbaren
checkup-epochs = { $n ->
    [one] { $n } Runde von Ergebnis { $run } lässt sich nicht lesen. Das Projekt öffnet sich damit nicht.
   *[other] { $n } Runden von Ergebnis { $run } lassen sich nicht lesen. Das Projekt öffnet sich damit nicht.
}
    .help = `gleaner doctor PROJECT --repair` entfernt sie; sie werden nur als Kurven gezeichnet
checkup-groups = Die Gruppen von Ergebnis { $run } sind beschädigt: { $why }.
    .file = `gleaner doctor PROJECT --repair` nimmt sie aus der Datei des Ergebnisses
    .help = auch die Datei des Ergebnisses hat sie nicht; `gleaner doctor PROJECT --repair` hält das Ergebnis für unfertig
checkup-run-images = Die Bilderliste von Ergebnis { $run } ist beschädigt: { $why }.
    .help = `gleaner doctor PROJECT --repair` nimmt sie aus der Datei des Ergebnisses
checkup-run-unknown = { $n ->
    [one] Ergebnis { $run } nennt { $n } Bild, das es nicht gibt.
   *[other] Ergebnis { $run } nennt { $n } Bilder, die es nicht gibt.
}
checkup-arrays = Ergebnis { $run }: { $why }.
checkup-no-stage = Dem Ergebnis in { $path } fehlt die behaltene Stufe ({ $stage }). Die Zuordnungen bleiben; erneutes Entdecken bringt Nachbarn und Wahrscheinlichkeiten zurück.
checkup-noted = `gleaner doctor PROJECT --repair` vermerkt das beim Ergebnis
checkup-base = Ergebnis { $run } lernte auf den Merkmalen von Ergebnis { $base }, das es nicht gibt.
    .help = `gleaner doctor PROJECT --repair` vermerkt das beim Ergebnis; die Zuordnungen bleiben: erneutes Entdecken bringt Nachbarn und Wahrscheinlichkeiten zurück
checkup-no-base = Auf den Merkmalen welches Ergebnisses Ergebnis { $run } lernte, ist nicht mehr bekannt.
checkup-pixels = { $n ->
    [one] { $n } Bild verlor Vorschaubild oder Lernbild: { $list }.
   *[other] { $n } Bilder verloren Vorschaubild oder Lernbild: { $list }.
}
    .help = `gleaner doctor PROJECT --repair` macht sie neu aus den Fotos; Zuordnungen bleiben unberührt
checkup-unread = Der Fotoordner { $folder } wurde nicht angesehen, weil das Projekt auf diesem Rechner nicht bekannt ist.
checkup-folder = Der Fotoordner { $folder } ist nicht da.
    .help = ist das Laufwerk angeschlossen? Zuordnungen und Vorschaubilder bleiben
checkup-files = { $n ->
    [one] { $n } Datei hat sich seit dem letzten Einlesen geändert oder fehlt: { $list }.
   *[other] { $n } Dateien haben sich seit dem letzten Einlesen geändert oder fehlen: { $list }.
}
    .help = `gleaner update PROJECT` liest neu ein
checkup-left-runs = Es gibt Ordner von Ergebnissen, die nie begonnen wurden: { $list }.
    .help = harmlos; `gleaner doctor PROJECT --repair` entfernt sie, `gleaner compact PROJECT` auch
checkup-left-files = Es gibt Dateien, die nie fertig wurden: { $list }.
checkup-left-features = Es gibt Merkmaldateien, die sich nicht lesen lassen: { $list }.
repair-before-that = { $why } Davor: { $done }
backup-none = { $path } hat keine Kopien seiner Datenbank
backup-unknown = es gibt keine Kopie { $name }; vorhanden sind: { $list }

archive-size = { $n ->
    [one] { $n } Datei, { $size }
   *[other] { $n } Dateien, { $size }
}
archive-inside = Ein Archiv kann nicht in dem Projekt liegen, aus dem es stammt. Einen anderen Ort wählen.
archive-compacted = Das Projekt wurde inzwischen verdichtet. Noch einmal archivieren.
archive-none = { $path } ist kein Archiv eines Gleaner-Projekts.
archive-newer = { $path } schrieb ein neuerer Gleaner (Archivformat { $format }; dieser kennt { $known }). Die neueste Version installieren.
archive-unread = Das Projekt lässt sich nicht lesen: { $why }
archive-there = { $path } gibt es schon. Einen anderen Namen wählen.
archive-damaged = { $path } ist beschädigt ({ $why }). Nichts wurde wiederhergestellt. Die Datei noch einmal kopieren.
archive-moved-on = { $path } lässt sich nicht lesen. Falls gerade am Projekt gearbeitet wird, noch einmal archivieren ({ $why }).
archive-cannot-read = { $path } lässt sich nicht lesen: { $why }
archive-cannot-write = { $path } lässt sich nicht schreiben: { $why }
archive-cannot-use = { $path } lässt sich nicht verwenden: { $why }

labels-in = In { $path }: { $why }.
labels-no-folders = Kein Bild liegt in einem Ordner seiner Klasse, also sagen Ordnernamen nichts.
labels-no-class = Es gibt keine Klasse { $name }; es gibt { $names }.
engine-no-result-yet = Es gibt noch kein Ergebnis. Erst müssen Gruppen gefunden werden.
engine-no-thumbnail = Das Vorschaubild lässt sich nicht lesen.

resolve-id-and-name = { $text } ist die Nummer einer Gruppe und der Name einer anderen ({ $id }). Diese erst über ihre Nummer umbenennen.
resolve-no-groups = Es gibt keine Gruppe { $text }; es gibt noch keine.
resolve-no-group = Es gibt keine Gruppe { $text }; es gibt { $list }.
resolve-no-group-of-many = Es gibt keine Gruppe { $text }; es gibt { $n }; `gleaner clusters` listet sie.
resolve-skipped = { $path } wurde übersprungen: { $why }.
resolve-no-image = Es gibt kein Bild { $text }; den Pfad relativ zum Fotoordner angeben oder die Nummer.
resolve-unclear = { $why }.

network-unknown = Kein Netz heißt { $name }. Es gibt { $names }.
network-not-here = { $name } ist nicht auf diesem Computer.
network-by-hand = { $name } wird von Hand geholt von { $page }.

sheet-proven = { $group } ist zu mindestens { $share } als richtig belegt; --sample fragt nach mehr.
sheet-decided = Über jedes Bild von { $group } hat schon jemand entschieden.
sheet-no-groups = Es gibt noch keine Gruppen.
sheet-nothing-left = Nichts ist mehr zu fragen: Jede Gruppe ist geprüft oder von Menschen entschieden.
sheet-unread = { $path }: { $why }; nichts wurde geändert.
sheet-not-changed = { $why }; nichts wurde geändert.

words-unknown-to = { $name } kennt keine Wörter.
words-busy = Die Bilder werden gerade sortiert; danach herunterladen.
engine-words-known = { $n ->
    [one] { $n } Bild lässt sich jetzt mit freien Wörtern suchen.
   *[other] { $n } Bilder lassen sich jetzt mit freien Wörtern suchen.
}

engine-sure-sum = { $sum } sicher: { $parts }, die Summe über die { $n } Gruppen des Ergebnisses, aus denen diese Gruppe zusammengeführt wurde.
engine-sure-unknown = Wie sicher, ist nicht bekannt: Das Ergebnis sagt nichts über dieses Bild in dieser Gruppe.

edit-name-long = Ein Name hat höchstens { $most } Zeichen; „{ $begin }…“ hat { $n }. Nichts wurde geändert.
