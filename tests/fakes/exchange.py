from simulation.exchange import AGENT as AGENT
from simulation.exchange import calling as calling
from simulation.exchange import open_simulated_exchange as open_test_exchange
from simulation.exchange import record_of as record_of
from simulation.exchange import settings_with as settings_with

__all__ = ["AGENT", "calling", "open_test_exchange", "record_of", "settings_with"]
