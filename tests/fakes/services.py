from simulation.services import SimulatedRecognizer as TroubledRecognizer
from simulation.services import SimulatedResponder as TroubledResponder
from simulation.services import SimulatedVoice as TroubledVoice
from simulation.trouble import Kind, Trouble, no_trouble

CRASH, FAIL, HANG = Kind.CRASH, Kind.FAIL, Kind.HANG
NO_TROUBLE = no_trouble()
__all__ = ["CRASH", "FAIL", "HANG", "NO_TROUBLE", "Trouble", "TroubledRecognizer", "TroubledResponder", "TroubledVoice"]
