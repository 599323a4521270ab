"""Reading sources: files become `Document`s with canonical text and known provenance."""
