# Review: one image after the other, or several at once.

# The head: what is asked about, and how.
review-mode-queue = Doubtful ones
    .tip = The images of all groups for which your answer helps most
review-mode-prove = Check a group
    .tip = Looks at a random sample of one group, to prove how much of it is right
review-mode-clean = Clean up a group
    .tip = Go through one group, the least sure images first, and take out what does not belong
review-by-one = One by one
    .tip = One large image at a time (W)
review-by-sheet = Sheet
    .tip = Several images at once: click what does not belong, Enter for the rest (W)
review-all-groups = All groups
    .tip = Choose another group
review-confirmed-of = { $n } of { $all } confirmed

# The question.
review-question = Is this { $name }?
review-question-unnamed = Does it belong with these?
review-question-none = What is this?
review-question-sheet = Which are not { $name }?
review-question-sheet-unnamed = Which do not belong with these?
review-maybe = maybe { $name }
    .tip = This group has no name yet; its pictures look like this word
review-these = Typical of { $name }
review-image = Image { $path }
review-about-sure = { $sure } sure · { $path }
review-about-none = In no group · { $path }

# Sheets.
review-sheet-of-sample = { $n ->
    [one] One image of the random sample. Click it if it does not belong.
   *[other] { $n } images of the random sample. Click what does not belong.
}
review-sheet-of-doubtful = { $n ->
    [one] One image. Click it if it does not belong.
   *[other] { $n } images, the least sure first. Click what does not belong.
}
review-sheet-so-far = { $n ->
    [one] 1 does not belong, { $rest } do.
   *[other] { $n } do not belong, { $rest } do.
}
review-sheet-image = On the sheet: { $path }
review-sheet-marked =
    .tip = It does not belong. Click again to take that back.
review-sheet-unmarked =
    .tip = Click if it does not belong.
review-sheet-all = { $n ->
    [one] It belongs
   *[other] All { $n } belong
}
review-sheet-rest = { $n ->
    [one] The other one belongs
   *[other] The other { $n } belong
}
review-sheet-nothing = { $n ->
    [one] It does not belong
   *[other] None of the { $n } belongs
}
review-sheet-answer =
    .tip = Confirms what is not marked, and takes what is marked out of the group: one step for undo (Enter)
review-sheet-mark = Mark
    .tip = Marks the image that the arrow keys stand on (Space)
review-sheet-only-marks = On a sheet you only mark what does not belong. W shows one image at a time.
review-key-space = Space

# The answers.
review-yes = Yes
    .tip = It belongs there, and stays there in every new result (Enter)
review-no = No
    .tip = It does not belong there, and no new result puts it back (N)
review-other = Other…
    .tip = Look up a group by its name, or make a new one (/)
review-junk = Junk
    .tip = It belongs in no group at all (X)
review-skip = Skip
    .tip = No answer now; it comes again at the end (S)
review-back = Back
    .tip = Takes the last answer back and shows it again (Backspace)
    .none = There is nothing before this.
review-nowhere = It is in no group: choose one by its number
review-back-too-late = Something else was changed since that answer. Undo takes changes back one by one.
review-in-no-group = It is in no group yet: choose one by its number, or look one up with /.
review-nothing-to-deny = It is in no group: there is nothing to say no to.
review-not-kept = The answer was not kept: { $why }
review-not-taken-back = The last answer could not be taken back: something else was changed before.
review-other-image = Another image is asked about now; choose again.

# What an image is compared with.
review-typical = TO COMPARE WITH
review-typical-of = Typical of { $name }: { $path }
review-typical-none = Nothing is known yet of what is typical of this group.
review-by-number = BY NUMBER
review-number = { $number }: { $name }
review-number-probable = { $number }: { $name }, { $sure }
review-number-now = now
review-number-none = No group has the number { $number }. Press / to look one up.
review-number-free =
    .tip = The next likely group gets this number and keeps it
review-number-own =
    .tip = { $name }: it is there now
review-number-key =
    .tip = { $name }: this number is its own key
review-number-stays =
    .tip = { $name }: keeps this number while the project is open
review-numbers-pending = Looking up which groups are likely…
review-numbers-none = Nothing is known of this image. Look up a group with /.

