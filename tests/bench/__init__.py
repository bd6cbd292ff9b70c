"""Benchmarks: run by hand, one after the other, never part of the tests. Ratios within one run, not seconds, count."""
