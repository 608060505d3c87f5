"""What several tests share: offices, faults, servers, papers. No test imports another test."""
