# The page of an empty window, and the dialog that opens another folder.

start-what = Finds the groups hiding in a folder of images, shows them, and turns them into labels.
start-private = Everything stays on this computer. The folder is read, never changed.
start-keys = { $actions } finds every action, { $keys } lists all keys.
start-opening = Opening…
start-let-go = Let go to open it
start-drop = Drop a folder of images
start-choose = Choose a folder…
start-choose-tip = JPEG, PNG, WebP, HEIC and more, nested folders too ({ $key })
start-path = Path of a folder
start-path-hint = or the path of a folder or a .gleaner project
start-path-project = project
start-no-dialog = This system shows no file dialog. Type or paste the path here.
start-open = Open
    .name = Open this path
    .tip = Opens the folder or project of this path (Enter)
    .empty = Type or paste a path first
start-sample = 1,000 made-up images in 8 groups: everything to try, nothing to lose.
start-recent = RECENT PROJECTS
start-again = Open { $name } again
start-again-away = Open { $name } again, drive not connected
start-away = Drive not connected
start-away-tip = The folder is not there. The project opens all the same, with everything it keeps
start-place = Photos: { $folder }
    Project: { $project }
start-named = { $n } named
start-confirmed = { $n } confirmed
start-exported = exported
