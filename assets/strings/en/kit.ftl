# kit

kit-toast-dismiss = Dismiss: { $text }
kit-toast-dismiss-tip = Dismiss this message (Esc). { $key } dismisses all.
kit-toast-undo = Undo
    .name = Undo this
