# What is the same for all projects, what the program is, where a project lies, and the sheet of keys.

settings-title = Settings
settings-language = Language
settings-language-system = System ({ $name })
settings-language-name = Language: { $name }
settings-language-no-font = No font of this system has Chinese letters, so the window speaks English.
settings-theme = Theme
settings-theme-system = System
settings-theme-light = Light
settings-theme-dark = Dark
settings-contrast = Contrast
settings-contrast-high = High contrast
settings-scale = Size of everything
settings-scale-usual = 100 %
settings-pictures = Size of pictures
    .tip = In the grid; Ctrl+wheel over it does the same
settings-notify = Notifications
settings-notify-long = Tell me when long work ends unseen
settings-note = All of this is in force at once and is remembered.

settings-about-title = About Gleaner
settings-about-version = Gleaner { $version }
settings-about-what = Finds the groups hiding in a folder of unlabelled images, shows them, and turns them into labels.
settings-about-private = Everything stays on this computer. The photo folder is read, never written.
settings-about-method = The method is SCAN: Van Gansbeke, Vandenhende, Georgoulis, Proesmans and Van Gool, “Learning to Classify Images without Labels”, ECCV 2020.
settings-about-licence = Licensed under MIT or Apache-2.0. The typeface is Inter, under the SIL Open Font License.

settings-project-title = About this project
settings-project-counts = { $images ->
        [one] { $images } image
       *[other] { $images } images
    }, { $groups ->
        [one] { $groups } group
       *[other] { $groups } groups
    }, { $confirmed } confirmed
settings-project-exported = Exported last to { $path }
settings-project-photos = Photos
    .copy = Copy the path of the photos
    .reveal = Show the photos in the file manager
settings-project-photos-note = This folder is only read. Nothing in it is changed.
settings-project-place = Project
    .copy = Copy the path of the project
    .reveal = Show the project in the file manager
settings-project-place-note = Groups, labels, history and thumbnails lie here. Copy this folder to keep or move the project.
settings-project-copy = Copy path
settings-project-copied = The path is on the clipboard.
settings-project-reveal = Show in file manager

settings-keys-find = Find a key
settings-keys-none = No key does such a thing.
settings-keys-actions = Ctrl+K finds every action, also those without a key.
settings-cap-arrows = Arrows
settings-cap-home-end = Home, End
settings-cap-pages = Page keys
settings-cap-shift-arrows = Shift+Arrows
settings-cap-space = Space
settings-cap-numbers = 1 to 9
settings-cap-click = Click
settings-cap-drag = Drag
settings-cap-left-right = Left, Right
settings-cap-plus-minus = Plus, Minus
settings-cap-esc-v = Space, Esc, V
settings-cap-up-down = Up, Down
settings-cap-double-click = Double click
settings-cap-right-click = Right click
settings-cap-enter-space = Enter, Space
settings-cap-backspace = Backspace
settings-cap-tabs = Tab, Shift+Tab
settings-cap-wheel = Wheel
settings-keys-images = IMAGES
settings-keys-preview = LARGE VIEW
settings-keys-groups = GROUPS
settings-keys-review = REVIEW
settings-keys-project = PROJECT
settings-keys-window = WINDOW
settings-key-step = Go from image to image
settings-key-ends = Go to the first or last image
settings-key-page = Go a screen up or down
settings-key-range = Select a range
settings-key-select = Select or deselect
settings-key-hot = Put into the group with that key, or show it
settings-key-none = Select nothing
settings-key-click = Select one; with Shift a range
settings-key-click-more = Select one more or one less
settings-key-drag = Frame several, or carry selected ones to a group
settings-key-wheel = Size of the pictures
settings-key-preview-step = Go to the image before or after
settings-key-preview-zoom = Nearer or farther
settings-key-preview-whole = The whole image
settings-key-preview-back = Back to the grid
settings-key-group-step = Go from group to group
settings-key-group-mark = Mark for merging, as does a click
settings-key-group-rename = Rename
settings-key-group-menu = Menu of the group
settings-key-group-suggested = Take the suggested name, while renaming
settings-key-review-yes = Yes, it belongs there
settings-key-review-no = No, it does not
settings-key-review-number = It belongs to the group with that number
settings-key-review-find = Find the group that it belongs to
settings-key-review-junk = It belongs in no group
settings-key-review-skip = Skip it
settings-key-review-back = Take the last answer back
settings-key-review-leave = Back to the images
settings-key-window-tab = Go to the next control or the one before
settings-key-window-press = Press what has the keyboard
settings-key-window-main = The main button of a dialog
settings-key-window-close = Close, or stop editing
settings-keys-title = Keys
