"""Every term that the converters write, once. A namespace refuses a name that it was not given."""

from __future__ import annotations

from attrs import frozen

from kg.base import ONTOLOGY, VOCABULARY
from kg.converters.classes import (
    EVENTUALITY,
    INVERSES,
    MESSAGE_ROLE,
    PARENTS,
    RELATIONS,
    ROLES,
    TREND,
    WORDED_ATTRIBUTES,
)
from kg.converters.terms import NamedNode, iri
from kg.errors import DataError


class Namespace:
    """A vocabulary: an IRI and the names in it that we use. Terms are made once and kept.

    >>> books = Namespace("https://example.org/books#", "Book author")
    >>> books.author.value
    'https://example.org/books#author'
    >>> books.autor
    Traceback (most recent call last):
      ...
    AttributeError: https://example.org/books# defines no 'autor'
    """

    def __init__(self, base: str, names: str) -> None:
        """`names` are the local names, parted by spaces."""
        self.base = base
        self._terms = {name: iri(base + name) for name in names.split()}
        vars(self).update(self._terms)  # so that a term is found without a call

    @property
    def names(self) -> frozenset[str]:
        """The names that are defined here."""
        return frozenset(self._terms)

    def __getattr__(self, name: str) -> NamedNode:
        """Asked for a term that is no attribute, hence not defined. Raises AttributeError."""
        raise AttributeError(f"{self.base} defines no {name!r}")

    def __getitem__(self, name: str) -> NamedNode:
        """The term `name`, as found in data. Raises DataError where it is not defined."""
        try:
            return self._terms[name]
        except KeyError:
            cure = "Name a term of the ontology (docs/model.md lists them), or define it in ontology/ and here."
            raise DataError(f"{self.base} defines no {name!r}.", cure=cure) from None


RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label seeAlso")
OWL = Namespace("http://www.w3.org/2002/07/owl#", "Axiom annotatedSource annotatedProperty annotatedTarget")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#", "altLabel exactMatch closeMatch")
DCTERMS = Namespace(
    "http://purl.org/dc/terms/", "title creator created identifier rights language subject references isReferencedBy"
)
SCHEMA = Namespace(
    "https://schema.org/",
    "Claim Message Person Report MediaObject ArchiveOrganization author containedInPlace encodingFormat genre "
    "holdingArchive inLanguage locationCreated recipient sender sha256 translationOfWork translator url",
)
RICO = Namespace(
    "https://www.ica.org/standards/RiC/ontology#",
    "CorporateBody Instantiation Record RecordSet conditionsOfUse creationDate hasAddressee hasAuthor hasOrHadHolder "
    "hasOrHadInstantiation hasSender identifier includesOrIncluded isOrWasIncludedIn isOrWasInstantiationOf title",
)
PROV = Namespace("http://www.w3.org/ns/prov#", "Entity wasDerivedFrom")
ORG = Namespace(
    "http://www.w3.org/ns/org#",
    "FormalOrganization Membership OrganizationalUnit Post member organization postIn role unitOf",
)
OA = Namespace(
    "http://www.w3.org/ns/oa#",
    "SpecificResource TextPositionSelector TextQuoteSelector end exact hasSelector hasSource prefix start suffix",
)
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/", "Event hasActor hasPlace hasTimeStamp")
CRM = Namespace("http://www.cidoc-crm.org/cidoc-crm/", "E5_Event E7_Activity")
SSSOM = Namespace(
    "https://w3id.org/sssom/",
    "author_label confidence mapping_date mapping_justification object_label object_source_version subject_label",
)
SEMAPV = Namespace("https://w3id.org/semapv/vocab/", "CompositeMatching ManualMappingCuration")
WIKIDATA_ENTITY = "http://www.wikidata.org/entity/"

_CLASSES = (
    f"{EVENTUALITY} AttestedEvent {' '.join(sorted(PARENTS))} Claim Voice TextSpan TemporalExpression State "
    "DiplomaticMission Collective Delegation UnnamedPerson Place Message NilRecord FlatRelation"
)
_ROLES_AND_LINKS = f"{' '.join(sorted(ROLES | RELATIONS | set(INVERSES.values())))} {MESSAGE_ROLE}"
_PROPERTIES = (
    f"{' '.join(sorted(WORDED_ATTRIBUTES))} {TREND} status realis place trigger partOfDocument date earliest latest "
    "dateRule duration durationQualifier count rule flatType hearer embeddedIn expressedIn utteredIn cue depth voice "
    "claimant content polarity certainty modality basis evidence disputes gloss confidence containsEditorialInsertion "
    "surface resolution resolvesTo anchor anchorDate offset dates affiliatedState sendingState receivingState "
    "searchedEntity reason feature fonds series box fileItem registryNumber abridged hasOmission hasEditorialInsertion "
    "statedIn characterCount met deliveredMessageTo proposedVisitTo withdrewProposalTo relation object fromEvent"
)
_CONCEPTS = (
    "Realis Uncertain Irrealis "
    "Occurred Holds Habitual Presumed Contested Prospective Withdrawn Desired Hypothetical NotOccurred "
    "Affirmative Negative Certain Probable Possible Unspecified "
    "Report Evaluation Presumption Prediction Conditional Hope Intention Directive Offer Justification Impression "
    "Agreement Explicit Implicit Inferred EditorialInsertion Background "
    "YearFromDocumentDate YearFromStory OffsetFromAnchor OffsetFromUnknownAnchor BeforeAnchor AfterAnchor "
    "DeicticFromUtterance DurationOnly DurationEndingAtAnchor NamedPeriodBackground Rate Vague "
    "Approximately MoreThan LessThan Merely "
    "TopLeadership HeadOfState HeadOfGovernment PartyLeader Minister ForeignMinister Secretary Diplomat Ambassador "
    "MilitaryAttache Official Improving Worsening"
)


@frozen
class Vocabulary:
    """Our own terms: `dg` the ontology, `dgv` the closed lists of values."""

    dg: Namespace
    dgv: Namespace


OWN = Vocabulary(
    dg=Namespace(ONTOLOGY, f"{_CLASSES} {_ROLES_AND_LINKS} {_PROPERTIES}"),
    dgv=Namespace(VOCABULARY, _CONCEPTS),
)
"""Our terms. They keep their address whatever the base of the data is: that is what makes them shared."""
