# Prüfen: ein Bild nach dem anderen oder mehrere auf einmal.

review-mode-queue = Zweifelhafte
    .tip = Die Bilder aller Gruppen, bei denen eine Antwort am meisten hilft
review-mode-prove = Gruppe prüfen
    .tip = Sieht eine zufällige Stichprobe einer Gruppe an, um zu belegen, wie viel davon richtig ist
review-mode-clean = Gruppe aufräumen
    .tip = Eine Gruppe durchgehen, die unsichersten Bilder zuerst, und herausnehmen, was nicht hineingehört
review-by-one = Einzeln
    .tip = Ein großes Bild nach dem anderen (W)
review-by-sheet = Bogen
    .tip = Mehrere Bilder auf einmal: anklicken, was nicht hineingehört, Enter für den Rest (W)
review-all-groups = Alle Gruppen
    .tip = Eine andere Gruppe wählen
review-confirmed-of = { $n } von { $all } bestätigt

review-question = Ist das { $name }?
review-question-unnamed = Gehört es zu diesen?
review-question-none = Was ist das?
review-question-sheet = Welche sind nicht { $name }?
review-question-sheet-unnamed = Welche gehören nicht zu diesen?
review-maybe = vielleicht { $name }
    .tip = Diese Gruppe hat noch keinen Namen; ihre Bilder sehen nach diesem Wort aus
review-these = Typisch für { $name }
review-image = Bild { $path }
review-about-sure = { $sure } sicher · { $path }
review-about-none = Ohne Gruppe · { $path }

review-sheet-of-sample = { $n ->
    [one] Ein Bild der Stichprobe. Anklicken, wenn es nicht hineingehört.
   *[other] { $n } Bilder der Stichprobe. Anklicken, was nicht hineingehört.
}
review-sheet-of-doubtful = { $n ->
    [one] Ein Bild. Anklicken, wenn es nicht hineingehört.
   *[other] { $n } Bilder, die unsichersten zuerst. Anklicken, was nicht hineingehört.
}
review-sheet-so-far = { $n ->
    [one] 1 gehört nicht hinein, { $rest } schon.
   *[other] { $n } gehören nicht hinein, { $rest } schon.
}
review-sheet-image = Auf dem Bogen: { $path }
review-sheet-marked =
    .tip = Es gehört nicht hinein. Noch ein Klick nimmt das zurück.
review-sheet-unmarked =
    .tip = Anklicken, wenn es nicht hineingehört.
review-sheet-all = { $n ->
    [one] Es gehört hinein
   *[other] Alle { $n } gehören hinein
}
review-sheet-rest = { $n ->
    [one] Das andere gehört hinein
   *[other] Die anderen { $n } gehören hinein
}
review-sheet-nothing = { $n ->
    [one] Es gehört nicht hinein
   *[other] Keines der { $n } gehört hinein
}
review-sheet-answer =
    .tip = Bestätigt das nicht Markierte und nimmt das Markierte aus der Gruppe: ein Schritt für Rückgängig (Enter)
review-sheet-mark = Gehört nicht hinein
    .tip = Markiert das Bild, auf dem die Pfeiltasten stehen (Leertaste)
review-sheet-only-marks = Auf einem Bogen wird nur markiert, was nicht hineingehört. W zeigt ein Bild nach dem anderen.
review-key-space = Leertaste

review-yes = Ja
    .tip = Es gehört dorthin und bleibt in jedem neuen Ergebnis dort (Enter)
review-no = Nein
    .tip = Es gehört nicht dorthin, und kein neues Ergebnis bringt es zurück (N)
review-other = Andere…
    .tip = Eine Gruppe nach ihrem Namen suchen oder eine neue machen (/)
review-junk = Ausschuss
    .tip = Es gehört in keine Gruppe (X)
review-skip = Überspringen
    .tip = Jetzt keine Antwort; es kommt am Ende wieder (S)
review-back = Zurück
    .tip = Nimmt die letzte Antwort zurück und zeigt sie wieder (Rücktaste)
    .none = Davor gibt es nichts.
