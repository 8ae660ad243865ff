"""Floor 4: from the words of a request to needs, services and partners, with reasons."""
