"""A letter in each format: the same words, set for print, mail or an editor."""
