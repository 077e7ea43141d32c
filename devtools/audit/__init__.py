"""What is checked now and then, for it takes other packages than ours: `make audit`."""
