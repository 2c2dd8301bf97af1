"""Facts about one agreement: frozen, printed, signed, settled, sealed."""

from dataclasses import dataclass, replace

from workflow.events.happening import Event, edit_agreement
from workflow.plan import Agreement, Case, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFrozen(Event):
    agreement: Agreement

    def change(self, case: Case) -> Case:
        return replace(case, agreements=(*case.agreements, self.agreement))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAgreement(Event):
    """A fact about the agreement with this number."""

    no: int

    def change(self, case: Case) -> Case:
        return edit_agreement(case, self.no, self.edit)

    def edit(self, agreement: Agreement) -> Agreement:
        return agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalFiled(OfAgreement):
    original_sha256: str
    pages: int

    def edit(self, agreement: Agreement) -> Agreement:
        return replace(agreement, original_sha256=self.original_sha256, pages=self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(OfAgreement):
    """A signature; an older one of the same person stands no more, but is kept."""

    signature: Signature

    def edit(self, agreement: Agreement) -> Agreement:
        before = tuple(
            replace(one, replaced=True) if one.person_id == self.signature.person_id else one
            for one in agreement.signatures
        )
        return replace(agreement, signatures=(*before, self.signature))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReached(OfAgreement):
    """All who were needed have answered, or the chair closed it without them."""

    lapsed: bool = False

    def edit(self, agreement: Agreement) -> Agreement:
        return replace(agreement, settled_at=self.stamp.at, lapsed=self.lapsed)


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFiled(OfAgreement):
    """The sealed paper lies in the archive."""

    sealed_sha256: str

    def edit(self, agreement: Agreement) -> Agreement:
        return replace(agreement, sealed_sha256=self.sealed_sha256, sealed_at=self.stamp.at)
