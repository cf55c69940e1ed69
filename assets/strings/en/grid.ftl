# grid: the pictures, in order, and what stands above and beside them

grid-images = Images
grid-sure = { $share } sure
grid-was = was { $name }
grid-like = like { $name }
grid-cell-away = { $name }, drive away
grid-gone-junk = Junk
grid-gone-no-group = In no group
grid-gone-confirmed = Confirmed
grid-gone-name = { $name }, no longer here: { $place }
grid-guess-drag = This is a first guess. Images can be moved once the result is ready.
grid-tip-unsure = Far less sure than the rest of its group: worth a look.
grid-tip-gone = It left what is shown here. It goes out of sight when you refresh the order.
grid-tip-away = Its drive is away: only this small picture is kept here.
grid-tip-changed = The file was another picture ({ $name }) when you confirmed it. Enter says that this one still is.
grid-set = { $n } alike
grid-set-best = The best of { $n } near-duplicates
grid-set-one = One of { $n } near-duplicates
grid-tip-size = { $width } × { $height } pixels
grid-tip-size-taken = { $width } × { $height } pixels, taken { $taken }
grid-count-of = { $n } of { $all ->
    [one] { $all } image
   *[other] { $all } images
}
grid-count-selected = { $n ->
    [one] { $n } image
   *[other] { $n } images
}, { $selected } selected
grid-count-of-selected = { $n } of { $all ->
    [one] { $all } image
   *[other] { $all } images
}, { $selected } selected
grid-size = Size of the pictures
    .tip = Size of the pictures (Ctrl and the mouse wheel)
grid-search-clear = Clear the search
    .tip = Clears the search and goes back to what was shown before
grid-found-set = Near-duplicates of { $path }

# The filter and its terms. Terms themselves (group:, sure<) are not translated.
grid-chip-remove = Take away { $term }
grid-chips-more = +{ $n }
grid-saved = Saved filters
    .tip = Filters that you gave a name; type filters in the search field (/)
grid-saved-none = No filter is saved yet. Type one in the search field, such as sure<60%, then save it here.
grid-saved-name = Name for this filter
grid-saved-save = Save
grid-saved-remove = Delete the saved filter { $name }
grid-term-path = the path contains it
grid-term-folder = in this folder or below it
grid-term-group-maybe = maybe { $name }, { $n ->
    [one] { $n } image
   *[other] { $n } images
}
grid-term-group = the group's name contains it, or its number is it
grid-term-quotes = quotes keep words together, in any term
grid-term-sure = less sure than this; also <=, > and >=
grid-term-confirmed = confirmed by you; confirmed:no is the rest
grid-term-placed = put into its group by you
grid-term-dup = has near-duplicates
grid-term-unsure = in doubt
grid-term-unusual = unlike everything else
grid-term-junk = put into junk
grid-term-is = in no group; is: takes the words above too
grid-term-minus = a minus turns any term around
grid-fault-is = { $term } is none of: confirmed, placed, junk, dup, unsure, unusual, ungrouped.
grid-fault-yes-no = { $term } says neither yes nor no.
grid-fault-compare = { $term } compares nothing: write sure<60%, or one of <=, > and >=.
grid-fault-number = { $term } has no number from 0 to 100.
grid-fault-unknown = There is no term { $key }: (to find it in paths, put quotes around it: "{ $key }:{ $value }").
grid-remark-no-groups = { $term } cannot be told: there are no groups yet. Discover finds them.
grid-remark-no-such-group = No group has “{ $name }” in its name.
grid-remark-wait = { $term } has to wait: the images are still being compared.

grid-folders = Folders
    .tip = Shows only the images of one folder
grid-folders-all = All folders
grid-folder-name = { $name }, { $n ->
    [one] { $n } image
   *[other] { $n } images
}
grid-folder-open = Open { $name }
grid-folder-close = Close { $name }

grid-sure-any = Sure
    .tip = Dims images that are less sure than this: that is where mistakes are.
grid-sure-above = From { $share }
grid-sure-slider = How sure an image has to be
grid-sure-counts = { $above } at or above, { $below } below
grid-sure-select = { $n ->
    [0] Select below
    [one] Select { $n } image below
   *[other] Select { $n } images below
}
grid-sure-none = No image is below.

grid-sort-name = Order: { $order }
grid-sort-tip = Order of the images
grid-sort-reading = Reading dates…
grid-sort-surest = Surest first
grid-sort-least-sure = Least sure first
grid-sort-typical = Most typical first
    .tip = By how many of the most alike images are in the same group
