# What the engine and its workers say: how requests ended, what is at work, what was done, what a look at a project or its
# folder found, and what is wrong. The command line prints these too.

## Groups

group-number = Group { $n }
engine-group-of-stage = Group { $n } of { $stage }
group-of-id = group of id { $id }

## Stages of sorting, as names, within a sentence, and as what is being done

stage-simclr = Learning features (SimCLR)
    .within = feature learning
    .activity = Learning what the images show
stage-dcl = Learning features (DCL)
    .within = feature learning
    .activity = Learning what the images show
stage-kmeans = k-means
    .within = k-means
    .activity = Sorting into groups
stage-scan = SCAN
    .within = SCAN
    .activity = Sorting into groups
stage-selflabel = Self-labelling
    .within = self-labelling
    .activity = Learning from the surest images
stage-kmeans-learned = k-means, learned
    .within = k-means on the learned features
    .activity = Sorting into groups
stage-scan-learned = SCAN, learned
    .within = SCAN on the learned features
    .activity = Sorting into groups
stage-scan-network = SCAN, network
    .within = SCAN through the network
    .activity = Sorting into groups
stage-selflabel-network = Self-labelling, network
    .within = self-labelling through the network
    .activity = Learning from the surest images
stage-consensus = Consensus
    .within = consensus
    .activity = Sorting into groups
stage-temi = TEMI
    .within = TEMI
    .activity = Sorting into groups
stage-turtle = TURTLE
    .within = TURTLE
    .activity = Sorting into groups
stage-tree = Merge tree
    .within = the merge tree
    .activity = Sorting into groups
stage-checkpoint = The weights' own head
    .within = the weights' own head
    .activity = Sorting into groups
stage-refine = Your corrections
    .within = your corrections
    .activity = Learning from your corrections

## What is being done

engine-looking = Looking through the folder
engine-comparing = Comparing files
engine-reading = Reading images
engine-drawing-sample = Drawing the sample
engine-computing = Looking at the images
engine-comparing-features = Finding the best way to compare the images
engine-finding-neighbours = Finding images that are alike
engine-counting = Counting the groups
engine-uneven = Sorting into groups
engine-loading = Loading pictures to learn from
engine-preparing = Preparing larger pictures
engine-placing = Placing new images
# Where a first guess comes from.
engine-guess-first = k-means on the features
engine-guess-learned = k-means on the learned features
engine-guess-selflabel = self-labelling, round { $n }
engine-guess-scan = SCAN, round { $n }
engine-guess-kmeans = k-means on the features of round { $n }
engine-epoch = round { $n } of { $all }
engine-downloading = Downloading { $model }
engine-megabytes = { $there } of { $all } MB
engine-megabytes-rate = { $there } of { $all } MB, { $rate } MB/s
engine-checksum = comparing the checksum
export-writing = Writing labels
checkup-database = Checking the database
checkup-runs = Checking results
checkup-reading-pixels = Checking pictures
checkup-looking = Checking the folder
archive-copying = Copying the database
archive-writing = Writing the archive
archive-restoring = Restoring
archive-so-far = { $n } of { $all }
compact-tidying = Tidying up
compact-closing = Closing holes
repair-pixels = Making pictures again

## How requests ended

