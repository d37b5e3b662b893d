"""Makes a value inside an ONNX model one of its outputs, without the package `onnx`. Pure.

A model is a Protocol Buffers message. A message that is appended to another one is merged with it, so a few bytes
behind the model add an output to its graph (protobuf.dev, "Encoding", "Last One Wins").
"""

from collections.abc import Iterator

# The numbers of the fields in onnx.proto.
GRAPH = 7  # of ModelProto
NODE, OUTPUT = 1, 12  # of GraphProto
NODE_OUTPUT, NODE_KIND = 2, 4  # of NodeProto
VALUE_NAME = 1  # of ValueInfoProto


def with_output_of(model: bytes, kind: str) -> bytes:
    """The model with the value of its only node of this kind as one more output. Where there is none, or several, and
    where it is no model, it stays as it is."""
    try:
        found = list(_values_of(memoryview(model), kind.encode()))
    except (IndexError, ValueError):  # whoever loads it says what is wrong with it
        return model
    if len(found) != 1:
        return model
    return model + _sized(GRAPH, _sized(OUTPUT, _sized(VALUE_NAME, found[0])))


def _values_of(model: memoryview, kind: bytes) -> Iterator[bytes]:
    graphs = (graph for number, graph in _fields(model) if number == GRAPH)
    nodes = (node for graph in graphs for number, node in _fields(graph) if number == NODE)
    for node in nodes:
        parts = [(number, bytes(part)) for number, part in _fields(node) if number in (NODE_OUTPUT, NODE_KIND)]
        if (NODE_KIND, kind) in parts:
            yield from (name for number, name in parts if number == NODE_OUTPUT)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Number and content of the fields that have a size."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        match key & 7:
            case 0:
                _, at = _varint(message, at)
            case 1:
                at += 8
            case 5:
                at += 4
            case 2:
                size, at = _varint(message, at)
                yield key >> 3, message[at : at + size]
                at += size
            case wire_type:
                raise ValueError(f"wire type {wire_type}")
    if at > len(message):
        raise ValueError("cut off")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A number of variable length, and the place behind it."""
    number = shift = 0
    while True:
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7


def _sized(number: int, content: bytes) -> bytes:
    return _as_varint(number << 3 | 2) + _as_varint(len(content)) + content


def _as_varint(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _as_varint(high) if high else bytes([low])
