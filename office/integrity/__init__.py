"""Integrity: verification, rebuild, replicas on other media, restore."""
