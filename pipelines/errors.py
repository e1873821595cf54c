"""What can go wrong in a way a person can mend.

Every message says where, what was found and what to do.
"""


class LiftcastError(Exception):
    """Root of the errors shown to people as a sentence, never as a traceback."""


class ExportError(LiftcastError):
    """A file that cannot be read as any known export."""


class ProfileError(LiftcastError):
    """A profile.toml that cannot be used."""


class NothingYetError(LiftcastError):
    """An answer was asked for before anything was made."""


class CheckError(LiftcastError):
    """A build broke one of its own rules and was not published."""


class BusyError(LiftcastError):
    """Another Liftcast process is writing."""


class ModelError(LiftcastError):
    """A registered model that is not what was registered, or cannot be found."""
