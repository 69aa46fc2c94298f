"""When handing work to a second agent pays, and whether a repository is ready for it."""
