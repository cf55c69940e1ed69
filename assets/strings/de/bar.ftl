# Die obere Zeile, das Suchfeld und die Leisten

bar-menu = Menü
bar-menu-places = Fotos: { $folder }
    Projekt: { $project }
bar-tab-images = Bilder
bar-tab-review = Prüfen
bar-tab-quality = Qualität
bar-tab-export = Export
bar-tab-detail = { $name }, { $detail }
bar-tab-at-work = { $name }, läuft
bar-tab-done = { $name }, fertig
bar-tab-review-tip = { $confirmed } von { $labelled } Bildern bestätigt. Prüfen zeigt ein Bild nach dem anderen; einzelne Tasten antworten.
bar-tab-exported = Die Zuordnungen sind exportiert, wie sie jetzt sind. Ein Klick exportiert sie noch einmal.
bar-next-discover = Entdecken
bar-next-name = Gruppen benennen
bar-next-review = Prüfen
    .name = Als Nächstes: Prüfen
bar-next-export = Exportieren
    .name = Als Nächstes: Exportieren
bar-undo-what = { $key }: { $what }
bar-undo-nothing = { $key }: noch nichts geändert
bar-redo-nothing = { $key }: nichts rückgängig gemacht

bar-search = Suche
bar-search-hint = Gruppen, Bilder, Filter suchen
    .short = Suchen
bar-search-hint-actions = Aktionen suchen
bar-search-clear = Suchfeld leeren
    .tip = Zeigt wieder alles
bar-search-similar = Ähnlich wie { $name }
bar-search-words-title = „{ $words }“
bar-search-built-in = { $title } nach dem, was das eingebaute Netz kennt
bar-search-groups = Gruppen
bar-search-images = Bilder
bar-search-terms = Filtern
bar-search-actions = Aktionen
bar-search-actions-how = > eintippen findet jede Aktion
bar-search-go = Zu { $name } gehen
bar-search-find-words = Bilder von „{ $words }“ finden
bar-search-only = Nur Bilder, auf die { $terms } passt
bar-search-only-path = Nur Bilder mit „{ $text }“ im Pfad
bar-search-save = Diesen Filter speichern…
bar-search-only-where = in { $name }
bar-search-not-now = { $name }. Jetzt nicht: { $why }
bar-search-with-detail = { $name }, { $detail }
bar-search-nothing = Nichts heißt so. Weniger Buchstaben finden mehr.

bar-shelf-keep-best = { $n ->
    [one] Das beste aus { $n } Satz behalten, den Rest zum Ausschuss
   *[other] Das beste aus { $n } Sätzen behalten, den Rest zum Ausschuss
}
bar-shelf-keep-best-selected = Das beste der ausgewählten Sätze behalten, den Rest zum Ausschuss
bar-shelf-keep-best-shown = Das beste der gezeigten Sätze behalten, den Rest zum Ausschuss
bar-shelf-junk = { $n ->
    [one] { $n } Bild zum Ausschuss
   *[other] { $n } Bilder zum Ausschuss
}
bar-shelf-still = { $n ->
    [one] { $n } Bild ist noch, was es war
   *[other] { $n } Bilder sind noch, was sie waren
}
bar-shelf-copies = { $n ->
    [one] { $n } Kopie zum Original legen
   *[other] { $n } Kopien zu den Originalen legen
}
bar-shelf-out-of-junk = { $n ->
    [one] { $n } Bild aus dem Ausschuss nehmen
   *[other] { $n } Bilder aus dem Ausschuss nehmen
}

