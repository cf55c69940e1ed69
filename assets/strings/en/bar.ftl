# The row above everything, the field that finds everything, and what stands below the pictures.

bar-menu = Menu
bar-menu-places = Photos: { $folder }
    Project: { $project }
bar-tab-images = Images
bar-tab-review = Review
bar-tab-quality = Quality
bar-tab-export = Export
bar-tab-detail = { $name }, { $detail }
bar-tab-at-work = { $name }, in progress
bar-tab-done = { $name }, done
bar-tab-review-tip = { $confirmed } of { $labelled } images confirmed. Review shows one image after the other; single keys answer.
bar-tab-exported = The labels are exported as they are now. Click to export them again.
bar-next-discover = Discover
bar-next-name = Name groups
bar-next-review = Review
    .name = Next: Review
bar-next-export = Export
    .name = Next: Export
bar-undo-what = { $key }: { $what }
bar-undo-nothing = { $key }: nothing was changed yet
bar-redo-nothing = { $key }: nothing was undone

bar-search = Search
bar-search-hint = Search groups, images, filters
    .short = Search
bar-search-hint-actions = Search actions
bar-search-clear = Clear the search field
    .tip = Shows everything again
bar-search-similar = Similar to { $name }
bar-search-words-title = “{ $words }”
bar-search-built-in = { $title } by what the built-in network knows
bar-search-groups = Groups
bar-search-images = Images
bar-search-terms = Filter
bar-search-actions = Actions
bar-search-actions-how = Type > to find any action
bar-search-go = Go to { $name }
bar-search-find-words = Find images of “{ $words }”
bar-search-only = Only images that match { $terms }
bar-search-only-path = Only images with “{ $text }” in their path
bar-search-save = Save this filter…
bar-search-only-where = in { $name }
bar-search-not-now = { $name }. Not now: { $why }
bar-search-with-detail = { $name }, { $detail }
bar-search-nothing = Nothing has such a name. Fewer letters find more.

bar-shelf-keep-best = { $n ->
    [one] Keep the best of { $n } set, put the rest into Junk
   *[other] Keep the best of { $n } sets, put the rest into Junk
}
bar-shelf-keep-best-selected = Keep the best of the selected sets, put the rest into Junk
bar-shelf-keep-best-shown = Keep the best of the sets shown, put the rest into Junk
bar-shelf-junk = { $n ->
    [one] Put { $n } image into Junk
   *[other] Put { $n } images into Junk
}
bar-shelf-still = { $n ->
    [one] { $n } image is still what it was
   *[other] { $n } images are still what they were
}
bar-shelf-copies = { $n ->
    [one] Put { $n } copy where its original is
   *[other] Put { $n } copies where their originals are
}
bar-shelf-out-of-junk = { $n ->
    [one] Take { $n } image out of Junk
   *[other] Take { $n } images out of Junk
}

bar-strip-away = { $n ->
    [one] { $n } image that was here is gone: is the drive connected?
   *[other] { $n } images that were here are gone: is the drive connected?
}
bar-strip-away-about = Everything that the project keeps is shown: thumbnails, groups, labels. Only the originals cannot be opened, and nothing is sorted anew. Once the folder is there again this line goes by itself.
bar-strip-part-away = { $n ->
    [one] { $n } image is gone with its whole folder: is a drive away?
   *[other] { $n } images are gone with their whole folder: is a drive away?
}
bar-strip-changed = { $n ->
    [one] { $n } file is another picture than when you confirmed it
   *[other] { $n } files are other pictures than when you confirmed them
}
bar-strip-changed-about = What you said stays with the picture that was there, and comes back with it. The new one waits to be looked at.
bar-strip-copies = { $n ->
    [one] { $n } copy of an image that you put into a group
   *[other] { $n } copies of images that you put into groups
}
bar-strip-copies-about = Byte for byte the same as an image that you put into a group.
bar-strip-new = { $n ->
    [one] { $n } new image is in no group yet
   *[other] { $n } new images are in no group yet
}
bar-strip-new-about = They came after the groups were found.
bar-strip-missing = { $n ->
    [one] { $n } image is gone; what you said of it is kept
   *[other] { $n } images are gone; what you said of them is kept
}
bar-strip-missing-about = Their files are not in the folder, and they are in no export. When a file comes back, under any name, so does what you said of it.
bar-strip-forget = { $n ->
    [one] Take { $n } image out of the project? If it ever comes back, so does what you said of it.
   *[other] Take { $n } images out of the project? If they ever come back, so does what you said of them.
}
bar-strip-put-away = Put away: { $text }
bar-strip-put-away-tip = Puts this line away until there is more of it
bar-strip-busy = Once nothing else is at work
bar-unkept = Nothing can be kept in this project now
bar-unread = The photos of this project were not read
bar-unread-why = It is not known on this computer and says that they are in { $folder }. You see the small pictures that the project keeps.
bar-unread-read = Read its photos there, if you know who made the project. It is not asked again.
bar-strip-asks = Asks whether to take them out of the project
bar-strip-rescan = Rescan folder
    .name = Look again for the folder
