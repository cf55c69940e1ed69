# Dialoge

sure-confirm = Bilder bestätigen
sure-confirm-question = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} bestätigen?
sure-confirm-yes = { $n } bestätigen
sure-unconfirm = Bestätigungen zurücknehmen
sure-unconfirm-question = { $n ->
    [one] { $n } Bestätigung
   *[other] { $n } Bestätigungen
} zurücknehmen?
sure-unconfirm-yes = { $n } zurücknehmen
sure-junk = Bilder zum Ausschuss legen
sure-junk-question = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} zum Ausschuss legen?
sure-junk-yes = { $n } zum Ausschuss
sure-take-out = Bilder herausnehmen
sure-take-out-question = { $n ->
    [one] { $n } Bild aus seiner Gruppe
   *[other] { $n } Bilder aus ihren Gruppen
} nehmen?
sure-take-out-yes = { $n } herausnehmen
sure-move = Bilder verschieben
sure-move-question = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} nach { $name } verschieben?
sure-move-yes = { $n } nach { $name } verschieben
sure-new = Neue Gruppe
sure-new-question = „{ $name }“ zu einer Gruppe aus { $n ->
    [one] { $n } Bild
   *[other] { $n } Bildern
} machen?
sure-new-yes = Gruppe aus { $n } machen
sure-reject = Nicht diese Gruppe
sure-reject-question = Sagen, dass { $n ->
    [one] { $n } Bild nicht { $name } ist
   *[other] { $n } Bilder nicht { $name } sind
}?
sure-reject-yes = { $n } herausnehmen
sure-label = Zuordnen
sure-label-question = { $n ->
    [one] { $n } Bild so zuordnen, wie es
   *[other] { $n } Bilder so zuordnen, wie sie
} angeboten werden?
sure-label-yes = { $n } zuordnen
sure-several = Bilder ändern
sure-several-question = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} ändern?
sure-several-yes = { $n } ändern
sure-yes =
    .tip = Enter. Rückgängig nimmt es zurück.
sure-cancel = Abbrechen
    .tip = Ändert nichts (Esc)
sure-nothing = Jedes Bild ist ausgelassen.
sure-least = { $n ->
    [one] Dieses ist das unsicherste.
   *[other] Diese { $n } sind die unsichersten.
} Anklicken, was ausgelassen werden soll.
sure-best-placed = { $n ->
    [one] Dieses passt am besten dorthin, wo es ist.
   *[other] Diese { $n } passen am besten dorthin, wo sie sind.
} Anklicken, was ausgelassen werden soll.
sure-more = { $n } weitere zeigen
sure-in-group = { $n } in { $name }
sure-in-no-group = { $n } ohne Gruppe
sure-in-others = { $n } anderswo
sure-places = Jetzt: { $places }.
sure-places-decided = Jetzt: { $places }. Über { $n } davon war schon entschieden.
sure-best-stays = Das beste Bild { $n ->
    [one] des Satzes
   *[other] von jedem der { $n } Sätze
} bleibt.
sure-confirmed = bestätigt
sure-placed = von Hand dorthin gelegt
sure-nowhere = ohne Gruppe
sure-unknown = nicht bekannt
sure-share = { $share } sicher
sure-leave-out = Ein Klick lässt es aus
sure-take-in = Ausgelassen: Ein Klick nimmt es wieder auf
dialogs-browse = Durchsuchen…

archive-title = Dieses Projekt archivieren
archive-what = Zuordnungen, Verlauf, Ergebnisse und Vorschaubilder kommen in eine Datei, zum Aufheben oder für einen anderen Computer.
archive-photos = Die Fotos sind nicht darin: ihren Ordner mitkopieren. Währenddessen lässt sich weiterarbeiten.
archive-file = Datei
archive-path = Wohin schreiben
archive-never-replaces = Eine vorhandene Datei wird nie ersetzt. `gleaner unarchive` macht aus einem Archiv ein Projekt.
archive-is-there = Eine Datei dieses Namens gibt es schon. Einen anderen Namen wählen.
archive-write = Archiv schreiben
archive-say-where = Erst angeben, wohin geschrieben werden soll.

stranger-title = Ein Projekt, das hier neu ist
stranger-question = „{ $name }“ ist auf diesem Rechner nicht bekannt
stranger-where = Seine Fotos sollen hier liegen:
stranger-why = Ein Projekt kann jeden Ordner nennen. Dort wurde noch nichts angesehen. Die Fotos nur lesen, wenn bekannt ist, von wem das Projekt stammt.
stranger-read = Fotos lesen
    .tip = Das Projekt öffnen und seine Fotos dort lesen. Danach wird nicht mehr gefragt.
