# groups

groups-sort-number = In order
# The left panel: the shelves and the list of groups.

groups-title = GROUPS  { $n }
groups-title-none = GROUPS
groups-row = { $name }, { $n ->
    [one] { $n } image
   *[other] { $n } images
}
groups-number = Group { $n }
groups-sure = { $share } sure
groups-suggested = { $name }?
groups-suggested-behind = · { $name }?
groups-empty-row = Empty: drop images here
groups-order = Order of groups
groups-by-size = Largest first
groups-by-name = By name
groups-least-sure-first = Least sure first
groups-filter = Filter groups
groups-none-called = No group has “{ $name }” in its name.
groups-learning = Groups are being looked for. A first guess appears here soon.
groups-reading = The folder is being read. Discover finds groups once that is done.
groups-no-images = No readable images are in this folder.
groups-all-gone = All images are gone from this folder. What you said of them is kept, and comes back with them.
groups-none-yet = There are none yet. Discover sorts the images into groups of what looks alike.
groups-guess = A first guess
groups-guess-what = It gets better while the work goes on, and cannot be changed yet.

## What the pointer tells of a group

groups-tip = { $name }: { $n ->
    [one] { $n } image
   *[other] { $n } images
}, { $share } sure on average.
groups-tip-empty = { $name } is empty.
groups-tip-none-confirmed = None is confirmed yet.
groups-tip-confirmed = { $n } of them ({ $share }) confirmed by you.
groups-tip-heading = Under the heading { $name }.
groups-tip-key = The key { $key } puts selected images into it.
groups-tip-note = Note: { $note }
groups-tip-how = Double click renames it, Ctrl+click marks it for merging, images can be dropped on it.

## Headings

groups-no-heading = No heading
groups-heading-open = Heading { $name }, { $n ->
    [one] { $n } group
   *[other] { $n } groups
}, open
groups-heading-closed = Heading { $name }, { $n ->
    [one] { $n } group
   *[other] { $n } groups
}, closed
groups-heading-detail = { $groups } · { $n ->
    [one] { $n } image
   *[other] { $n } images
}
groups-heading-tip = { $name }: a click opens or closes it, a right click renames it
groups-rename-heading = Rename the heading…
    .tip = Gives its groups another heading
groups-remove-heading = Remove the heading
    .tip = Its groups stay as they are

## The menu of a group

groups-show = Show its images
    .tip = Shows them in the grid
groups-mark = Mark for merging
    .tip = Marked groups are seen side by side, and can be merged (Ctrl+click)
groups-unmark = Deselect
groups-out-of-heading = Remove from its heading
    .tip = It then stands under no heading
groups-colour = Colour
groups-key = Key
groups-automatic-cover = Automatic cover
    .tip = Its surest image stands for it again
groups-confirm =
    .tip = Says that all its images belong there
    .off = It has no image that is not confirmed
groups-confirm-but = Confirm all but the { $n } selected
groups-confirm-shown-but = Confirm all shown but the { $n } selected

## Below the list

groups-marked = { $n ->
    [one] { $n } group
   *[other] { $n } groups
} marked, { $images }
groups-merge = Merge…
groups-deselect = Deselect
    .tip = Merges nothing
groups-corrections = You made { $n ->
    [one] { $n } correction
   *[other] { $n } corrections
} since.
groups-new = New group
    .tip = Makes an empty group by its name. Images dropped here become a group.
groups-new-of = Makes a new group of { $n ->
    [one] { $n } image
   *[other] { $n } images
}.

## Shelves

groups-all = All images
    .tip = Every readable image of the folder.
groups-found = Found
    .tip = What was searched for last.
groups-unsure = Unsure
    .tip = Images that look more like those of other groups, or that are less than 50 % sure.
groups-duplicates = Near-duplicates
    .tip = Bursts, resized and recompressed copies. Each set counts as one image when groups are looked for.
groups-in-sets = { $n } in { $sets ->
    [one] { $sets } set
   *[other] { $sets } sets
}
groups-unusual = Unusual
    .tip = Images that are unlike everything else, most unusual first. They stay where they are until you say otherwise.
groups-in-none = In no group
    .tip = Images in no group. Drop images here to take them out of theirs.
groups-junk = Junk
    .tip = What you said belongs in no group. No export of labels and no later result takes it.
groups-changed = Changed since you confirmed it
    .tip = Files that are other pictures now than when you decided about them. Enter says that one still is what it was.
groups-unplaced = New, not placed
    .tip = Images that came after the groups were found.
groups-copies = Copies of yours
    .tip = Byte for byte the same as an image that you put into a group. Enter puts one into the same group.
groups-more-shelves = More
    .tip = Shows or hides what deserves a look
groups-fewer-shelves = Fewer
groups-no-drop = Images cannot be put among “{ $name }”.
