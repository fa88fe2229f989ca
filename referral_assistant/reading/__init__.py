"""Plain data to records and back, strictly: every mistake at once, each with its place and a sentence."""

from referral_assistant.reading.cases import FORMAT, answer_mistake, read_case, write_case
from referral_assistant.reading.plain import from_plain, to_plain

__all__ = ["FORMAT", "answer_mistake", "from_plain", "read_case", "to_plain", "write_case"]
