"""Errors that a user can mend: each carries one sentence saying what to do."""


class SbdError(Exception):
    """Base of everything `sbd` refuses on purpose."""


class PlanError(ValueError, SbdError):
    """A plan file cannot be used as it is."""


class QuestionError(PlanError):
    """A plan file is ambiguous; an option of the reader answers the question."""


class ChecklistError(ValueError, SbdError):
    """A checklist file has mistakes; the message lists all of them."""


class RatingsError(ValueError, SbdError):
    """A ratings file has mistakes; the message lists all of them."""


class DocumentError(ValueError, SbdError):
    """An assessment document cannot be opened."""


class StoreError(OSError, SbdError):
    """Something could not be kept in the data folder."""
