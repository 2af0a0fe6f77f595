"""Open data of what is public: tables, a static API, feeds, and sums by which to know our files."""
