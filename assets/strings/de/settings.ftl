# Einstellungen, Angaben und Tasten

settings-title = Einstellungen
settings-language = Sprache
settings-language-system = Wie das System ({ $name })
settings-language-name = Sprache: { $name }
settings-language-no-font = Keine Schrift dieses Systems hat chinesische Zeichen, darum spricht das Fenster Englisch.
settings-theme = Design
settings-theme-system = Wie das System
settings-theme-light = Hell
settings-theme-dark = Dunkel
settings-contrast = Kontrast
settings-contrast-high = Hoher Kontrast
settings-scale = Größe von allem
settings-scale-usual = 100 %
settings-pictures = Größe der Bilder
    .tip = Im Raster; Strg+Mausrad darüber tut dasselbe
settings-notify = Mitteilungen
settings-notify-long = Sagen, wenn lange Arbeit ungesehen endet
settings-note = All das gilt sofort und bleibt gespeichert.

settings-about-title = Über Gleaner
settings-about-version = Version { $version } von Gleaner
settings-about-what = Findet die Gruppen, die in einem Ordner mit Bildern stecken, zeigt sie und macht Zuordnungen daraus.
settings-about-private = Alles bleibt auf diesem Computer. Der Fotoordner wird gelesen, nie beschrieben.
settings-about-method = Das Verfahren ist SCAN: Van Gansbeke, Vandenhende, Georgoulis, Proesmans und Van Gool, „Learning to Classify Images without Labels“, ECCV 2020.
settings-about-licence = Lizenziert unter MIT oder Apache-2.0. Die Schrift ist Inter, unter der SIL Open Font License.

settings-project-title = Über dieses Projekt
settings-project-counts = { $images ->
        [one] { $images } Bild
       *[other] { $images } Bilder
    }, { $groups ->
        [one] { $groups } Gruppe
       *[other] { $groups } Gruppen
    }, { $confirmed } bestätigt
settings-project-exported = Zuletzt nach { $path } exportiert
settings-project-photos = Fotos
    .copy = Pfad der Fotos kopieren
    .reveal = Fotos im Dateimanager zeigen
settings-project-photos-note = Dieser Ordner wird nur gelesen. Nichts darin wird geändert.
settings-project-place = Projekt
    .copy = Pfad des Projekts kopieren
    .reveal = Projekt im Dateimanager zeigen
settings-project-place-note = Gruppen, Zuordnungen, Verlauf und Vorschaubilder liegen hier. Diesen Ordner kopieren, um das Projekt aufzuheben oder umzuziehen.
settings-project-copy = Pfad kopieren
settings-project-copied = Der Pfad ist in der Zwischenablage.
settings-project-reveal = Im Dateimanager zeigen

settings-keys-find = Taste finden
settings-keys-none = Keine Taste tut so etwas.
settings-keys-actions = Strg+K findet jede Aktion, auch die ohne Taste.
settings-cap-arrows = Pfeile
settings-cap-home-end = Pos1, Ende
settings-cap-pages = Bildtasten
settings-cap-shift-arrows = Umschalt+Pfeile
settings-cap-space = Leertaste
settings-cap-numbers = 1 bis 9
settings-cap-click = Klick
settings-cap-drag = Ziehen
settings-cap-left-right = Links, Rechts
settings-cap-plus-minus = Plus und Minus
settings-cap-esc-v = Leertaste, Esc, V
settings-cap-up-down = Auf, Ab
settings-cap-double-click = Doppelklick
settings-cap-right-click = Rechtsklick
settings-cap-enter-space = Enter, Leertaste
settings-cap-backspace = Rücktaste
settings-cap-tabs = Tab, Umschalt+Tab
settings-cap-wheel = Mausrad
settings-keys-images = BILDER
settings-keys-preview = GROSSE ANSICHT
settings-keys-groups = GRUPPEN
settings-keys-review = PRÜFEN
settings-keys-project = PROJEKT
settings-keys-window = FENSTER
settings-key-step = Von Bild zu Bild gehen
settings-key-ends = Zum ersten oder letzten Bild
settings-key-page = Eine Seite hinauf oder hinunter
settings-key-range = Einen Bereich auswählen
settings-key-select = Auswählen oder abwählen
settings-key-hot = In die Gruppe mit dieser Taste legen oder sie zeigen
settings-key-none = Nichts auswählen
settings-key-click = Eines auswählen; mit Umschalt einen Bereich
settings-key-click-more = Eines mehr oder weniger auswählen
settings-key-drag = Mehrere einrahmen oder Ausgewähltes zu einer Gruppe tragen
settings-key-wheel = Größe der Bilder
settings-key-preview-step = Zum Bild davor oder danach
settings-key-preview-zoom = Näher oder ferner
settings-key-preview-whole = Das ganze Bild
settings-key-preview-back = Zurück zum Raster
settings-key-group-step = Von Gruppe zu Gruppe gehen
settings-key-group-mark = Zum Zusammenführen markieren, wie ein Klick
settings-key-group-rename = Umbenennen
settings-key-group-menu = Menü der Gruppe
settings-key-group-suggested = Beim Umbenennen den Vorschlag nehmen
settings-key-review-yes = Ja, es gehört dorthin
settings-key-review-no = Nein, tut es nicht
settings-key-review-number = Es gehört in die Gruppe mit dieser Nummer
settings-key-review-find = Die Gruppe finden, in die es gehört
settings-key-review-junk = Es gehört in keine Gruppe
settings-key-review-skip = Überspringen
settings-key-review-back = Letzte Antwort zurücknehmen
settings-key-review-leave = Zurück zu den Bildern
settings-key-window-tab = Zum nächsten Bedienelement oder dem davor
settings-key-window-press = Drücken, was die Tastatur hat
settings-key-window-main = Die Haupttaste eines Dialogs
settings-key-window-close = Schließen oder Bearbeiten beenden
settings-keys-title = Tasten
