"""What each kind of page shows: models to the values that templates print."""
