"""Everything that a person reads: pages, letters, papers, their style sheets."""
