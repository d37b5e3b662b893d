"""The picture as one HTML file, which needs no network and no other file, and works without scripts."""

from base64 import b64encode
from html import escape

from offhook.reports.picture.palette import DARK, LIGHT
from offhook.reports.picture.shapes import Ink
from offhook.reports.picture.sheets import PAGE_WIDTH, Row, heading, latency_table, rows, strip
from offhook.reports.picture.story import CallStory
from offhook.reports.picture.svg import svg
from offhook.reports.picture.typeface import font_file

_WIDEST_PX = 60_000  # a wider strip makes browsers slow
_SCALES = {"seconds": 60.0, "stages": 220.0}  # pixels a second: shows sentences; shows the stages of an answer


def page(story: CallStory) -> str:
    """Three scales of the same layout. The reader chooses the scale and the theme."""
    fitted = rows(story)
    views = {"fit": "".join(_row(row) for row in fitted)}
    for name, px_per_s in _SCALES.items():
        views[name] = _row(strip(story, min(px_per_s, _WIDEST_PX / story.seconds)))
    title = f"Call {escape(story.begun.call_sid)}"
    sections = "".join(f'<section class="view {name}">{view}</section>' for name, view in views.items())
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_style()}</style></head><body><main>'
        f"<header>{_choices()}{svg(heading(story))}</header>{sections}"
        f'<section class="table">{svg(latency_table(story))}</section></main><script>{_SCRIPT}</script></body></html>\n'
    )


def _row(row: Row) -> str:
    return f'<div class="row"><div class="margin">{svg(row.margin)}</div>{svg(row.track)}</div>'


def _choices() -> str:
    """Radio buttons, because style sheets can tell which one is checked, without a script."""

    def group(name: str, options: dict[str, str]) -> str:
        buttons = [
            f'<label><input type="radio" name="{name}" id="{identity}">{text}</label>'
            for identity, text in options.items()
        ]
        buttons[0] = buttons[0].replace("<input", "<input checked")
        return f"<fieldset><legend>{name}</legend>" + "".join(buttons) + "</fieldset>"

    zoom = group("zoom", {"fit": "fit", "seconds": "closer", "stages": "closest"})
    return f"<nav>{zoom}{group('theme', {'auto': 'auto', 'light': 'light', 'dark': 'dark'})}</nav>"


def _style() -> str:
    inks = "".join(
        f".f-{ink.value}{{fill:var(--{ink.value})}}.s-{ink.value}{{stroke:var(--{ink.value})}}" for ink in Ink
    )
    dark = f"color-scheme:dark;{_variables(DARK)}"
    return (
        f"@font-face{{font-family:Call;src:url(data:font/ttf;base64,{b64encode(font_file()).decode()})}}"
        f":root{{color-scheme:light;{_variables(LIGHT)}}}"
        f"@media(prefers-color-scheme:dark){{:root:has(#auto:checked){{{dark}}}}}"
        f":root:has(#dark:checked){{{dark}}}{inks}.f-none{{fill:none}}{_PAGE_STYLE}"
    )


def _variables(colours: dict[Ink, str]) -> str:
    return "".join(f"--{ink.value}:{colour};" for ink, colour in colours.items())


_PAGE_STYLE = f"""
body{{margin:0;background:var(--paper);color:var(--text);font:13px Call,system-ui,sans-serif}}
main{{width:max-content;min-width:min(100%,{PAGE_WIDTH:.0f}px);max-width:100%;margin:0 auto;padding:32px;
box-sizing:border-box}}
header,.table,.view{{overflow-x:auto}}
svg{{display:block;flex:none;font-family:Call,system-ui,sans-serif}}
nav{{display:flex;flex-wrap:wrap;justify-content:flex-end;gap:4px 20px}}
fieldset{{border:0;margin:0;padding:0;display:flex;gap:2px;align-items:center}}
legend{{float:left;padding-right:8px;color:var(--quiet)}}
label{{padding:4px 10px;border-radius:12px;cursor:pointer;color:var(--quiet)}}
label:has(:checked){{background:var(--grid);color:var(--text)}}
label:has(:focus-visible){{outline:2px solid var(--caller)}}
input{{position:absolute;opacity:0;pointer-events:none}}
.row{{display:flex;margin-bottom:20px;width:max-content}}
.margin{{position:sticky;left:0;background:var(--paper);z-index:1}}
.view{{display:none}}
:root:has(#fit:checked) .fit,:root:has(#seconds:checked) .seconds,:root:has(#stages:checked) .stages{{display:block}}
rect:hover,circle:hover{{stroke:var(--text);stroke-width:1.5}}
#tip{{position:fixed;max-width:420px;padding:6px 10px;border-radius:6px;background:var(--text);color:var(--paper);
pointer-events:none;line-height:1.4;overflow-wrap:anywhere;z-index:2}}
@media print{{nav{{display:none}}}}
"""
# With scripts, tips appear at once, and a change of scale keeps the same moment in the middle.
_SCRIPT = """
const tip = document.createElement('div'); tip.id = 'tip'; tip.hidden = true; document.body.append(tip);
for (const title of document.querySelectorAll('svg title')) {
  title.parentNode.dataset.tip = title.textContent; title.remove();
}
addEventListener('pointermove', event => {
  const told = event.target.closest?.('[data-tip]');
  tip.hidden = !told;
  if (!told) return;
  tip.textContent = told.dataset.tip;
  const {width, height} = tip.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(event.clientX + 12, innerWidth - width - 8)) + 'px';
  tip.style.top = (event.clientY + 20 + height > innerHeight ? event.clientY - height - 12 : event.clientY + 20) + 'px';
});
let middle = 0.5;
for (const view of document.querySelectorAll('.view')) {
  view.addEventListener('scroll', () => {
    if (view.clientWidth) middle = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
  });
  let from = null;
  view.addEventListener('pointerdown', event => { from = event.clientX + view.scrollLeft; });
  addEventListener('pointerup', () => { from = null; });
  view.addEventListener('pointermove', event => {
    if (from === null || event.pointerType !== 'mouse') return;
    view.scrollLeft = from - event.clientX;
    event.preventDefault();
  });
}
addEventListener('change', () => {
  const kept = middle;
  for (const view of document.querySelectorAll('.view')) {
    if (view.clientWidth) view.scrollLeft = kept * view.scrollWidth - view.clientWidth / 2;
  }
});
"""
