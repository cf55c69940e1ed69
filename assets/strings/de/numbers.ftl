# Zahlen, Anteile, Zeiten und Listen, wie sie in anderen Sätzen stehen.

number-thousands = .
number-decimal = ,
share-sign = { " %" }
share-over = über { $share }
share-under = unter { $share }
time-seconds = { $n } s
time-minutes = { $n } min
time-hours = { $n } h
time-hours-minutes = { $hours } h { $minutes } min
time-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}
time-unknown = unbekannte Zeit
time-about = etwa { $time }
ago-now = gerade eben
ago-minutes = vor { $n } min
ago-hours = vor { $n } h
ago-yesterday = gestern
ago-days = { $n ->
    [one] vor { $n } Tag
   *[other] vor { $n } Tagen
}
list-separator = { ", " }
list-last = { $before } und { $last }
count-images = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
count-groups = { $n ->
    [one] { $n } Gruppe
   *[other] { $n } Gruppen
}
count-files = { $n ->
    [one] { $n } Datei
   *[other] { $n } Dateien
}
# Between two sentences.
sentence-separator = { " " }
