"""The public site: models to pages and downloads, generated before MkDocs runs."""
