# Gemeinsames

kit-toast-dismiss = Schließen: { $text }
kit-toast-dismiss-tip = Diese Meldung schließen (Esc). { $key } schließt alle.
kit-toast-undo = Rückgängig
    .name = Dies rückgängig machen