engine-closed = Closed.
engine-opened = Opened { $path }.
engine-opened-to-look = Opened { $path } to look at: nothing in it can be changed now.
engine-fault = An error in Gleaner stopped this. The log file says more. Please open the project again.
journal-kept-aside = { $n ->
    [one] { $n } change in this project could not be read. It was put aside, into { $file }, and all others are in force.
   *[other] { $n } changes in this project could not be read. They were put aside, into { $file }, and all others are in force.
}
journal-left-out = { $n ->
    [one] { $n } change in this project cannot be read and is left out; all others are in force. Opening the project for work puts it aside
   *[other] { $n } changes in this project cannot be read and are left out; all others are in force. Opening the project for work puts them aside
}
engine-work-fault = The work stopped because of a fault in the program. What was finished is kept. The log file says more.
engine-stopped = The program's engine stopped. The log file says more.
engine-no-thread = The system gave no thread to work on ({ $why }).
engine-no-threads = { $n } worker threads could not be started: { $why }
engine-undone = Undone: { $what }
engine-redone = Redone: { $what }
engine-went = Went to right after: { $what }
engine-went-beginning = Went to the beginning
engine-with-images = { $what } – { $n ->
    [one] { $n } image changed
   *[other] { $n } images changed
}
engine-there-already = The groups are as they were at that point already.
engine-discarded = Result { $run } was discarded. It stays in the list of results.
engine-none-waits = No new result is waiting.
engine-used = Result { $run } is used now.
engine-forgot = { $n ->
    [one] Took { $n } image out of the project. If it comes back, so does what you said about it.
   *[other] Took { $n } images out of the project. If they come back, so does what you said about them.
}
engine-own-words = { $n ->
    [one] Names are suggested from your { $n } word.
   *[other] Names are suggested from your { $n } words.
}
engine-folder-found = The folder of this project was not at its place. Its photos were found in { $folder }.
engine-not-watching = Changes in the folder are not noticed by themselves ({ $why }). Rescan folder finds them.
engine-paused = Paused.
engine-resumed = Resumed.
engine-stopping = Stopping.
engine-learned = Learned from your corrections.
engine-found = { $n ->
    [one] Found { $n } group. Next: name it.
   *[other] Found { $n } groups. Next: name them.
}
engine-result-ready = New result ready. { $changes } Nothing changes until you apply it.
engine-result-kept = New result ready. Your groups were left as they are.
engine-moves = { $n ->
    [one] It would move { $n } image.
   *[other] It would move { $n } images.
}
engine-moves-none = It would move no image.
engine-groups-new = { $n ->
    [one] { $n } group is new.
   *[other] { $n } groups are new.
}
engine-groups-gone = { $n ->
    [one] { $n } group goes.
   *[other] { $n } groups go.
}
engine-nothing-better = Nothing was found that fits these images better than the groups there are.
engine-better-taken = Groups that fit better were found and are used now: { $n ->
    [one] { $n } image moved.
   *[other] { $n } images moved.
}
engine-better-ready = Groups that fit better were found. { $changes } Nothing changes until you apply them.
engine-better-scores = Images that look alike share a group more often: score { $own }, where the present groups have { $present }.
engine-downloaded = { $model } is at { $path }.
engine-archived = Wrote { $path } ({ $what }). The photos in { $folder } are not in it.
engine-placed-all = { $n ->
    [one] Placed { $n } new image.
   *[other] Placed all { $n } new images.
}
engine-placed-some = Placed { $placed } of { $n } new images.
engine-placed-none = { $n ->
    [one] Placed none of { $n } new image.
   *[other] Placed none of { $n } new images.
}
engine-fit-nowhere = { $n ->
    [one] { $n } fits no group.
   *[other] { $n } fit no group.
}
engine-placed-without-row = { $n ->
    [one] { $n } has no row in the file of features.
   *[other] { $n } have no row in the file of features.
}
engine-nothing-to-place = There are no new images to place.

## Why something cannot be done

