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

## Angehalten

fault-cancelled = abgebrochen
fault-at = { $path }: { $why }
fault-full = der Datenträger von { $path } ist voll ({ $free } frei). Schaffen Sie dort Platz und versuchen Sie es noch einmal
fault-full-unknown = der Datenträger von { $path } ist voll. Schaffen Sie dort Platz und versuchen Sie es noch einmal

## Dateien, die keine Bilder sind

skip-not-an-image = kein Bild
skip-damaged = beschädigt
skip-too-large = zu groß
skip-empty = leere Datei
skip-unreadable = nicht lesbar
skip-broken-link = Verknüpfung ins Leere
skip-not-a-file = keine Datei
skip-ended-program = beendete Gleaner
skip-stopped = angehalten
skip-why = { $kind }: { $why }
skip-why-permission = keine Berechtigung
skip-why-gone = die Datei ist weg
skip-why-ended = Gleaner endete, während es diese Datei las
skip-why-short = die Datei endet zu früh
skip-why-header-short = die Datei endet in ihrem Kopf
skip-why-header-size = ihr Kopf nennt { $width } x { $height } Bildpunkte
skip-why-fill = ihre Bildpunkte füllen ihre Größe nicht
skip-why-checksum = ihre Prüfsumme passt nicht zum Inhalt
skip-why-decoder = der Decoder gab auf ({ $why })
skip-why-no-reason = der Decoder gab auf (ohne Grund)
skip-why-memory = nicht genug Arbeitsspeicher ist frei
skip-why-bytes = es zu lesen braucht { $needed } GB Speicher, die Grenze ist { $limit } GB
skip-why-pixels = { $width } x { $height } Bildpunkte sind { $megapixels } Megapixel, die Grenze ist { $limit }
skip-why-limit = es braucht mehr Speicher als erlaubt
skip-why-kind = Bilder dieser Art werden nicht unterstützt; eine Kopie als JPEG oder PNG würde gelesen ({ $what })
skip-why-heic = HEIC-Bilder dieser Art werden nicht unterstützt; eine Kopie als JPEG oder PNG würde gelesen ({ $what })
skip-why-raw = eine Rohdatei einer Kamera, aus der sich kein Bild lesen ließ: abgeschnitten oder von nicht unterstützter Art; ein daraus erzeugtes JPEG würde gelesen
skip-why-format = Bilder der Art { $name } werden nicht unterstützt; eine Kopie als JPEG oder PNG würde gelesen
skip-why-leads = sie führt zu { $path }, und das gibt es nicht
skip-why-pipe = es ist eine Pipe
skip-why-socket = es ist ein Socket
skip-why-device = es ist ein Gerät
skip-why-changed = sie hat sich geändert, seit der Ordner durchgesehen wurde
skip-why-thumbnail = es ließ sich kein Vorschaubild daraus machen

## Fotoordner

scan-not-there = { $path } gibt es nicht. Liegt der Ordner auf einem anderen Laufwerk, dieses anschließen; wurde er verschoben, den neuen Ort öffnen
scan-no-folder = { $path } ist kein Ordner. Bitte den Ordner öffnen, in dem die Bilder liegen
scan-unreadable = { $path } lässt sich nicht lesen: { $why }. Bitte die Berechtigungen prüfen
sample-unwritten = das Beispiel ließ sich nicht nach { $path } schreiben: { $why }

## Projekte auf der Platte

