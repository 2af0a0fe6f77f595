"""What can be searched: rows, an index of them, and the pages that show what is found."""
