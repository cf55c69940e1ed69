# kit

kit-toast-dismiss = Dismiss: { $text }
kit-toast-dismiss-tip = Dismiss this message (Esc). { $key } dismisses all.
kit-toast-undo = Undo
    .name = Undo this
kit-toast-redo = Redo
    .name = Redo this
kit-toast-back = Back
    .name = Back to where it was before
    .tip = Goes back to the point of the history where you were before

# What the grid shows, as a heading; groups and who decided, as parts of a line.
kit-shown-guess = First guess, group { $n }
kit-shown-found = Found
kit-no-group = no group
kit-by-you-junk = put into Junk by you
kit-by-you-confirmed = confirmed by you
kit-by-you-placed = put here by you
kit-by-you-taken-out = taken out by you
kit-found-by = found by result { $n }
kit-found = found by the program
kit-no-picture = No picture: { $why }

# Skipped files.
kit-skipped-none = No file was skipped.
kit-skipped = { $n ->
    [one] { $n } of { $all } { $all ->
        [one] file
       *[other] files
    } was skipped: { $kinds }.
   *[other] { $n } of { $all } files were skipped: { $kinds }.
}
kit-skip-no-image = { $n ->
    [one] { $n } is no image
   *[other] { $n } are not images
}
kit-skip-damaged = { $n ->
    [one] { $n } is damaged
   *[other] { $n } are damaged
}
kit-skip-large = { $n ->
    [one] { $n } is too large
   *[other] { $n } are too large
}
kit-skip-empty = { $n ->
    [one] { $n } is empty
   *[other] { $n } are empty
}
kit-skip-unreadable = { $n } cannot be read
kit-skip-link = { $n ->
    [one] { $n } is a broken link
   *[other] { $n } are broken links
}
kit-skip-no-file = { $n ->
    [one] { $n } is no file
   *[other] { $n } are not files
}
kit-skip-ended = { $n } ended Gleaner
kit-skip-cancelled = { $n ->
    [one] { $n } was not read to the end
   *[other] { $n } were not read to the end
}

# Letters that no font of the system has.
kit-script = No font of this system has these: { $scripts }. Boxes stand for them. Install a font (on Debian and Ubuntu: { $packages }) and start Gleaner again.
kit-script-hebrew = Hebrew letters
kit-script-arabic = Arabic letters
kit-script-devanagari = Devanagari letters
kit-script-india = letters of India’s scripts
kit-script-thai = Thai letters
kit-script-some = letters of some of the names
kit-script-korean = Korean letters
kit-script-japanese = Japanese letters
kit-script-chinese = Chinese characters
kit-script-emoji = some emoji

# What nothing can be done with.
ask-no-groups = There are no groups yet. Discover finds them.
ask-nothing-to-confirm = Nothing to confirm: these images are confirmed already, or in no group.
ask-none-confirmed = None of these images is confirmed.
ask-guess = A first guess can be looked at, not edited. Confirm images when the work is done.
ask-in-no-group = These images are in no group.
ask-junk-already = These images are junk already.
ask-no-duplicate = None of these images has a near-duplicate.
ask-copied = { $n ->
    [one] Copied { $n } path
   *[other] Copied { $n } paths
}
ask-link = Select 2 to { $most } images to link them.
ask-there-already = These images are in { $name } already; Enter confirms them.
ask-none-still = None of these images took the place of one in a group that is still there.
ask-no-copy = None of these images is a copy of one that you put into a group.
ask-still = Still { $name }
ask-still-all = Still what they were
ask-label = Put it into { $name }
ask-label-all = Put them into the same groups
ask-was-junk = junk
ask-answer-late = Another image is asked about now; choose again.
ask-like-later = Images like this one can be found once there are groups; press Discover first.
ask-one-folder = Drop one folder at a time, please.
ask-no-dialog = This system shows no file dialog. Type or paste the path into the field instead.
ask-no-dialog-words = This system shows no file dialog. Put your list into the project as words.txt, one word a line.
ask-none-to-prove = No other group can be proven by more answers.
ask-no-key = No group has the key { $key }. Right-click one on the left, then Key, to give it.
ask-stopped = Stopped. What was finished is kept.
ask-no-export = Nothing was exported: { $why }.
drop-like = Drop to find images like this one
drop-like-later = Images like this one can be found once there are groups
drop-folder = Drop to open this folder

# The system: its file dialogs, its file manager.
system-pick-folder = Choose a folder of images
system-pick-locate = Choose where the images are now
system-pick-features = Choose weights or rows
    .kind = Weights and rows
system-pick-words = Choose a list of words, one a line
    .kind = Text
system-pick-labels = Choose a table of labels
    .kind = Tables
system-pick-export-folder = Choose a folder for the class folders
system-pick-archive = Archive the project in
    .kind = Zip files
system-pick-export = Write labels to
system-no-manager = No file manager could be started. The file is { $path }
system-no-file = The file is not there any more: { $path }
system-no-picture-name = Not opened, since its name does not end like a picture's: { $path }
system-no-viewer = No viewer could be started. The file is { $path }
system-no-thread = No thread could be started: { $why }
system-name-no-text = The name of this file is not text, so it cannot be handed to a viewer.
kit-close = Close
    .tip = Close (Esc)
