"""Builders for tests. They go through the same actions and moves as the site, so no test starts from an
impossible state. Each begins the write it needs and commits.
"""
