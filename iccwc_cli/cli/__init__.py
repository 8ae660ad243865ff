"""Floor 7: what is typed. Parse, call, hand to a format."""
