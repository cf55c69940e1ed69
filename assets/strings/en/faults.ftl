# What is wrong, and what helps: files and folders that cannot be read or written, tables, downloads, settings.
# Words that begin small stand within another sentence.

## What images are called in tables and commands

name-nowhere = there is no image { $name }
name-without-folder = { $name } names a file without its folder, as of { $path }; give the path relative to the photo folder
name-several = { $name } fits { $first } and { $second }; write the one that is meant exactly as it is shown
lines-one = line { $line }: { $why }
lines-two = { $first }; { $next }
lines-more = { $n ->
    [one] and { $n } line more
   *[other] and { $n } lines more
}

## Labels from elsewhere

labels-two-names = it calls { $file } "{ $label }", but line { $first } calls that image "{ $other }"
labels-none-held = it holds no labels
labels-no-folder-in-names = the table names files without their folders (line { $line }: { $file }); give paths relative to the photo folder
labels-of-other-images = no line names an image of this project; paths are relative to the photo folder { $folder } ({ $lines })
labels-unknown = { $n ->
    [one] { $n } label in the file has no image here: { $lines }.
   *[other] { $n } labels in the file have no image here: { $lines }.
}
labels-not-asked = not asked for
labels-folder-unsorted = a folder for what is not sorted yet
labels-folder-camera = a camera's folder
labels-folder-date = a date
labels-takes = { $n ->
    [one] { $n } image
   *[other] { $n } images
} in { $classes ->
    [one] { $classes } class
   *[other] { $classes } classes
}.
labels-takes-all-new = { $n ->
    [one] { $n } image
   *[other] { $n } images
} in { $classes ->
    [one] { $classes } class
   *[other] { $classes } classes
}, all new.
labels-takes-new = { $n ->
    [one] { $n } image
   *[other] { $n } images
} in { $classes ->
    [one] { $classes } class
   *[other] { $classes } classes
}, { $new } of them new.
labels-takes-unchanged = { $n ->
    [one] { $n } image was confirmed there already.
   *[other] { $n } images were confirmed there already.
}
labels-takes-changed = { $n ->
    [one] { $n } image that you had decided otherwise is changed.
   *[other] { $n } images that you had decided otherwise are changed.
}
