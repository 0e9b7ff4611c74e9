"""Questions and resources over HTTP: what may be asked, what is answered, in which forms."""
