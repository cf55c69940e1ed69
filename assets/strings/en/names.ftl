# names

names-field = Name of the group
names-from-earlier = used before
names-from-folder = folder name
names-from-words = what it shows
names-from-network = by its look
names-with-source = “{ $name }” ({ $from })
names-offer = Call it { $name } ({ $about })
names-may-be = It may be called { $names }; a right click offers them.
names-call-it = Call it “{ $name }”
names-all-named = Every group has a name now.
# The keys of the field, below it
names-help = Enter: name it, then the next · Tab: take the suggestion · Page Down: skip · Esc: stop
names-help-rename = Enter: take this name · Esc: leave it as it is
names-help-same = Enter: merge · Shift+Enter: keep both · Esc: stop
names-merge = Merge into “{ $name }”?
names-merge-sum = { $own } + { $other } = { $n ->
    [one] { $n } image
   *[other] { $n } images
}
names-merge-button = Merge
names-keep-both = Keep both
    .tip = Both keep the name, with a number that tells them apart (Shift+Enter)

# A search for words that the network of the project does not know
words-title = “{ $words }” has words that this project does not know
words-away = A network that knows free words (CLIP, { $megabytes } MB, licence { $licence }) finds them. It is downloaded once and looks at { $n ->
    [one] { $n } image
   *[other] all { $n } images
}, about { $time }; then this search goes on. Your images stay on this computer.
words-here = A network that knows free words is on this computer. It looks at { $n ->
    [one] { $n } image
   *[other] all { $n } images
} once, about { $time }; then this search goes on.
words-download = Download { $megabytes } MB and search
    .tip = Fetches the network only. Nothing of your images leaves this computer.
    .busy = Once the work that goes on is done
words-look = Look at the images and search
words-not-now = Not now
words-progress = Progress of the search by words
words-left = { $time } left
words-waiting = It begins when the work that goes on is done.
words-stop = Stop
    .tip = What came is kept, and the next attempt goes on from there.
