"""The window. Everything above it works without it."""
