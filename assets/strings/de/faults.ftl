# Was nicht geht, und was hilft.

## Namen von Bildern in Tabellen

name-nowhere = es gibt kein Bild { $name }
name-without-folder = { $name } nennt eine Datei ohne ihren Ordner, wie bei { $path }; bitte den Pfad ab dem Fotoordner angeben
name-several = { $name } passt zu { $first } und { $second }; bitte das gemeinte genau so schreiben, wie es gezeigt wird
lines-one = Zeile { $line }: { $why }
lines-two = { $first }; { $next }
lines-more = { $n ->
    [one] und { $n } weitere Zeile
   *[other] und { $n } weitere Zeilen
}

## Zuordnungen von anderswo

labels-two-names = sie nennt { $file } „{ $label }“, aber Zeile { $first } nennt dieses Bild „{ $other }“
labels-none-held = sie enthält keine Zuordnungen
labels-no-folder-in-names = die Tabelle nennt Dateien ohne ihre Ordner (Zeile { $line }: { $file }); bitte Pfade ab dem Fotoordner angeben
labels-of-other-images = keine Zeile nennt ein Bild dieses Projekts; Pfade gelten ab dem Fotoordner { $folder } ({ $lines })
labels-unknown = { $n ->
    [one] { $n } Zuordnung in der Datei hat hier kein Bild: { $lines }.
   *[other] { $n } Zuordnungen in der Datei haben hier kein Bild: { $lines }.
}
labels-not-asked = nicht verlangt
labels-folder-unsorted = ein Ordner für noch nicht Sortiertes
labels-folder-camera = ein Ordner einer Kamera
labels-folder-date = ein Datum
labels-takes = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} in { $classes ->
    [one] { $classes } Klasse
   *[other] { $classes } Klassen
}.
labels-takes-all-new = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} in { $classes ->
    [one] { $classes } Klasse
   *[other] { $classes } Klassen
}, alle neu.
labels-takes-new = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} in { $classes ->
    [one] { $classes } Klasse
   *[other] { $classes } Klassen
}, davon { $new } neu.
labels-takes-unchanged = { $n ->
    [one] { $n } Bild war dort schon bestätigt.
   *[other] { $n } Bilder waren dort schon bestätigt.
}
labels-takes-changed = { $n ->
    [one] { $n } anders entschiedenes Bild wird geändert.
   *[other] { $n } anders entschiedene Bilder werden geändert.
}