stranger-needed = Dafür werden seine Fotos gebraucht, und dort wurde noch nichts angesehen. Nur lesen, wenn bekannt ist, von wem das Projekt stammt.
stranger-look = Ohne Fotos öffnen
    .tip = Gruppen, Namen und kleine Bilder ansehen. Im Fotoordner wird nichts gelesen.
stranger-other = Anderen Ordner wählen…
    .tip = Das Projekt mit den Fotos an einem anderen Ort öffnen.
stranger-cancel =
    .tip = Nichts lesen. Was geöffnet ist, bleibt geöffnet.
locate-title = Wo die Bilder jetzt sind
locate-what = Das Projekt geht mit den Bildern dort weiter: Was gesagt wurde, bleibt bei jedem Bild.
locate-how = Dieses System zeigt keinen Dateidialog: den Pfad des Ordners eintippen oder einfügen.
locate-path = Pfad des Ordners
locate-name = Wo die Bilder jetzt sind
locate-go = Dort weitermachen
locate-type = Erst einen Pfad eintippen.
locate-nowhere = Diesen Ordner gibt es nicht. Den Pfad prüfen.

results-list = Ergebnisse
results-none = Es gibt noch kein Ergebnis. „Entdecken“ macht eines.
results-about = Eigene Namen, Zusammenführungen, Verschiebungen und Bestätigungen bleiben, wenn ein anderes Ergebnis verwendet wird.
results-title = Ergebnis { $n }
results-in-use = in Gebrauch
results-use = Dieses Ergebnis verwenden
    .tip = Zeigt stattdessen die Gruppen dieses Ergebnisses. Lässt sich rückgängig machen.
    .name = Ergebnis { $n } verwenden
results-unfinished = unterbrochen
results-failed = misslungen
results-why = Warum?
results-suggested = eine vorgeschlagene Zahl von Gruppen
results-took = dauerte { $time }
results-stage = STUFE
results-time = ZEIT
results-rate = BILDER/S
results-kept = { $stage } (behalten)
results-processor = dem Prozessor
results-made-with = Mit Gleaner { $version } auf { $device } gemacht.
results-accuracy = Genauigkeit
results-neighbour-purity = Reinheit
results-neighbours-agree = Nachbarn einig
results-groups-in-use = Gruppen
results-as-kmeans = wie k-means

compare-title = Was das neue Ergebnis ändern würde
compare-why = Warum sind diese besser?
compare-in-grid = Im Raster zeigen
    .tip = Zeigt alle Bilder, die es verschieben würde. Noch wird nichts verschoben.
compare-would-move = Das neue Ergebnis würde diese verschieben
move-title = Bilder verschieben
move-title-new = Neue Gruppe
move-title-merge = Zusammenführen mit
move-title-answer = Welche Gruppe?
move-find = Eine Gruppe nach ihrem Namen finden
move-new-name = Name der neuen Gruppe
move-empty = Eine leere Gruppe: Bilder lassen sich hineinschieben, hineinziehen oder beim Prüfen zuordnen.
move-images = { $n ->
    [one] { $n } Bild. Es bleibt dort, auch wenn neu entdeckt wird.
   *[other] { $n } Bilder. Sie bleiben dort, auch wenn neu entdeckt wird.
}
move-answer = Einen Teil des Namens eintippen. Ein Name ohne Gruppe macht eine neue.
move-group = Womit „{ $name }“ zusammengeführt wird. Danach kommt eine Vorschau.
move-nearest = Ähnlichste zuerst
move-nearest-pending = Ähnlichste werden gesucht…
move-none = Keine Gruppe hat so einen Namen.
move-type-name = Einen Namen eintippen, dann Enter.
move-new-group = Neue Gruppe „{ $name }“
move-to = Nach { $name }
move-to-maybe = Nach { $name }, vielleicht { $maybe }

merge-title = Gruppen zusammenführen
merge-keep-name = Diesen Namen behalten
merge-keep-name-of = Den Namen { $name } behalten
merge-typical = AM TYPISCHSTEN
merge-doubtful = AM ZWEIFELHAFTESTEN
merge-none-doubtful = Keines schwankt zwischen zwei Gruppen.
merge-sum = { $parts } = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
merge-becomes = „{ $name }“: { $sum }
merge-detail = { $n ->
    [one] { $n } Gruppe bleibt.
   *[other] { $n } Gruppen bleiben.
} { $confirmed ->
    [0] Keines der Bilder ist bestätigt.
    [one] { $confirmed } der Bilder ist bestätigt und bleibt es.
   *[other] { $confirmed } der Bilder sind bestätigt und bleiben es.
}
merge-button = Zusammenführen
    .tip = Macht eine Gruppe daraus. Lässt sich rückgängig machen (Enter).

