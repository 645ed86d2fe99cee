"""What pages ask about an inspection and about a finding."""
