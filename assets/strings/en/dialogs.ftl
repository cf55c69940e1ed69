# dialogs

## Before many images change at once

sure-confirm = Confirm images
sure-confirm-question = Confirm { $n ->
    [one] { $n } image
   *[other] { $n } images
}?
sure-confirm-yes = Confirm { $n }
sure-unconfirm = Take back confirmations
sure-unconfirm-question = Take back { $n ->
    [one] { $n } confirmation
   *[other] { $n } confirmations
}?
sure-unconfirm-yes = Take back { $n }
sure-junk = Put images into Junk
sure-junk-question = Put { $n ->
    [one] { $n } image
   *[other] { $n } images
} into Junk?
sure-junk-yes = Put { $n } into Junk
sure-take-out = Take images out
sure-take-out-question = Take { $n ->
    [one] { $n } image
   *[other] { $n } images
} out of { $n ->
    [one] its group
   *[other] their groups
}?
sure-take-out-yes = Take out { $n }
sure-move = Move images
sure-move-question = Move { $n ->
    [one] { $n } image
   *[other] { $n } images
} to { $name }?
sure-move-yes = Move { $n } to { $name }
sure-new = New group
sure-new-question = Make “{ $name }” a group of { $n ->
    [one] { $n } image
   *[other] { $n } images
}?
sure-new-yes = Make a group of { $n }
sure-reject = Not this group
sure-reject-question = Say that { $n ->
    [one] { $n } image is
   *[other] { $n } images are
} not { $name }?
sure-reject-yes = Take out { $n }
sure-label = Give labels
sure-label-question = Give { $n ->
    [one] { $n } image the label that it is
   *[other] { $n } images the labels that they are
} offered?
sure-label-yes = Label { $n }
sure-several = Change images
sure-several-question = Change { $n ->
    [one] { $n } image
   *[other] { $n } images
}?
sure-several-yes = Change { $n }
sure-yes =
    .tip = Enter. Undo takes it back.
sure-cancel = Cancel
    .tip = Changes nothing (Esc)
sure-nothing = Every image is left out.
sure-least = { $n ->
    [one] This one is the least sure.
   *[other] These { $n } are the least sure.
} Click what should be left out.
sure-best-placed = { $n ->
    [one] This one fits best where it is.
   *[other] These { $n } fit best where they are.
} Click what should be left out.
sure-more = Show { $n } more
sure-in-group = { $n } in { $name }
sure-in-no-group = { $n } in no group
sure-in-others = { $n } elsewhere
sure-places = Now: { $places }.
sure-places-decided = Now: { $places }. You had decided about { $n } of them.
sure-best-stays = The best image of { $n ->
    [one] the set
   *[other] each of the { $n } sets
} stays.
sure-confirmed = confirmed
sure-placed = put there by you
sure-nowhere = in no group
sure-unknown = not known
sure-share = { $share } sure
sure-leave-out = A click leaves it out
sure-take-in = Left out: a click takes it in again
dialogs-browse = Browse…

# One file with everything but the photos
archive-title = Archive this project
archive-what = Labels, history, results and thumbnails go into one file, to keep or to take to another computer.
archive-photos = The photos are not in it: copy their folder too. You can go on working meanwhile.
archive-file = File
archive-path = Where to write to
archive-never-replaces = A file that is there already is never replaced. `gleaner unarchive` makes a project of an archive.
archive-is-there = A file of this name is there already. Choose another name.
archive-write = Write the archive
archive-say-where = Say where to write to first.

# Where the images are now
stranger-title = A project that is new here
stranger-question = “{ $name }” is not known on this computer
stranger-where = It says that its photos are here:
stranger-why = A project can name any folder. Nothing there was looked at yet. Read the photos if you know who made the project.
stranger-read = Read the photos
    .tip = Open the project and read its photos there. It is not asked again.
stranger-needed = This needs its photos, and nothing there was looked at yet. Read them if you know who made the project.
stranger-look = Open without photos
    .tip = Look at its groups, names and small pictures. Nothing in its photo folder is read.
stranger-other = Choose another folder…
    .tip = Open the project with the photos somewhere else.
stranger-cancel =
    .tip = Read nothing. What is open stays open.
