"""From a page's values to its HTML. Templates escape whatever is put into them; what is missing is an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from attrs import field, frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.site.addresses import to_root
from kg.site.words import STATUS_SIGNS


@frozen
class Page:
    """One page: where it stands, its title, the template that draws it, and what that needs.

    `iri` is the thing that the page tells of, "" for lists and the like; `data` is the thing's JSON-LD, for search
    engines, which stands in the page.
    """

    path: str
    template: str
    title: str
    values: Mapping[str, Any] = field(factory=dict)
    iri: str = ""
    data: str = ""


@lru_cache(1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["in_json"] = _in_json
    # The same on every page, so it is drawn once.
    guide = environment.get_template("reading_guide.html").render(status_signs=STATUS_SIGNS)
    environment.globals["reading_guide"] = Markup(guide)
    return environment


def _in_json(text: str) -> Markup:
    """JSON that may stand in a script element: nothing in it can end the element (HTML, section 4.12.1.3)."""
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def rendered(page: Page, shared: Mapping[str, Any]) -> bytes:
    """The HTML of a page; `shared` is what every page of the site may show."""
    template, root, menu = _environment().get_template(page.template), to_root(page.path), tuple(shared["menu"])
    here = page.path if any(path == page.path for path, _ in menu) else ""
    drawn = _menu(menu, root, here)
    return template.render(page=page, root=root, menu_drawn=drawn, **shared, **page.values).encode()


def macro(template: str, name: str) -> Callable[..., str]:
    """A macro of a template, to draw a piece of a page."""
    found: Callable[..., str] = getattr(_environment().get_template(template).module, name)
    return found


@lru_cache(1 << 8)
def _menu(menu: tuple[tuple[str, str], ...], root: str, here: str) -> Markup:
    """The menu, drawn once for all pages of a depth that it does not name."""
    return Markup(_environment().get_template("menu.html").render(menu=menu, root=root, here=here))
