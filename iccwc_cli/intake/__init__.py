"""Floor 3: a request, read strictly and completely."""
