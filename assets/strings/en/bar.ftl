# bar
