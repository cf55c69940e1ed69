# The right panel: one image, several, a group, two groups, or the folder.

inspector-details = Details
inspector-looking-up = Looking it up…
inspector-none = None
inspector-none-since = Not known: { $reason }
inspector-gone = an image that is gone
inspector-sure = { $share } sure
inspector-sure-unknown = How sure is not known
inspector-confirmed = Confirmed
inspector-of = { $n } of { $all }
inspector-images = Images
inspector-groups = Groups
inspector-in-no-group = In no group
inspector-junk = Junk
    .tip = It belongs in no group
inspector-junk-all-tip = They belong in no group
inspector-in-grid-too = In the grid too

## A group

inspector-size = { $n ->
    [one] { $n } image
   *[other] { $n } images
}, { $share } sure on average
inspector-size-unknown = { $n ->
    [one] { $n } image
   *[other] { $n } images
}
inspector-empty = No images yet. Drop some on it in the list.
inspector-heading = Heading
inspector-key = Key
inspector-checked = Checked
inspector-check =
    .tip = Asks about random images of it in Review
inspector-mean = Mean probability
inspector-group-id = Number { $n } on the command line and in exports.
inspector-name = Name of this group
    .tip = Its name. Empty for the automatic one.
inspector-note = Note
    .hint = What belongs here, what does not
    .name = Note on this group
inspector-split = Split into…
inspector-more = More
inspector-confirm-all = Confirm all { $n }
inspector-confirm-all-tip = Says that the { $n ->
    [one] { $n } image
   *[other] { $n } images
} not confirmed yet belong here
inspector-all-confirmed = Every image here is confirmed
inspector-most-typical = Most typical
inspector-least-sure = Least sure ones
inspector-none-doubtful = None: no image here could as well be in another group.
inspector-how-sure = How sure
inspector-histogram = Images by how sure they are, with a limit
inspector-bin = { $low } to { $high } % sure: { $n ->
    [one] { $n } image
   *[other] { $n } images
}
inspector-tallest = tallest bar: { $n }
inspector-above-below = { $above } are at least { $bound } sure, { $below } less
inspector-select-above = Select above
    .name = Select the group’s images above
    .tip = Selects the images that are at least as sure as the limit
inspector-select-below = Select below
    .name = Select the group’s images below
    .tip = Selects the images that are less sure than the limit: where mistakes are
inspector-confirm-above = Confirm { $n } above
inspector-confirm-above-tip = Says that the { $n ->
    [one] { $n } image that is
   *[other] { $n } images that are
} at least { $bound } sure belong here
inspector-none-above = None is left to confirm there
inspector-all-but-a-few = To confirm all but a few, select those in the grid first.
inspector-most-alike-groups = Most alike groups
inspector-no-alike-groups = None: its images came after the groups were found.
inspector-preview-merge = Merge…
    .tip = Shows what a merge would do first
inspector-preview-merge-with = Preview the merge with { $name }
inspector-cosine-of-centres = Cosine of the two centres: 1 for the same direction
inspector-show = Show { $name }

## Two groups

inspector-two = Two groups
inspector-how-alike = How alike they are
inspector-most-alike-of-all = No group is more like the first one than the second.
inspector-more-alike = { $n ->
    [one] { $n } other group is
   *[other] { $n } other groups are
} more like the first one.
inspector-alike-unknown = Not known: the images of one of them came after the groups were found.
inspector-between = Between the two
inspector-none-between = No image is in doubt between them.
inspector-share-confirmed = { $share } confirmed
inspector-merge-two = Merge the two…
    .tip = Shows what would become one, and how the numbers change, first

## One image

inspector-image-gone = This image is not in the folder any more.
inspector-group = Group
inspector-no-groups-yet = None yet. Press Discover to find groups; this place then shows why an image is in one.
inspector-pixels = { $width } × { $height } pixels
inspector-pixels-in = { $width } × { $height } pixels, in { $folder }
inspector-copy-path = Copy path
    .tip = Copies its full path
inspector-reveal = Reveal in file manager
    .tip = Shows the file in its folder
inspector-show-group = Show this group
inspector-by-you-confirmed = Confirmed by you
inspector-by-you-confirmed-sure = Confirmed by you. The program is { $share } sure.
inspector-by-you-placed = Put here by you
inspector-by-you-placed-sure = Put here by you. The program is { $share } sure.
inspector-by-you-taken-out = Taken out by you
inspector-by-you-junk = Put into Junk by you
inspector-nobody-decided = Nobody has decided about it
inspector-confirm-as = Confirm as { $name }
inspector-confirm-as-tip = Says that the picture that is there now is of this group
inspector-move =
    .tip = Asks for a group
inspector-take-out = Take out
    .junk = Off the shelf Junk
    .group = Out of its group
inspector-reject =
    .tip = It is not of this group, and no later result brings it back
inspector-best-of-set = The best of a set of { $n } near-duplicates.
inspector-one-of-set = One of a set of { $n } near-duplicates.
inspector-show-set = Show them
inspector-unusual = It is unusual: unlike everything else here.
inspector-unsure = It is unsure: images like it are in other groups, or it could as well be in another.
inspector-you-said = What you said of it
inspector-not = Not { $name }
inspector-together = Belongs together with
inspector-not-together = Does not belong together with
inspector-show-image = Show this image
inspector-forget = Forget
    .tip = No longer says so of the two
