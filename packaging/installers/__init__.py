"""Makes the installers: stages a folder for each system, packs it, and tries what was packed."""