locate-title = Where the images are now
locate-what = The project goes on with the images that are there: what you said stays with each image.
locate-how = This system shows no file dialog: type or paste the path of the folder.
locate-path = Path of the folder
locate-name = Where the images are now
locate-go = Go on there
locate-type = Type a path first.
locate-nowhere = There is no such folder. Check the path.

# The list of results.
results-list = Results
results-none = There is no result yet. Discover makes one.
results-about = Names, merges, moves and confirmations of yours stay when you use another result.
results-title = Result { $n }
results-in-use = in use
results-use = Use this result
    .tip = Shows this result's groups instead. Can be undone.
    .name = Use result { $n }
results-unfinished = interrupted
results-failed = did not work
results-why = Why?
results-suggested = a suggested number of groups
results-took = took { $time }
results-stage = STAGE
results-time = TIME
results-rate = IMAGES/S
results-kept = { $stage } (kept)
results-processor = the processor
results-made-with = Made with Gleaner { $version } on { $device }.
results-accuracy = accuracy
results-neighbour-purity = neighbour purity
results-neighbours-agree = neighbours agree
results-groups-in-use = groups in use
results-as-kmeans = as k-means

# What a new result would move.
compare-title = What the new result would change
compare-why = Why are these better?
compare-in-grid = Show in the grid
    .tip = Shows all images that it would move. Nothing moves yet.
compare-would-move = The new result would move these
# Which group something goes to
move-title = Move images
move-title-new = New group
move-title-merge = Merge with
move-title-answer = Which group?
move-find = Find a group by its name
move-new-name = Name of the new group
move-empty = An empty group: images can be moved, dropped or reviewed into it.
move-images = { $n ->
    [one] { $n } image. It stays there when you discover again.
   *[other] { $n } images. They stay there when you discover again.
}
move-answer = Type a part of its name. A name that no group has makes a new group.
move-group = What “{ $name }” is merged with. A preview comes next.
move-nearest = Nearest first
move-nearest-pending = Looking for the nearest…
move-none = No group has such a name.
move-type-name = Type a name, then Enter.
move-new-group = New group “{ $name }”
move-to = To { $name }
move-to-maybe = To { $name }, maybe { $maybe }

# Before groups become one
merge-title = Merge groups
merge-keep-name = Keep this name
merge-keep-name-of = Keep the name { $name }
merge-typical = MOST TYPICAL
merge-doubtful = MOST DOUBTFUL
merge-none-doubtful = None is in doubt between two groups.
merge-sum = { $parts } = { $n ->
    [one] { $n } image
   *[other] { $n } images
}
merge-becomes = “{ $name }”: { $sum }
merge-detail = { $n ->
    [one] { $n } group remains.
   *[other] { $n } groups remain.
} { $confirmed ->
    [0] None of the images is confirmed.
    [one] { $confirmed } of the images is confirmed and stays so.
   *[other] { $confirmed } of the images are confirmed and stay so.
}
merge-button = Merge
    .tip = Makes one group of them. It can be undone (Enter).

## The list of changes

history-empty = Nothing was changed yet. Every name, split, merge, move and confirmation will be listed here.
history-how = { $n ->
    [one] { $n } change
   *[other] { $n } changes
}, newest first. A click goes there in one step.
history-taken-back = { $n ->
    [one] { $n } change
   *[other] { $n } changes
} above “now” can be redone.
history-set-aside = “Set aside” is what you had done before you went back and did something else. Nothing of it is lost: a click brings it back, and sets aside what you did instead.
history-filter = Filter changes
    .tip = Lists only changes whose words contain this
history-none = No change has “{ $words }” in its words.
history-beginning = The beginning
history-now = Now: { $words }
history-back-to = Back to: { $words }
history-forward-to = Forward to: { $words }
history-bring-back = Bring back: { $words }
history-is-now = now
history-is-taken-back = undone
history-is-set-aside = set aside
history-like-this = This is how things are now.
history-takes-back = Undoes { $n ->
    [one] { $n } change
   *[other] { $n } changes
}.
history-makes-again = Redoes { $n ->
    [one] { $n } change
   *[other] { $n } changes
}.
history-takes-back-and-makes = Undoes { $back ->
    [one] { $back } change
   *[other] { $back } changes
} and redoes { $again ->
    [one] { $again } other
   *[other] { $again } others
}.

# Before a group becomes several
split-title = Split the group
split-parts = Parts
split-number = Number of parts
    .tip = How many parts to look for (the arrows left and right). Nothing is changed before you split.
