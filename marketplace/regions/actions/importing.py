"""Regions from the office's table: what is new is added, what is different is corrected, nothing is doubled."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import aliased

from marketplace.kit.slugs import same_place
from marketplace.regions.models import Region
from marketplace.regions.reading import RegionRow
from marketplace.regions.rules import RegionKind
from marketplace.web.db import begin_write, db


@dataclass
class ImportReport:
    """What an import did: regions that are new, regions that changed, and how many stayed as they were."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0


def import_regions(rows: Iterable[RegionRow]) -> ImportReport:
    """Kota and kecamatan are born with their first kelurahan. A row without a postcode keeps the known one."""
    begin_write()
    known = {region.code: region for region in db.session.scalars(db.select(Region))}
    report, seen = ImportReport(), set[str]()
    for row in rows:
        above = None
        for code, kind, name, postcode in levels_of(row):
            if code in known and (code in seen or is_as_said(known[code], name, postcode)):
                report.same += code not in seen
            elif code in known:
                report.changed.append(correct(known[code], name, postcode))
            else:
                known[code] = born(code, kind, name, postcode, above)
                report.new.append(f"{kind.label} {name}")
            seen.add(code)
            above = known[code]
    db.session.flush()
    return report


def levels_of(row: RegionRow) -> list[tuple[str, RegionKind, str, str | None]]:
    """From the kota down, for 35.73.01.1001 lies in 35.73.01, and that in 35.73."""
    city, district = row.code[:5], row.code[:8]
    return [
        (city, RegionKind.CITY, row.city, None),
        (district, RegionKind.DISTRICT, row.district, None),
        (row.code, RegionKind.VILLAGE, row.village, row.postcode),
    ]


def is_as_said(region: Region, name: str, postcode: str | None) -> bool:
    return region.name == name and postcode in (None, region.postcode)


def correct(region: Region, name: str, postcode: str | None) -> str:
    """Gives a line that says what changed."""
    facts = []
    if region.name != name:
        facts.append(f"nama {region.name} menjadi {name}")
        region.name, region.folded = name, same_place(name)
    if postcode and region.postcode != postcode:
        facts.append(f"kode pos {region.postcode or 'kosong'} menjadi {postcode}")
        region.postcode = postcode
    return f"{region.kind.label} {name}: {', '.join(facts)}"


def born(
    code: str, kind: RegionKind, name: str, postcode: str | None, above: Region | None
) -> Region:
    region = Region(code=code, kind=kind, name=name, folded=same_place(name))
    region.postcode, region.parent = postcode, above
    db.session.add(region)
    return region


def find_village(name: str, district: str | None = None) -> Region | None:
    """The kelurahan of this name however it is spelled; None when there is none, or more than one."""
    query = db.select(Region).where(
        Region.kind == RegionKind.VILLAGE, Region.folded == same_place(name)
    )
    if district:
        above = aliased(Region)
        query = query.join(above, Region.parent_id == above.id).where(
            above.folded == same_place(district)
        )
    found = db.session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None
