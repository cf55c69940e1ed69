# Das Raster

grid-images = Bilder
grid-sure = { $share } sicher
grid-was = war { $name }
grid-like = wie { $name }
grid-cell-away = { $name }, Laufwerk fehlt
grid-gone-junk = Ausschuss
grid-gone-no-group = Ohne Gruppe
grid-gone-confirmed = Bestätigt
grid-gone-name = { $name }, nicht mehr hier: { $place }
grid-guess-drag = Das ist eine erste Vermutung. Bilder lassen sich verschieben, sobald das Ergebnis da ist.
grid-tip-unsure = Viel unsicherer als der Rest der Gruppe: einen Blick wert.
grid-tip-gone = Es hat verlassen, was hier gezeigt wird. Beim Auffrischen der Reihenfolge verschwindet es.
grid-tip-away = Das Laufwerk fehlt: Nur dieses kleine Bild liegt hier.
grid-tip-changed = Die Datei war beim Bestätigen ein anderes Bild ({ $name }). Enter sagt, dass es das noch ist.
grid-set-best = Das beste von { $n } Beinahe-Duplikaten
grid-set-one = Eines von { $n } Beinahe-Duplikaten
grid-tip-size = { $width } × { $height } Pixel
grid-tip-size-taken = { $width } × { $height } Pixel, aufgenommen { $taken }
grid-count-of = { $n } von { $all ->
    [one] { $all } Bild
   *[other] { $all } Bildern
}
grid-count-selected = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}, { $selected } ausgewählt
grid-count-of-selected = { $n } von { $all ->
    [one] { $all } Bild
   *[other] { $all } Bildern
}, { $selected } ausgewählt
grid-size = Größe der Bilder
    .tip = Größe der Bilder (Strg und Mausrad)
grid-search-clear = Suche leeren
    .tip = Leert die Suche und zeigt wieder, was davor gezeigt wurde
grid-found-set = Beinahe-Duplikate von { $path }

grid-chip-remove = { $term } entfernen
grid-chips-more = +{ $n }
grid-saved = Gespeicherte Filter
    .tip = Filter mit einem Namen; eingetippt werden Filter im Suchfeld (/)
