# Entdecken

discover-title = Gruppen entdecken
discover-sorts = Sortiert { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} in Gruppen und schlägt vor, in wie viele.
discover-sorts-into = Sortiert { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
} in { $groups ->
    [one] { $groups } Gruppe.
   *[other] { $groups } Gruppen.
}
discover-time = Dauer: { $time }.
discover-time-unknown = Die Dauer wird gemessen…
discover-interrupted = Ein { $when } begonnenes Sortieren wurde unterbrochen. Es kann dort weitergehen, wo es aufhörte.
discover-resume = Fortsetzen
    .tip = Macht dort weiter, wo es aufhörte. Nichts bisher Getanes ist verloren.
discover-number = Zahl der Gruppen
discover-suggest = Zahl vorschlagen
    .tip = Zählt die Gruppen, in die die Bilder zerfallen. Die Zahl lässt sich danach ändern.
discover-choose = Selbst wählen
    .tip = Macht so viele Gruppen wie angegeben.
discover-fewer = Weniger Gruppen
    .tip = Weniger
discover-more = Mehr Gruppen
    .tip = Mehr
discover-rather-many = Im Zweifel mehr wählen: Eine Taste führt Gruppen zusammen.
discover-counting = Gruppen werden gezählt: einige Sekunden.
discover-suggests = Schlägt { $n ->
    [one] { $n } Gruppe
   *[other] { $n } Gruppen
} vor; auch { $low } bis { $high } wären sinnvoll.
discover-suggests-one = Schlägt { $n ->
    [one] { $n } Gruppe
   *[other] { $n } Gruppen
} vor.
discover-group = Eine Gruppe aus { $n ->
    [one] { $n } Bild
   *[other] { $n } Bildern
}
discover-more-groups = und { $n } weitere
discover-rough = Eine grobe Vorschau: Die Gruppen am Ende sind sauberer und gleichmäßiger.
discover-options = Optionen
discover-options-about = Nichts hier muss geändert werden. Eingestelltes bleibt für das nächste Mal.
discover-advanced = Erweitert
discover-advanced-changed = Erweitert (geändert)
discover-changed = { $preset }, geändert
discover-back = Zurück zur Vorlage
    .tip = Nimmt jede Änderung dieser Einstellungen zurück
discover-quick = Schnell
    .tip = Das eingebaute Netz, wie es ist; dann, was besser passt, falls etwas.
discover-balanced = Ausgewogen
    .tip = Wie „Schnell“, dann lernt ein Netz aus diesen Bildern weiter. Für Bilder, die Fotos nicht gleichen.
discover-paper = Nach dem Aufsatz
    .tip = Der SCAN-Aufsatz genau. Für eine schnelle GPU oder viel Geduld.
discover-start = Start
    .tip = Sortiert die Bilder in Gruppen (Enter)
discover-after-reading = Der Ordner wird noch eingelesen. Das Sortieren beginnt danach.
discover-meanwhile = Währenddessen lässt sich weiter ansehen.
discover-busy = Es wird schon sortiert. Unten abbrechen oder abwarten.
discover-too-many = Hier { $n ->
    [one] ist nur { $n } Bild
   *[other] sind nur { $n } Bilder
}. { $most ->
    [one] { $most } Gruppe wählen.
   *[other] { $most } Gruppen oder weniger wählen.
}
discover-download-first = Das Netz muss erst heruntergeladen werden.

source-features = Merkmale
    .tip = Woher die Zahlen kommen, nach denen Bilder verglichen werden.
source-file = Ein Netz auf dem Datenträger
    .tip = DINOv2, CLIP, SigLIP oder ResNet (MoCo v2, SimCLR, SCAN), als .safetensors oder PyTorchs .pth. Die Datei sagt, welches.
source-vectors = Eigene Zeilen
    .tip = Eine Matrix als .npy oder .safetensors; files.txt daneben nennt das Bild jeder Zeile.
source-path = Pfad einer Datei
source-browse = Wählen…
source-here = auf diesem Computer, Lizenz { $licence }
source-there = { $size } MB, Lizenz { $licence }
source-builtin = im Programm, kein Herunterladen
source-learned = neu gelernt, kein Herunterladen
source-is-here = ist hier
source-size = { $size } MB groß
source-rows = { $about } Zeilen aus { $width } Zahlen, bei { $size } px.
source-not-here = { $name } ist noch nicht auf diesem Computer. Es sind { $size } MB vom Hugging Face Hub; die Lizenz ist { $licence }.
source-download = { $size } MB herunterladen
    .tip = Nichts von den Bildern verlässt diesen Computer; nur die Gewichte des Netzes werden geholt.

option-head = Gruppiert durch
    .tip = k-means wird immer daneben berechnet und behalten, wenn es besser ist.
option-head-auto = SCAN (üblich)
option-head-consensus = Konsens vieler
option-head-tree = Schnitt des Verschmelzungsbaums
option-head-kmeans = nur k-means
option-device = Gerät
option-device-auto = das schnellste
option-device-cpu = Prozessor
option-neighbours = Nachbarn
    .tip = Ähnlichste Bilder, die eine Gruppe teilen sollten.
option-evenness = Gleichmaß
    .tip = Wie stark SCAN die Gruppen gleich groß hält; weniger, wenn sie sehr verschieden groß sind.
option-seed = Startwert
    .tip = Gleicher Startwert, gleiche Bilder und Einstellungen geben gleiche Gruppen.
option-threads = Fäden
    .tip = 0 nimmt alle Kerne.
