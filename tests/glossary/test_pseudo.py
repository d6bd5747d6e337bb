"""What a pseudo locale keeps."""

from __future__ import annotations

from glosspress.glossary import for_pair
from glosspress.workspace import Workspace

HEAD = "id,source,target,mode,status\n"


def test_a_pseudo_locale_keeps_what_others_pin(workspace: Workspace) -> None:
    """Pins of any language are kept as they stand in the source; preferred words are not; a file of its own wins."""
    (workspace.glossary / "en-pt.csv").write_text(
        HEAD
        + "1,NMDA,NMDA,pin,approved\n2,SSRI,ISRS,pin,approved\n3,sleep,sono,prefer,approved\n4,CRH,CRH,pin,proposed\n"
    )
    kept = for_pair(workspace, "en", "en-XA")
    assert kept is not None
    assert {(term.source, term.target) for term in kept.terms} == {("NMDA", "NMDA"), ("SSRI", "SSRI")}
    (workspace.glossary / "en-en-XA.csv").write_text(HEAD + "1,sleep,ŝļéép,pin,approved\n")
    own = for_pair(workspace, "en", "en-XA")
    assert own is not None
    assert [term.target for term in own.terms] == ["ŝļéép"]


def test_without_any_term_base_nothing_is_kept(workspace: Workspace) -> None:
    """An empty glossary folder gives no term base."""
    assert for_pair(workspace, "en", "en-XA") is None