engine-nothing-open = Open a folder of images first.
engine-no-run = There is no result yet.
engine-no-such-run = There is no result { $run }.
engine-no-result = Result { $run } was never finished.
engine-no-such-group = There is no group of id { $group }.
engine-same-name = There is already a group called “{ $name }”. Merge the two, or keep both: then this one is called “{ $numbered }”.
engine-image-gone = This image is not in the folder any more.
engine-not-a-project = { $path } is not a Gleaner project.
engine-not-there = { $path } does not exist.
engine-stranger = { $project } is new to this computer: it was made elsewhere, or it is a copy. It says that its photos are in { $folder }; nothing there was read
engine-not-allowed = you may not look into { $path }. Ask whoever it belongs to, or change its permissions
engine-uncounted = The groups could not be counted.
engine-at = { $place }: { $why }
engine-two-projects = { $path } is a project already. It cannot be opened as { $other }.
engine-no-folder = { $path } is not a folder. Open the folder that holds the pictures.
engine-other-folder = { $project } is the project of another folder, { $own }. Name another project for { $folder }.
engine-unreadable-now = { $path } cannot be read any more.
engine-lost-image = { $path } cannot be read any more ({ $why }). Rescan the folder, then press Discover.
engine-none-gone = No image of this project is gone.
engine-nothing-runs = Nothing is running.
engine-job-over = This work is over already.
engine-busy = Other work is running. Wait for it, or stop it.
engine-busy-run = Images are being sorted already. Stop that first.
engine-busy-look = Images are being sorted. The folder can be rescanned when that is done.
engine-busy-download = Images are being sorted. Download when that is done.
engine-busy-place = Images are being sorted. New images can be placed when that is done.
engine-busy-check = Images are being sorted. The project can be checked when that is done.
engine-busy-checking = The project is being checked already.
engine-away = { $n ->
    [one] { $n } image that was here is gone: is the drive connected? Labels and thumbnails are kept.
   *[other] { $n } images that were here are gone: is the drive connected? Labels and thumbnails are kept.
}
engine-ended-while-reading = Gleaner ended the last time while it read { $file }. That file is skipped now; everything else is read.
engine-away-no-run = { $away } Nothing was sorted.
engine-away-left-out = They are left out. { $away }
engine-no-rows = None of the images has a row in { $path }: its list names other paths.
engine-without-row = { $n ->
    [one] { $n } image has no row and stays in no group.
   *[other] { $n } images have no row and stay in no group.
}
engine-images-changed = Some images have changed since this was cut off, so it cannot go on. Begin anew.
engine-begins-anew = There is nothing to resume with these settings and images, so this begins anew.
engine-nothing-to-refine = There are no groups yet. Press Discover first.
engine-nothing-to-learn = Nothing was confirmed, moved, rejected or linked yet, so there is nothing to learn from.
engine-nowhere-to-place = There are no groups yet that images could be placed in. Press Discover first.
engine-other-groups = Another result was applied meanwhile, so no image was placed. Place the new images again.
engine-own-features = Better groups are looked for by features that the program computes. Those of this result are others.
engine-features-changed = The features of this result have changed since. Press Discover again.
engine-broken-weights = { $network } gives numbers that are none. Its weights seem to be damaged.
engine-no-images = There are no readable images here, so there is nothing to sort.
engine-one-image = One image alone cannot be sorted. Add more to the folder.
engine-too-many-groups = { $groups } groups were asked of { $images ->
    [one] { $images } image
   *[other] { $images } images
}. Ask for { $most } or fewer.
# These two are written into the list of results.
engine-stopped-note = It was stopped.
engine-cut-off-note = It was cut off.

## What a look at the folder found

engine-look-read = { $n ->
    [one] Read { $n } image.
   *[other] Read { $n } images.
}
engine-look-moved = { $n ->
    [one] { $n } image moved and kept what you said about it.
   *[other] { $n } images moved and kept what you said about them.
}
engine-look-returned = { $n ->
    [one] { $n } image came back, with all that you said about it.
   *[other] { $n } images came back, with all that you said about them.
}
engine-look-edited = { $n ->
    [one] { $n } image was turned or saved again and kept what you said about it.
   *[other] { $n } images were turned or saved again and kept what you said about them.
}
engine-look-replaced = { $n ->
    [one] { $n } file holds another picture than before.
   *[other] { $n } files hold other pictures than before.
}
engine-look-missing = { $n ->
    [one] { $n } image is gone; what you said about it is kept.
   *[other] { $n } images are gone; what you said about them is kept.
}
engine-look-away = { $n ->
    [one] { $n } image is gone with its whole folder: is a drive disconnected?
   *[other] { $n } images are gone with their whole folder: is a drive disconnected?
}
engine-look-skipped = { $n ->
    [one] { $n } file was skipped.
   *[other] { $n } files were skipped.
}
engine-look-healed = { $n ->
    [one] Made the damaged stored picture of { $n } image again.
   *[other] Made the damaged stored pictures of { $n } images again.
}
engine-look-lost = { $n ->
    [one] The stored picture of { $n } image is damaged, and its file is not there to make it again; “Check this project” names it.
   *[other] The stored pictures of { $n } images are damaged, and their files are not there to make them again; “Check this project” names them.
}
engine-look-empty = There are no images in this folder.
engine-look-nothing-new = { $n ->
    [one] Nothing new in { $n } file.
   *[other] Nothing new in { $n } files.
}

## Changes, as the history lists them