bar-strip-locate = Choose where they are now…
bar-strip-gone = { $n ->
    [one] It is gone for good…
   *[other] They are gone for good…
}
bar-strip-gone-name = The images of the folder are gone for good
bar-strip-look = Look
    .name = Look at what changed
bar-strip-same = { $n ->
    [one] Put it where its original is
   *[other] Put them where their originals are
}
bar-strip-show = Show
    .copies = Show the copies
    .new = Show the new images
bar-strip-place = { $n ->
    [one] Place it
   *[other] Place them
}
bar-strip-list = Show list
    .name = Show the list of images that are gone
bar-strip-take-out = { $n ->
    [one] Take it out…
   *[other] Take them out…
}
bar-strip-take-out-name = Take images that are gone out of the project
bar-strip-yes = Take them out
    .name = Yes, take them out of the project
    .tip = No file is touched: what is gone is gone already, and what comes back is known again
bar-strip-no = Keep them
    .name = No, keep them
    .tip = Leaves everything as it is
# bar

# What a job is doing, beside its progress.
job-stage-duplicates = Looking for copies
job-stage-judging = Checking the groups

# The bar at the bottom while something is at work.
job-begin = Getting ready
job-begin-download = Downloading
job-begin-improve = Looking for better groups
job-begin-check = Checking the project
job-paused = { $stage } (paused)
job-progress = Progress of the job
job-left = { $time } left
job-of-images = { $done } of { $n ->
    [one] { $n } image
   *[other] { $n } images
}
job-rate = { $n } images/s
job-stop = Stop
job-stop-run = Stops sorting. It can go on later where it stopped.
job-stop-import = Stops reading. What was read is kept.
job-stop-export = Stops exporting.
job-stop-refine = Stops learning from your corrections. Your labels stay as they are.
job-stop-improve = Stops looking for better groups. Those that are there stay.
job-stop-check = Stops checking. Nothing was changed.
job-stop-archive = Stops writing. No file is left.
job-stop-place = Stops placing new images. No label changes.
job-stop-download = Stops downloading. What came is kept, and the next attempt goes on from there.
job-pause = Pause
    .tip = Holds the job.
job-resume = Resume
    .tip = Lets the job go on.
job-details = Details

# The same bar when nothing is at work: what the project is at, and what comes next.
job-skipped = { $n ->
    [one] { $n } file skipped
   *[other] { $n } files skipped
}
job-interrupted = This was interrupted. It can go on where it stopped.
job-failed = The last attempt did not work. Details say why.
job-found = Found { $n ->
    [one] { $n } group. Next: name it.
   *[other] { $n } groups. Next: name them.
}
job-some-named = { $named } of { $n } groups have a name. Next: name { $open ->
    [one] the last one.
   *[other] the other { $open }.
}
job-all-named = { $n ->
    [one] The group has a name. Next: check or export it.
   *[other] All { $n } groups have a name. Next: check or export them.
}
job-exported = Exported to { $path }.
job-changed-since-export = Something changed since the last export. Next: export again.

# Curves of a run, in its details.
curve-loss = Loss
    .tip = What is being made small. Its height means nothing across stages; it should fall and level out.
curve-evenness = Evenness
    .tip = Entropy of the group sizes. The dashed line is all groups of one size; falling means that a few take over.
curve-sure = Sure images
    .tip = Share of images that the network learns from because it is sure of them, in %.
curve-none = Curves appear here after the first epoch.
curve-even = all of one size
curve-sizes = GROUP SIZES  { $n }{ $empty ->
    [0] { "" }
   *[other] , { $empty } empty
}
    .tip = Images in each group, largest first.
curve-bars = images

# A finished result that waits.
candidate-title = New result ready
candidate-corrections = Learned from your corrections
candidate-better = A better result was found
candidate-words = { $title }. { $words }
candidate-flow = { $n } from { $from } to { $to }
candidate-other-ways = { $n ->
    [one] { $n } image another way
   *[other] { $n } images other ways
}
candidate-no-group = no group
candidate-new-group = a new group

# The window's title.
title = { $name } – Gleaner
title-at-work = { $share } – { $name } – Gleaner

# What the system tells when long work ended while nobody looked at the window.
notify-read = { $n ->
    [one] { $n } image was read.
   *[other] { $n } images were read.
}
notify-exported = The export is done.
notify-downloaded = The download is done.
notify-placed = The new images were placed.
notify-checked = The project was checked.
notify-archived = The archive is written.
