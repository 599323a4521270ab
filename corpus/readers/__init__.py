"""One file per format; adding a format is adding a file and its line in `registry`."""