store-in-use = { $path } ist in einem anderen Gleaner geöffnet. Bitte dort zuerst schließen; ansehen (show, clusters, export, eval) geht daneben
store-not-found = unter { $path } ist kein Projekt. Bitte den Namen prüfen oder den Fotoordner öffnen; dann entsteht eines
store-no-project = { $path } ist kein Projekt von Gleaner. Bitte einen Ordner wählen, den Gleaner angelegt hat (sein Name endet auf .gleaner), oder einen neuen Namen
store-no-database = { $path } hat seine project.db mit allen Zuordnungen verloren. Bitte diese Datei aus einer Kopie zurückholen oder den Ordner löschen und neu beginnen
store-newer = { $path } wurde zuletzt von einem neueren Gleaner geschrieben (Format { $version }; dieses kennt { $known }). Bitte die neueste Version installieren
store-gone = { $path } ist nicht mehr da: es wurde gelöscht, verschoben oder umbenannt, während es offen war. Es kann nichts mehr darin behalten werden. Legen Sie es zurück, oder öffnen Sie es, wo es jetzt ist; was Sie hier sehen, kann noch exportiert werden
store-replaced = unter { $path } liegt jetzt ein anderes Projekt oder eine andere Kopie von diesem, seit dieses geöffnet wurde. Es kann nichts mehr behalten werden: es ginge verloren oder würde dem anderen schaden. Öffnen Sie es neu, um mit dem weiterzumachen, was dort liegt; was Sie hier sehen, kann noch exportiert werden
store-damaged = { $path } ist beschädigt ({ $why }). Bitte aus einer Kopie zurückholen, oder umbenennen und den Fotoordner neu öffnen; dann entsteht ein Projekt ohne die Zuordnungen
store-unknown = { $what } in { $path } ist unverständlich ({ $why }). Vielleicht hat es ein neueres Gleaner geschrieben: Bitte die neueste Version installieren
store-unstorable = { $what } lässt sich nicht in { $path } ablegen: { $why }
store-no-run = { $path } hat kein Ergebnis { $run }. `gleaner runs` listet die vorhandenen
store-full = das Laufwerk von { $path } ist voll ({ $free } frei). Es wurde nichts geändert, und es kann nichts geändert werden, bis Platz ist; ansehen und auf ein anderes Laufwerk exportieren geht
store-full-unknown = das Laufwerk von { $path } ist voll. Es wurde nichts geändert, und es kann nichts geändert werden, bis Platz ist; ansehen und auf ein anderes Laufwerk exportieren geht
store-quota = { $path } kann nicht geschrieben werden: Ihr Anteil am Laufwerk ist verbraucht. Entfernen Sie dort etwas von sich, und wiederholen Sie es
store-read-only-drive = { $path } liegt auf einem Laufwerk, das nur gelesen werden kann. Um etwas zu ändern, kopieren Sie es auf ein anderes
store-forbidden = { $path } kann nicht geschrieben werden: Sie haben keine Erlaubnis dazu. Sehen Sie nach, wem es gehört
store-linked = { $path } ist eine Verknüpfung oder dieselbe Datei unter einem anderen Namen; innerhalb eines Projekts schreibt Gleaner durch keine. Bitte eine Kopie dessen, wofür sie steht, an ihre Stelle legen
store-foreign-schema = es enthält etwas, das Gleaner nicht angelegt hat: { $kind } „{ $name }“
store-read-only = { $path } lässt sich nur lesen. Ist das nicht gewollt, bitte die Berechtigungen prüfen und ob das Laufwerk schreibgeschützt ist
store-unwritten = { $path } lässt sich nicht schreiben: { $why }. Ist das Laufwerk da, nicht voll und nicht schreibgeschützt?
store-unread = { $path } lässt sich nicht lesen: { $why }. Ist das Laufwerk da, und ist Lesen erlaubt?
store-database = { $path } ist nicht benutzbar: { $why }. Bitte das Laufwerk prüfen und wiederholen; nichts wurde geändert
store-no-result = { $path } fehlt. Die Zuordnungen sind noch da; neu entdecken bringt Nachbarn und Wahrscheinlichkeiten zurück
store-damaged-result = { $path } ist beschädigt ({ $why }). Die Zuordnungen sind noch da; neu entdecken bringt Nachbarn und Wahrscheinlichkeiten zurück
packs-unread = { $path } lässt sich nicht lesen: { $why }. Liegt es auf einem anderen Laufwerk, dieses anschließen; sonst entsteht es neu, wenn der Ordner neu gelesen wird
packs-damaged = { $path } ist beschädigt (Byte { $offset }). Wird der Ordner neu gelesen, entsteht das Verlorene neu
packs-too-long = { $length } Bytes sind zu viel für einen Eintrag von { $path }; die Grenze ist 4 GB
packs-checkpoint-other = { $path } stammt von einer anderen Version oder anderen Einstellungen ({ $why }); bitte neu beginnen statt fortzusetzen (ohne --resume)
packs-checkpoint-damaged = { $path } ist beschädigt ({ $why }); bitte neu beginnen statt fortzusetzen (ohne --resume)

## Exporte und Berichte

