"""Directory and referral desk of the International Consortium on Combating Wildlife Crime."""

__version__ = "0.1.0"
