# Die Startseite und der Dialog zum Öffnen

start-what = Findet die Gruppen, die in einem Ordner mit Bildern stecken, zeigt sie und macht Zuordnungen daraus.
start-private = Alles bleibt auf diesem Computer. Der Ordner wird gelesen, nie geändert.
start-keys = { $actions } findet jede Aktion, { $keys } listet alle Tasten.
start-opening = Wird geöffnet…
start-let-go = Loslassen zum Öffnen
start-drop = Einen Ordner mit Bildern hierher ziehen
start-choose = Ordner wählen…
start-choose-tip = JPEG, PNG, WebP, HEIC und mehr, auch verschachtelte Ordner ({ $key })
start-path = Pfad eines Ordners
start-path-hint = oder der Pfad eines Ordners oder .gleaner-Projekts
start-path-project = Projekt
start-no-dialog = Dieses System zeigt keinen Dateidialog. Den Pfad hier eintippen oder einfügen.
start-open = Öffnen
    .name = Diesen Pfad öffnen
    .tip = Öffnet den Ordner oder das Projekt dieses Pfades (Enter)
    .empty = Erst einen Pfad eintippen oder einfügen
start-sample = 1.000 erzeugte Bilder in 8 Gruppen: alles ausprobieren, nichts verlieren.
start-recent = ZULETZT BENUTZT
start-again = { $name } wieder öffnen
start-again-away = { $name } wieder öffnen, Laufwerk nicht angeschlossen
start-away = Laufwerk nicht angeschlossen
start-away-tip = Der Ordner ist nicht da. Das Projekt öffnet sich trotzdem, mit allem, was es behält
start-place = Fotos: { $folder }
    Projekt: { $project }
start-named = { $n } benannt
start-confirmed = { $n } bestätigt
start-exported = exportiert
