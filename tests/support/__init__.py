"""Helpers that several tests share: offices and a process that issues."""
