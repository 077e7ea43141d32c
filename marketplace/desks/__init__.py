"""Pages of /penjual and /kelola: no tables, no rules of their own."""
