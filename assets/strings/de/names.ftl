# Namen

names-field = Name der Gruppe
names-from-earlier = schon verwendet
names-from-folder = Ordnername
names-from-words = was es zeigt
names-from-network = Aussehen
names-with-source = „{ $name }“ ({ $from })
names-offer = { $name } nennen ({ $about })
names-may-be = Sie könnte { $names } heißen; ein Rechtsklick bietet sie an.
names-call-it = „{ $name }“ nennen
names-all-named = Jede Gruppe hat jetzt einen Namen.
names-help = Enter: benennen, dann die nächste · Tab: Vorschlag · Bild ab: überspringen · Esc: aufhören
names-help-rename = Enter: diesen Namen nehmen · Esc: lassen, wie er ist
names-help-same = Enter: zusammenführen · Umschalt+Enter: beide behalten · Esc: aufhören
names-merge = Mit „{ $name }“ zusammenführen?
names-merge-sum = { $own } + { $other } = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
names-merge-button = Zusammenführen
names-keep-both = Beide behalten
    .tip = Beide behalten den Namen, mit einer Nummer zur Unterscheidung (Umschalt+Enter)

words-title = „{ $words }“ hat Wörter, die dieses Projekt nicht kennt
words-away = Ein Netz, das freie Wörter kennt (CLIP, { $megabytes } MB, Lizenz { $licence }), findet sie. Es wird einmal heruntergeladen und sieht { $n ->
    [one] { $n } Bild
   *[other] alle { $n } Bilder
} an, etwa { $time }; dann geht diese Suche weiter. Die Bilder bleiben auf diesem Computer.
words-here = Ein Netz, das freie Wörter kennt, ist auf diesem Computer. Es sieht { $n ->
    [one] { $n } Bild
   *[other] alle { $n } Bilder
} einmal an, etwa { $time }; dann geht diese Suche weiter.
words-download = { $megabytes } MB herunterladen und suchen
    .tip = Holt nur das Netz. Nichts von den Bildern verlässt diesen Computer.
    .busy = Sobald die laufende Arbeit fertig ist
words-look = Bilder ansehen und suchen
words-not-now = Nicht jetzt
words-progress = Fortschritt der Suche nach Wörtern
words-left = noch { $time }
words-waiting = Es beginnt, wenn die laufende Arbeit fertig ist.
words-stop = Abbrechen
    .tip = Was da ist, bleibt; der nächste Versuch macht dort weiter.
