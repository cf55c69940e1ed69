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

## Stopped

fault-cancelled = cancelled
fault-at = { $path }: { $why }
fault-full = the disk of { $path } is full ({ $free } free). Make room there and do it again
fault-full-unknown = the disk of { $path } is full. Make room there and do it again

## Files that are no images

skip-not-an-image = not an image
skip-damaged = damaged
skip-too-large = too large
skip-empty = empty file
skip-unreadable = cannot be read
skip-broken-link = broken link
skip-not-a-file = not a file
skip-ended-program = ended Gleaner
skip-stopped = stopped
skip-why = { $kind }: { $why }
skip-why-permission = permission denied
skip-why-gone = the file is gone
skip-why-ended = Gleaner ended while it read this file
skip-why-short = the file ends too early
skip-why-header-short = the file ends within its header
skip-why-header-size = its header says { $width } x { $height } pixels
skip-why-fill = its pixels do not fill its size
skip-why-checksum = its checksum does not fit its content
skip-why-decoder = the decoder gave up ({ $why })
skip-why-no-reason = the decoder gave up (no reason given)
skip-why-memory = not enough memory is free
skip-why-bytes = reading it takes { $needed } GB of memory, the limit is { $limit } GB
skip-why-pixels = { $width } x { $height } pixels are { $megapixels } megapixels, the limit is { $limit }
skip-why-limit = it needs more memory than the limit allows
skip-why-kind = pictures of this kind are not supported; a copy as JPEG or PNG would be read ({ $what })
skip-why-heic = HEIC pictures of this kind are not supported; a copy as JPEG or PNG would be read ({ $what })
skip-why-raw = a camera raw of which no picture could be read, cut off or of a kind that is not supported; a JPEG made of it would be read
skip-why-format = { $name } pictures are not supported; a copy as JPEG or PNG would be read
skip-why-leads = it leads to { $path }, which is not there
skip-why-pipe = it is a pipe
skip-why-socket = it is a socket
skip-why-device = it is a device
skip-why-changed = it has changed since the folder was looked at
skip-why-thumbnail = no thumbnail could be made of it

## Folders of photos

scan-not-there = { $path } does not exist. If it lies on another drive, connect the drive; if it was moved, open its new place
scan-no-folder = { $path } is not a folder. Open the folder that holds the pictures
scan-unreadable = { $path } cannot be read: { $why }. Check its permissions
sample-unwritten = the sample could not be written to { $path }: { $why }

## Projects on disk

