"""Floor 3: the partners, their services, and the Secretariat's contact."""

PARTNERS_FILE = "partners.yaml"
CONTACT_FILE = "secretariat_contact.yaml"
