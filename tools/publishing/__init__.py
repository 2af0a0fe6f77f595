"""One clean revision to one public folder or branch that is whole, and keeps its old addresses."""
