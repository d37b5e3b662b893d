from simulation.carrier import FRAME_S as FRAME_S
from simulation.carrier import Sent as Sent
from simulation.carrier import SimulatedCarrier as FakeCarrier

__all__ = ["FRAME_S", "FakeCarrier", "Sent"]