grid-sort-untypical = Least typical first
grid-sort-by-name = By name
grid-sort-oldest = Oldest first
    .tip = By when the camera says it was taken; images without a date come last
grid-sort-newest = Newest first
grid-sort-largest = Largest first
    .tip = By the number of pixels
grid-sort-smallest = Smallest first
grid-sort-random = Random
    .tip = Shuffled; choose it again to shuffle anew
grid-sort-unusual = Most unusual first
grid-sort-usual = Least unusual first
grid-sort-doubtful = Most doubtful first
grid-sort-undoubtful = Least doubtful first
grid-sort-sets = Set by set
grid-sort-sets-back = Set by set, last first
grid-sort-alike = Most alike first
grid-sort-unlike = Least alike first
grid-sort-path = By folder
grid-sort-path-back = By folder, last first
grid-sort-no-groups = There are no groups yet. Discover finds them.
grid-sort-guess = A first guess does not know this yet.
grid-sort-no-neighbours = Not known yet: the images are still being compared.
grid-sort-no-dates = No file here says when it was taken.

grid-menu-copy = Copy { $n } paths
grid-menu-show-group = Show { $name }
grid-menu-select-group = Select all of { $name }
grid-menu-confirm-rest = Confirm all but the { $n } selected
grid-menu-confirm-rest-shown = Confirm all shown but the { $n } selected
grid-menu-out-of-junk = Take out of junk
grid-menu-show-set = { $n ->
    [one] Show its near-duplicate
   *[other] Show its { $n } near-duplicates
}

grid-compare-how = Select two to { $most } images to compare: click one, Ctrl+click the others.
grid-compare-next = Next
    .tip = Another image in the last place (right arrow)
grid-compare-previous = Previous
    .tip = Another image in the last place (left arrow)
grid-compare-keys = Wheel, drag and double click move all pictures together; + and − zoom, 0 shows the whole, Z one pixel on one pixel.
grid-compare-alike = Similarity { $similarity } of at most 1
grid-compare-not-alike = Neither is among the other's most alike
grid-compare-junk = Junk
    .tip = Says that this image belongs in no group
grid-compare-junk-name = Put { $path } into junk

grid-empty-path = No path contains “{ $text }”
grid-empty-filter = No image matches { $terms }
grid-empty-hidden = { $n ->
    [one] { $n } image is hidden by the filter.
   *[other] { $n } images are hidden by the filter.
}
grid-empty-clear = Clear the filter
grid-empty-show-all = Show all images
grid-empty-nothing = No images yet
    .next = Drop a folder of images on this window, or press Ctrl+O to choose one.
    .later = They appear here once the folder is read.
grid-empty-reading = Reading the folder
    .next = Images appear here as they are read.
grid-empty-missing = The images of this folder are gone
    .next = What you said of them is kept, and comes back with them. The list of images that are gone says where they were.
    .button = Show the list
grid-empty-folder = This folder has no image that can be read
    .next = Choose another folder with Ctrl+O.
grid-empty-skipped = { $n ->
    [one] { $n } file was skipped; the list of skipped files says why.
   *[other] { $n } files were skipped; the list of skipped files says why.
}
grid-empty-group-gone = This group is not there any more
    .next = It may have been merged into another one, or a newer result may have replaced it. Undo brings it back.
grid-empty-group = { $name } is empty
grid-empty-group-next = All its images were moved. Drag images onto it in the list to fill it again.
grid-empty-guess = This first guess is gone
    .next = The work went on and made better groups: choose one in the list.
grid-empty-junk = Nothing is junk
    .next = Images that belong in no group come here: select them and press X.
grid-empty-unusual = Nothing is unusual
    .next = Images that are unlike everything else come here, once there are groups.
grid-empty-unsure = Nothing is unsure
    .next = Images come here when the images most like them are in other groups, or when none of the groups fits well.
grid-empty-duplicates = No two images are nearly the same
    .next = Bursts, resized and recompressed copies come here.
grid-empty-changed = No file is another picture than when you confirmed it
    .next = Files come here whose picture was replaced or edited since you decided about it.
grid-empty-new = No image is new
    .next = Images that come into the folder after the groups were found come here.
grid-empty-copies = No image is a copy of one that you labelled
    .next = Files come here that are byte for byte what you put into a group.
grid-empty-found = Nothing was found
    .next = Select an image and press F, or drop one on the window, to find images like it.
grid-empty-ungrouped = Every image is in a group
    .next = Images that you take out of a group come here.
