# Die Gruppen

groups-sort-number = Der Reihe nach

groups-title = GRUPPEN  { $n }
groups-title-none = GRUPPEN
groups-row = { $name }, { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
groups-number = Gruppe { $n }
groups-sure = { $share } sicher
groups-suggested = { $name }?
groups-suggested-behind = · { $name }?
groups-empty-row = Leer: Bilder hierher ziehen
groups-order = Reihenfolge der Gruppen
groups-by-size = Größte zuerst
groups-by-name = Nach Namen
groups-least-sure-first = Unsicherste zuerst
groups-filter = Gruppen filtern
groups-none-called = Keine Gruppe hat „{ $name }“ im Namen.
groups-learning = Gruppen werden gesucht. Bald erscheint hier eine erste Vermutung.
groups-reading = Der Ordner wird eingelesen. Danach findet „Entdecken“ Gruppen.
groups-no-images = In diesem Ordner sind keine lesbaren Bilder.
groups-all-gone = Alle Bilder fehlen in diesem Ordner. Was dazu gesagt wurde, bleibt und kommt mit ihnen zurück.
groups-none-yet = Es gibt noch keine. „Entdecken“ sortiert die Bilder in Gruppen aus dem, was sich ähnlich sieht.
groups-guess = Eine erste Vermutung
groups-guess-what = Sie wird besser, während die Arbeit läuft, und lässt sich noch nicht ändern.

groups-tip = { $name }: { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}, im Mittel { $share } sicher.
groups-tip-empty = { $name } ist leer.
groups-tip-none-confirmed = Noch keines ist bestätigt.
groups-tip-confirmed = { $n } davon ({ $share }) von Hand bestätigt.
groups-tip-heading = Unter der Überschrift { $name }.
groups-tip-key = Die Taste { $key } legt ausgewählte Bilder hinein.
groups-tip-note = Notiz: { $note }
groups-tip-how = Doppelklick benennt um, Strg+Klick markiert zum Zusammenführen, Bilder lassen sich darauf ziehen.

groups-no-heading = Ohne Überschrift
groups-heading-open = Überschrift { $name }, { $n ->
    [one] { $n } Gruppe
   *[other] { $n } Gruppen
}, offen
groups-heading-closed = Überschrift { $name }, { $n ->
    [one] { $n } Gruppe
   *[other] { $n } Gruppen
}, geschlossen
groups-heading-detail = { $groups } · { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
groups-heading-tip = { $name }: Ein Klick öffnet oder schließt, ein Rechtsklick benennt um
groups-rename-heading = Überschrift umbenennen…
    .tip = Gibt ihren Gruppen eine andere Überschrift
groups-remove-heading = Überschrift entfernen
    .tip = Ihre Gruppen bleiben, wie sie sind

groups-show = Bilder zeigen
    .tip = Zeigt sie im Raster
groups-mark = Zum Zusammenführen markieren
    .tip = Markierte Gruppen stehen nebeneinander und lassen sich zusammenführen (Strg+Klick)
groups-unmark = Nicht mehr markieren
groups-out-of-heading = Aus der Überschrift nehmen
    .tip = Sie steht dann unter keiner Überschrift
groups-colour = Farbe
groups-key = Taste
groups-automatic-cover = Automatisches Titelbild
    .tip = Ihr sicherstes Bild steht wieder für sie
groups-confirm =
    .tip = Sagt, dass alle ihre Bilder dorthin gehören
    .off = Sie hat kein unbestätigtes Bild
groups-confirm-but = Alle außer den { $n } ausgewählten bestätigen
groups-confirm-shown-but = Alle gezeigten außer den { $n } ausgewählten bestätigen

groups-marked = { $n ->
    [one] { $n } Gruppe
   *[other] { $n } Gruppen
} markiert, { $images }
groups-merge = Zusammenführen…
groups-deselect = Aufheben
    .tip = Führt nichts zusammen
groups-corrections = Seitdem { $n ->
    [one] { $n } Korrektur
   *[other] { $n } Korrekturen
} gemacht.
groups-new = Neue Gruppe
    .tip = Macht eine leere Gruppe nach ihrem Namen. Hierher gezogene Bilder werden eine Gruppe.
groups-new-of = Macht eine neue Gruppe aus { $n ->
    [one] { $n } Bild
   *[other] { $n } Bildern
}.

groups-all = Alle Bilder
    .tip = Jedes lesbare Bild des Ordners.
groups-found = Gefunden
    .tip = Was zuletzt gesucht wurde.
groups-unsure = Unsicher
    .tip = Bilder, die eher denen anderer Gruppen gleichen oder weniger als 50 % sicher sind.
groups-duplicates = Beinahe-Duplikate
    .tip = Serien, verkleinerte und neu komprimierte Kopien. Jeder Satz zählt bei der Suche nach Gruppen als ein Bild.
groups-in-sets = { $n } in { $sets ->
    [one] { $sets } Satz
   *[other] { $sets } Sätzen
}
groups-unusual = Ungewöhnlich
    .tip = Bilder, die nichts anderem gleichen, die ungewöhnlichsten zuerst. Sie bleiben, wo sie sind, bis etwas anderes gesagt wird.
groups-in-none = Ohne Gruppe
    .tip = Bilder ohne Gruppe. Bilder hierher ziehen nimmt sie aus ihrer.
groups-junk = Ausschuss
    .tip = Was in keine Gruppe gehört. Kein Export und kein späteres Ergebnis nimmt es.
groups-changed = Seit dem Bestätigen geändert
    .tip = Dateien, die jetzt andere Bilder sind als bei der Entscheidung. Enter sagt, dass eines noch ist, was es war.
groups-unplaced = Neu, nicht eingeordnet
    .tip = Bilder, die nach dem Finden der Gruppen kamen.
groups-copies = Kopien von zugeordneten
    .tip = Genau gleich einem zugeordneten Bild. Enter legt eines in dieselbe Gruppe.
groups-more-shelves = Mehr
    .tip = Zeigt oder verbirgt, was einen Blick verdient
groups-fewer-shelves = Weniger
groups-no-drop = Bilder lassen sich nicht unter „{ $name }“ legen.

