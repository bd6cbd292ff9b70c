"""Of `reception.setup`: what is decided, said and run on a machine that is not ready."""
