from simulation.world import EPOCH as EPOCH
from simulation.world import SimulatedWorld as FakeWorld

__all__ = ["EPOCH", "FakeWorld"]
