from simulation.seeded import Trace as Trace
from simulation.seeded import seeded as seeded
from simulation.seeded import simulate as simulate
