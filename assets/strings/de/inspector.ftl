# Rechts: ein Bild, mehrere, eine Gruppe, zwei Gruppen oder der Ordner.

inspector-details = Einzelheiten
inspector-looking-up = Wird nachgesehen…
inspector-none = Keine
inspector-none-since = Nicht bekannt: { $reason }
inspector-gone = ein fehlendes Bild
inspector-sure = { $share } sicher
inspector-sure-unknown = Wie sicher, ist nicht bekannt
inspector-confirmed = Bestätigt
inspector-of = { $n } von { $all }
inspector-images = Bilder
inspector-groups = Gruppen
inspector-in-no-group = Ohne Gruppe
inspector-junk = Ausschuss
    .tip = Es gehört in keine Gruppe
inspector-junk-all-tip = Sie gehören in keine Gruppe
inspector-in-grid-too = Auch im Raster

inspector-size = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}, im Mittel { $share } sicher
inspector-size-unknown = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
inspector-empty = Noch keine Bilder. In der Liste welche darauf ziehen.
inspector-heading = Überschrift
inspector-key = Taste
inspector-checked = Geprüft
inspector-check =
    .tip = Fragt beim Prüfen nach zufälligen Bildern daraus
inspector-mean = Mittlere Wahrscheinlichkeit
inspector-group-id = Nummer { $n } auf der Befehlszeile und in Exporten.
inspector-name = Name dieser Gruppe
    .tip = Ihr Name. Leer für den automatischen.
inspector-note = Notiz
    .hint = Was hierher gehört und was nicht
    .name = Notiz zu dieser Gruppe
