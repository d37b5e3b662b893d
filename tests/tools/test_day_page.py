"""The page about a bad day. Only text is read."""

from tools.day_page import PAGE, measured, page


def test_the_page_shows_the_day_that_was_measured() -> None:
    """No figure was typed; `python -m tools.day_page` brings the page up to date."""
    assert page(PAGE.read_text(), measured()) == PAGE.read_text()
