"""What earlier ingests know of files: who brought them, how they looked, what became of them."""

from dataclasses import dataclass
from typing import Self

from pipelines.inbox.archive import Ledger, LedgerEntry, Seen
from pipelines.inbox.mappings import Mappings
from pipelines.inbox.offers import Offer
from pipelines.landing.index import Landings
from pipelines.settings import Settings


@dataclass(frozen=True)
class Books:
    """What is known from earlier runs."""

    ledger: Ledger
    mappings: Mappings
    landings: Landings
    seen: Seen

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read what is known in a home."""
        mappings = Mappings(settings)
        return cls(Ledger(settings), mappings, Landings(settings, mappings), Seen(settings))

    def held(self, offer: Offer) -> list[str] | None:
        """Digests of a file that is just as it was when it was ingested, if the ledger has them all."""
        held = None if offer.problem else self.seen.contents(offer.path, offer.lifter, offer.stamp)
        return held if held and all(self.ledger.entry(offer.lifter, sha256) for sha256 in held) else None

    def waiting(self) -> list[LedgerEntry]:
        """What is in the ledger but not landed by today's code, once however many ways it came."""
        landed = ((entry, self.landings.current(entry)) for entry in self.ledger)
        return list(
            {
                (entry.lifter, entry.sha256): entry
                for entry, landing in landed
                if landing is None or landing.is_passing
            }.values()
        )
