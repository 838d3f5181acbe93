"""An invented catalogue: namesakes, romanised names, names in other scripts, and names that would be HTML."""

from __future__ import annotations

from kg.model.catalogue import Catalogue, CataloguedDocument, CataloguedEntity, HeldOffice
from kg.model.entity import Kind

BASE = "https://example.org/kg/"
NORLAND, SUTHIA = f"{BASE}agent/norland", f"{BASE}agent/suthia"
AMBASSADOR = f"{BASE}office/ambassador-of-norland-to-suthia"
HOSTILE = "<script>alert('1')</script> \"&"
FIRST, SECOND = "1931-05-03-legation-norland", "1932-06-01-embassy-suthia"


def catalogue() -> Catalogue:
    """The catalogue: two states, six persons of whom three are called Varga, an embassy, a party, and oddities."""
    rows = [
        CataloguedEntity(
            NORLAND, Kind.STATE, "Norland", ("Kingdom of Norland",), same_qids=("Q1001",), documents=(FIRST, SECOND)
        ),
        CataloguedEntity(SUTHIA, Kind.STATE, "Suthia", same_qids=("Q1002",), close_qids=("Q1003",), documents=(FIRST,)),
        CataloguedEntity(
            f"{BASE}agent/varga-ilse",
            Kind.PERSON,
            "Ilse Varga",
            ("Varga",),
            state_iris=(NORLAND,),
            offices=(HeldOffice("Ambassador of Norland to Suthia", AMBASSADOR, "Ambassador"),),
            same_qids=("Q1004",),
            documents=(FIRST, SECOND),
        ),
        CataloguedEntity(
            f"{BASE}doc/{SECOND}/agent/varga-ilse", Kind.PERSON, "Ilse Varga", state_iris=(SUTHIA,), documents=(SECOND,)
        ),
        CataloguedEntity(f"{BASE}doc/{SECOND}/agent/varga", Kind.PERSON, "Varga", documents=(SECOND,)),
        CataloguedEntity(
            f"{BASE}agent/pak", Kind.PERSON, "Pak Song Chol", ("Pak Seong-cheol", "박성철"), documents=(FIRST,)
        ),
        CataloguedEntity(f"{BASE}agent/hostile", Kind.PERSON, HOSTILE, (f"{HOSTILE} too",), documents=("no-record",)),
        CataloguedEntity(f"{BASE}agent/star", Kind.COLLECTIVE, "☭", documents=(FIRST,)),
        CataloguedEntity(
            AMBASSADOR,
            Kind.POST,
            "Ambassador of Norland to Suthia",
            state_iris=(NORLAND,),
            receiving_state_iris=(SUTHIA,),
            role="Ambassador",
            documents=(FIRST,),
        ),
        CataloguedEntity(
            f"{BASE}agent/embassy",
            Kind.MISSION,
            "Embassy of Norland in Suthia",
            state_iris=(NORLAND,),
            receiving_state_iris=(SUTHIA,),
            documents=(FIRST,),
        ),
        CataloguedEntity(
            f"{BASE}agent/party", Kind.ORGANISATION, "Party of Labour", state_iris=(NORLAND,), documents=(FIRST,)
        ),
        CataloguedEntity(
            f"{BASE}agent/party-cc",
            Kind.ORGANISATION,
            "Central Committee",
            parent_iris=(f"{BASE}agent/party",),
            documents=(FIRST,),
        ),
        CataloguedEntity(f"{BASE}place/port", Kind.PLACE, "Port Osk", country_iris=(NORLAND,), documents=(FIRST,)),
    ]
    documents = {
        FIRST: CataloguedDocument(FIRST, "Report of the legation", "1931-05-03"),
        SECOND: CataloguedDocument(SECOND, "Letter of the embassy", "1932-06"),
    }
    return Catalogue(BASE, {row.iri: row for row in rows}, documents)
