"""Pull requests on GitHub: the one room that knows how they are read and written there."""
