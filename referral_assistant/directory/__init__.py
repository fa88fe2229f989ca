"""The directory of services as files: read strictly, checked as a whole, with every mistake and its place."""

from referral_assistant.directory.files import NATIONAL, SAMPLE, TEMPLATE, check, load, matchable, opened, starting

__all__ = ["NATIONAL", "SAMPLE", "TEMPLATE", "check", "load", "matchable", "opened", "starting"]