grid-saved-none = Noch ist kein Filter gespeichert. Einen ins Suchfeld tippen, etwa sure<60%, und dann hier speichern.
grid-saved-name = Name für diesen Filter
grid-saved-save = Speichern
grid-saved-remove = Den gespeicherten Filter { $name } löschen
grid-term-path = der Pfad enthält es
grid-term-folder = in diesem Ordner oder darunter
grid-term-group-maybe = vielleicht { $name }, { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
grid-term-group = der Name der Gruppe enthält es, oder es ist ihre Nummer
grid-term-quotes = Anführungszeichen halten Wörter zusammen, überall
grid-term-sure = unsicherer als dies; auch <=, > und >=
grid-term-confirmed = von Hand bestätigt; confirmed:no ist der Rest
grid-term-placed = von Hand in die Gruppe gelegt
grid-term-dup = hat Beinahe-Duplikate
grid-term-unsure = zweifelhaft
grid-term-unusual = gleicht nichts anderem
grid-term-junk = im Ausschuss
grid-term-is = ohne Gruppe; is: nimmt auch die Wörter oben
grid-term-minus = ein Minus kehrt jeden Begriff um
grid-fault-is = { $term } ist keines von: confirmed, placed, junk, dup, unsure, unusual, ungrouped.
grid-fault-yes-no = { $term } sagt weder ja noch nein.
grid-fault-compare = { $term } vergleicht nichts: sure<60% schreiben, oder <=, > oder >=.
grid-fault-number = { $term } hat keine Zahl von 0 bis 100.
grid-fault-unknown = Einen Begriff { $key }: gibt es nicht (um ihn in Pfaden zu finden, Anführungszeichen darum: "{ $key }:{ $value }").
grid-remark-no-groups = { $term } lässt sich nicht sagen: Es gibt noch keine Gruppen. „Entdecken“ findet sie.
grid-remark-no-such-group = Keine Gruppe hat „{ $name }“ im Namen.
grid-remark-wait = { $term } muss warten: Die Bilder werden noch verglichen.

grid-folders = Ordner
    .tip = Zeigt nur die Bilder eines Ordners
grid-folders-all = Alle Ordner
grid-folder-name = { $name }, { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
grid-folder-open = { $name } aufklappen
grid-folder-close = { $name } zuklappen

grid-sure-any = Sicher
    .tip = Dämpft Bilder, die unsicherer sind: Dort sind die Fehler.
grid-sure-above = Ab { $share }
grid-sure-slider = Wie sicher ein Bild sein muss
grid-sure-counts = { $above } ab da, { $below } darunter
grid-sure-select = { $n ->
    [0] Darunter auswählen
    [one] { $n } Bild darunter auswählen
   *[other] { $n } Bilder darunter auswählen
}
grid-sure-none = Kein Bild liegt darunter.

grid-sort-name = Reihenfolge: { $order }
grid-sort-tip = Reihenfolge der Bilder
grid-sort-reading = Daten werden gelesen…
grid-sort-surest = Sicherste zuerst
grid-sort-least-sure = Unsicherste zuerst
grid-sort-typical = Typischste zuerst
    .tip = Danach, wie viele der ähnlichsten Bilder in derselben Gruppe sind
grid-sort-untypical = Untypischste zuerst
grid-sort-by-name = Nach Namen
grid-sort-oldest = Älteste zuerst
    .tip = Nach der Aufnahmezeit laut Kamera; Bilder ohne Datum kommen zuletzt
grid-sort-newest = Neueste zuerst
grid-sort-largest = Größte zuerst
    .tip = Nach der Zahl der Pixel
grid-sort-smallest = Kleinste zuerst
grid-sort-random = Zufällig
    .tip = Gemischt; noch einmal wählen mischt neu
grid-sort-unusual = Ungewöhnlichste zuerst
grid-sort-usual = Gewöhnlichste zuerst
grid-sort-doubtful = Zweifelhafteste zuerst
grid-sort-undoubtful = Zweifelloseste zuerst
grid-sort-sets = Satz für Satz
grid-sort-sets-back = Satz für Satz, letzter zuerst
grid-sort-alike = Ähnlichste zuerst
grid-sort-unlike = Unähnlichste zuerst
grid-sort-path = Nach Ordner
grid-sort-path-back = Nach Ordner, letzter zuerst
grid-sort-no-groups = Es gibt noch keine Gruppen. „Entdecken“ findet sie.
grid-sort-guess = Eine erste Vermutung weiß das noch nicht.
grid-sort-no-neighbours = Noch nicht bekannt: Die Bilder werden noch verglichen.
grid-sort-no-dates = Keine Datei hier sagt, wann sie aufgenommen wurde.

grid-menu-copy = { $n } Pfade kopieren
grid-menu-show-group = { $name } zeigen
grid-menu-select-group = Alle in { $name } auswählen
grid-menu-confirm-rest = Alle außer den { $n } ausgewählten bestätigen
grid-menu-confirm-rest-shown = Alle gezeigten außer den { $n } ausgewählten bestätigen
grid-menu-out-of-junk = Aus dem Ausschuss nehmen
grid-menu-show-set = { $n ->
    [one] Das Beinahe-Duplikat zeigen
   *[other] Die { $n } Beinahe-Duplikate zeigen
}

grid-compare-how = Zwei bis { $most } Bilder zum Vergleichen auswählen: eines anklicken, weitere mit Strg+Klick.
grid-compare-next = Nächstes
    .tip = Ein anderes Bild am letzten Platz (Pfeil rechts)
grid-compare-previous = Voriges
    .tip = Ein anderes Bild am letzten Platz (Pfeil links)
grid-compare-keys = Mausrad, Ziehen und Doppelklick bewegen alle Bilder gemeinsam; + und − vergrößern, 0 zeigt das Ganze, Z Pixel auf Pixel.
grid-compare-alike = Ähnlichkeit { $similarity } von höchstens 1
grid-compare-not-alike = Keines ist unter den ähnlichsten des anderen
grid-compare-junk = Ausschuss
    .tip = Sagt, dass dieses Bild in keine Gruppe gehört
grid-compare-junk-name = { $path } zum Ausschuss legen

grid-empty-path = Kein Pfad enthält „{ $text }“
grid-empty-filter = Kein Bild passt auf { $terms }
grid-empty-hidden = { $n ->
    [one] { $n } Bild verbirgt der Filter.
   *[other] { $n } Bilder verbirgt der Filter.
}
grid-empty-clear = Filter leeren
grid-empty-show-all = Alle Bilder zeigen
grid-empty-nothing = Noch keine Bilder
    .next = Einen Ordner mit Bildern auf dieses Fenster ziehen oder mit Strg+O einen wählen.
    .later = Sie erscheinen hier, sobald der Ordner eingelesen ist.
grid-empty-reading = Der Ordner wird eingelesen
    .next = Bilder erscheinen hier, sowie sie gelesen sind.
grid-empty-missing = Die Bilder dieses Ordners fehlen
    .next = Was dazu gesagt wurde, bleibt und kommt mit ihnen zurück. Die Liste der fehlenden Bilder sagt, wo sie waren.
    .button = Liste zeigen
grid-empty-folder = In diesem Ordner lässt sich kein Bild lesen
    .next = Mit Strg+O einen anderen Ordner wählen.
grid-empty-skipped = { $n ->
    [one] { $n } Datei wurde übersprungen; die Liste der übersprungenen Dateien sagt, warum.
   *[other] { $n } Dateien wurden übersprungen; die Liste der übersprungenen Dateien sagt, warum.
}
grid-empty-group-gone = Diese Gruppe gibt es nicht mehr
    .next = Sie wurde wohl mit einer anderen zusammengeführt oder durch ein neueres Ergebnis ersetzt. Rückgängig bringt sie zurück.
grid-empty-group = { $name } ist leer
grid-empty-group-next = Alle ihre Bilder wurden verschoben. Bilder in der Liste darauf ziehen füllt sie wieder.
grid-empty-guess = Diese erste Vermutung ist vorbei
    .next = Die Arbeit ging weiter und fand bessere Gruppen: eine in der Liste wählen.
grid-empty-junk = Nichts ist Ausschuss
    .next = Bilder, die in keine Gruppe gehören, kommen hierher: auswählen und X drücken.
grid-empty-unusual = Nichts ist ungewöhnlich
    .next = Bilder, die nichts anderem gleichen, kommen hierher, sobald es Gruppen gibt.
grid-empty-unsure = Nichts ist unsicher
    .next = Bilder kommen hierher, wenn die ähnlichsten in anderen Gruppen sind oder keine Gruppe gut passt.
grid-empty-duplicates = Keine zwei Bilder sind beinahe gleich
    .next = Serien, verkleinerte und neu komprimierte Kopien kommen hierher.
grid-empty-changed = Keine Datei ist ein anderes Bild als beim Bestätigen
    .next = Dateien kommen hierher, deren Bild seit der Entscheidung ersetzt oder bearbeitet wurde.
grid-empty-new = Kein Bild ist neu
    .next = Bilder, die nach dem Finden der Gruppen in den Ordner kommen, stehen hier.
grid-empty-copies = Kein Bild ist die Kopie eines zugeordneten
    .next = Dateien kommen hierher, die genau gleich einem zugeordneten Bild sind.
grid-empty-found = Nichts wurde gefunden
    .next = Ein Bild auswählen und F drücken oder eines auf das Fenster ziehen, um ähnliche zu finden.
grid-empty-ungrouped = Jedes Bild ist in einer Gruppe
    .next = Aus einer Gruppe genommene Bilder kommen hierher.

grid-set = { $n } ähnliche