edit-use = Use result { $run }
edit-unname = Remove the name { $group }
edit-rename = Rename { $group } to “{ $name }”
edit-merge = Merge { $groups } into { $into }
edit-move = { $n ->
    [one] Move { $n } image to { $group }
   *[other] Move { $n } images to { $group }
}
edit-take-out = { $n ->
    [one] Take { $n } image out of its group
   *[other] Take { $n } images out of their groups
}
edit-new-group = { $n ->
    [one] New group { $name } of { $n } image
   *[other] New group { $name } of { $n } images
}
edit-junk = { $n ->
    [one] Put { $n } image into Junk
   *[other] Put { $n } images into Junk
}
edit-confirm = { $n ->
    [one] Confirm { $n } image
   *[other] Confirm { $n } images
}
edit-unconfirm = { $n ->
    [one] Unconfirm { $n } image
   *[other] Unconfirm { $n } images
}
edit-split = Split { $group } into { $n }
edit-reject = { $n ->
    [one] Say that { $n } image is not { $group }
   *[other] Say that { $n } images are not { $group }
}
edit-judge-right = Confirm 1 image as { $group }
edit-judge-other = Say that 1 image of { $group } is { $other }
edit-judge-junk = Put 1 image of { $group } into Junk
edit-link-same = Say that 2 images belong together
edit-link-different = Say that 2 images do not belong together
edit-link-none = Forget what was said about 2 images
edit-heading = Put { $groups } under “{ $heading }”
edit-no-heading = Take { $groups } out from under their heading
edit-colour = Colour { $group }
edit-key = Give { $group } the key { $key }
edit-no-key = Take the key from { $group }
edit-note = Note on { $group }
edit-cover = Choose the cover of { $group }
edit-no-cover = Go back to the automatic cover of { $group }
edit-review = { $n ->
    [one] Review { $n } image of { $groups }: { $right } right, { $wrong } wrong
   *[other] Review { $n } images of { $groups }: { $right } right, { $wrong } wrong
}
edit-look-through = { $n ->
    [one] Look through { $n } image of { $group }: { $right } right, { $wrong } wrong
   *[other] Look through { $n } images of { $group }: { $right } right, { $wrong } wrong
}
edit-place = { $n ->
    [one] Place { $n } new image
   *[other] Place { $n } new images
}
edit-place-none = { $n ->
    [one] Find no group for { $n } new image
   *[other] Find no group for { $n } new images
}
edit-label = { $n ->
    [one] Label { $n } image as { $groups }
   *[other] Label { $n } images as { $groups }
}
edit-two = { $a }, { $b }
edit-three = { $a }, { $b }, { $c }

## Changes that cannot be made

edit-unknown-group = There is no group of id { $group }. It may have been merged.
edit-unknown-run = Result { $run } has no groups that could be used.
edit-group-exists = A group of id { $group } is there already.
edit-no-parts = A split needs one to seven new parts, each with images of the group and none with all of them.
edit-out-of-range = { $n } is out of range: keys go from 1 to 9, colours from 1 to { $colours }.
edit-linked-with-itself = An image can only be linked with another one.
edit-not-there = That image is not in the group of id { $group } any more.
edit-answered-twice = There are two answers about one image.
edit-no-such-point = There is no such point in the history. It goes from 0 to { $last }.
edit-nothing = That would change nothing.
edit-unreadable = The journal holds an entry that this version does not know. A newer Gleaner may have written it.

## How far labels were checked

checked-not-yet = not checked yet
checked-each = { $right } of { $n } right: { $share } (all of them)
checked-sample = { $right } of { $n } right: { $share } ({ $low } to { $high } %)
checked-interval = { $share } ({ $low } to { $high } %)
checked-none = Not checked: how many labels are right is not known.
checked-groups = { $n ->
    [one] Checked: at least { $least } right in { $proven } of { $n } group.
   *[other] Checked: at least { $least } right in { $proven } of { $n } groups.
}
checked-overall = Overall { $share }.
checked-all = That is of all labels of the project.
checked-without = { $n ->
    [one] { $n } group is not checked yet.
   *[other] { $n } groups are not checked yet.
}

## Exports

export-wrote-labels = { $n ->
    [one] Wrote { $n } label to { $path }.
   *[other] Wrote { $n } labels to { $path }.
}
export-wrote-images = { $n ->
    [one] Wrote { $n } image to { $path }.
   *[other] Wrote { $n } images to { $path }.
}
export-unread = the photo folder was not read, so nobody looked whether its files are still what was labelled
export-stranger = the photos in { $path } were not read, since the project is not known on this computer; without them only tables can be written
export-not-there = { $n ->
    [one] { $n } file that it names is not there at the moment.
   *[other] { $n } files that it names are not there at the moment.
}
export-changed = { $n ->
    [one] { $n } image changed since what was there was labelled; that label was not written.
   *[other] { $n } images changed since what was there was labelled; those labels were not written.
}
export-stale = { $n ->
    [one] { $n } file is not what was looked at last and was left out ({ $some }): rescan the folder.
   *[other] { $n } files are not what was looked at last and were left out ({ $some }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }): rescan the folder.
}
export-guarded = { $n ->
    [one] { $n } cell that a spreadsheet would compute has a ' before it.
   *[other] { $n } cells that a spreadsheet would compute have a ' before them.
}
export-missing = { $n ->
    [one] { $n } labelled image is gone and was left out.
   *[other] { $n } labelled images are gone and were left out.
}

