"""What the held-out half must reach, and which of it was missed. Pure."""

from collections.abc import Iterator, Mapping

from devtools.search_quality.metrics import Score

NDCG, RECALL = 0.90, 0.97  # of all queries
CLASS_NDCG = 0.80  # of every class
NEAR = 0.03  # how much less than Whoosh's another engine's nDCG may be
WHOOSH = "whoosh"
TOTAL = "total"
Scores = Mapping[str, Score]  # by class, and the total


def missed(by_engine: Mapping[str, Scores]) -> list[str]:
    """A sentence for each goal that an engine of ours missed."""
    return [sentence for engine in by_engine for sentence in missed_by(engine, by_engine)]


def missed_by(engine: str, by_engine: Mapping[str, Scores]) -> Iterator[str]:
    scores = by_engine[engine]
    total = scores[TOTAL]
    if total.ndcg < NDCG:
        yield f"{engine}: nDCG@10 {total.ndcg:.3f}, the goal is {NDCG:.2f}"
    if total.recall < RECALL:
        yield f"{engine}: recall@10 {total.recall:.3f}, the goal is {RECALL:.2f}"
    for kind, each in scores.items():
        if each.ndcg < CLASS_NDCG and kind != TOTAL:
            yield f"{engine}: nDCG@10 of {kind} {each.ndcg:.3f}, the goal is {CLASS_NDCG:.2f}"
    if WHOOSH in by_engine and total.ndcg < by_engine[WHOOSH][TOTAL].ndcg - NEAR:
        best = by_engine[WHOOSH][TOTAL].ndcg
        yield f"{engine}: nDCG@10 {total.ndcg:.3f} is more than {NEAR} below Whoosh's {best:.3f}"
