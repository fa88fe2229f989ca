"""Referral Assistant: a guided conversation record, a local directory and a good referral, on one offline computer."""

__version__ = "0.1.0"
