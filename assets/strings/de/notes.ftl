# Was ein Ergebnis über sich sagt.

note-scored = { $stage } { $score }
note-features-none = Es gab nichts zu wählen.
note-features-only = Diese Bilder gruppiert: { $name }. Etwas anderes stand nicht zur Wahl.
note-features-best = Diese Bilder gruppiert am besten: { $name }. Dort sagt die Gruppe eines Bildes am meisten darüber, in welchen Gruppen ähnliche Bilder sind ({ $score } von 1; { $others }).
note-features-usual = Diese Bilder gruppiert: { $name }. Nichts anderes hält ähnliche Bilder deutlich besser zusammen ({ $score } von 1; { $others }).
note-kept-none = Es gab kein Ergebnis zu behalten.
note-kept-only = Behalten: { $stage } (Wertung { $score }), das einzige brauchbare Ergebnis.
note-kept-best = Behalten: { $stage } (Wertung { $score }; { $others }). Dort sagen die Gruppen am besten, wo die Nachbarn eines Bildes sind.
note-kept-kmeans = Behalten: { $stage } (Wertung { $score }; { $others }). Bei diesen Bildern war einfaches k-means auf den Merkmalen besser als { $names }: Dort sagen die Gruppen besser, wo die Nachbarn eines Bildes sind.
note-kept-level = Behalten: { $stage } (Wertung { $score }; { $others }). Nichts ist um mehr als Zufall besser, und wie sicher es sich bei jedem Bild ist, weiß es selbst.
note-kept-collapsed = Achtung: Wenige Gruppen haben in jedem Ergebnis überhandgenommen ({ $details }). Behalten: { $stage } (Wertung { $score }), das beste davon. Weniger Gruppen oder mehr Runden helfen meist.
note-kept-tree = Behalten: der Schnitt des Verschmelzungsbaums, wie gewünscht.
note-kept-vote = Behalten: Konsens (Wertung { $vote }; der beste SCAN-Kopf { $best }). Worin sich viele Gruppierungen einig sind, stimmt in der Regel eher als die mit der höchsten Wertung.
note-set-aside = Beiseitegelegt, weil wenige Gruppen überhandgenommen haben: { $details }.
note-in-effect = { $stage } hat nur { $effective } wirksame Gruppen von { $n }