export-exists = { $path } gibt es schon; bitte einen anderen Namen wählen oder erlauben, es zu ersetzen
export-not-ours = { $path } gibt es schon ({ $why }); bitte wegräumen oder einen anderen Namen wählen
export-fewer = { $path } enthält { $before ->
    [one] { $before } bestätigte Zuordnung
   *[other] { $before } bestätigte Zuordnungen
} und enthielte dann { $now }; es blieb, wie es ist
export-fewer-missing = { $path } enthält { $before ->
    [one] { $before } bestätigte Zuordnung
   *[other] { $before } bestätigte Zuordnungen
} und enthielte dann { $now }, während { $n ->
    [one] { $n } Bild fehlt
   *[other] { $n } Bilder fehlen (ist das Laufwerk angeschlossen?)
}; es blieb, wie es ist
export-replaces = { $path } würde ersetzt durch { $now ->
    [one] { $now } bestätigte Zuordnung
   *[other] { $now } bestätigte Zuordnungen
}; es blieb, wie es ist
export-replaces-missing = { $path } würde ersetzt durch { $now ->
    [one] { $now } bestätigte Zuordnung
   *[other] { $now } bestätigte Zuordnungen
}, während { $n ->
    [one] { $n } Bild fehlt
   *[other] { $n } Bilder fehlen (ist das Laufwerk angeschlossen?)
}; es blieb, wie es ist
export-other-disk = { $path } liegt auf einem anderen Laufwerk als die Fotos, und harte Verknüpfungen reichen nicht von einem zum anderen; bitte Kopien oder symbolische Verknüpfungen nehmen
export-in-photos = { $path } liegt im Fotoordner, wo die Kopien bald für Fotos gehalten würden; bitte einen Ort außerhalb wählen
export-in-project = { $path } liegt im Projekt, wo nichts anderes hingehört; bitte einen Ort außerhalb wählen
export-nothing = keines der Bilder ließ sich lesen, also wurde nichts geschrieben: { $some }
export-incomplete = { $n ->
    [one] { $n } Bild wurde
   *[other] { $n } Bilder wurden
} nach { $path } geschrieben, { $failed } nicht: { $some }
export-failed-one = { $path } ({ $why })
export-failed-two = { $first }, { $next }
export-failed-more = und { $n } weitere, aufgeführt in { $file }
export-other-picture = ein anderes Bild als das zugeordnete; den Ordner neu einlesen

## Einstellungen eines Ergebnisses

setting-unknown = es gibt keine Einstellung `{ $key }`; es gibt: { $known }
setting-bad = `{ $key }` kann nicht `{ $value }` sein: { $why }
setting-preset = eine Vorlage bringt viele Einstellungen mit und kommt zuerst: --preset, oder `preset = "paper"` in der Datei
setting-between = von { $least } bis { $most }
setting-one-of = eines von { $words }
setting-or = { $first }, { $why }
setting-starts = random, builtin-resnet, file:PFAD oder ein Name
setting-no-file = es gibt keine Datei { $path }
setting-no-path = nach `{ $source }` fehlt ein Pfad
setting-not-here = { $name } ist noch nicht auf diesem Computer; `gleaner features add { $word }` lädt { $megabytes } MB (Lizenz { $licence })
setting-by-hand = { $name } wird von Hand geholt, von { $page }; danach file:PFAD angeben
setting-sources = { $names }, file:PFAD (Gewichte), vectors:PFAD (eigene Zeilen) oder ein Name aus `gleaner features`; mehrere mit `+` verbunden
setting-not-joined = nur Netze, Pixel und Farben lassen sich mit `+` verbinden
setting-part-twice = jeden Teil einmal; zweimal sagt er nicht mehr
setting-weight = `{ $weight }*` braucht eine Zahl über 0 vor dem `*`
setting-device = { $device } ist nicht benutzbar: { $why }; --device cpu geht immer

## Herunterladen

hub-by-hand = { $name } wird von Hand geholt, von { $page }; danach nutzt es --features file:PFAD
hub-offline = HF_HUB_OFFLINE ist gesetzt, also wird nichts heruntergeladen; sonst würde { $address } gefragt
hub-no-connection = keine Verbindung zu { $address } ({ $why }). Was ankam, bleibt, und der nächste Versuch setzt dort fort. Hinter einem Proxy HTTPS_PROXY setzen, für einen Spiegel HF_ENDPOINT; das eingebaute Netz braucht keine Verbindung, und file:PFAD nimmt anderswo geholte Gewichte
hub-status = { $address } antwortete { $status }
hub-status-login = { $address } antwortete { $status } (eine Anmeldung ist nötig: ein Token in HF_TOKEN legen)
hub-status-gone = { $address } antwortete { $status } (die Datei gibt es dort nicht mehr)
hub-status-often = { $address } antwortete { $status } (zu viele Anfragen: später noch einmal versuchen)
hub-status-theirs = { $address } antwortete { $status } (der Fehler liegt dort: später noch einmal versuchen)
hub-not-told = { $address } nennt { $what } nicht, also ist dem Gesendeten nicht zu trauen. Ist HF_ENDPOINT ein Spiegel des Hubs?
hub-checksum = die Datei von { $address } ist nicht die angekündigte (Prüfsumme { $found } statt { $wanted }). Sie wurde verworfen; bitte noch einmal versuchen. Geschieht es wieder, verändert unterwegs etwas die Dateien
hub-other-file = { $address } hat als { $name } eine andere Datei (Prüfsumme { $found }…) als die, die dieses Programm kennt ({ $wanted }…); nichts wurde heruntergeladen. Eine neuere Version dieses Programms kennt sie vielleicht; soll sie trotzdem verwendet werden, von Hand herunterladen und mit file:PFAD nennen
hub-in-use = ein anderes Programm lädt das schon herunter

