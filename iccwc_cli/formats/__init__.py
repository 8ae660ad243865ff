"""Floor 6: values in, text out. No file or terminal is touched here."""
