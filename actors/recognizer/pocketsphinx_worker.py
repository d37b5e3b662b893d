"""The program that recognises with pocketsphinx: `python -m offhook.actors.recognizer.pocketsphinx_worker`."""

from collections.abc import Iterator
from typing import assert_never

from offhook.actors.recognizer.decoder_pool import DecoderPool
from offhook.actors.recognizer.jsgf import BadPattern
from offhook.actors.recognizer.pocketsphinx_messages import (
    LONGEST_BYTES,
    Answer,
    Audio,
    Failed,
    Final,
    Finish,
    Look,
    Partial,
    Start,
    decode_request,
    encode,
)
from offhook.actors.recognizer.pronunciations import NoDictionary, shipped_pronunciations
from offhook.actors.recognizer.telephone_decoder import Hypothesis, TelephoneDecoder, WordsMissing
from offhook.actors.worker_process import StartFailed, serve
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.words.expectation import Expectation
from offhook.protocol import mulaw

LONGEST_SECOND_LOOK_BYTES = 10 * mulaw.SAMPLE_RATE_HZ
"""The second pass takes 20 to 40 ms for each second of speech, and the worker's other callers wait meanwhile."""
_ANY_WORKING_GRAMMAR = Expectation(phrases=("hello",))


class PocketsphinxProgram:
    """Recognises many utterances at once, each with a decoder of its own. It keeps nothing of a call between two."""

    def __init__(self) -> None:
        try:
            self._decoders = DecoderPool(shipped_pronunciations())
            self._decoders.give_back(self._decoders.take(_ANY_WORKING_GRAMMAR))
        except (NoDictionary, ImportError, RuntimeError, OSError) as exc:
            raise StartFailed(f"pocketsphinx does not work here: {in_words(exc)}") from exc
        self._utterances: dict[int, _Utterance] = {}

    def handle(self, session: int, body: bytes) -> Iterator[bytes]:
        yield encode(self._answer(session, body))

    def close(self, session: int) -> None:
        utterance = self._utterances.pop(session, None)
        if utterance is not None:
            utterance.abandon()

    def _answer(self, session: int, body: bytes) -> Answer:
        match decode_request(body):
            case Start(expected, cepstral_mean):
                try:
                    utterance = _Utterance(self._decoders, expected, cepstral_mean)
                except (BadPattern, WordsMissing) as exc:
                    return Failed(str(exc))
                except (ValueError, RuntimeError) as exc:  # pocketsphinx refuses what we thought was sound
                    return Failed(f"pocketsphinx cannot use {expected.phrases!r}: {in_words(exc)}")
                self._utterances[session] = utterance
                return Partial("")
            case Audio(mulaw=sound):
                return Partial(self._utterances[session].hear(sound))
            case Look():
                return self._utterances[session].look()
            case Finish():
                return self._utterances.pop(session).finish()
            case request:
                assert_never(request)


class _Utterance:
    """Audio is recognised as it comes, for partial texts, and again as a whole: in noise 63 % right instead of 20 %.

    Where too many speak at once, and any English may be said, it is recognised as a whole only."""

    def __init__(self, decoders: DecoderPool, expected: Expectation, cepstral_mean: str) -> None:
        """Raises BadPattern or WordsMissing."""
        self._decoders, self._expected, self._cepstral_mean = decoders, expected, cepstral_mean
        self._decoder = decoders.take_for_utterance(expected)
        self._heard = bytearray()
        if self._decoder is not None:
            self._decoder.start(cepstral_mean)

    def hear(self, sound: bytes) -> str:
        sound = sound[: LONGEST_BYTES - len(self._heard)]
        self._heard += sound
        return self._decoder.hear(mulaw.decode(sound)) if self._decoder is not None else ""

    def look(self) -> Final:
        """With another decoder, so that this one goes on listening from where it is."""
        live = self._decoder
        if live is not None and len(self._heard) > LONGEST_SECOND_LOOK_BYTES:
            found = live.so_far()
        else:
            other = self._decoders.take(self._expected)
            try:
                found = self._whole(other)
            finally:
                self._decoders.give_back(other)
        return Final(found.text, found.confidence, self._cepstral_mean if live is None else live.learn_cepstral_mean())

    def finish(self) -> Final:
        decoder = self._decoder or self._decoders.take(self._expected)
        try:
            return self._final(decoder)
        finally:
            self._decoders.give_back(decoder)

    def _final(self, decoder: TelephoneDecoder) -> Final:
        cepstral_mean, found = self._cepstral_mean, None
        if self._decoder is not None:
            found = decoder.stop()
            cepstral_mean = decoder.cepstral_mean
        if found is None or len(self._heard) <= LONGEST_SECOND_LOOK_BYTES:
            found = self._whole(decoder)
        return Final(found.text, found.confidence, cepstral_mean)

    def _whole(self, decoder: TelephoneDecoder) -> Hypothesis:
        return decoder.hear_whole(mulaw.decode(bytes(self._heard[:LONGEST_SECOND_LOOK_BYTES])))

    def abandon(self) -> None:
        if self._decoder is not None:
            self._decoder.stop()
            self._decoders.give_back(self._decoder)


if __name__ == "__main__":
    serve(PocketsphinxProgram)
