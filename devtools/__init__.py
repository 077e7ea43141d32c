"""Scripts behind the Makefile: environment, running, testing."""
