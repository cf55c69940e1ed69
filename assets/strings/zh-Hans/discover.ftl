# discover
