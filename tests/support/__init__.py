"""What several tests share: offices, documents, faults, servers, processes."""