history-empty = Noch wurde nichts geändert. Jeder Name, jedes Teilen, Zusammenführen, Verschieben und Bestätigen wird hier stehen.
history-how = { $n ->
    [one] { $n } Änderung
   *[other] { $n } Änderungen
}, neueste zuerst. Ein Klick geht in einem Schritt dorthin.
history-taken-back = { $n ->
    [one] { $n } Änderung
   *[other] { $n } Änderungen
} über „jetzt“ lassen sich wiederholen.
history-set-aside = „Beiseite“ ist, was getan war, bevor zurückgegangen und anderes getan wurde. Nichts davon ist verloren: Ein Klick holt es zurück und legt beiseite, was stattdessen getan wurde.
history-filter = Änderungen filtern
    .tip = Listet nur Änderungen, deren Wortlaut dies enthält
history-none = Keine Änderung enthält „{ $words }“.
history-beginning = Der Anfang
history-now = Jetzt: { $words }
history-back-to = Zurück zu: { $words }
history-forward-to = Vor zu: { $words }
history-bring-back = Zurückholen: { $words }
history-is-now = jetzt
history-is-taken-back = rückgängig
history-is-set-aside = beiseite
history-like-this = So ist es jetzt.
history-takes-back = Macht { $n ->
    [one] { $n } Änderung
   *[other] { $n } Änderungen
} rückgängig.
history-makes-again = Wiederholt { $n ->
    [one] { $n } Änderung
   *[other] { $n } Änderungen
}.
history-takes-back-and-makes = Macht { $back ->
    [one] { $back } Änderung
   *[other] { $back } Änderungen
} rückgängig und wiederholt { $again ->
    [one] { $again } andere
   *[other] { $again } andere
}.

split-title = Gruppe teilen
split-parts = Teile
split-number = Zahl der Teile
    .tip = Nach wie vielen Teilen gesucht wird (Pfeile links und rechts). Vor dem Teilen ändert sich nichts.
split-pending = { $n ->
    [one] { $n } Teil wird gesucht…
   *[other] { $n } Teile werden gesucht…
}
split-missing = Sie lässt sich nicht teilen: { $why }
split-all-alike = Die Bilder lassen sich nicht unterscheiden: Was sie zeigen, ist überall gleich.
split-only = { $n ->
    [one] Nur { $n } Teil lässt sich unterscheiden.
   *[other] Nur { $n } Teile lassen sich unterscheiden.
}
split-part = Teil { $n }
split-name-of = Name von Teil { $n }
split-keeps-name = behält den Namen ·
split-size = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}, { $share }
split-confirm = Diese bestätigen
    .tip = Sagt, dass alle Bilder dieses Teils zusammengehören. Sonst wird der Teil später geprüft.
split-confirm-of = Teil { $n } bestätigen
split-button = In { $n } teilen
    .tip = Macht die Teile zu eigenen Gruppen. Lässt sich rückgängig machen (Enter).
    .pending = Die Teile sind noch nicht da

labels-title = Zuordnungen übernehmen
labels-from = Zuordnungen aus
labels-folders = Ordnernamen
    .about = Der erste Ordner jedes Bildes unter dem, in dem alle Bilder liegen.
labels-table = Einer Tabelle
    .about = CSV oder JSON-Zeilen, mit file_name und label.
labels-table-format = Eine CSV- oder JSON-Zeilen-Datei mit den Spalten file_name und label; Pfade relativ zum Ordner.
labels-path = Pfad einer Tabelle
    .hint = Pfad einer Tabelle, dann Enter
labels-reading = Wird gelesen…
labels-classes = Klassen
labels-class = { $n ->
    [one] { $name }, { $n } Bild
   *[other] { $name }, { $n } Bilder
}
labels-new = neu
labels-known = eine Gruppe heißt so
labels-without = { $n ->
    [one] { $n } Bild ohne Klasse bleibt, wie es ist.
   *[other] { $n } Bilder ohne Klasse bleiben, wie sie sind.
}
labels-none-ticked = Keine Klasse ist angekreuzt.
labels-safe = Die Bilder bleiben, wie sie sind; kein späteres Ergebnis ändert diese Zuordnungen.
labels-take = Diese Zuordnungen übernehmen
    .tip = Bestätigt die Bilder in Gruppen dieser Namen; eine Änderung, lässt sich rückgängig machen (Enter)
    .nothing = Es würde nichts ändern

