"""What can go wrong in a way a person can mend.

Every message says where, what was found and what to do.
"""

from pathlib import Path


class LiftcastError(Exception):
    """Root of the errors shown to people as a sentence, never as a traceback."""


class WrongUseError(LiftcastError):
    """What was asked for cannot be meant: the command ends with the exit code of wrong use."""


class RunnerError(LiftcastError):
    """The processes that are to do the work cannot, or do not answer."""


class ExportError(LiftcastError):
    """A file that cannot be read as any known export."""


class UnknownExportError(ExportError):
    """A file that no format knows."""


class MissingExtraError(ExportError):
    """A file of an app whose reader is not installed: it is read once it is."""


class HeaderError(ExportError):
    """A file whose header is missing or not known, though its records look like an app's.

    Parameters
    ----------
    message : str
        As of every error here.
    borne_out : int
        How many cells of a record look like what that app's layout says of them.
    """

    def __init__(self, message: str, *, borne_out: int) -> None:
        super().__init__(message)
        self.borne_out = borne_out


class MappingError(LiftcastError):
    """A mapping file that cannot be used."""


class ProfileError(LiftcastError):
    """A profile.toml that cannot be used."""


class PeopleError(LiftcastError):
    """A people.toml, or the set-up of the sign-in, that cannot be used."""


class NothingYetError(LiftcastError):
    """An answer was asked for before anything was made."""


class NothingIngestedError(NothingYetError, WrongUseError):
    """An answer was asked of a home that holds nothing: perhaps another home was meant.

    Parameters
    ----------
    home, inbox : Path
        Of the installation asked.
    """

    def __init__(self, home: Path, inbox: Path) -> None:
        super().__init__(
            f"{home}: nothing ingested yet. Put an export into {inbox} and run `liftcast refresh` or `liftcast run`; "
            "if your logs are in another place, set LIFTCAST_HOME to it."
        )


class NoForecastsError(NothingYetError, WrongUseError):
    """Forecasts were asked of a home that holds exports only: they are yet to be made."""


class UnknownLifterError(WrongUseError):
    """A lifter was asked for whom the build does not know."""


class OutdatedBuildError(NothingYetError):
    """The build in force was made by another version and may lack what is asked for."""


class CheckError(LiftcastError):
    """A build broke one of its own rules and was not published."""


class BusyError(LiftcastError):
    """Another Liftcast process is writing."""


class ModelError(LiftcastError):
    """A registered model that is not what was registered, or cannot be found."""


class UnknownVersionError(ModelError, WrongUseError):
    """A version of the model was asked for that the registry does not hold."""
