"""The parts of the template of Word reports."""
