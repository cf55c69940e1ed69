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
job-result-ready = A new result is ready: apply or discard it.
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
candidate-better = Better groups were found
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