inspector-split = Teilen in…
inspector-more = Mehr
inspector-confirm-all = Alle { $n } bestätigen
inspector-confirm-all-tip = Sagt, dass { $n ->
    [one] das { $n } noch nicht bestätigte Bild hierher gehört
   *[other] die { $n } noch nicht bestätigten Bilder hierher gehören
}
inspector-all-confirmed = Jedes Bild hier ist bestätigt
inspector-most-typical = Am typischsten
inspector-least-sure = Die unsichersten
inspector-none-doubtful = Keine: Kein Bild hier könnte ebenso gut in einer anderen Gruppe sein.
inspector-how-sure = Wie sicher
inspector-histogram = Bilder nach ihrer Sicherheit, mit einer Grenze
inspector-bin = { $low } bis { $high } % sicher: { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
inspector-tallest = höchster Balken: { $n }
inspector-above-below = { $above } sind mindestens { $bound } sicher, { $below } weniger
inspector-select-above = Darüber auswählen
    .name = Bilder der Gruppe über der Grenze auswählen
    .tip = Wählt die Bilder aus, die mindestens so sicher sind wie die Grenze
inspector-select-below = Darunter auswählen
    .name = Bilder der Gruppe unter der Grenze auswählen
    .tip = Wählt die Bilder aus, die unsicherer sind als die Grenze: Dort sind die Fehler
inspector-confirm-above = { $n } darüber bestätigen
inspector-confirm-above-tip = Sagt, dass { $n ->
    [one] das { $n } Bild, das
   *[other] die { $n } Bilder, die
} mindestens { $bound } sicher sind, hierher gehören
inspector-none-above = Dort ist nichts mehr zu bestätigen
inspector-all-but-a-few = Um alle bis auf einige zu bestätigen, diese erst im Raster auswählen.
inspector-most-alike-groups = Ähnlichste Gruppen
inspector-no-alike-groups = Keine: Die Bilder kamen nach dem Finden der Gruppen.
inspector-preview-merge = Zusammenführen…
    .tip = Zeigt erst, was ein Zusammenführen täte
inspector-preview-merge-with = Vorschau: mit { $name } zusammenführen
inspector-cosine-of-centres = Kosinus der beiden Mitten: 1 bei gleicher Richtung
inspector-show = { $name } zeigen

inspector-two = Zwei Gruppen
inspector-how-alike = Wie ähnlich sie sind
inspector-most-alike-of-all = Keine Gruppe gleicht der ersten mehr als die zweite.
inspector-more-alike = { $n ->
    [one] { $n } andere Gruppe gleicht
   *[other] { $n } andere Gruppen gleichen
} der ersten mehr.
inspector-alike-unknown = Nicht bekannt: Die Bilder der einen kamen nach dem Finden der Gruppen.
inspector-between = Zwischen beiden
inspector-none-between = Kein Bild schwankt zwischen ihnen.
inspector-share-confirmed = { $share } bestätigt
inspector-merge-two = Beide zusammenführen…
    .tip = Zeigt erst, was eins würde und wie sich die Zahlen ändern

inspector-image-gone = Dieses Bild ist nicht mehr im Ordner.
inspector-group = Gruppe
inspector-no-groups-yet = Noch keine. „Entdecken“ findet Gruppen; hier steht dann, warum ein Bild in einer ist.
inspector-pixels = { $width } × { $height } Pixel
inspector-pixels-in = { $width } × { $height } Pixel, in { $folder }
inspector-copy-path = Pfad kopieren
    .tip = Kopiert den vollen Pfad
inspector-reveal = Im Dateimanager zeigen
    .tip = Zeigt die Datei in ihrem Ordner
inspector-show-group = Diese Gruppe zeigen
inspector-by-you-confirmed = Von Hand bestätigt
inspector-by-you-confirmed-sure = Von Hand bestätigt. Das Programm ist { $share } sicher.
inspector-by-you-placed = Von Hand hierher gelegt
inspector-by-you-placed-sure = Von Hand hierher gelegt. Das Programm ist { $share } sicher.
inspector-by-you-taken-out = Von Hand herausgenommen
inspector-by-you-junk = Von Hand zum Ausschuss gelegt
inspector-nobody-decided = Niemand hat darüber entschieden
inspector-confirm-as = Als { $name } bestätigen
inspector-confirm-as-tip = Sagt, dass das jetzige Bild in diese Gruppe gehört
inspector-move =
    .tip = Fragt nach einer Gruppe
inspector-take-out = Herausnehmen
    .junk = Aus dem Ausschuss
    .group = Aus seiner Gruppe
inspector-reject =
    .tip = Es gehört nicht in diese Gruppe, und kein späteres Ergebnis bringt es zurück
inspector-best-of-set = Das beste aus einem Satz von { $n } Beinahe-Duplikaten.
inspector-one-of-set = Eines aus einem Satz von { $n } Beinahe-Duplikaten.
inspector-show-set = Zeigen
inspector-unusual = Es ist ungewöhnlich: gleicht nichts anderem hier.
inspector-unsure = Es ist unsicher: Ähnliche Bilder sind in anderen Gruppen, oder es könnte ebenso gut in einer anderen sein.
inspector-you-said = Was dazu gesagt wurde
inspector-not = Nicht { $name }
inspector-together = Gehört zusammen mit
inspector-not-together = Gehört nicht zusammen mit
inspector-show-image = Dieses Bild zeigen
inspector-forget = Vergessen
    .tip = Sagt das nicht länger von beiden
inspector-forget-with = Verknüpfung mit { $name } vergessen
inspector-this-group = Diese Gruppe
inspector-could-also-be = Könnte auch sein
inspector-could-be = Könnte sein
inspector-most-alike = Ähnlichste Bilder
inspector-alike-in = { $n } der { $all } ähnlichsten Bilder { $n ->
    [one] ist
   *[other] sind
} in { $name }.
inspector-alike-few = { $most } der { $all } ähnlichsten Bilder { $most ->
    [one] ist
   *[other] sind
} in { $other }, { $n } in { $own }.
inspector-alike-none = { $most } der { $all } ähnlichsten Bilder { $most ->
    [one] ist
   *[other] sind
} in { $other }, keines in { $own }.
inspector-alike-same = { $file }, ähnlich, auch in { $name }
inspector-alike-other = { $file }, ähnlich, aber in { $name }
inspector-similarity = Ähnlichkeit { $number }
inspector-example = Beispiel { $file }
inspector-found-by = Gefunden durch Ergebnis { $n }.
inspector-corrected = { $share } sicher nach Korrektur durch { $n ->
    [one] { $n } eigene Antwort
   *[other] { $n } eigene Antworten
}.
inspector-similarities = Ähnlichkeit der ähnlichsten Bilder: { $high } bis { $low }.
    .tip = Kosinus ihrer Merkmale: 1 bei gleicher Richtung
inspector-stage-share = { $who } brachte es von { $from } auf { $to }.
inspector-stage-moved = { $who } verschob es von { $before } ({ $from }) nach { $after } ({ $to }).
inspector-away = Das Laufwerk fehlt: Das hat das Projekt davon behalten. Es lässt sich trotzdem bestätigen und verschieben.
inspector-copy-of = Es ist die Kopie eines Bildes, das in { $name } gelegt wurde.
inspector-label-it = In { $name } legen
inspector-label-it-tip = Legt es dorthin, wo das Bild ist, von dem es eine Kopie ist (Enter bei den Kopien)
inspector-before = Das Bild, das vorher da war
inspector-still = Noch immer { $name }
inspector-still-tip = Sagt, dass auch das jetzige Bild das ist (Enter bei den geänderten Dateien)
inspector-was = Diese Datei war ein anderes Bild, als sie als { $name } bestätigt wurde.
inspector-was-junk = Diese Datei war ein anderes Bild, als sie zum Ausschuss gelegt wurde.
inspector-was-gone = Diese Datei war beim Bestätigen ein anderes Bild, in einer Gruppe, die es nicht mehr gibt.
inspector-also-at = Auch unter { $places }
inspector-also-at-more = Auch unter { $places } und { $n ->
    [one] { $n } weiteren Ort
   *[other] { $n } weiteren Orten
}

inspector-selected = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} ausgewählt
inspector-and-more = und { $n } weitere
inspector-guess-selected = Diese gehören zu einer ersten Vermutung: Sie lässt sich ansehen, nicht ändern.
inspector-on-average = Im Mittel
inspector-their-groups = Gruppen darunter
inspector-and-more-groups = und { $n ->
    [one] { $n } weitere Gruppe
   *[other] { $n } weitere Gruppen
}
inspector-all-but-them = Alle außer ihnen
inspector-confirm-others = Die anderen { $n } bestätigen
inspector-confirm-others-shown = Die anderen { $n } gezeigten bestätigen
inspector-confirm-others-tip = Sagt, dass das nicht Ausgewählte von { $name } dorthin gehört
inspector-all-of-them = Alle zusammen
inspector-label-below = Gibt jedem die Gruppe, die darunter steht
inspector-or-drag = Oder in der Liste auf eine Gruppe ziehen
inspector-take-all-out = Aus ihren Gruppen nehmen
    .tip = Sie sind dann ohne Gruppe
