# Never run: the test puts a uv of its own on the PATH.
