"""What HTTP itself asks: forms and languages, problems, addresses, content with its hash."""