bar-strip-away = { $n ->
    [one] { $n } Bild, das hier war, fehlt: Ist das Laufwerk angeschlossen?
   *[other] { $n } Bilder, die hier waren, fehlen: Ist das Laufwerk angeschlossen?
}
bar-strip-away-about = Alles, was das Projekt behält, wird gezeigt: Vorschaubilder, Gruppen, Zuordnungen. Nur die Originale lassen sich nicht öffnen, und nichts wird neu sortiert. Ist der Ordner wieder da, verschwindet diese Zeile von selbst.
bar-strip-part-away = { $n ->
    [one] { $n } Bild fehlt mit seinem ganzen Ordner: Fehlt ein Laufwerk?
   *[other] { $n } Bilder fehlen mit ihrem ganzen Ordner: Fehlt ein Laufwerk?
}
bar-strip-changed = { $n ->
    [one] { $n } Datei ist ein anderes Bild als beim Bestätigen
   *[other] { $n } Dateien sind andere Bilder als beim Bestätigen
}
bar-strip-changed-about = Was gesagt wurde, bleibt beim früheren Bild und kommt mit ihm zurück. Das neue wartet darauf, angesehen zu werden.
bar-strip-copies = { $n ->
    [one] { $n } Kopie eines zugeordneten Bildes
   *[other] { $n } Kopien zugeordneter Bilder
}
bar-strip-copies-about = Genau gleich einem Bild, das in eine Gruppe gelegt wurde.
bar-strip-new = { $n ->
    [one] { $n } neues Bild ist noch ohne Gruppe
   *[other] { $n } neue Bilder sind noch ohne Gruppe
}
bar-strip-new-about = Sie kamen nach dem Finden der Gruppen.
bar-strip-missing = { $n ->
    [one] { $n } Bild fehlt; was dazu gesagt wurde, bleibt
   *[other] { $n } Bilder fehlen; was dazu gesagt wurde, bleibt
}
bar-strip-missing-about = Ihre Dateien sind nicht im Ordner, und sie sind in keinem Export. Kommt eine Datei zurück, unter welchem Namen auch immer, dann auch, was dazu gesagt wurde.
bar-strip-forget = { $n ->
    [one] { $n } Bild aus dem Projekt nehmen? Kommt es je zurück, dann auch, was dazu gesagt wurde.
   *[other] { $n } Bilder aus dem Projekt nehmen? Kommen sie je zurück, dann auch, was dazu gesagt wurde.
}
bar-strip-put-away = Weglegen: { $text }
bar-strip-put-away-tip = Legt diese Zeile weg, bis es mehr davon gibt
bar-strip-busy = Sobald nichts anderes läuft
bar-unkept = In diesem Projekt kann jetzt nichts behalten werden
bar-unread = Die Fotos dieses Projekts wurden nicht gelesen
bar-unread-why = Es ist auf diesem Rechner nicht bekannt, und sie sollen in { $folder } liegen. Zu sehen sind die kleinen Bilder, die das Projekt aufbewahrt.
bar-unread-read = Die Fotos dort lesen, wenn bekannt ist, von wem das Projekt stammt. Danach wird nicht mehr gefragt.
bar-strip-asks = Fragt, ob sie aus dem Projekt genommen werden sollen
bar-strip-rescan = Ordner neu einlesen
    .name = Noch einmal nach dem Ordner sehen
bar-strip-locate = Neuen Ort wählen…
bar-strip-gone = { $n ->
    [one] Es ist endgültig fort…
   *[other] Sie sind endgültig fort…
}
bar-strip-gone-name = Die Bilder des Ordners sind endgültig fort
bar-strip-look = Ansehen
    .name = Geändertes ansehen
bar-strip-same = { $n ->
    [one] Zum Original legen
   *[other] Zu den Originalen legen
}
bar-strip-show = Zeigen
    .copies = Die Kopien zeigen
    .new = Die neuen Bilder zeigen
bar-strip-place = { $n ->
    [one] Einordnen
   *[other] Alle einordnen
}
bar-strip-list = Liste zeigen
    .name = Liste der fehlenden Bilder zeigen
bar-strip-take-out = { $n ->
    [one] Herausnehmen…
   *[other] Alle herausnehmen…
}
bar-strip-take-out-name = Fehlende Bilder aus dem Projekt nehmen
bar-strip-yes = Herausnehmen
    .name = Ja, aus dem Projekt nehmen
    .tip = Keine Datei wird angerührt: Was fort ist, ist schon fort, und was zurückkommt, ist wieder bekannt
bar-strip-no = Behalten
    .name = Nein, behalten
    .tip = Lässt alles, wie es ist

job-stage-duplicates = Kopien werden gesucht
job-stage-judging = Gruppen werden beurteilt

