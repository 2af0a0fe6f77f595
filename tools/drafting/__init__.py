"""First drafts of a department-year: rolled forward from another year, or empty by a form."""