store-in-use = { $path } is open in another Gleaner. Close it there first; looking at it (show, clusters, export, eval) works beside it
store-not-found = there is no project at { $path }. Check the name, or open the photo folder, which makes one
store-no-project = { $path } is no Gleaner project. Choose a directory that Gleaner made (its name ends in .gleaner), or a new name
store-no-database = { $path } has lost its project.db, which holds all labels. Put that file back from a copy, or remove the directory to begin anew
store-newer = { $path } was last written by a newer Gleaner (format { $version }; this one knows { $known }). Install the newest version to open it
store-gone = { $path } is not there any more: it was deleted, moved or renamed while it was open. Nothing more can be kept in it. Put it back, or open it where it is now; what you see here can still be exported
store-replaced = another project, or another copy of this one, is at { $path } now, since this one was opened. Nothing more can be kept: it would be lost or would harm the other. Open it again to go on with what is there; what you see here can still be exported
store-damaged = { $path } is damaged ({ $why }). Put it back from a copy; or rename it and open the photo folder again, which makes a new project without its labels
store-unknown = { $what } in { $path } cannot be understood ({ $why }). A newer Gleaner may have written it: install the newest version
store-unstorable = { $what } cannot be kept in { $path }: { $why }
store-no-run = { $path } has no run { $run }. `gleaner runs` lists those that it has
store-full = the disk of { $path } is full ({ $free } free). Nothing was changed, and nothing can be until there is room; it can be looked at and exported to another disk
store-full-unknown = the disk of { $path } is full. Nothing was changed, and nothing can be until there is room; it can be looked at and exported to another disk
store-quota = { $path } cannot be written: your share of the disk is used up. Remove something of yours there and do it again
store-read-only-drive = { $path } lies on a drive that can only be read. To change anything, copy it to another one
store-forbidden = { $path } cannot be written: you have no permission to. Check who owns it
store-linked = { $path } is a link, or the same file under another name, and Gleaner writes through none inside a project. Put a copy of what it stands for in its place
store-foreign-schema = it has a { $kind } "{ $name }" that Gleaner did not make
store-read-only = { $path } can only be read. If that is not meant, check its permissions and whether its drive is read-only
store-unwritten = { $path } cannot be written: { $why }. Check that the drive is there, not full and not read-only
store-unread = { $path } cannot be read: { $why }. Check that the drive is there and that you may read it
store-database = { $path } cannot be used: { $why }. Check the drive and do it again; nothing was changed
store-no-result = { $path } is not there. The labels are kept; discover again to get neighbours and probabilities back
store-damaged-result = { $path } is damaged ({ $why }). The labels are kept; discover again to get neighbours and probabilities back
packs-unread = { $path } cannot be read: { $why }. If it lies on another drive, connect the drive; else reading the folder again makes it anew
packs-damaged = { $path } is damaged at byte { $offset }. Reading the folder again makes what was lost anew
packs-too-long = { $length } bytes are too many for one entry of { $path }; the limit is 4 GB
packs-checkpoint-other = { $path } is of another version or of other settings ({ $why }); run again without --resume to begin anew
packs-checkpoint-damaged = { $path } is damaged ({ $why }); run again without --resume to begin anew

## Exports and reports

export-exists = { $path } is there already; choose another name, or say that it may be replaced
export-not-ours = { $path } is there already and { $why }; move it away or choose another name
export-fewer = { $path } holds { $before ->
    [one] { $before } confirmed label
   *[other] { $before } confirmed labels
} and would hold { $now }; it was left as it is
export-fewer-missing = { $path } holds { $before ->
    [one] { $before } confirmed label
   *[other] { $before } confirmed labels
} and would hold { $now }, while { $n ->
    [one] { $n } image is missing
   *[other] { $n } images are missing (is the drive connected?)
}; it was left as it is
export-replaces = { $path } would be replaced by { $now ->
    [one] { $now } confirmed label
   *[other] { $now } confirmed labels
}; it was left as it is
export-replaces-missing = { $path } would be replaced by { $now ->
    [one] { $now } confirmed label
   *[other] { $now } confirmed labels
}, while { $n ->
    [one] { $n } image is missing
   *[other] { $n } images are missing (is the drive connected?)
}; it was left as it is
export-other-disk = { $path } is on another disk than the photos, and hard links cannot reach from one disk to another; take copies or symbolic links
export-in-photos = { $path } lies inside the photo folder, where the next look would take the copies for photos; choose a place outside
export-in-project = { $path } lies inside the project, where nothing else is written; choose a place outside
export-nothing = none of the images could be read, so nothing was written: { $some }
export-incomplete = { $n ->
    [one] { $n } image was
   *[other] { $n } images were
} written to { $path }, but { $failed } could not be: { $some }
export-failed-one = { $path } ({ $why })
export-failed-two = { $first }, { $next }
export-failed-more = and { $n } more, listed in { $file }
export-other-picture = another picture than the one that was labelled; rescan the folder

## Settings of a result

setting-unknown = there is no setting `{ $key }`; known settings: { $known }
setting-bad = `{ $key }` cannot be `{ $value }`: { $why }
setting-preset = a preset brings many settings with it and is taken first: --preset, or `preset = "paper"` in the file
setting-between = from { $least } to { $most }
setting-one-of = one of { $words }
setting-or = { $first }, { $why }
setting-starts = random, builtin-resnet, file:PATH or a name
setting-no-file = there is no file { $path }
setting-no-path = `{ $source }` wants a path after it
setting-not-here = { $name } is not on this computer yet; `gleaner features add { $word }` downloads { $megabytes } MB (licence { $licence })
setting-by-hand = { $name } is fetched by hand from { $page }; then give file:PATH
setting-sources = { $names }, file:PATH (weights), vectors:PATH (rows of your own), or a name from `gleaner features`; several joined by `+`
setting-not-joined = networks, pixels and colours can be joined by `+`, nothing else
setting-part-twice = each part once; a part that stands twice says nothing more
setting-weight = `{ $weight }*` wants a number above 0 before the `*`
setting-device = { $device } cannot be used: { $why }; --device cpu always works