## What a check of a project found, and what helps

checkup-whole = Everything is whole.
checkup-worth-knowing = { $n ->
    [one] Everything is whole. { $n } thing is worth knowing.
   *[other] Everything is whole. { $n } things are worth knowing.
}
checkup-wrong = { $n ->
    [one] { $n } thing is wrong with this project.
   *[other] { $n } things are wrong with this project.
}
checkup-and-more = { $names } and { $n } more
checkup-unreadable-help = nothing in it can be repaired from here
checkup-problems = The database finds fault with itself: { $list }.
    .indices = `gleaner doctor PROJECT --repair` builds its indices anew; no row is lost
    .help = `gleaner doctor PROJECT --repair` builds its indices anew; if that does not help, nothing is changed: put the project back from a copy, or rename it and open the photo folder again, which makes a new project without its labels
checkup-orphans = { $n ->
    [one] { $n } result or round belongs to nothing that is listed.
   *[other] { $n } results and rounds belong to nothing that is listed.
}
    .help = `gleaner doctor PROJECT --repair` removes them
checkup-images = { $n ->
    [one] { $n } image row cannot be read: { $list }. The project does not open with it.
   *[other] { $n } image rows cannot be read: { $list }. The project does not open with them.
}
    .help = if a newer Gleaner wrote them, install it; else `gleaner doctor PROJECT --repair` empties them, keeps their labels, and `gleaner update PROJECT` reads the files again
checkup-double = Two images are said to be at one path: { $list }.
    .help = `gleaner doctor PROJECT --repair` keeps the newer one there, and the other waits for its file to come back
checkup-replaces = { $n ->
    [one] { $n } image is said to have taken the place of one that there is not: { $list }.
   *[other] { $n } images are said to have taken the place of ones that there are not: { $list }.
}
    .help = `gleaner doctor PROJECT --repair` forgets that
checkup-beyond = Images have numbers that were never given out: { $list }.
    .help = their labels could be taken for those of later images; put the project back from a copy if you have one
checkup-changes = { $n ->
    [one] { $n } change in the journal cannot be read or does not fit: { $list }. The project does not open with it.
   *[other] { $n } changes in the journal cannot be read or do not fit: { $list }. The project does not open with them.
}
    .help = if a newer Gleaner wrote them, install it; else `gleaner doctor PROJECT --repair` moves them to a file beside the database and keeps all other changes
checkup-strange = Changes name images that there are not: { $list }.
checkup-rows-lost = nothing shown depends on them, but rows of the image table were lost: put the project back from a copy if you have one
checkup-run = Result { $run } cannot be read ({ $why }). The project does not open with it.
    .help = if a newer Gleaner wrote it, install it; else `gleaner doctor PROJECT --repair` puts standard settings in the place of what cannot be read
checkup-epochs = { $n ->
    [one] { $n } round of result { $run } cannot be read. The project does not open with it.
   *[other] { $n } rounds of result { $run } cannot be read. The project does not open with them.
}
    .help = `gleaner doctor PROJECT --repair` removes them; they are only drawn as curves
checkup-groups = The groups of result { $run } are damaged: { $why }.
    .file = `gleaner doctor PROJECT --repair` takes them from the result's file
    .help = the result's file does not have them either; `gleaner doctor PROJECT --repair` takes the result for an unfinished one
checkup-run-images = The list of images of result { $run } is damaged: { $why }.
    .help = `gleaner doctor PROJECT --repair` takes it from the result's file
checkup-run-unknown = { $n ->
    [one] Result { $run } names { $n } image that there is not.
   *[other] Result { $run } names { $n } images that there are not.
}
checkup-arrays = Result { $run }: { $why }.
checkup-no-stage = The result in { $path } lacks the stage that was kept ({ $stage }). The labels are kept; discover again to get neighbours and probabilities back.
checkup-noted = `gleaner doctor PROJECT --repair` notes that with the result
checkup-base = Result { $run } learned on the features of result { $base }, which there is not.
    .help = `gleaner doctor PROJECT --repair` notes that with the result; the labels are kept: discover again to get neighbours and probabilities back