split-pending = { $n ->
    [one] Looking for { $n } part…
   *[other] Looking for { $n } parts…
}
split-missing = It cannot be split: { $why }
split-all-alike = Its images cannot be told apart: by what they show they are all alike.
split-only = { $n ->
    [one] Only { $n } part can be told apart.
   *[other] Only { $n } parts can be told apart.
}
split-part = Part { $n }
split-name-of = Name of part { $n }
split-keeps-name = keeps its name ·
split-size = { $n ->
    [one] { $n } image
   *[other] { $n } images
}, { $share }
split-confirm = Confirm these
    .tip = Says that all images of this part belong together. Without it the part is checked later.
split-confirm-of = Confirm part { $n }
split-button = Split into { $n }
    .tip = Makes the parts groups of their own. It can be undone (Enter).
    .pending = The parts are not there yet

# Labels from folder names or a table
labels-title = Take labels
labels-from = Labels from
labels-folders = Folder names
    .about = The first folder of each image, below the one that all images lie in.
labels-table = A table
    .about = CSV or JSON lines, with file_name and label.
labels-table-format = A CSV or JSON lines file with the columns file_name and label; paths are relative to the folder.
labels-path = Path of a table
    .hint = Path of a table, then Enter
labels-reading = Reading…
labels-classes = Classes
labels-class = { $n ->
    [one] { $name }, { $n } image
   *[other] { $name }, { $n } images
}
labels-new = new
labels-known = a group has this name
labels-without = { $n ->
    [one] { $n } image of no class stays as it is.
   *[other] { $n } images of no class stay as they are.
}
labels-none-ticked = No class is ticked.
labels-safe = Your images stay as they are; no later result changes these labels.
labels-take = Take these labels
    .tip = Confirms the images in groups of these names; one change, can be undone (Enter)
    .nothing = It would change nothing

## What tells a group apart

mark-heading = Heading
mark-heading-of = The heading that { $what } stands under in the list.
mark-heading-name = The heading
mark-heading-put = Put it there
    .tip = A new heading appears by itself (Enter)
mark-headings = HEADINGS
mark-colour = Colour
mark-colour-of = Of { $name }, wherever it is drawn.
mark-key = Key
mark-key-of = In the grid it puts the selected images into { $name }. Press it, or choose one:
mark-key-this = Key { $key }: this one
mark-key-this-tip = It has this key
mark-key-other = Key { $key }: { $name }
mark-key-other-tip = Takes the key from { $name }
mark-key-free = Key { $key }
mark-key-free-tip = No group has this key
mark-key-none = No key
    .tip = Takes its key away
mark-note = Note
mark-note-on = On { $name }: for yourself and whoever works on this with you.
mark-note-name = Note on the group
mark-note-save = Save the note
    .tip = An empty note is taken away
    .off = It is as it was

## Images that are gone

missing-none = No image is gone from the folder.
missing-title = { $n ->
    [one] { $n } image is
   *[other] { $n } images are
} gone from the folder. You had decided about none of them.
missing-title-one = 1 image is gone from the folder. You had decided about it.
missing-title-all = { $n ->
    [one] { $n } image is gone from the folder. You had decided about it.
   *[other] { $n } images are gone from the folder. You had decided about all of them.
}
missing-title-some = { $n ->
    [one] { $n } image is
   *[other] { $n } images are
} gone from the folder. You had decided about { $decided } of them.
missing-what = They are in no export. When a file comes back, under any name, so does what you said of it.
missing-by-you = { $name }, by you
missing-forget = Take them out of the project…
    .tip = Asks once more before it does. No file is touched.
missing-yes = Take them out
missing-busy = Once nothing else is at work
missing-keep = Keep them
missing-copy = Copy the list
    .tip = Copies paths and groups as a table
lists-copy-tip = Copies paths and reasons as a table
lists-untouched = The files themselves were not touched.
lists-retry = Try again
    .tip = Reads once more the files that ended Gleaner

## Whether the project is whole

check-waits = It is checked when what is at work is done.
check-not-yet = The project was not checked yet.
check-again = Check again
    .off = Once the work is done
check-at-work = Everything in the project is being checked. You can close this and work on: a message says what was found.
check-progress = Progress of the check
check-getting-ready = Getting ready
check-stop = Stop checking
    .tip = Nothing was changed.
