"""Other people's data: fetched, mapped to ours, and proposed as edits that a person reviews."""
