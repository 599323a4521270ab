"""The faces of Balise: the command line now, the page next."""
