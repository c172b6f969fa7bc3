"""One reader per family of formats, run in a bounded child process."""
