"""How well reports are read: what was found is held against what a person annotated.

A pair is made where type and place in the text agree; statements are scored apart. The measure is that of the annotated
documents that came with the project, so that its figures and ours can be compared (docs/quality.md).
"""

from kg.evaluation.gold import GoldDocument, GoldEvent, gold_in
from kg.evaluation.markdown import markdown_of
from kg.evaluation.measures import Evaluation, RuleCount, Share
from kg.evaluation.pairing import Row

__all__ = ["Evaluation", "GoldDocument", "GoldEvent", "Row", "RuleCount", "Share", "gold_in", "markdown_of"]