inspector-reject-all-tip = Sie gehören nicht in ihre Gruppen, und kein späteres Ergebnis bringt sie zurück. Eine Änderung je Gruppe.
inspector-not-of = Sagen, dass { $n } nicht { $name } sind
inspector-not-of-theirs = Sagen, dass { $n } nicht in ihre Gruppen gehören
inspector-out-of-junk = Aus dem Ausschuss nehmen
inspector-deselect = Auswahl aufheben
    .tip = Esc im Raster
inspector-with-each-other = Untereinander
inspector-link-same = Sie gehören zusammen
inspector-link-different = Sie gehören nicht zusammen

inspector-nothing-open = Nichts geöffnet
inspector-open-one = Einen Ordner mit Bildern auf das Fenster ziehen oder Strg+O drücken.
inspector-drive-away = Laufwerk fehlt
inspector-gone-from-folder = { $n ->
    [one] { $n } Bild fehlt
   *[other] { $n } Bilder fehlen
} im Ordner
inspector-gone-from-folder-tip = Listet sie; was dazu gesagt wurde, bleibt
inspector-skipped = Übersprungene Dateien
inspector-n-in-no-group = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} ohne Gruppe
inspector-show-them = Zeigen
inspector-result = Ergebnis { $n }
inspector-took = Dauerte { $time } auf { $device }
inspector-score = Wert
    .tip = Wie viel die Gruppe eines Bildes über die der ähnlichsten Bilder sagt, 0 bis 1. Entscheidet, was behalten wird.
inspector-in-use = In Gebrauch
    .tip = Wirksame Zahl der Gruppen: weniger als verlangt, wenn einige die meisten Bilder haben.
inspector-as-kmeans = Wie k-means
    .tip = Angepasster Rand-Index mit k-means: 1 bei gleichen Gruppen, 0 bei Zufall.
inspector-time = Zeit
inspector-guess = Erste Vermutung, Gruppe { $n }
inspector-guess-gone = Sie ist vorbei: Eine bessere kam.
inspector-guess-what = Das wurde bisher gefunden, die typischsten Bilder zuerst. Es ändert sich noch, deshalb lässt es sich nur ansehen. Danach lassen sich die Gruppen benennen, zusammenführen und bestätigen.
inspector-what-next = Wie weiter
inspector-next-reading = Der Ordner wird eingelesen. Was schon da ist, lässt sich ansehen.
inspector-next-first-guess = Gruppen werden gesucht. Die ersten Vermutungen stehen links in der Liste: eine anklicken, um sie zu sehen.
inspector-next-before-guess = Gruppen werden gesucht. Erste Vermutungen erscheinen links in der Liste.
inspector-next-run = Ein neues Ergebnis entsteht. Die vorhandenen Gruppen bleiben währenddessen benutzbar.
inspector-next-away = Bilder fehlen: ihr Laufwerk anschließen oder sagen, wo sie jetzt sind. Namen, Gruppen und Exporte funktionieren trotzdem; gelernt wird währenddessen nichts.
inspector-next-all-gone = Alle Bilder fehlen im Ordner. Sie zurücklegen oder einen anderen Ordner öffnen.
inspector-next-no-images = Bilder in den Ordner legen oder einen anderen öffnen.
inspector-next-discover = „Entdecken“ drücken: Es findet Gruppen von Bildern, die sich ähnlich sehen.
inspector-next-candidate = Ein neues Ergebnis ist bereit: Unten in der Leiste steht, was es ändern würde. Vor dem Anwenden vergleichen.
inspector-next-newer-result = Ein neueres Ergebnis ist bereit. Unter „Ergebnisse“ ansehen und anwenden, wenn es besser ist.
inspector-next-old-network = Diese Gruppen stammen vom eingebauten Netz einer früheren Version. Das jetzige weiß viel mehr: „Bessere Gruppen suchen“ im Menü vergleicht beide und ändert nichts, bis angewendet wird, was es findet.
inspector-next-name = Oben „Gruppen benennen“ drücken (Umschalt+F2): Enter geht zur nächsten, Tab nimmt den Vorschlag. Oder links eine Gruppe anklicken und sie zuerst ansehen.
inspector-next-check = Jede Gruppe hat einen Namen. „Prüfen“ zeigt, ob sie stimmen; „Export“ schreibt die Zuordnungen.
inspector-next-written = Die Zuordnungen sind geschrieben. Was sich ab jetzt ändert, steht erst im nächsten Export.
