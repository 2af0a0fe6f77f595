"""The official form: a model and a plain-text template become a grid, the grid becomes Word."""
