# What a result says of itself: how it came about, which stage was kept and why, what went wrong and what helps. Results keep
# these by their keys and with their English words, so a key that is given up shows those.

## Features that were chosen, and stages that were kept

note-scored = { $stage } { $score }
note-features-none = There was nothing to choose from.
note-features-only = These pictures are grouped by { $name }: there was nothing else to choose from.
note-features-best = These pictures are grouped best by { $name }: there the group of a picture tells most about the groups of pictures that look like it ({ $score } of 1; { $others }).
note-features-usual = These pictures are grouped by { $name }: nothing else is clearly better at keeping pictures that look alike together ({ $score } of 1; { $others }).
note-kept-none = There was no result to keep.
note-kept-only = Kept { $stage } (score { $score }): it was the only usable result.
note-kept-best = Kept { $stage } (score { $score }; { $others }): there groups tell best where the neighbours of an image are.
note-kept-kmeans = Kept { $stage } (score { $score }; { $others }): on these images plain k-means on the features did better than { $names }: there groups tell better where the neighbours of an image are.
note-kept-level = Kept { $stage } (score { $score }; { $others }): nothing is better by more than chance, and how sure it is of each image is its own.
note-kept-collapsed = Warning: a few groups took over in every result ({ $details }). Kept { $stage } (score { $score }), the best of them. Fewer groups or more epochs usually help.
note-kept-tree = Kept the cut of the merge tree, as asked.
note-kept-vote = Kept consensus (score { $vote }; SCAN's best head { $best }): what many clusterings agree on is as a rule more right than the one that scores highest.
note-set-aside = Set aside, because a few groups took over: { $details }.
note-in-effect = { $stage } has only { $effective } groups of { $n } in effect

## How it went

note-approximate-neighbours = Which images are most alike was looked for nearby only, as there are so many: of { $n } images drawn at random, { $share } % of the most alike were found.
note-computed-on = Computed on { $device }.
note-untrained = No features were learned ({ $setting } = 0): the groups stand on an untrained network.
note-untrained-network = No features were learned ({ $setting } = 0): the groups stand on the network as it came.
note-not-finite = { $stage } stopped in epoch { $epoch }: its loss was no number any more.
note-smaller-batch = { $stage }: there was not enough memory for { $before } images at a time; it went on with { $now }.
note-not-finite-rate = { $stage } stopped in epoch { $epoch }: its loss was no number any more. A lower { $rate } usually helps.
note-fallback = { $n ->
    [one] In one batch of self-labelling no image was surer than { $threshold }, so the surest of each group were taken. More SCAN epochs or a lower selflabel.threshold usually help.
   *[other] In { $n } batches of self-labelling no image was surer than { $threshold }, so the surest of each group were taken. More SCAN epochs or a lower selflabel.threshold usually help.
}
note-collapse = { $stage }: { $n ->
    [one] One group
   *[other] { $n } groups
} took over ({ $share } of the images{ $empty ->
    [0] { "" }
    [one] , { $empty } is empty
   *[other] , { $empty } are empty
}). Fewer groups, or more epochs of learning features, usually help.
note-handicap = Learning from these very images makes neighbours agree more than it makes them right, so { $handicap } is taken off the scores of what was learned.
note-proposed = Looked for { $n ->
    [one] { $n } group
   *[other] { $n } groups
}, which the merge tree of the features proposes.
note-proposed-range = Looked for { $n ->
    [one] { $n } group
   *[other] { $n } groups
}, which the merge tree of the features proposes. Anything from { $low } to { $high } is defensible.
note-proposed-before = Looked for { $n ->
    [one] { $n } group
   *[other] { $n } groups
}, which the merge tree proposed before this was cut off.
note-fewer-neighbours = { $cap } neighbours an image instead of { $asked }: more would reach into other groups.
note-few-leaves = The merge tree of these images has { $n } leaves, so there are no more groups.
note-uneven = These images seem to be of classes of uneven size: held to sizes from { $most } down to { $least } of the images, as the merge tree of the features has them, SCAN's groups fit the neighbours of the images better than held to even ones (score { $score } against { $even }). If you know the classes to be even, set scan.sizes=even.
note-other-head = The weights come with a head of their own for { $own } groups, which says nothing about { $n }; ask for { $own } to use it.
note-copies = { $n } copies in { $sets ->
    [one] { $sets } set
   *[other] { $sets } sets
}: each set had one vote, and all of it is in the same group.
note-copies-few = { $n } copies in { $sets ->
    [one] { $sets } set
   *[other] { $sets } sets
} were not put together: only { $left ->
    [one] { $left } image
   *[other] { $left } images
} would be left to learn from.
note-alike = { $n ->
    [one] { $n } further image looked alike without surely being a copy, and had a vote of its own.
   *[other] { $n } further images looked alike without surely being copies, and had a vote each.
}

## What people said, and what was learned from it

note-said-labels = { $n ->
    [one] { $n } label of yours
   *[other] { $n } labels of yours
}
note-said-rejections = { $n ->
    [one] { $n } rejection
   *[other] { $n } rejections
}
note-said-links = { $n ->
    [one] { $n } link
   *[other] { $n } links
}
note-learned = Learned from { $what }.
note-then-learned = Then learned from { $what }, which moved { $n ->
    [one] { $n } image
   *[other] { $n } images
}.
note-then-learned-added = Then learned from { $what }, which moved { $n ->
    [one] { $n } image
   *[other] { $n } images
} and added { $added ->
    [one] { $added } class that was not found
   *[other] { $added } classes that were not found
}.

## What was lost

note-no-arrays = The file with its neighbours and probabilities was lost or damaged; its labels are kept.
note-no-base = The run whose features it learned on is gone; its labels are kept.
note-reset = Parts of this result could not be read and were reset: { $why }

## Features, as they stand within a sentence

source-within-auto = what fits the folder
source-within-builtin = the built-in network
source-within-small = the small built-in network
source-within-pixels = pixels
source-within-colours = colours
source-within-learn = what was learned from the folder
source-within-file = a network on disk
source-within-vectors = rows of your own
