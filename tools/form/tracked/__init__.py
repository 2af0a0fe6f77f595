"""Two department-years in one official form, their difference as tracked changes of Word."""