## Netze und Merkmale

weights-no-format = { $path } ist weder safetensors noch ein PyTorch-Checkpoint ({ $why })
weights-unusable = { $path } ist nicht benutzbar ({ $kind }): { $why }
weights-neither = weder safetensors noch ein PyTorch-Checkpoint ({ $why })
weights-kind = nicht benutzbar ({ $kind }): { $why }
weights-not-here = { $name } ist nicht auf diesem Computer; `gleaner features add { $name }` lädt es herunter
weights-other = { $path } sollte { $name } sein, ist aber { $found }; bitte `gleaner features remove { $name }` und neu hinzufügen
weights-not-frozen = Merkmale aus `{ $source }` berechnet kein fertiges Netz
weights-not-trainable = { $source } kann nicht aus einem Ordner weiterlernen; das können nur Residualnetze (etwa builtin-resnet)
weights-not-made = das Netz ließ sich nicht anlegen: { $why }
weights-unrecognised = die Tensoren ({ $tensors }) gehören zu keinem bekannten Netz. Gesucht wurden: ResNet-18 oder ResNet-50 mit den Namen von torchvision (conv1.weight, layer1.0.conv1.weight, ...); DINOv2, der Bildteil von CLIP oder SigLIP mit den Namen von Hugging Face (embeddings.patch_embeddings.projection.weight, vision_model.embeddings.patch_embedding.weight)
weights-tensor = der Tensor `{ $name }` passt nicht: { $problem }
rows-unusable = { $path }: { $problem }
words-no-tower = Die Merkmale dieses Projekts kommen aus { $source }, und das kennt keine Wörter. CLIP und SigLIP kennen sie: Bitte beim Entdecken unter Merkmale eines wählen, oder --features clip-b32
words-no-tokenizer = { $path } fehlt; die Datei macht aus Wörtern Zahlen; { $help }
words-tokenizer = { $path } ist nicht benutzbar: { $why }
learn-not-finite = { $stage }: Der Verlust war ab Runde { $epoch } keine Zahl mehr
learn-broken-weights = das Netz liefert Zahlen, die keine sind (NaN oder unendlich); seine Gewichte scheinen beschädigt zu sein
learn-not-computed = das Netz ließ sich nicht berechnen: { $why }

## Was einem Export im Weg ist, in Klammern nach: ... gibt es schon

export-why-nothing-else = kein Export von Gleaner, und nichts anderes im Fotoordner wird ersetzt
export-why-no-export = kein Export von Gleaner
export-why-no-folder = kein Ordner
export-why-holds = darin { $name }, nicht von Gleaner geschrieben
export-why-not-written = nicht von Gleaner geschrieben
export-why-no-sheet = nicht von Gleaner: { $what }
export-why-folder = ist ein Ordner; bitte eine Datei nennen
export-why-special = ist keine Datei, sondern ein Gerät, eine Pipe oder ein Socket; bitte eine Datei nennen

## Tabellen

