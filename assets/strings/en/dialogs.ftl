# dialogs

dialogs-browse = Browse…

# One file with everything but the photos
archive-what = Labels, history, results and thumbnails go into one file, to keep or to take to another computer.
archive-photos = The photos are not in it: copy their folder too. You can go on working meanwhile.
archive-file = File
archive-path = Where to write to
archive-never-replaces = A file that is there already is never replaced. `gleaner unarchive` makes a project of an archive.
archive-is-there = A file of this name is there already. Choose another name.
archive-write = Write the archive
archive-say-where = Say where to write to first.

# Where the images are now
locate-what = The project goes on with the images that are there: what you said stays with each image.
locate-how = This system shows no file dialog: type or paste the path of the folder.
locate-path = Path of the folder
locate-name = Where the images are now
locate-go = Go on there
locate-type = Type a path first.
locate-nowhere = There is no such folder. Check the path.
