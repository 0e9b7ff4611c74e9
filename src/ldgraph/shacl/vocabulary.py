"""The names of SHACL: every term of its namespace, and what refers to other shapes."""

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
#: Parameters whose value is an RDF list.
LISTS = ("in", "languageIn", "and", "or", "xone", "ignoredProperties")
#: Parameters by which a shape asks whether something conforms to another.
LOGIC = ("node", "not", "and", "or", "xone", "qualifiedValueShape")
#: Parameters that refer to other shapes.
NESTING = ("property", *LOGIC)
#: Of SHACL's Advanced Features and of its JavaScript: known, and never passed over in silence.
UNSUPPORTED = ("target", "js", "rule", "expression")

_CLASSES = """
AbstractResult ConstraintComponent NodeKind NodeShape Parameter Parameterizable PrefixDeclaration
PropertyGroup PropertyShape ResultAnnotation SPARQLAskExecutable SPARQLAskValidator
SPARQLConstraint SPARQLConstructExecutable SPARQLExecutable SPARQLSelectExecutable
SPARQLSelectValidator SPARQLUpdateExecutable Severity Shape ValidationReport ValidationResult
Validator
"""
_INSTANCES = """
BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRI IRIOrLiteral Literal Info Violation Warning
"""
_PROPERTIES = """
alternativePath and annotationProperty annotationValue annotationVarName ask class closed conforms
construct datatype deactivated declare defaultValue description detail disjoint entailment equals
flags focusNode group hasValue ignoredProperties in inversePath labelTemplate languageIn lessThan
lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount minExclusive
minInclusive minLength name namespace node nodeKind nodeValidator not oneOrMorePath optional or
order parameter path pattern prefix prefixes property propertyValidator qualifiedMaxCount
qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint result resultMessage resultPath
resultSeverity select severity shapesGraph shapesGraphWellFormed sourceConstraint
sourceConstraintComponent sourceShape sparql suggestedShapesGraph targetClass targetNode
targetObjectsOf targetSubjectsOf uniqueLang update validator value xone zeroOrMorePath
zeroOrOnePath
"""
#: Every name in SHACL's namespace but those of the constraint components.
NAMES = frozenset(
    [
        *_CLASSES.split(),
        *_INSTANCES.split(),
        *_PROPERTIES.split(),
        *TARGETS,
        *UNSUPPORTED,
    ]
)