## Downloads

hub-by-hand = { $name } is fetched by hand from { $page }; then --features file:PATH uses it
hub-offline = HF_HUB_OFFLINE is set, so nothing is downloaded; without it { $address } would be asked
hub-no-connection = no connection to { $address } ({ $why }). What came is kept, and the next attempt goes on from there. Behind a proxy set HTTPS_PROXY, for a mirror HF_ENDPOINT; the built-in network needs no connection, and file:PATH takes weights that were fetched elsewhere
hub-status = { $address } answered { $status }
hub-status-login = { $address } answered { $status } (it wants a login: put a token in HF_TOKEN)
hub-status-gone = { $address } answered { $status } (there is no such file any more)
hub-status-often = { $address } answered { $status } (too many requests: try again later)
hub-status-theirs = { $address } answered { $status } (the fault is theirs: try again later)
hub-not-told = { $address } does not say { $what }, so what it sends cannot be trusted. Is HF_ENDPOINT a mirror of the hub?
hub-checksum = the file that came from { $address } is not the one that was announced (checksum { $found } in place of { $wanted }). It was thrown away; try again, and if it happens again something between here and there changes files
hub-other-file = { $address } has another file as { $name } (checksum { $found }…) than the one that this program knows ({ $wanted }…); nothing was downloaded. A newer version of this program may know it; to use it all the same, fetch the file yourself and name it with file:PATH
hub-in-use = another program is downloading this already

## Networks and features

weights-no-format = { $path } is neither safetensors nor a PyTorch checkpoint ({ $why })
weights-unusable = { $path } is { $kind } that cannot be used: { $why }
weights-neither = neither safetensors nor a PyTorch checkpoint ({ $why })
weights-kind = { $kind } that cannot be used: { $why }
weights-not-here = { $name } is not on this computer; `gleaner features add { $name }` downloads it
weights-other = { $path } should be { $name }, and is { $found }; `gleaner features remove { $name }` and add it again
weights-not-frozen = features from `{ $source }` are not computed by a frozen network
weights-not-trainable = { $source } cannot learn on from a folder; only residual networks can (builtin-resnet, for one)
weights-not-made = the network could not be made: { $why }
weights-unrecognised = the tensors ({ $tensors }) are of no network that is known. Looked for: ResNet-18 or ResNet-50 in torchvision's names (conv1.weight, layer1.0.conv1.weight, ...); DINOv2, CLIP's or SigLIP's vision tower in Hugging Face's names (embeddings.patch_embeddings.projection.weight, vision_model.embeddings.patch_embedding.weight)
weights-tensor = the tensor `{ $name }` { $problem }
rows-unusable = { $path } { $problem }
words-no-tower = This project's features come from { $source }, which knows no words; CLIP and SigLIP do: choose one under Features on the Discover card, or run with --features clip-b32
words-no-tokenizer = { $path } is missing, which turns words into numbers; { $help }
words-tokenizer = { $path } cannot be used: { $why }
learn-not-finite = { $stage }: the loss stopped being a number in epoch { $epoch }
learn-broken-weights = the network gives numbers that are none (NaN or infinite); its weights seem to be damaged
learn-not-computed = the network could not be computed: { $why }

## What stands in the way of an export, after the words: ... is there already and

