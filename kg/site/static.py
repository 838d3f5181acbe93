"""The site as files, for any web server or none: every page, every description, the rules that lead IRIs to them."""

from __future__ import annotations

from pathlib import Path

from kg.publish.files import PublishedFile, folder_aside
from kg.site.site import ASSETS, Site

_FORMATS = ("ttl", "jsonld", "nt")


def write_site(site: Site, out: Path) -> tuple[PublishedFile, ...]:
    """Write the whole site to the folder `out`, which is replaced as a whole. Raises OutputError."""
    with folder_aside(out) as folder:
        for path in site.paths():
            page = site.page(path)
            assert page is not None, path
            folder.write(path, page)
            thing = path.removesuffix(".html")
            if site.exists(thing):
                for extension in _FORMATS:
                    folder.write(f"{thing}.{extension}", site.description(thing, extension) or b"")
        for path in site.texts():
            text = site.text(path)
            assert text is not None, path
            folder.write(path, text.read_bytes())
        for path in site.files():
            file = site.file(path)
            assert file is not None, path
            folder.write(path, file.content)
        for asset in sorted(path for path in ASSETS.rglob("*") if path.is_file()):
            folder.write(f"assets/{asset.relative_to(ASSETS).as_posix()}", asset.read_bytes())
        return folder.take_place()