note-approximate-neighbours = Welche Bilder sich am ähnlichsten sind, wurde nur in der Nähe gesucht, weil es so viele sind: Bei { $n } zufällig gezogenen Bildern wurden { $share } % der ähnlichsten gefunden.
note-computed-on = Gerechnet auf { $device }.
note-untrained = Es wurden keine Merkmale gelernt ({ $setting } = 0): Die Gruppen stehen auf einem ungelernten Netz.
note-untrained-network = Es wurden keine Merkmale gelernt ({ $setting } = 0): Die Gruppen stehen auf dem Netz, wie es kam.
note-not-finite = { $stage }: in Runde { $epoch } abgebrochen, der Verlust war keine Zahl mehr.
note-smaller-batch = { $stage }: Der Speicher reichte nicht für { $before } Bilder auf einmal; weiter ging es mit { $now }.
note-not-finite-rate = { $stage }: in Runde { $epoch } abgebrochen, der Verlust war keine Zahl mehr. Ein kleineres { $rate } hilft meist.
note-fallback = { $n ->
    [one] In einem Stapel der Selbstzuordnung war kein Bild sicherer als { $threshold }, also wurden die sichersten jeder Gruppe genommen. Mehr Runden von SCAN oder ein kleineres selflabel.threshold helfen meist.
   *[other] In { $n } Stapeln der Selbstzuordnung war kein Bild sicherer als { $threshold }, also wurden die sichersten jeder Gruppe genommen. Mehr Runden von SCAN oder ein kleineres selflabel.threshold helfen meist.
}
note-collapse = { $stage }: { $n ->
    [one] Eine Gruppe hat überhandgenommen
   *[other] { $n } Gruppen haben überhandgenommen
} ({ $share } der Bilder{ $empty ->
    [0] { "" }
    [one] , { $empty } ist leer
   *[other] , { $empty } sind leer
}). Weniger Gruppen oder mehr Runden beim Lernen von Merkmalen helfen meist.
note-handicap = Aus eben diesen Bildern zu lernen macht Nachbarn eher einig als richtig. Darum wird der Wertung des Gelernten { $handicap } abgezogen.
note-proposed = Gesucht wurden { $n } Gruppen, wie der Verschmelzungsbaum der Merkmale vorschlägt.
note-proposed-range = Gesucht wurden { $n } Gruppen, wie der Verschmelzungsbaum der Merkmale vorschlägt. Alles von { $low } bis { $high } ist vertretbar.
note-proposed-before = Gesucht wurden { $n } Gruppen, wie der Verschmelzungsbaum vor der Unterbrechung vorschlug.
note-fewer-neighbours = { $cap } Nachbarn je Bild statt { $asked }: Mehr würden in andere Gruppen reichen.
note-few-leaves = Der Verschmelzungsbaum dieser Bilder hat { $n } Blätter, also gibt es nicht mehr Gruppen.
note-uneven = Diese Bilder scheinen aus ungleich großen Klassen zu sein: Mit Größen von { $most } bis { $least } der Bilder, wie der Verschmelzungsbaum der Merkmale sie hat, passen die Gruppen von SCAN besser zu den Nachbarn der Bilder als mit gleichen (Wertung { $score } gegen { $even }). Sind die Klassen gleich groß, hilft scan.sizes=even.
note-other-head = Die Gewichte bringen einen eigenen Kopf für { $own } Gruppen mit, der über { $n } nichts sagt. Wer { $own } verlangt, nutzt ihn.
note-copies = { $n } Kopien in { $sets ->
    [one] { $sets } Satz
   *[other] { $sets } Sätzen
}: Jeder Satz hatte eine Stimme und ist ganz in derselben Gruppe.
note-copies-few = { $n } Kopien in { $sets ->
    [one] { $sets } Satz
   *[other] { $sets } Sätzen
} wurden nicht zusammengefasst: Zum Lernen { $left ->
    [one] bliebe nur { $left } Bild
   *[other] blieben nur { $left } Bilder
}.
note-alike = { $n ->
    [one] { $n } weiteres Bild sah ähnlich aus, war aber nicht sicher eine Kopie, und hatte eine eigene Stimme.
   *[other] { $n } weitere Bilder sahen ähnlich aus, waren aber nicht sicher Kopien, und hatten je eine Stimme.
}

note-said-labels = { $n ->
    [one] { $n } eigene Zuordnung
   *[other] { $n } eigene Zuordnungen
}
note-said-rejections = { $n ->
    [one] { $n } Ablehnung
   *[other] { $n } Ablehnungen
}
note-said-links = { $n ->
    [one] { $n } Verbindung
   *[other] { $n } Verbindungen
}
note-learned = Gelernt aus: { $what }.
note-then-learned = Danach gelernt aus: { $what }. Das hat { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} verschoben.
note-then-learned-added = Danach gelernt aus: { $what }. Das hat { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} verschoben und { $added ->
    [one] { $added } Klasse ergänzt, die nicht gefunden worden war
   *[other] { $added } Klassen ergänzt, die nicht gefunden worden waren
}.

note-no-arrays = Die Datei mit Nachbarn und Wahrscheinlichkeiten ging verloren oder ist beschädigt. Die Zuordnungen sind noch da.
note-no-base = Das Ergebnis, auf dessen Merkmalen dieses gelernt hat, gibt es nicht mehr. Die Zuordnungen sind noch da.
note-reset = Teile dieses Ergebnisses ließen sich nicht lesen und wurden zurückgesetzt: { $why }

source-within-auto = was zum Ordner passt
source-within-builtin = das eingebaute Netz
source-within-small = das kleine eingebaute Netz
source-within-pixels = Pixel
source-within-colours = Farben
source-within-learn = aus dem Ordner Gelerntes
source-within-file = ein Netz aus einer Datei
source-within-vectors = eigene Zeilen