inspector-forget-with = Forget the link with { $name }
inspector-this-group = This group
inspector-could-also-be = Could also be
inspector-could-be = Could be
inspector-most-alike = Most alike images
inspector-alike-in = { $n } of the { $all } most alike images { $n ->
    [one] is
   *[other] are
} in { $name }.
inspector-alike-few = { $most } of the { $all } most alike images { $most ->
    [one] is
   *[other] are
} in { $other }, { $n } in { $own }.
inspector-alike-none = { $most } of the { $all } most alike images { $most ->
    [one] is
   *[other] are
} in { $other }, none in { $own }.
inspector-alike-same = { $file }, alike, in { $name } too
inspector-alike-other = { $file }, alike, but in { $name }
inspector-similarity = Similarity { $number }
inspector-example = Example { $file }
inspector-found-by = Found by result { $n }.
inspector-corrected = { $share } sure after correction by { $n ->
    [one] { $n } answer
   *[other] { $n } answers
} of yours.
inspector-similarities = Similarity of the most alike images: { $high } to { $low }.
    .tip = Cosine of their features: 1 for the same direction
inspector-stage-share = { $who } took it from { $from } to { $to }.
inspector-stage-moved = { $who } moved it from { $before } ({ $from }) to { $after } ({ $to }).
inspector-away = Its drive is away: this is what the project keeps of it. It can be confirmed and moved all the same.
inspector-copy-of = It is a copy of an image that you put into { $name }.
inspector-label-it = Put into { $name }
inspector-label-it-tip = Puts it where the image is that it is a copy of (Enter among the copies)
inspector-before = The picture that was there before
inspector-still = Still { $name }
inspector-still-tip = Says that the picture that is there now is that too (Enter among the changed files)
inspector-was = This file was another picture when you confirmed it as { $name }.
inspector-was-junk = This file was another picture when you put it into Junk.
inspector-was-gone = This file was another picture when you confirmed it, in a group that is no more.
inspector-also-at = Also at { $places }
inspector-also-at-more = Also at { $places } and { $n ->
    [one] { $n } other place
   *[other] { $n } other places
}

## Several images

inspector-selected = { $n ->
    [one] { $n } image
   *[other] { $n } images
} selected
inspector-and-more = and { $n } more
inspector-guess-selected = These are part of a first guess: it can be looked at, not changed.
inspector-on-average = On average
inspector-their-groups = Groups among them
inspector-and-more-groups = and { $n ->
    [one] { $n } more group
   *[other] { $n } more groups
}
inspector-all-but-them = All but them
inspector-confirm-others = Confirm the other { $n }
inspector-confirm-others-shown = Confirm the other { $n } shown
inspector-confirm-others-tip = Says that what is not selected of { $name } belongs there
inspector-all-of-them = All of them
inspector-label-below = Gives each the group that stands below it
inspector-or-drag = Or drag them onto a group in the list
inspector-take-all-out = Take out of their groups
    .tip = They are then in no group
inspector-reject-all-tip = They are not of the groups they are in, and no later result brings them back. One change for each group.
inspector-not-of = Say that { $n } are not { $name }
inspector-not-of-theirs = Say that { $n } are not of their groups
inspector-out-of-junk = Take out of Junk
inspector-deselect = Deselect
    .tip = Esc in the grid
inspector-with-each-other = With each other
inspector-link-same = They belong together
inspector-link-different = They do not belong together

## The folder

inspector-nothing-open = Nothing open
inspector-open-one = Drop a folder of images on the window, or press Ctrl+O.
inspector-drive-away = Drive away
inspector-gone-from-folder = { $n ->
    [one] { $n } image
   *[other] { $n } images
} gone from the folder
inspector-gone-from-folder-tip = Lists them; what you said of them is kept
inspector-skipped = Skipped files
inspector-n-in-no-group = { $n ->
    [one] { $n } image
   *[other] { $n } images
} in no group
inspector-show-them = Show them
inspector-result = Result { $n }
inspector-took = Took { $time } on { $device }
inspector-score = Score
    .tip = How much the group of an image says about those of the images most like it, 0 to 1. Decides what is kept.
inspector-in-use = In use
    .tip = Effective number of groups: fewer than asked for if a few have most of the images.
inspector-as-kmeans = As k-means
    .tip = Adjusted Rand index with k-means: 1 for the same groups, 0 for agreement by chance.
inspector-time = Time
inspector-guess = First guess, group { $n }
inspector-guess-gone = It is gone: a better guess came.
inspector-guess-what = This is what was found so far, most typical images first. It still changes, so it can be looked at, not changed. When it is done, its groups can be named, merged and confirmed.
inspector-what-next = What next
inspector-next-reading = The folder is being read. You can look at what is there already.
inspector-next-first-guess = Groups are being looked for. The first guesses are in the list at the left: click one to see it.
inspector-next-before-guess = Groups are being looked for. First guesses appear in the list at the left.
inspector-next-run = A new result is being made. The groups that are there stay usable meanwhile.
inspector-next-away = Images are away: connect their drive, or say where they are now. Names, groups and exports of labels work all the same; nothing is learned anew meanwhile.
inspector-next-all-gone = All images are gone from the folder. Put them back, or open another folder.
inspector-next-no-images = Put images into the folder, or open another one.
inspector-next-discover = Press Discover: it finds groups of images that look alike.
inspector-next-candidate = A new result is ready: the bar at the bottom says what it would change. Compare before you apply it.
inspector-next-newer-result = A newer result is ready. Look at it under Results, and apply it if it is better.
inspector-next-old-network = These groups come from the built-in network of an earlier version. The present one knows far more: “Look for better groups” in the menu compares both, and changes nothing until you apply what it finds.
inspector-next-name = Press “Name groups” above (Shift+F2): Enter goes from one to the next, Tab takes what is suggested. Or click a group on the left to look at it first.
inspector-next-check = Every group has a name. Review shows whether they are right; Export writes the labels.
inspector-next-written = The labels are written. What you change from now on is in the next export.
