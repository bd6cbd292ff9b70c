"""Every rule of the rule book in one sentence: what a screen shows beside a rule id."""

from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from reception.rules.data_file import Entry, load_entries


class _Sentence(Entry):
    ja: str
    en: str
    source: str


class Rule(Entry):
    """One rule: its id, one sentence in Japanese and in English, and the source documents it comes from."""

    id: str
    ja: str
    en: str
    source: str


@cache
def catalogue() -> Mapping[str, Rule]:
    """Return every rule by id, in the order of the rule book. Raises RuleDataError when the file is wrong."""
    sentences = load_entries("catalogue.yaml", TypeAdapter(dict[str, _Sentence]))
    return {key: Rule(id=key, **sentence.model_dump()) for key, sentence in sentences.items()}


def rule(rule_id: str) -> Rule:
    """Return one rule; KeyError for an id the book does not have."""
    return catalogue()[rule_id]
