"""What is alike: who belongs to whom in two lists, and which words of two sentences differ."""
