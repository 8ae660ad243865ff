"""Floor 3: the partners, their services, and the Secretariat's contact."""