# How much was answered, and what is left.
review-answered = { $n } answered
review-answered-left = { $left ->
    [one] { $n } answered, about 1 doubtful one left
   *[other] { $n } answered, about { $left } doubtful ones left
}
review-answered-none-left = { $n } answered, no doubtful ones left
review-answered-of-group = { $n } answered, { $left } of { $all } in this group still to look at
review-speed = { $n ->
    [one] { $n } answer a minute
   *[other] { $n } answers a minute
}
review-answers-kept = Stop at any time: every answer is kept at once, and every new result keeps it.
review-learn = Learn from them
    .tip = Sorts anew with what you answered. You see what would change before you take it.
    .nothing = There are no new answers to learn from.
    .busy = Something else is at work; wait for it.
review-learning = Learning from your answers…
review-learn-due = { $n ->
    [one] 1 answer to learn from: takes seconds
   *[other] { $n } answers to learn from: takes seconds
}

# How far a group is checked.
review-checked-not = { $n ->
    [one] Not checked yet. Check 1 image to prove it is 95 % right.
   *[other] Not checked yet. Check { $n } random images to prove it is 95 % right.
}
review-checked-open = { $n ->
    [one] { $checked } of { $all } checked, { $right } right – 1 more right answer proves it is 95 % right.
   *[other] { $checked } of { $all } checked, { $right } right – { $n } more right answers prove it is 95 % right.
}
review-checked-proven = { $n } checked, { $right } right – proven: at least 95 % is right.
review-checked-all-proven = All { $n } checked, { $right } right.
review-checked-hopeless = { $n } checked, { $right } right – 95 % cannot be proven any more. Clean it up or split it, then check anew.
review-checked-all = All { $n } checked, { $right } right – that is less than 95 %.
review-checked-decided = You decided about every image of it.
review-state-decided = all decided by you
review-state-not-asked = not checked yet
review-state-open = { $n ->
    [one] 1 more to check
   *[other] { $n } more to check
}
review-state-proven = proven
review-state-hopeless = cannot be proven
review-state-all-asked = all checked
review-nothing-to-check = nothing to check
review-none-checked = none of { $n } checked
review-right-of = { $right } of { $n } right: { $share }
review-interval = Of all { $n ->
    [one] { $n } image
   *[other] { $n } images
}, { $low } to { $high } are right.
    .tip = The range is Wilson’s 95 % interval for a random sample drawn without replacement. A new result, a merge or a split begins it anew.
review-interval-known = All { $n } images are known: { $share } are right.
review-interval-bar = { $low } to { $high } are right; 95 % is to be passed

# Where a group is chosen.
review-which-group = Which group?
review-which-to-prove = { $n ->
    [one] { $proven } of 1 group is proven to be 95 % right. Click it to check its sample.
   *[other] { $proven } of { $n } groups are proven to be 95 % right. Click one to check its sample.
}
review-which-to-clean = Click one to go through it, the least sure images first.
review-prove-row = Check { $name }: { $checked }, { $state }
review-clean-row = Clean up { $name }: { $checked }, { $state }

# Where there is nothing to ask.
review-nothing-yet = There is nothing to review yet
    .about = Discover sorts the images into groups. Then you check them here by single keys.
review-no-queue = There are no doubtful images to show
    .about = What is doubtful is known once Discover has sorted the images.
review-choosing = Choosing the most doubtful images…
    .about = This takes a moment.
review-all-confirmed = Everything is confirmed
    .about = Every image in a group has an answer of yours. The groups can be exported.
review-queue-empty = No doubtful images are left
    .about = { $n ->
        [one] 1 image is not confirmed yet. Check its group by a sample, or confirm it in the grid.
       *[other] { $n } images are not confirmed yet. Check their groups by samples, or confirm them in the grid.
    }
review-back-to-last = Back to the last image
review-proven = Proven: at least 95 % is right
review-group-so-far = { $name }: { $checked }
review-empty = { $name } is empty
    .about = There is nothing to ask about.
review-decided = You decided about all of { $name }
    .about = Nothing of it is left that you did not look at.
review-all-asked = All of { $name } was checked
    .about = Every image that could be asked about has an answer.
review-confirm-rest = { $n ->
    [one] Confirm the 1 that is left
   *[other] Confirm the { $n } that are left
}
    .tip = Says that what you did not look at belongs there too; can be undone
review-go-on = Go on asking
    .tip = Checks more of the sample: what is known gets more exact
review-show-in-grid = Show it in the grid
    .tip = Shows all images of the group
review-clean = All of { $name } is looked through
    .about = Every image of it has an answer of yours.
