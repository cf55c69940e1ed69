# Numbers, shares, lengths of time and lists, as they stand in other sentences.

# Between thousands, and before what is less than one.
number-thousands = ,
number-decimal = .
# What follows the number of a share.
share-sign = { " %" }
share-over = over { $share }
share-under = under { $share }
time-seconds = { $n } s
time-minutes = { $n } min
time-hours = { $n } h
time-hours-minutes = { $hours } h { $minutes } min
time-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
time-unknown = an unknown time
time-about = about { $time }
ago-now = just now
ago-minutes = { $n } min ago
ago-hours = { $n } h ago
ago-yesterday = yesterday
ago-days = { $n } days ago
list-separator = { ", " }
list-last = { $before } and { $last }
count-images = { $n ->
    [one] { $n } image
   *[other] { $n } images
}
count-groups = { $n ->
    [one] { $n } group
   *[other] { $n } groups
}
count-files = { $n ->
    [one] { $n } file
   *[other] { $n } files
}
# Between two sentences.
sentence-separator = { " " }