mark-heading = Überschrift
mark-heading-of = Die Überschrift, unter der { $what } in der Liste steht.
mark-heading-name = Die Überschrift
mark-heading-put = Dorthin stellen
    .tip = Eine neue Überschrift entsteht von selbst (Enter)
mark-headings = ÜBERSCHRIFTEN
mark-colour = Farbe
mark-colour-of = Von { $name }, überall wo sie gezeichnet wird.
mark-key = Taste
mark-key-of = Im Raster legt sie die ausgewählten Bilder in { $name }. Sie drücken oder eine wählen:
mark-key-this = Taste { $key }: diese hier
mark-key-this-tip = Sie hat diese Taste
mark-key-other = Taste { $key }: { $name }
mark-key-other-tip = Nimmt { $name } die Taste
mark-key-free = Taste { $key }
mark-key-free-tip = Keine Gruppe hat diese Taste
mark-key-none = Keine Taste
    .tip = Nimmt ihr die Taste
mark-note = Notiz
mark-note-on = Zu { $name }: für sich selbst und alle, die mitarbeiten.
mark-note-name = Notiz zur Gruppe
mark-note-save = Notiz speichern
    .tip = Eine leere Notiz wird entfernt
    .off = Sie ist unverändert

missing-none = Kein Bild fehlt im Ordner.
missing-title = { $n ->
    [one] { $n } Bild fehlt
   *[other] { $n } Bilder fehlen
} im Ordner. Über keines war entschieden.
missing-title-one = 1 Bild fehlt im Ordner. Darüber war entschieden.
missing-title-all = { $n } Bilder fehlen im Ordner. Über alle war entschieden.
missing-title-some = { $n } Bilder fehlen im Ordner. Über { $decided } davon war entschieden.
missing-what = Sie sind in keinem Export. Kommt eine Datei zurück, unter welchem Namen auch immer, dann auch, was dazu gesagt wurde.
missing-by-you = { $name }, von Hand
missing-forget = Aus dem Projekt nehmen…
    .tip = Fragt vorher noch einmal. Keine Datei wird angerührt.
missing-yes = Herausnehmen
missing-busy = Sobald nichts anderes läuft
missing-keep = Behalten
missing-copy = Liste kopieren
    .tip = Kopiert Pfade und Gruppen als Tabelle
lists-copy-tip = Kopiert Pfade und Gründe als Tabelle
lists-untouched = Die Dateien selbst wurden nicht angerührt.
lists-retry = Noch einmal versuchen
    .tip = Liest die Dateien noch einmal, bei denen Gleaner endete

check-waits = Geprüft wird, wenn die laufende Arbeit fertig ist.
check-not-yet = Das Projekt wurde noch nicht geprüft.
check-again = Noch einmal prüfen
    .off = Sobald die Arbeit fertig ist
check-at-work = Alles im Projekt wird geprüft. Dieses Fenster lässt sich schließen: Eine Meldung sagt, was sich fand.
check-progress = Fortschritt der Prüfung
check-getting-ready = Wird vorbereitet
check-stop = Abbrechen
    .tip = Nichts wurde geändert.
check-entries = { $n ->
    [one] { $n } Eintrag des Journals
   *[other] { $n } Einträge des Journals
}
check-results = { $n ->
    [one] { $n } Ergebnis
   *[other] { $n } Ergebnisse
}
check-looked-at = { $what } wurden geprüft.
check-wrong = Falsch
check-changed = Geändert
check-harmless = Harmlos
check-helps = Was hilft: { $what }.
check-rescan = den Ordner neu einlesen
check-repair = Repariert wird ein geschlossenes Projekt, nach einer Kopie seiner Datenbank.
check-copy-repair = Befehl zum Reparieren kopieren
check-compact = Platz, den das Projekt nicht braucht, wird dem Datenträger zurückgegeben, solange es geschlossen ist.
check-copy-compact = Befehl zum Verdichten kopieren
check-backups = { $n ->
    [one] Eine Kopie der Beschriftungen ist da: { $list }. Zurück zu ihr, bei geschlossenem Gleaner:
   *[other] { $n } Kopien der Beschriftungen sind da: { $list }. Zurück zu einer, bei geschlossenem Gleaner:
}
check-copy-restore = Befehl zum Wiederherstellen kopieren
check-in-a-terminal = Dieses Fenster schließen, dann in einem Terminal ausführen:

export-unnamed = { $n } von { $all ->
    [one] { $all } Gruppe
   *[other] { $all } Gruppen
} { $n ->
    [one] hat keinen Namen
   *[other] haben keinen Namen
}
export-name-of = Name von { $name }
export-suggested = „{ $name }“ nennen
    .tip = Nimmt diesen Namen; umbenannt wird erst beim Schreiben