option-sizes = Größe der Gruppen
    .tip = Woran SCAN die Gruppen hält. „Wie gefunden“ probiert gleiche und die des Verschmelzungsbaums und behält, was zu den Nachbarn der Bilder passt; ein aus dem Ordner lernendes Netz nimmt gleiche. Ungleich passt für Ordner, deren größte Klasse zehnmal so viele Bilder hat wie die kleinste oder mehr: „sehr“, wenn Klassen klar verschieden aussehen, sonst „etwas“. Bei gleich großen Klassen macht es Gruppen schlechter.
option-sizes-found = wie gefunden (üblich)
option-sizes-even = gleich
option-sizes-somewhat = etwas ungleich
option-sizes-very = sehr ungleich
option-pseudo = Lernt aus
    .tip = Aus eigenen Antworten: den sicheren wie im Aufsatz, oder so vielen, wie zur Größe der Gruppen passen, die sichersten zuerst. Auf festen Merkmalen hat nur das Zweite einen eigenen Schritt.
option-pseudo-sure = sicheren
option-pseudo-transport = durch Transport (P2OT)
option-epochs-tip = Wie oft jedes Bild gesehen wird.
option-heads-tip = Nebeneinander trainierte Gruppierungen; die beste bleibt.
option-temi-epochs = Epochen von TEMI
option-temi-heads = Köpfe von TEMI
option-scan-epochs = Epochen von SCAN
option-scan-heads = Köpfe von SCAN
option-turtle-steps = Schritte von TURTLE
    .tip = Mehr ist besser bis zu einigen tausend, und länger.
option-pretext = Gelernt durch
    .tip = DCL sieht kleine Ausschnitte an: gleich gute Merkmale in weniger Zeit. SimCLR ist das des Aufsatzes.
option-pretext-dcl = DCL, kleine Ausschnitte
option-pretext-epochs = Epochen des Merkmallernens
    .tip = Wie oft jedes Bild beim Lernen der Merkmale gesehen wird. Mehr ist besser, und länger.
option-batch = Bilder je Schritt
    .tip = Stapel beim Lernen der Merkmale.
option-scan-network-epochs = Epochen des Gruppierens (SCAN)
    .tip = Wie oft jedes Bild gesehen wird, während Nachbarn in Gruppen gezogen werden. 0 lässt nur k-means.
option-heads = Köpfe
    .tip = Nebeneinander trainierte Gruppierungen; die beste geht weiter.
option-selflabel-epochs = Epochen der Selbstzuordnung
    .tip = Wie oft jedes Bild gesehen wird, während das Netz aus eigenen sicheren Antworten lernt.
option-sure = Sicher ab
    .tip = Nur aus sichereren Antworten wird gelernt.
option-network = Netz
option-width = Breite des Netzes
    .tip = Kanäle des Netzes; 64 ist das übliche ResNet, 16 braucht ein Sechzehntel der Zeit.
option-side = Bildseite in Pixeln
    .tip = In dieser Größe werden Bilder angesehen.
option-init = Köpfe beginnen
    .tip = Wie k-means auf den gelernten Merkmalen, oder zufällig wie im Aufsatz.
option-init-kmeans = wie k-means
option-init-random = zufällig

source-own-builtin = Eingebautes Netz
    .tip = EfficientNet-Lite2, mit den Zuordnungen von ImageNet trainiert, kommt mit dem Programm. Richtig für Fotos von Dingen und Orten. Sekunden, kein Herunterladen.
source-own-auto = Was zu diesem Ordner passt
    .tip = Vergleicht ohne Zuordnungen an diesen Bildern, was wenig kostet (die Netze im Programm, Pixel, Farben, heruntergeladene Netze), und nimmt, was am besten passt.
source-own-small = Kleines eingebautes Netz
    .tip = Ein ResNet-18 der Breite 32, das 64 px sieht: schnell, und weiß weniger. Das eingebaute Netz früherer Versionen.
source-own-pixels = Pixel
    .tip = Das Bild selbst mit 16 x 16. Für Scans, die alle gleich liegen, und zum Vergleichen.
source-own-colours = Farben
    .tip = Wie viel von jeder Farbe da ist, gleich wo. Für Stoffe, Lacke und Ähnliches, und zum Vergleichen.
source-own-learn = Aus diesem Ordner lernen
    .tip = Trainiert ein Netz nur an diesen Bildern (SimCLR); ohne Herunterladen, dauert Minuten bis Stunden.
source-known-dinov2 = Ohne Zuordnungen aus 142 Millionen Bildern gelernt. Die beste Wahl für Fotos von Dingen.
source-known-registers = Wie DINOv2, mit Registern, die Hintergründe aus den Merkmalen heraushalten.
source-known-clip = Aus Bildern und ihren Unterschriften gelernt. Sieht, worum es geht; kennt Zeichnungen und Schilder.
source-known-siglip = Aus Bildern und ihren Unterschriften gelernt, nach einem neueren Rezept als CLIP.
source-known-resnet = Mit den Zuordnungen von ImageNet trainiert. Klein und schnell.
source-known-moco = ResNet-50, aus ImageNet ohne dessen Zuordnungen gelernt (moco_v2_800ep_pretrain.pth.tar).
source-known-simclr = ResNet-18 oder 50, aus CIFAR-10 oder STL-10 ohne Zuordnungen gelernt (checkpoint_0100.pth.tar).
source-known-scan = ResNet-18 von CIFAR-10, CIFAR-20 oder STL-10 mit seinen Köpfen (scan_*.pth.tar, selflabel_*.pth.tar).
