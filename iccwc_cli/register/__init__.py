"""The register: every referral on disk, its history append-only, and nothing lost."""