review-nowhere = Es ist ohne Gruppe: eine nach ihrer Nummer wählen
review-back-too-late = Seit dieser Antwort wurde anderes geändert. Rückgängig nimmt Änderungen einzeln zurück.
review-in-no-group = Es ist noch ohne Gruppe: eine nach ihrer Nummer wählen oder mit / suchen.
review-nothing-to-deny = Es ist ohne Gruppe: Es gibt nichts zu verneinen.
review-not-kept = Die Antwort wurde nicht behalten: { $why }
review-not-taken-back = Die letzte Antwort ließ sich nicht zurücknehmen: Davor wurde anderes geändert.
review-other-image = Jetzt wird nach einem anderen Bild gefragt; noch einmal wählen.

review-typical = ZUM VERGLEICH
review-typical-of = Typisch für { $name }: { $path }
review-typical-none = Noch ist nicht bekannt, was für diese Gruppe typisch ist.
review-by-number = NACH NUMMER
review-number = { $number }: { $name }
review-number-probable = { $number }: { $name }, { $sure }
review-number-now = jetzt
review-number-none = Keine Gruppe hat die Nummer { $number }. / sucht eine.
review-number-free =
    .tip = Die nächste wahrscheinliche Gruppe bekommt diese Nummer und behält sie
review-number-own =
    .tip = { $name }: Dort ist es jetzt
review-number-key =
    .tip = { $name }: Diese Nummer ist ihre eigene Taste
review-number-stays =
    .tip = { $name }: behält diese Nummer, solange das Projekt offen ist
review-numbers-pending = Wahrscheinliche Gruppen werden nachgesehen…
review-numbers-none = Über dieses Bild ist nichts bekannt. Mit / eine Gruppe suchen.

review-answered = { $n } beantwortet
review-answered-left = { $left ->
    [one] { $n } beantwortet, etwa 1 zweifelhaftes übrig
   *[other] { $n } beantwortet, etwa { $left } zweifelhafte übrig
}
review-answered-none-left = { $n } beantwortet, keine zweifelhaften übrig
review-answered-of-group = { $n } beantwortet, { $left } von { $all } in dieser Gruppe noch anzusehen
review-speed = { $n ->
    [one] { $n } Antwort je Minute
   *[other] { $n } Antworten je Minute
}
review-answers-kept = Jederzeit aufhören: Jede Antwort ist sofort gespeichert, und jedes neue Ergebnis behält sie.
review-learn = Daraus lernen
    .tip = Sortiert neu mit den Antworten. Vor dem Anwenden ist zu sehen, was sich ändern würde.
    .nothing = Es gibt keine neuen Antworten zum Lernen.
    .busy = Etwas anderes läuft; abwarten.
review-learning = Lernt aus den Antworten…
review-learn-due = { $n ->
    [one] Aus 1 Antwort lernen: dauert Sekunden
   *[other] Aus { $n } Antworten lernen: dauert Sekunden
}

review-checked-not = { $n ->
    [one] Noch nicht geprüft. 1 Bild prüfen, um zu belegen, dass 95 % richtig sind.
   *[other] Noch nicht geprüft. { $n } zufällige Bilder prüfen, um zu belegen, dass 95 % richtig sind.
}
review-checked-open = { $n ->
    [one] { $checked } von { $all } geprüft, { $right } richtig – 1 weitere richtige Antwort belegt, dass 95 % richtig sind.
   *[other] { $checked } von { $all } geprüft, { $right } richtig – { $n } weitere richtige Antworten belegen, dass 95 % richtig sind.
}
review-checked-proven = { $n } geprüft, { $right } richtig – belegt: Mindestens 95 % sind richtig.
review-checked-all-proven = Alle { $n } geprüft, { $right } richtig.
review-checked-hopeless = { $n } geprüft, { $right } richtig – 95 % lassen sich nicht mehr belegen. Aufräumen oder teilen, dann neu prüfen.
review-checked-all = Alle { $n } geprüft, { $right } richtig – das sind weniger als 95 %.
review-checked-decided = Über jedes Bild daraus ist entschieden.
review-state-decided = alle von Hand entschieden
review-state-not-asked = noch nicht geprüft
review-state-open = { $n ->
    [one] noch 1 zu prüfen
   *[other] noch { $n } zu prüfen
}
review-state-proven = belegt
review-state-hopeless = nicht belegbar
review-state-all-asked = alle geprüft
review-nothing-to-check = nichts zu prüfen
review-none-checked = keines von { $n } geprüft
review-right-of = { $right } von { $n } richtig: { $share }
review-interval = Von allen { $n } Bildern sind { $low } bis { $high } richtig.
    .tip = Der Bereich ist Wilsons 95-%-Intervall für eine Stichprobe ohne Zurücklegen. Ein neues Ergebnis, Zusammenführen oder Teilen beginnt sie neu.
