# Quality: how good the groups are, and how many there should be.

quality-empty = There are no groups to judge yet
    .about = Discover finds them. Then this place tells how sure they are and how many there should be.

# How sure the groups are.
quality-sure = How sure are the groups?
quality-sure-high = { $n } of { $all } images are more than 90 % sure.
quality-agreement = Of the images most alike, { $share } are in the same group.
    .tip = Neighbour agreement: the share of an image’s nearest neighbours that are in its own group, averaged over all images
quality-agreement-bar = Most alike in the same group
quality-pending = Being computed…
quality-histogram = From unsure to sure, all images
    .tip = Confidence of all images: how many of them lie in each twentieth from 0 to 100 %

# Whether that can be believed.
quality-believed = Can “how sure” be believed?
quality-believed-unknown = { $n ->
    [one] Not known yet: confirm or correct 1 more image to find out.
   *[other] Not known yet: confirm or correct { $n } more images to find out.
}
quality-believed-so-far = { $n } of { $all } answers of yours
quality-believed-bar = Answers to check “how sure” with
quality-believed-until = Until then, trust it less than what you see in the images.
quality-believed-too-sure = { $n ->
    [one] Too sure: by 1 answer of yours it is off by { $before } on average, { $after } when corrected.
   *[other] Too sure: by { $n } answers of yours it is off by { $before } on average, { $after } when corrected.
}
quality-believed-modest = { $n ->
    [one] Surer than it says: by 1 answer of yours it is off by { $before } on average, { $after } when corrected.
   *[other] Surer than it says: by { $n } answers of yours it is off by { $before } on average, { $after } when corrected.
}
quality-believed-right = { $n ->
    [one] About right: by 1 answer of yours it is off by { $before } on average, { $after } when corrected.
   *[other] About right: by { $n } answers of yours it is off by { $before } on average, { $after } when corrected.
}
quality-temperature = Expected calibration error before and after a temperature of { $temperature } was fitted to your answers
quality-diagram = Reliability: { $bins }
quality-diagram-bin = { $sure } sure, { $right } right
quality-diagram-across = how sure
quality-diagram-said = as said
quality-diagram-corrected = corrected
quality-diagram-height = height: share right

# What deserves a look.
quality-look = What deserves a look
quality-shelf-pending = { $name }: being computed…
quality-unsure = { $n } unsure
    .name = Unsure
    .about = images most alike lie elsewhere, or it is less than half sure
    .show = Show unsure
quality-duplicates = { $n } near-duplicates
    .name = Near-duplicates
    .about = bursts and copies; each set counts once
    .show = Show near-duplicates
quality-unusual = { $n } unusual
    .name = Unusual
    .about = unlike everything else
    .show = Show unusual
quality-show = Show
    .tip = Shows them in the grid
    .none = There are none.
    .pending = Not known yet.

# How many groups.
quality-how-many = How many groups?
quality-tree-pending = Comparing the images: some seconds.
quality-proposed = The images suggest { $proposal ->
    [one] { $proposal } group
   *[other] { $proposal } groups
}. Now there are { $now }.
quality-proposed-range = The images suggest { $proposal ->
    [one] { $proposal } group
   *[other] { $proposal } groups
}; anything from { $low } to { $high } makes sense. Now there are { $now }.
quality-number = Number of groups
quality-number-unit = groups
quality-back-to = Back to { $n }
    .tip = The number that the images suggest
quality-sort = Sort into { $n ->
    [one] { $n } group
   *[other] { $n } groups
}
    .tip = Sorts all images anew into as many groups. They are more even than the ones below and mostly better. Names follow the groups that share most images.
quality-take = Take just these { $n }
    .tip = Makes groups of the ones below as they are: small odd ones stay apart from large ones.
quality-busy = Images are being sorted; wait for it, or stop it.
quality-learned = What this result knows was learned from the folder, and would be learned anew: press Discover for that.
quality-stay = Names, and what you placed or confirmed, stay.
quality-part = { $n ->
    [one] 1 image
   *[other] { $n } images
}
quality-part-all = { $n ->
    [one] 1 image, in { $name }
   *[other] { $n } images, all in { $name }
}
quality-part-mostly = { $n ->
    [one] 1 image, { $share } in { $name }
   *[other] { $n } images, { $share } in { $name }
}
quality-part-name = Group of { $text }
quality-details = Details
quality-curves = Scores by number of groups; { $proposal } is suggested, from { $low } to { $high } makes sense
quality-curve-stability = stability
quality-curve-silhouette = silhouette
quality-curve-coding = coding length
quality-curve-proposed = { $n } suggested
quality-curve-at = { $n ->
    [one] { $n } group
   *[other] { $n } groups
}: stability { $stability }, silhouette { $silhouette }, coding length { $coding } (less is better)