table-utf16 = Zeile { $line } ist beschädigtes UTF-16; bitte die Tabelle als UTF-8 speichern
table-zip = sie ist eine Tabellenkalkulation oder ein anderes ZIP und keine Tabelle; bitte als CSV (UTF-8) speichern
table-zeros = Zeile { $line } enthält Nullbytes: kein Text, oder UTF-16 ohne Kennung; bitte die Tabelle als UTF-8 speichern
table-no-utf8 = Zeile { $line } ist kein UTF-8; bitte die Tabelle als UTF-8 speichern
table-latin = Zeile { $line } ist kein UTF-8, sieht aber nach Latin-1 aus (dort lautet sie: { $text }); bitte die Tabelle als UTF-8 speichern
table-cells = Zeile { $line } hat { $n } Zellen, Zeile { $first } nennt aber { $columns } Spalten; Text, in dem { $sign } vorkommt, gehört in doppelte Anführungszeichen
table-tab = Tabulator
table-empty = sie ist leer; am Anfang von { $what } steht die Zeile { $needed }
table-data = Zeile { $line } sieht nach Daten aus ({ $data }); an den Anfang gehört die Zeile { $needed }
table-columns = Zeile { $line } nennt die Spalten { $named }, aber keine heißt { $missing }; nötig für { $what }: { $needed }
table-columns-or = { $first } oder { $next }
table-columns-and = { $first }, { $next }
table-columns-more = und { $n } weitere
table-quote = Zeile { $line } öffnet ein Anführungszeichen, das nie geschlossen wird
table-of-labels = eine Tabelle von Zuordnungen
table-list = sie ist eine JSON-Liste; bitte je Zeile ein JSON-Objekt schreiben
table-two-names = Zeile { $line } nennt { $file } „{ $label }“, Zeile { $first } nennt sie „{ $other }“
table-no-name = Zeile { $line } hat keinen Dateinamen
table-no-label = Zeile { $line } hat keine Zuordnung
table-no-object = Zeile { $line } ist kein JSON-Objekt: { $why }
table-no-field = Zeile { $line } hat kein „file_name“
table-label-kind = Zeile { $line }: „label“ ist weder Text noch eine Zahl

## Antworten, die es nicht gibt

answer-no-run = Noch wird kein Ergebnis genutzt, also gibt es nichts, wonach sich Bilder vergleichen ließen. Bitte zuerst Entdecken.
answer-no-group = diese Gruppe gibt es nicht mehr
answer-uncounted = die Klassen ließen sich nicht zählen
answer-stranger = Die Fotos dieses Projekts wurden nicht gelesen, weil es auf diesem Rechner nicht bekannt ist. Bitte zuerst die Fotos lesen
answer-no-image = dieses Bild ist nicht mehr im Ordner
answer-no-features = Die Merkmale dieses Ergebnisses gibt es nicht mehr ({ $place }). Bitte neu entdecken.
answer-not-kept = { $what } dieses Ergebnisses ist nicht mehr da, also lassen sich andere Bilder nicht damit vergleichen. Bitte neu entdecken.
rows-not-as-many = { $path } hat { $n } Zeilen, die Liste daneben { $lines }; es müssen gleich viele sein.
rows-none-now = { $path } hat keine Zeile mehr
answer-of-rows = Die Zeilen dieses Ergebnisses kommen aus einer Datei ({ $source }), also gibt es kein Netz, das andere Bilder ansehen könnte; nach Bildern des Projekts lässt sich suchen.
answer-no-more-pictures = Es kamen keine weiteren Bilder.
answer-learned = dieses Netz wurde gelernt
answer-network = Das Netz
answer-normalisation = Die Normierung

## Suche nach Wörtern und Namen des eingebauten Netzes

things-found-by = Gefunden anhand der 1.000 Dinge, die das eingebaute Netz kennt.
things-names = Namen sind geraten aus den 1.000 Dingen, die das eingebaute Netz kennt.
things-free-words = Für freie Wörter CLIP nehmen: `gleaner features add clip-b32`, dann beim Entdecken unter Merkmale wählen, oder --features clip-b32.
things-none-of-list = Keines der Wörter in { $path } ist unter den 1.000 Dingen, die das eingebaute Netz kennt.
things-no-image = Kein Bild zeigt { $words }, soweit das eingebaute Netz es sagen kann.
things-part = Es kennt das Wort { $unknown } nicht: Gesucht wurde nur nach { $words }.
things-unknown = Das eingebaute Netz kennt 1.000 Dinge beim Namen, aber nicht { $words }.
things-kinds = Es kennt Tiere, Pflanzen, Essen, Fahrzeuge, Kleidung, Möbel, Gebäude, Landschaften, Werkzeuge und dergleichen.
things-none-kept = Namen und Suchen nach Wörtern brauchen, was die Bilder zeigen, und das fehlt diesem Projekt: Seine Merkmale ({ $source }) kamen ohne. Bitte neu entdecken mit --features builtin (Eingebautes Netz unter Merkmale), das 1.000 Dinge beim Namen kennt, oder mit --features clip-b32, das freie Wörter kennt.
words-help-add = `gleaner features add { $name }` lädt sie herunter
words-help-beside = sie kommt von dort, wo die Gewichte herkommen, und gehört neben sie
things-near = Am nächsten bekannt: { $words }.

input-too-long = länger als { $n } MB, was keine solche Datei ist
input-no-text = kein Text (UTF-8)
input-no-file = keine Datei, sondern ein Gerät, eine Pipe oder ein Socket
