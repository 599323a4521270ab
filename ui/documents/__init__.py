"""Documents that are added, replaced and removed from the page."""