review-interval-known = Alle { $n } Bilder sind bekannt: { $share } sind richtig.
review-interval-bar = { $low } bis { $high } sind richtig; 95 % sollen es sein

review-which-group = Welche Gruppe?
review-which-to-prove = { $n ->
    [one] { $proven } von 1 Gruppe ist zu 95 % als richtig belegt. Anklicken, um ihre Stichprobe zu prüfen.
   *[other] { $proven } von { $n } Gruppen sind zu 95 % als richtig belegt. Eine anklicken, um ihre Stichprobe zu prüfen.
}
review-which-to-clean = Eine anklicken, um sie durchzugehen, die unsichersten Bilder zuerst.
review-prove-row = { $name } prüfen: { $checked }, { $state }
review-clean-row = { $name } aufräumen: { $checked }, { $state }

review-nothing-yet = Noch gibt es nichts zu prüfen
    .about = „Entdecken“ sortiert die Bilder in Gruppen. Danach werden sie hier mit einzelnen Tasten geprüft.
review-no-queue = Es gibt keine zweifelhaften Bilder zu zeigen
    .about = Was zweifelhaft ist, steht fest, sobald „Entdecken“ die Bilder sortiert hat.
review-choosing = Die zweifelhaftesten Bilder werden gewählt…
    .about = Das dauert einen Augenblick.
review-all-confirmed = Alles ist bestätigt
    .about = Zu jedem Bild in einer Gruppe gibt es eine Antwort. Die Gruppen lassen sich exportieren.
review-queue-empty = Keine zweifelhaften Bilder sind übrig
    .about = { $n ->
        [one] 1 Bild ist noch nicht bestätigt. Seine Gruppe mit einer Stichprobe prüfen oder es im Raster bestätigen.
       *[other] { $n } Bilder sind noch nicht bestätigt. Ihre Gruppen mit Stichproben prüfen oder sie im Raster bestätigen.
    }
review-back-to-last = Zurück zum letzten Bild
review-proven = Belegt: Mindestens 95 % sind richtig
review-group-so-far = { $name }: { $checked }
review-empty = { $name } ist leer
    .about = Es gibt nichts zu fragen.
review-decided = Über alles in { $name } ist entschieden
    .about = Nichts davon blieb unangesehen.
review-all-asked = Alles in { $name } wurde geprüft
    .about = Zu jedem Bild, nach dem gefragt werden konnte, gibt es eine Antwort.
review-confirm-rest = { $n ->
    [one] Das 1 übrige bestätigen
   *[other] Die { $n } übrigen bestätigen
}
    .tip = Sagt, dass auch das nicht Angesehene dorthin gehört; lässt sich rückgängig machen
review-go-on = Weiter fragen
    .tip = Prüft mehr von der Stichprobe: Das Bekannte wird genauer
review-show-in-grid = Im Raster zeigen
    .tip = Zeigt alle Bilder der Gruppe
review-clean = Alles in { $name } ist durchgesehen
    .about = Zu jedem Bild gibt es eine Antwort.
