"""Is everything still there: verification, rebuild, replicas on other media, restore."""
