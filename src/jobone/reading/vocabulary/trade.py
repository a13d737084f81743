"""Words of the trade, as fragments of regular expressions in lower case."""

from __future__ import annotations

__all__ = [
    "BUILDERS",
    "BUILDING_WORK",
    "BUILD_VERB",
    "DELIVERY",
    "MAKING",
    "NOT_SERIES",
    "PART",
    "PLANT",
    "PRODUCTION",
    "SCHEDULED",
    "START",
    "START_PAST",
]

START = (
    r"(?:start(?:s|ed|ing)?(?!-?ups?\b)|begin(?:s|ning)?|began|begun|commenc(?:e|es|ed|ing|ement)|"
    r"kick(?:s|ed|ing)?[ -]off|kick-?start(?:s|ed|ing)?|g[eo]t(?:s|ting)?(?: \w+)? "
    "(?:under ?way|going|rolling)|"
    r"under ?way|launch(?:es|ed|ing)?|initiat(?:e|es|ed|ing)|(?:go(?:es)?|went|going) live|"
    r"fir(?:e|es|ed|ing) up)"
)
START_PAST = (
    r"(?:started|began|begun|commenced|kicked[ -]off|got|kick-?started|launched|initiated|"
    r"entered|went|gone|fired up|moved|rolled|broke|broken|put into|been put|"
    r"(?<!get )(?<!gets )(?:underway|under way))"
)
PRODUCTION = (
    r"(?:production|manufacturing|manufacture|mass-production|series-production|assembly|output of|"
    r"serial-production|volume-production)"
)
DELIVERY = (
    r"(?:deliveries|delivery(?![ -](?:vans?|trucks?|vehicles?|cars?|bikes?|scooters?|robots?|"
    r"fleets?|"
    r"lorr(?:y|ies)|compan(?:y|ies)|firms?|services?|giant|group|business|drivers?|riders?|apps?|"
    r"rounds?|forecasts?|targets?|goals?|guidance|outlook|figures?|numbers?|volumes?|times?|records?|"
    r"results?|work|routes?|use|operators?|customers?|trade|sector|start-?ups?)\b))"
)
"""`A delivery van` delivers nothing yet."""
MAKING = (
    r"(?:producing|making|building|manufacturing|assembling|mass-producing|mass-manufacturing|"
    r"turning out|rolling out|churning out)"
)
BUILD_VERB = (
    "(?:produce[sd]?|build(?:s)?|built|make[s]?|made|manufacture[sd]?|assemble[sd]?|"
    "mass-produce[sd]?|"
    r"mass produce[sd]?|series-produced|mass-manufactured|manufactured)"
)
PART = (
    r"(?:cells?|modules?|packs?|batter(?:y|ies)|motors?|engines?|axles?|gearboxes|chips?|inverters?|"
    r"parts?|components?|castings?|bodies|seats?|fuel cells?|powertrains?)"
)
"""What suppliers make."""
BUILDERS = (
    r"(?:builders?|bricklayers|masons|contractors?|construction (?:crews?|workers|firm|company)|"
    r"building (?:crews?|workers|firm|company)|workmen|bulldozers|diggers|excavators|cranes)"
)
BUILDING_WORK = (
    r"(?:construction(?: works?)?|(?:building|civil|ground|earth|earth-moving|site|structural|"
    r"foundation|demolition)[ -]?works?|groundworks?|earthworks?|foundations?|footings|piling|"
    r"excavations?|digging)"
)
NOT_SERIES = (
    r"(?:trial|pilot|test|pre-?series|pre-?production|pre-?mass|prototype|sample|validation|"
    r"low-rate initial|engineering|tooling|small-batch trial|b-sample|a-sample|c-sample|pre-serial|"
    r"zero-series|job zero|trial-|soft-tool\w*|press part|film|energy|steel|lithium|hydrogen|power|"
    r"movie|oil|gas|crude|nickel|cobalt|graphite|phone|smartphone|steam)"
)
PLANT = (
    "(?:plants?|factory|factories|works|facility|facilities|gigafactory|giga|megafactory|"
    "superfactory|"
    r"production lines?|assembly lines?|lines?|complex|site|campus|hall|workshops?|mill|"
    r"(?:paint|body|press|assembly|welding|machine|final assembly) shops?|foundry|"
    r"manufacturing (?:base|hub|site)|production base|production site)"
)
SCHEDULED = (
    "(?:scheduled|slated|planned|due|expected|targeted|set|pencilled in|penciled in|"
    "timed|foreseen|"
    r"anticipated|earmarked|envisaged|lined up|on track|on course|on schedule|forecast|projected|"
    "tipped|likely|confirmed|promised|aimed|targeting|announced|fixed|planned to|now "
    "planned|booked)"
)
