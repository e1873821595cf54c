"""The Python door: `from pipelines import Liftcast`. What commands do, they do through the same functions."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import WrongUseError
from pipelines.exports.reading.base import MODES
from pipelines.handing_out.door import HandedOut
from pipelines.lifters import handing_back, present
from pipelines.running import deleting, steps

if TYPE_CHECKING:
    from pipelines.landing.reports import IngestReport
    from pipelines.progress import Progress
    from pipelines.running.backup import Backup


class Liftcast(HandedOut):
    """One installation.

    `ingest`, `refresh` and `delete_lifters` work and wait for whoever else is writing; everything else answers from the
    build in force.

    Parameters
    ----------
    home : path, optional
        The folder that holds everything private; default, as for the commands: `LIFTCAST_HOME`, else `./var` of a
        checkout.

    Examples
    --------
    >>> Liftcast("var").tables()[:3]
    ['alerts', 'blocks', 'changes']
    """

    def ingest(
        self,
        *paths: str | Path,
        lifter: str | None = None,
        mode: str | None = None,
        max_removed: int | None = None,
        progress: "Progress | None" = None,
    ) -> "IngestReport":
        """Read new exports and publish the tables; forecasts stay as they were until `refresh`.

        Parameters
        ----------
        paths : path
            Files, or folders of one folder per lifter; the inbox where there are none.
        lifter : str, optional
            Whose these are.
        mode : {"replace-span", "append", "upsert"}, optional
            What these files do to those before; else as their mapping says.
        max_removed : int, optional
            Publish nothing if more sets than this would go; the files then wait for a decision.
        progress : Progress, optional

        Returns
        -------
        IngestReport
            Of this run: every file with its rows, and what became of the sets in force before.

        Raises
        ------
        LiftcastError
            There is nothing to read, or another process writes longer than `LIFTCAST_WAIT`.
        """
        if mode is not None and mode not in MODES:
            raise WrongUseError(f"mode is {mode!r}; say one of {', '.join(MODES)}")
        found: Sequence[Path] = [Path(path) for path in paths]
        report, _ = steps.ingest_step(
            self.settings, paths=found, lifter=lifter, mode=mode, max_removed=max_removed, progress=progress
        )
        return report

    def backup(self, to: str | Path) -> "Backup":
        """Write all of this home that cannot be made again into one file.

        Parameters
        ----------
        to : path
            The file, outside the home.

        Raises
        ------
        LiftcastError
            There is nothing to back up, or the file would lie in the home.
        """
        from pipelines.running.backup import back_up  # noqa: PLC0415 (few ask for it)

        return back_up(self.settings, Path(to))

    def restore(self, backup: str | Path) -> "Backup":
        """Make this home, which must be empty, of a backup; `refresh` then makes its tables.

        Raises
        ------
        LiftcastError
            The home holds something, or the file is damaged or a newer version's.
        """
        from pipelines.running.backup import restore  # noqa: PLC0415 (as above)

        return restore(self.settings, Path(backup))

    def refresh(self, *, train: bool = False, progress: "Progress | None" = None) -> "steps.RefreshReport":
        """Read what is new and forecast with the model in force; readers see the new build once, at the end.

        Parameters
        ----------
        train : bool
            Ask in between whether another model should be champion.
        progress : Progress, optional

        Returns
        -------
        RefreshReport

        Raises
        ------
        LiftcastError
            As from `ingest`.
        """
        return steps.refresh(self.settings, train=train, progress=progress)

    def lifters(self) -> list[present.Present]:
        """Everybody of whom the home holds anything, by name."""
        return present.lifters_present(self.settings)

    def export_lifter(self, lifter: str, *, to: str | Path) -> handing_back.HandedBack:
        """Hand back all of a lifter: files as they were dropped in, and their tables as Parquet and CSV.

        Raises
        ------
        LiftcastError
            The home holds nothing of such a lifter, or the folder cannot be written to.
        """
        return handing_back.hand_back(self.settings, lifter, Path(to))

    def delete_lifters(
        self, *lifters: str, dry_run: bool = True, progress: "Progress | None" = None
    ) -> list[deleting.Deletion]:
        """Delete all that the home holds of lifters, and search every file for what is left.

        Parameters
        ----------
        lifters : str
            Several only where files hold rows of all of them.
        dry_run : bool
            Only say what would go.
        progress : Progress, optional

        Raises
        ------
        LiftcastError
            The home holds nothing of such a lifter, or a file of theirs holds others too; nothing is removed.
        """
        if dry_run:
            return deleting.would_delete(self.settings, lifters)
        return deleting.delete_step(self.settings, lifters, progress=progress)
