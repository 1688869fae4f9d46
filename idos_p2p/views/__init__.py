"""The read model: what is listed, shown and searched, projected from the log and rebuildable."""
