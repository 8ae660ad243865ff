"""Floor 5: the referral and its life."""
