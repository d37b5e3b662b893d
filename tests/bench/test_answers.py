"""The bench of likely answers, without its calls: what one business answers of what is asked at the other one."""

from bench.answers.matching import AGENTS, LANGUAGES, agent_of, asked_elsewhere


def test_what_is_asked_at_the_other_business_is_counted_and_shown() -> None:
    """So that whoever reads it can judge what was answered there."""
    entries = {answer.name for which in AGENTS for answer in agent_of(which).answers}
    for language in LANGUAGES:
        found = asked_elsewhere(language)
        assert found.asked > 50
        assert len(found.answered) < 0.03 * found.asked
        assert entries.issuperset(found.answered.values())
    assert asked_elsewhere("en").answered["where are you"] == "address"
