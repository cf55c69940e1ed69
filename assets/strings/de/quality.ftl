# Qualität

quality-empty = Noch gibt es keine Gruppen zu beurteilen
    .about = „Entdecken“ findet sie. Dann steht hier, wie sicher sie sind und wie viele es sein sollten.

quality-sure = Wie sicher sind die Gruppen?
quality-sure-high = { $n } von { $all } Bildern sind über 90 % sicher.
quality-agreement = Von den ähnlichsten Bildern sind { $share } in derselben Gruppe.
    .tip = Übereinstimmung der Nachbarn: der Anteil der nächsten Nachbarn eines Bildes in seiner eigenen Gruppe, über alle Bilder gemittelt
quality-agreement-bar = Ähnlichste in derselben Gruppe
quality-pending = Wird berechnet…
quality-histogram = Von unsicher bis sicher, alle Bilder
    .tip = Sicherheit aller Bilder: wie viele in jedem Zwanzigstel von 0 bis 100 % liegen

quality-believed = Ist auf „wie sicher“ Verlass?
quality-believed-unknown = { $n ->
    [one] Noch nicht bekannt: 1 weiteres Bild bestätigen oder berichtigen, um es zu erfahren.
   *[other] Noch nicht bekannt: { $n } weitere Bilder bestätigen oder berichtigen, um es zu erfahren.
}
quality-believed-so-far = { $n } von { $all } eigenen Antworten
quality-believed-bar = Antworten, um „wie sicher“ zu prüfen
quality-believed-until = Bis dahin zählt mehr, was die Bilder zeigen.
quality-believed-too-sure = { $n ->
    [one] Zu sicher: Nach 1 eigenen Antwort liegt es im Mittel um { $before } daneben, berichtigt um { $after }.
   *[other] Zu sicher: Nach { $n } eigenen Antworten liegt es im Mittel um { $before } daneben, berichtigt um { $after }.
}
quality-believed-modest = { $n ->
    [one] Sicherer als gesagt: Nach 1 eigenen Antwort liegt es im Mittel um { $before } daneben, berichtigt um { $after }.
   *[other] Sicherer als gesagt: Nach { $n } eigenen Antworten liegt es im Mittel um { $before } daneben, berichtigt um { $after }.
}
quality-believed-right = { $n ->
    [one] Etwa richtig: Nach 1 eigenen Antwort liegt es im Mittel um { $before } daneben, berichtigt um { $after }.
   *[other] Etwa richtig: Nach { $n } eigenen Antworten liegt es im Mittel um { $before } daneben, berichtigt um { $after }.
}
quality-temperature = Erwarteter Kalibrierungsfehler, bevor und nachdem eine Temperatur von { $temperature } an die Antworten angepasst wurde
quality-diagram = Verlässlichkeit: { $bins }
quality-diagram-bin = { $sure } sicher, { $right } richtig
quality-diagram-across = wie sicher
quality-diagram-said = wie gesagt
quality-diagram-corrected = berichtigt
quality-diagram-height = Höhe: Anteil richtig

quality-look = Was einen Blick verdient
quality-shelf-pending = { $name }: wird berechnet…
quality-unsure = { $n } unsichere
    .name = Unsicher
    .about = ähnlichste Bilder liegen anderswo, oder weniger als halb sicher
    .show = Unsichere zeigen
quality-duplicates = { $n } Beinahe-Duplikate
    .name = Beinahe-Duplikate
    .about = Serien und Kopien; jeder Satz zählt einmal
    .show = Beinahe-Duplikate zeigen
quality-unusual = { $n } ungewöhnliche
    .name = Ungewöhnlich
    .about = gleicht nichts anderem
    .show = Ungewöhnliche zeigen
quality-show = Zeigen
    .tip = Zeigt sie im Raster
    .none = Es gibt keine.
    .pending = Noch nicht bekannt.

quality-how-many = Wie viele Gruppen?
quality-tree-pending = Bilder werden verglichen: einige Sekunden.
quality-proposed = Die Bilder legen { $proposal } Gruppen nahe. Jetzt sind es { $now }.
quality-proposed-range = Die Bilder legen { $proposal } Gruppen nahe; { $low } bis { $high } sind sinnvoll. Jetzt sind es { $now }.
quality-number = Zahl der Gruppen
quality-number-unit = Gruppen
quality-back-to = Zurück zu { $n }
    .tip = Die Zahl, die die Bilder nahelegen
quality-sort = In { $n ->
    [one] { $n } Gruppe
   *[other] { $n } Gruppen
} sortieren
    .tip = Sortiert alle Bilder neu in so viele Gruppen. Sie sind gleichmäßiger als die unten und meist besser. Namen folgen den Gruppen mit den meisten gemeinsamen Bildern.
quality-take = Genau diese { $n } nehmen
    .tip = Macht die Gruppen unten, wie sie sind: Kleine sonderbare bleiben getrennt von großen.
quality-busy = Die Bilder werden sortiert; abwarten oder abbrechen.
quality-learned = Was dieses Ergebnis weiß, wurde aus dem Ordner gelernt und müsste neu gelernt werden: dafür „Entdecken“ drücken.
quality-stay = Namen und von Hand Gelegtes oder Bestätigtes bleiben.
quality-part = { $n ->
    [one] 1 Bild
   *[other] { $n } Bilder
}
quality-part-all = { $n ->
    [one] 1 Bild, in { $name }
   *[other] { $n } Bilder, alle in { $name }
}
quality-part-mostly = { $n ->
    [one] 1 Bild, { $share } in { $name }
   *[other] { $n } Bilder, { $share } in { $name }
}
quality-part-name = Gruppe aus { $text }
quality-details = Einzelheiten
quality-curves = Werte nach Zahl der Gruppen; { $proposal } wird vorgeschlagen, { $low } bis { $high } ist sinnvoll
quality-curve-stability = Stabilität
quality-curve-silhouette = Silhouette
quality-curve-coding = Codelänge
quality-curve-proposed = { $n } vorgeschlagen
quality-curve-at = { $n ->
    [one] { $n } Gruppe
   *[other] { $n } Gruppen
}: Stabilität { $stability }, Silhouette { $silhouette }, Codelänge { $coding } (weniger ist besser)
