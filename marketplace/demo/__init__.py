"""A believable Malang, built through the actions of the floors below."""
