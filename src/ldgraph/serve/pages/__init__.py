"""Pages for people: Dutch first, English too, without JavaScript."""
