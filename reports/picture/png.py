"""Draws scenes as a PNG file: they are painted large and scaled down, which smooths every edge."""

import io
from collections.abc import Sequence
from typing import assert_never

from PIL import Image, ImageDraw

from offhook.reports.picture.palette import DARK, LIGHT
from offhook.reports.picture.shapes import Anchor, Bars, Box, Dot, Ink, Scene, Shape, Stroke, Words
from offhook.reports.picture.sheets import PAGE_WIDTH, heading, latency_table, rows
from offhook.reports.picture.story import CallStory
from offhook.reports.picture.typeface import face, spelled

SCALE = 2  # pixels in the file for one of the layout, for screens of high resolution
_SMOOTHING = 2
_BORDER = 32.0
_BETWEEN = 20.0
_ANCHORS = {Anchor.START: "ls", Anchor.MIDDLE: "ms", Anchor.END: "rs"}


def png(story: CallStory, *, dark: bool = False) -> bytes:
    """The whole call on one sheet, one row below the other."""
    placed: list[tuple[float, float, Scene]] = [(0, 0, heading(story))]
    top = placed[0][2].height
    for row in rows(story):
        placed += [(0, top, row.margin), (row.margin.width, top, row.track)]
        top += row.track.height + _BETWEEN
    table = latency_table(story)
    placed.append((0, top, table))
    return _sheet(placed, PAGE_WIDTH + 2 * _BORDER, top + table.height + 2 * _BORDER, DARK if dark else LIGHT)


def _sheet(placed: Sequence[tuple[float, float, Scene]], width: float, height: float, colours: dict[Ink, str]) -> bytes:
    sheet = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), colours[Ink.PAPER])
    for x, y, scene in placed:
        # Scene by scene: an hour's call painted in one piece would take gigabytes.
        sheet.paste(_painted(scene, colours), (round((x + _BORDER) * SCALE), round((y + _BORDER) * SCALE)))
    file = io.BytesIO()
    sheet.quantize(256, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _painted(scene: Scene, colours: dict[Ink, str]) -> Image.Image:
    scale = SCALE * _SMOOTHING
    large = Image.new("RGB", (round(scene.width * scale), round(scene.height * scale)), colours[Ink.PAPER])
    brush = ImageDraw.Draw(large)
    for shape in scene.shapes:
        _paint(brush, shape, colours, scale)
    return large.reduce(_SMOOTHING)


def _paint(brush: ImageDraw.ImageDraw, shape: Shape, colours: dict[Ink, str], scale: int) -> None:
    match shape:
        case Box():
            brush.rounded_rectangle(
                _corners(shape.x, shape.y, shape.width, shape.height, scale),
                radius=min(shape.radius, shape.width / 2) * scale,
                fill=colours[shape.fill] if shape.fill is not None else None,
                outline=colours[shape.outline] if shape.outline is not None else None,
                width=scale if shape.outline is not None else 0,
            )
        case Bars():
            for x, width in shape.runs:
                brush.rectangle(_corners(x, shape.y, width, shape.height, scale), fill=colours[shape.fill])
        case Stroke():
            ends = (shape.x1 * scale, shape.y1 * scale, shape.x2 * scale, shape.y2 * scale)
            brush.line(ends, fill=colours[shape.ink], width=max(1, round(shape.width * scale)))
        case Dot():
            inside = colours[shape.ink if shape.filled else Ink.PAPER]
            centre = (shape.x * scale, shape.y * scale)
            brush.circle(centre, shape.radius * scale, fill=inside, outline=colours[shape.ink], width=scale)
        case Words():
            place = (shape.x * scale, shape.y * scale)
            font = face(shape.size * scale)
            brush.text(place, spelled(shape.text), font=font, fill=colours[shape.ink], anchor=_ANCHORS[shape.anchor])
        case _:
            assert_never(shape)


def _corners(x: float, y: float, width: float, height: float, scale: int) -> tuple[float, float, float, float]:
    """The corners for Pillow, which also paints the far edge; SVG does not."""
    left, top = round(x * scale), round(y * scale)
    return left, top, max(left, round((x + width) * scale) - 1), max(top, round((y + height) * scale) - 1)