export-suggested-all = Alle { $n } Vorschläge nehmen
    .tip = Nimmt für jede Gruppe ohne Namen den vorgeschlagenen; umbenannt wird erst beim Schreiben
export-merge = Mit „{ $name }“ zu einer Gruppe machen
export-keep-both = Eine Gruppe dieses Namens gibt es schon. Diese wird „{ $name }“ heißen.
export-left = { $n ->
    [one] Ohne Namen heißt sie { $names }.
   *[other] Ohne Namen heißen sie { $names }.
}
export-left-many = { $n } Gruppen ohne Namen behalten ihre Nummern, wie „{ $first }“.
export-format = Format
export-csv = CSV-Tabelle
    .about = Eine Zeile je Bild: Datei, Gruppe, wie sicher, wer entschied.
export-jsonl = JSON-Zeilen
    .about = Dasselbe, ein JSON-Objekt je Zeile.
export-folders = Ordner
    .about = Ein Ordner je Gruppe, wie Trainingsprogramme sie lesen.
export-folder = Neuer Ordner
export-file = Datei
export-where = Wohin schreiben
export-browse = Durchsuchen…
export-put = Hineinlegen
export-link = Was in die Ordner kommt
export-copies = Kopien der Bilder
export-hard-links = Harte Verknüpfungen (kein Platz, selber Datenträger)
export-symbolic-links = Symbolische Verknüpfungen (kein Platz)
export-mark = Für Excel: mit einer Markierung (BOM) beginnen
    .tip = Excel liest Umlaute und andere Schriften dann richtig. Andere Programme brauchen das nicht.
export-raw = Namen genau so, wie sie sind
    .tip = Ohne dies beginnt ein Name, den eine Tabellenkalkulation ausrechnen würde, etwa =1+1, mit einem '. Gleaner liest beides.
export-which = Welche Zuordnungen
export-confirmed-only = Nur von Hand Bestätigtes oder Gelegtes
export-sure-before = Sonst nur, wenn das Ergebnis mindestens
export-least-sure = Mindestsicherheit
export-sure-after = sicher ist
export-all = { $n ->
    [one] Die eine vorhandene Zuordnung.
   *[other] Alle { $n } Zuordnungen.
}
export-some = { $n } von { $all } Zuordnungen; { $left ->
    [one] { $left } Bild wird ausgelassen
   *[other] { $left } Bilder werden ausgelassen
}.
export-some-folders = { $n } von { $all } Zuordnungen; { $left ->
    [one] { $left } Bild kommt nach _unlabeled
   *[other] { $left } Bilder kommen nach _unlabeled
}.
export-replace = Vorhandenes ersetzen
export-none = Keine Zuordnung ist so sicher; die Grenze senken.
export-nowhere = Angeben, wohin geschrieben werden soll.
export-refused = Das Ersetzen erlauben oder einen anderen Namen wählen.
export-safe = Die Bilder bleiben, wie sie sind.
export-write = { $n ->
    [one] { $n } Zuordnung schreiben
   *[other] { $n } Zuordnungen schreiben
}
    .tip = Enter
export-nothing-yet = Noch wurde nichts geschrieben
export-even-so = Trotzdem ersetzen

title-open = Ordner öffnen
title-skipped = Übersprungene Dateien
title-missing = Fehlende Bilder
title-history = Verlauf
title-export = Zuordnungen exportieren
title-check = Dieses Projekt prüfen

## Bevor ein Ergebnis zurückgenommen wird

take-back-title = Ergebnis zurücknehmen
take-back-question = Ergebnis { $run } zurücknehmen?
take-back-nothing = { $n ->
    [one] Die jetzige Gruppe verschwindet
   *[other] Alle { $n } Gruppen verschwinden
}; dann ist kein Bild in einer Gruppe.
take-back-result = { $n ->
    [one] Die jetzige Gruppe verschwindet
   *[other] Die jetzigen { $n } Gruppen verschwinden
}; die von Ergebnis { $run } kommen wieder, wie sie damals waren.
take-back-before = { $n ->
    [one] Die jetzige Gruppe verschwindet
   *[other] Die jetzigen { $n } Gruppen verschwinden
}; die Bilder sind gruppiert wie vor Ergebnis { $run }.
take-back-changes = { $n } Änderungen werden in einem Schritt zurückgenommen.
take-back-redo = Nichts geht verloren: Wiederholen ({ $key }) bringt alle Gruppen mit ihren Namen zurück.
take-back-yes = Zurücknehmen