checkup-no-base = It is not known any more on which result's features result { $run } learned.
checkup-pixels = { $n ->
    [one] { $n } image has lost its thumbnail or the pixels to learn from: { $list }.
   *[other] { $n } images have lost their thumbnails or the pixels to learn from: { $list }.
}
    .help = `gleaner doctor PROJECT --repair` makes them again from the photos; labels are not touched
checkup-unread = The photo folder { $folder } was not looked at, since the project is not known on this computer.
checkup-folder = The photo folder { $folder } is not there.
    .help = is the drive connected? Labels and thumbnails stay
checkup-files = { $n ->
    [one] { $n } file is changed or gone since the last look: { $list }.
   *[other] { $n } files are changed or gone since the last look: { $list }.
}
    .help = `gleaner update PROJECT` looks
checkup-left-runs = There are folders of results that were never begun: { $list }.
    .help = harmless; `gleaner doctor PROJECT --repair` removes them, `gleaner compact PROJECT` too
checkup-left-files = There are files that were never finished: { $list }.
checkup-left-features = There are feature files that cannot be read: { $list }.
repair-before-that = { $why } Before that: { $done }
backup-none = { $path } has no copies of its database
backup-unknown = there is no copy { $name }; those that there are: { $list }

## Archives

archive-size = { $n ->
    [one] { $n } file, { $size }
   *[other] { $n } files, { $size }
}
archive-inside = An archive cannot lie in the project that it is of. Choose another place.
archive-compacted = The project was compacted meanwhile. Archive it again.
archive-none = { $path } is no archive of a Gleaner project.
archive-newer = { $path } was written by a newer Gleaner (archive format { $format }; this one knows { $known }). Install the newest version.
archive-unread = The project cannot be read: { $why }
archive-there = { $path } is there already. Choose another name.
archive-damaged = { $path } is damaged ({ $why }). Nothing was restored. Copy it again.
archive-moved-on = { $path } cannot be read. If something works on the project now, archive it again ({ $why }).
archive-cannot-read = { $path } cannot be read: { $why }
archive-cannot-write = { $path } cannot be written: { $why }
archive-cannot-use = { $path } cannot be used: { $why }

## Labels from elsewhere

labels-in = { $path }: { $why }.
labels-no-folders = No image lies in a folder of its class, so folder names say nothing.
labels-no-class = There is no class { $name }; there are { $names }.
engine-no-result-yet = There is no result yet. Groups have to be found first.
engine-no-thumbnail = The thumbnail cannot be read.

## Names on the command line

resolve-id-and-name = { $text } is the id of one group and the name of another ({ $id }). Rename that one by its own id first.
resolve-no-groups = There is no group { $text }; there are none yet.
resolve-no-group = There is no group { $text }; there are { $list }.
resolve-no-group-of-many = There is no group { $text }; there are { $n }; `gleaner clusters` lists them.
resolve-skipped = { $path } was skipped: { $why }.
resolve-no-image = There is no image { $text }; give its path relative to the photo folder, or its id.
resolve-unclear = { $why }.

## Networks

network-unknown = No network is called { $name }. There are { $names }.
network-not-here = { $name } is not on this computer.
network-by-hand = { $name } is fetched by hand from { $page }.

## Review sheets

sheet-proven = { $group } is proven to be at least { $share } right; --sample asks for more.
sheet-decided = A person decided about every image of { $group } already.
sheet-no-groups = There are no groups yet.
sheet-nothing-left = Nothing is left to ask: every group is checked, or decided about by a person.
sheet-unread = { $path }: { $why }; nothing was changed.
sheet-not-changed = { $why }; nothing was changed.

## Search by words

words-unknown-to = { $name } knows no words.
words-busy = Images are being sorted now; download when it is done.
engine-words-known = { $n ->
    [one] { $n } image can be searched by free words now.
   *[other] { $n } images can be searched by free words now.
}

## How sure

# Where the number comes from that says how sure the result is of an image.
engine-sure-sum = { $sum } sure: { $parts }, the sum over the { $n } groups of the result that this group was merged from.
engine-sure-unknown = How sure is not known: the result says nothing of this image in this group.

edit-name-long = A name has at most { $most } characters; “{ $begin }…” has { $n }. Nothing was changed.
