"""Draws scenes as SVG inside a page. Colours are CSS variables of the page, so that they change with its theme."""

from html import escape
from typing import assert_never

from offhook.reports.picture.shapes import Anchor, Bars, Box, Dot, Scene, Shape, Stroke, Words


def svg(scene: Scene) -> str:
    """One `<svg>` element. Tips are `<title>` elements, which browsers show without a script."""
    size = f'width="{_n(scene.width)}" height="{_n(scene.height)}"'
    body = "".join(_shape(shape) for shape in scene.shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(scene.name)}" {size}>{body}</svg>'


def _shape(shape: Shape) -> str:
    match shape:
        case Box():
            fill = f"f-{shape.fill.value}" if shape.fill is not None else "f-none"
            outline = f" s-{shape.outline.value}" if shape.outline is not None else ""
            radius = f' rx="{_n(min(shape.radius, shape.width / 2))}"' if shape.radius else ""
            place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
            return _told("rect", f'class="{fill}{outline}" {place}{radius}', shape.tip)
        case Bars():
            path = "".join(
                f"M{_n(x)} {_n(shape.y)}h{_n(width)}v{_n(shape.height)}h-{_n(width)}z" for x, width in shape.runs
            )
            return f'<path class="f-{shape.fill.value}" d="{path}"/>'
        case Stroke():
            ends = f'x1="{_n(shape.x1)}" y1="{_n(shape.y1)}" x2="{_n(shape.x2)}" y2="{_n(shape.y2)}"'
            return f'<line class="s-{shape.ink.value}" {ends} stroke-width="{_n(shape.width)}"/>'
        case Dot():
            fill = shape.ink.value if shape.filled else "paper"
            place = f'cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}"'
            return _told("circle", f'class="f-{fill} s-{shape.ink.value}" {place}', shape.tip)
        case Words():
            anchor = "" if shape.anchor is Anchor.START else f' text-anchor="{shape.anchor.value}"'
            tip = f"<title>{escape(shape.tip)}</title>" if shape.tip else ""
            place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}"{anchor}'
            return f'<text class="f-{shape.ink.value}" {place}>{tip}{escape(shape.text)}</text>'
        case _:
            assert_never(shape)


def _told(element: str, attributes: str, tip: str) -> str:
    return f"<{element} {attributes}><title>{escape(tip)}</title></{element}>" if tip else f"<{element} {attributes}/>"


def _n(value: float) -> str:
    """A number in hundredths of a pixel, written short."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
