"""The queue of callers for whom there is no room (`admission.when_full`). Since when one waits goes to the carrier and
comes back: the next request may reach another worker, so it is kept nowhere else."""

from offhook.engine.host.settings_admission import AdmissionSettings
from offhook.engine.words.languages import said_in
from offhook.web.carriers.whole_number import whole_number

HOLD_S = 10
"""Between two looks for a free place."""
WAITING_SINCE = "waiting_since"
"""What it is called on its way, in seconds since 1970 UTC."""
_DIGITS = 11


def words_to_hold(admission: AdmissionSettings, language: str) -> str:
    """What a caller hears who waits."""
    return said_in(language).queue if admission.queue_words is None else admission.queue_words


def words_at_the_end(admission: AdmissionSettings, language: str) -> str:
    """What a caller hears who has waited too long."""
    return said_in(language).queue_over if admission.queue_over is None else admission.queue_over


def waiting_since(written: str, now: int) -> int:
    """Now, if it is not known. A time to come is from before the clock was set back."""
    return min(whole_number(written, _DIGITS, now), now)


def has_waited(since: int, now: int, queue_s: float) -> bool:
    """Whether there is no time left for one more look."""
    return now - since + HOLD_S > queue_s