check-entries = { $n ->
    [one] { $n } entry of the journal
   *[other] { $n } entries of the journal
}
check-results = { $n ->
    [one] { $n } result
   *[other] { $n } results
}
check-looked-at = { $what } were checked.
check-wrong = Wrong
check-changed = Changed
check-harmless = Harmless
check-helps = What helps: { $what }.
check-rescan = rescan the folder
check-repair = A project is repaired while it is closed, after a copy of its database was made.
check-copy-repair = Copy the command that repairs
check-compact = Space that the project does not need is given back to the disk while it is closed.
check-copy-compact = Copy the command that compacts
check-backups = { $n ->
    [one] A copy of the labels is kept: { $list }. To go back to it, with Gleaner closed:
   *[other] { $n } copies of the labels are kept: { $list }. To go back to one, with Gleaner closed:
}
check-copy-restore = Copy restore command
check-in-a-terminal = Close this window, then run in a terminal:
## Export

export-unnamed = { $n } of { $all ->
    [one] { $all } group
   *[other] { $all } groups
} { $n ->
    [one] has no name
   *[other] have no name
}
export-name-of = Name of { $name }
export-suggested = Call it “{ $name }”
    .tip = Takes this name; nothing is renamed before you write
export-suggested-all = Use all { $n } suggestions
    .tip = Takes the suggested name of each group without one; nothing is renamed before you write
export-merge = Make it one group with “{ $name }”
export-keep-both = There is a group of that name. This one will be called “{ $name }”.
export-left = { $n ->
    [one] Without a name it is called { $names }.
   *[other] Without names they are called { $names }.
}
export-left-many = { $n } groups without names keep their numbers, as “{ $first }”.
export-format = Format
export-csv = CSV table
    .about = One line an image: file, group, how sure, who decided.
export-jsonl = JSON lines
    .about = The same, one JSON object a line.
export-folders = Folders
    .about = One folder a group, as training programs read them.
export-folder = New folder
export-file = File
export-where = Where to write to
export-browse = Browse…
export-put = Put into them
export-link = What is put into the folders
export-copies = Copies of the images
export-hard-links = Hard links (no space, same disk)
export-symbolic-links = Symbolic links (no space)
export-mark = For Excel: begin with a mark (BOM)
    .tip = Excel then reads accents and other scripts right. Other programs do not need it.
export-raw = Names exactly as they are
    .tip = Without this, a name that a spreadsheet would compute, such as =1+1, has a ' before it. Gleaner reads both back.
export-which = Which labels
export-confirmed-only = Only what I confirmed or placed myself
export-sure-before = Otherwise only if the result is at least
export-least-sure = Least sure
export-sure-after = sure
export-all = { $n ->
    [one] The one label there is.
   *[other] All { $n } labels.
}
export-some = { $n } of { $all } labels; { $left ->
    [one] { $left } image is left out
   *[other] { $left } images are left out
}.
export-some-folders = { $n } of { $all } labels; { $left ->
    [one] { $left } image goes to _unlabeled
   *[other] { $left } images go to _unlabeled
}.
export-replace = Replace what is there already
export-none = No label is that sure; lower the limit.
export-nowhere = Say where to write to.
export-refused = Say that it may be replaced, or choose another name.
export-safe = Your images stay as they are.
export-write = { $n ->
    [one] Write { $n } label
   *[other] Write { $n } labels
}
    .tip = Enter
export-nothing-yet = Nothing was written yet
export-even-so = Replace it even so

# Titles of dialogs that have no room of their own.
title-open = Open a folder
title-skipped = Skipped files
title-missing = Images that are gone
title-history = History
title-export = Export labels
title-check = Check this project

## Before a result is taken back

take-back-title = Take a result back
take-back-question = Take back result { $run }?
take-back-nothing = { $n ->
    [one] The group of now goes
   *[other] All { $n } groups go
}, and no image is in a group then.
take-back-result = { $n ->
    [one] The group of now goes
   *[other] The { $n } groups of now go
}; those of result { $run } come back, as they were then.
take-back-before = { $n ->
    [one] The group of now goes
   *[other] The { $n } groups of now go
}; the images are grouped as they were before result { $run }.
take-back-changes = { $n } changes are taken back in one step.
take-back-redo = Nothing is lost: Redo ({ $key }) brings back all groups with their names.
take-back-yes = Take it back
