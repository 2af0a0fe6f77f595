"""What changed between two department-years, in meaning and not in lines."""