job-begin = Wird vorbereitet
job-begin-download = Wird heruntergeladen
job-begin-improve = Bessere Gruppen werden gesucht
job-begin-check = Projekt wird geprüft
job-paused = { $stage } (angehalten)
job-progress = Fortschritt der Arbeit
job-left = noch { $time }
job-of-images = { $done } von { $n ->
    [one] { $n } Bild
   *[other] { $n } Bildern
}
job-rate = { $n } Bilder/s
job-stop = Abbrechen
job-stop-run = Bricht das Sortieren ab. Es kann später dort weitergehen, wo es aufhörte.
job-stop-import = Bricht das Einlesen ab. Gelesenes bleibt.
job-stop-export = Bricht den Export ab.
job-stop-refine = Bricht das Lernen aus den Korrekturen ab. Die Zuordnungen bleiben, wie sie sind.
job-stop-improve = Bricht die Suche nach besseren Gruppen ab. Die vorhandenen bleiben.
job-stop-check = Bricht die Prüfung ab. Nichts wurde geändert.
job-stop-archive = Bricht das Schreiben ab. Keine Datei bleibt zurück.
job-stop-place = Bricht das Einordnen neuer Bilder ab. Keine Zuordnung ändert sich.
job-stop-download = Bricht das Herunterladen ab. Was da ist, bleibt; der nächste Versuch macht dort weiter.
job-pause = Anhalten
    .tip = Hält die Arbeit an.
job-resume = Fortsetzen
    .tip = Lässt die Arbeit weitergehen.
job-details = Einzelheiten

job-skipped = { $n ->
    [one] { $n } Datei übersprungen
   *[other] { $n } Dateien übersprungen
}
job-interrupted = Dies wurde unterbrochen. Es kann dort weitergehen, wo es aufhörte.
job-failed = Der letzte Versuch misslang. Die Einzelheiten sagen, warum.
job-found = { $n ->
    [one] { $n } Gruppe gefunden. Als Nächstes: benennen.
   *[other] { $n } Gruppen gefunden. Als Nächstes: benennen.
}
job-some-named = { $named } von { $n } Gruppen haben einen Namen. Als Nächstes: { $open ->
    [one] die letzte benennen.
   *[other] die anderen { $open } benennen.
}
job-all-named = { $n ->
    [one] Die Gruppe hat einen Namen. Als Nächstes: prüfen oder exportieren.
   *[other] Alle { $n } Gruppen haben einen Namen. Als Nächstes: prüfen oder exportieren.
}
job-exported = Nach { $path } exportiert.
job-changed-since-export = Seit dem letzten Export hat sich etwas geändert. Als Nächstes: noch einmal exportieren.

curve-loss = Verlust
    .tip = Was klein gemacht wird. Die Höhe sagt über Stufen hinweg nichts; sie sollte fallen und flach werden.
curve-evenness = Gleichmaß
    .tip = Entropie der Gruppengrößen. Gestrichelt: alle Gruppen gleich groß; ein Fallen heißt, dass wenige überhandnehmen.
curve-sure = Sichere Bilder
    .tip = Anteil der Bilder in %, aus denen das Netz lernt, weil es bei ihnen sicher ist.
curve-none = Kurven erscheinen hier nach der ersten Epoche.
curve-even = alle gleich groß
curve-sizes = GRÖSSEN  { $n }{ $empty ->
    [0] { "" }
   *[other] , { $empty } leer
}
    .tip = Bilder in jeder Gruppe, größte zuerst.
curve-bars = Bilder

candidate-title = Neues Ergebnis bereit
candidate-corrections = Aus den Korrekturen gelernt
candidate-better = Ein besseres Ergebnis wurde gefunden
candidate-words = { $title }. { $words }
candidate-flow = { $n } von { $from } nach { $to }
candidate-other-ways = { $n ->
    [one] { $n } Bild anders
   *[other] { $n } Bilder anders
}
candidate-no-group = keiner Gruppe
candidate-new-group = einer neuen Gruppe

title = { $name } – Gleaner
title-at-work = { $share } – { $name } – Gleaner

notify-read = { $n ->
    [one] { $n } Bild wurde eingelesen.
   *[other] { $n } Bilder wurden eingelesen.
}
notify-exported = Der Export ist fertig.
notify-downloaded = Das Herunterladen ist fertig.
notify-placed = Die neuen Bilder wurden eingeordnet.
notify-checked = Das Projekt wurde geprüft.
notify-archived = Das Archiv ist geschrieben.