export-why-nothing-else = is not an export of Gleaner, and nothing else in the photo folder is replaced
export-why-no-export = is not an export of Gleaner
export-why-no-folder = is no folder
export-why-holds = holds { $name }, which Gleaner did not write
export-why-not-written = was not written by Gleaner
export-why-no-sheet = is not { $what } of Gleaner
export-why-folder = is a folder; name a file
export-why-special = is no file but a device, a pipe or a socket; name a file

## Tables

table-utf16 = line { $line } is damaged UTF-16; save the table as UTF-8
table-zip = it is a spreadsheet or another zip file and no table; save it as CSV (UTF-8)
table-zeros = line { $line } holds zero bytes: it is no text, or UTF-16 without its mark; save the table as UTF-8
table-no-utf8 = line { $line } is not UTF-8; save the table as UTF-8
table-latin = line { $line } is not UTF-8, but looks like Latin-1 (there it reads: { $text }); save the table as UTF-8
table-cells = line { $line } has { $n } cells, but line { $first } names { $columns } columns; text with a { $sign } in it has to stand in double quotes
table-tab = tab
table-empty = it is empty; { $what } begins with the line { $needed }
table-data = line { $line } looks like data ({ $data }); begin with the line { $needed }
table-columns = line { $line } names the columns { $named }, but none is called { $missing }; { $what } needs { $needed }
table-columns-or = { $first } or { $next }
table-columns-and = { $first }, { $next }
table-columns-more = and { $n } more
table-quote = line { $line } opens a double quote that is never closed
table-of-labels = a table of labels
table-list = it is one JSON list; write one JSON object a line
table-two-names = line { $line } calls { $file } "{ $label }", line { $first } calls it "{ $other }"
table-no-name = line { $line } has no file name
table-no-label = line { $line } has no label
table-no-object = line { $line } is no JSON object: { $why }
table-no-field = line { $line } has no "file_name"
table-label-kind = line { $line }: "label" is neither text nor a number

## Answers that there are none of

answer-no-run = No result was taken yet, so there is nothing to go by: images are compared by the features of a result. Press Discover first.
answer-no-group = this group is not there any more
answer-uncounted = the classes could not be counted
answer-stranger = The photos of this project were not read, since it is not known on this computer. Read them first
answer-no-image = this image is not in the folder any more
answer-no-features = The features of this result are not kept any more ({ $place }). Press Discover again.
answer-not-kept = { $what } of this result is not kept, so other pictures cannot be compared with it. Press Discover again.
rows-not-as-many = { $path } has { $n } rows, and the list beside it { $lines } lines; they have to be as many.
rows-none-now = { $path } has no row any more
answer-of-rows = The rows of this result come from a file ({ $source }), so there is no network that could look at other pictures; images of the project can be searched by.
answer-no-more-pictures = No more pictures came.
answer-learned = this network was learned
answer-network = The network
answer-normalisation = The normalisation

## Search by words and names from the built-in network

things-found-by = Found by the 1,000 things that the built-in network knows.
things-names = Names are guesses from the 1,000 things that the built-in network knows.
things-free-words = For free words take CLIP: `gleaner features add clip-b32`, then choose it under Features on the Discover card, or run with --features clip-b32.
things-none-of-list = None of the words in { $path } is among the 1,000 things that the built-in network knows.
things-no-image = No image shows { $words } as far as the built-in network can tell.
things-part = It has no word { $unknown }: images were looked for by { $words } alone.
things-unknown = The built-in network knows 1,000 things by name and has no word { $words }.
things-kinds = It knows animals, plants, food, vehicles, clothing, furniture, buildings, landscapes, tools and the like.
things-none-kept = Names and searches by words need to know what the images show, which this project does not: its features ({ $source }) came without. Run again with --features builtin (Built-in network under Features on the Discover card), which knows 1,000 things by name, or with --features clip-b32, which knows free words.
words-help-add = `gleaner features add { $name }` downloads it
words-help-beside = it comes from where the weights do, and belongs beside them
things-near = Nearest known: { $words }.

input-too-long = it is longer than { $n } MB, which no such file is
input-no-text = it is no text (UTF-8)
input-no-file = it is no file, but a device, a pipe or a socket
