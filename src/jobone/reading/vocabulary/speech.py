"""Words by which people say, plan, report and deny. Fragments of regular expressions."""

from __future__ import annotations

__all__ = ["ANNOUNCING", "DENIAL", "DENIAL_BEFORE", "FUTURE", "PAST", "REPORT", "UNDECIDED"]

FUTURE = (
    r"\b(?:will|would|shall|should|'ll|’ll|plans?|planned|planning|aims?|aimed|aiming|expects?|"
    r"expected|expecting|expectations?|targets?|targeted|targeting|goals?|scheduled|slated|due|"
    r"intends?|intended|intention|hopes?|hoped|hoping|going to|gonna|forecasts?|foresees?|foreseen|"
    "wants?|wanted|looks? to|looking to|(?:was|were|is|are) (?:supposed|meant) to|set to|"
    "set for|set itself|on track|on course|on schedule|"
    r"projects|projected|anticipates?|anticipated|guidance|outlook|guides|ambitions?|pledged?|"
    r"pledges|promised?|promises|commits?|committed to|vows?|vowed|could|might|(?<!in )(?<!since "
    r")(?<!by )(?<!of )(?<!from )(?<!until )(?<!early )(?<!late )may(?! (?:of|this|last|next|to|"
    r"and|or|deliver|sales|the|[0-9])|[,.;:)]|$)|can soon|"
    r"envisages?|envisaged|proposes?|proposed|prepar(?:es?|ing) to|preparing|seeks? to|seeking to|"
    r"eyes|eyeing|eyed|poised|to (?:start|begin|prepare|build|produce|make|sell|deliver|launch|"
    r"open|invest|"
    r"create|hire|spend|raise|employ|reach|be|have|double|triple|expand|increase|lift|follow|"
    r"commence|add|put|ship|cost|go|bring|receive|enter|roll|get|take|set up|pump|pour|assemble|"
    r"manufacture|offer|complete|finish|break|ramp|hit|more than double|come|arrive|grow|boost|"
    r"supply|recruit|develop|mass-produce|price|cut|kick off|inject|commit|construct|introduce|"
    r"release|debut|buy|acquire|stop|end|scrap|halt|pause|cancel|delay|close|run|work|see|turn out|"
    r"achieve|exceed|ensure|become|serve|house|generate|total|move|hand over|contribute|secure|"
    r"earmark|allocate|fund|stand)|lines? up|budgets?|budgeted|earmark(?:s|ed)?|to soon|soon|"
    r"coming (?:years|months)|next|pencilled in|penciled in|foreseen|estimated to|likely|"
    r"eventually|ultimately|tentatively|in future|upcoming|looks? like|by the end of|potential"
    r"|shall|if all goes|once (?:complete|completed|fully|ramped|operational|at full))\b"
)
"""What is meant to come."""

PAST = (
    r"\b(?:began|begun|started|commenced|was|were|has|have|had|did|delivered|sold|built|produced|"
    r"made|manufactured|turned out|handed over|opened|finished|completed|received|got|won|put|"
    r"raised|invested|spent|hired|shipped|registered|launched|entered|rolled|broke|came|went|rose|"
    r"fell|reached|hit|totall?ed|stood|closed|ended|secured|obtained|placed|took|said|kicked off|"
    r"posted|reported|recorded|logged|achieved|booked|ordered|assembled|exported|cost|passed|"
    r"crossed|climbed|held|grew|increased|dropped|declined|exceeded|surpassed|topped|laid|became)\b"
)
"""What has been."""

DENIAL_BEFORE = (
    r"\b(?:(?:has|have|had|is|are|was|were|there (?:is|are|were|was)) no (?:plans?|"
    "intention)|does not plan|do not plan|"
    r"did not plan|don['’]t plan|doesn['’]t plan|not planning|no plans?)\b"
)
"""What denies the words behind it."""

DENIAL = (
    r"\b(?:den(?:y|ies|ied|ying)|untrue|not true|false(?:ly)?|dismiss(?:ed|es|ing)?|"
    "refut(?:ed?|es|ing)|"
    "rebut(?:ted|s)?|reject(?:ed|s)? (?:a |the )?(?:report|rumou?r|claim|speculation|"
    "suggestion|idea)s?|"
    r"rul(?:ed|es|ing) out|drew a line|no truth|baseless|unfounded|"
    r"has not set (?:such|any|a)|"
    r"never (?:said|set|planned|promised|intended)|incorrect|inaccurate|without foundation|"
    r"contradict(?:ed|s)?|fake|made-up|(?:is|was|are|were) made up(?! of)|pure invention|"
    r"hogwash|not the case|"
    r"not correct|not accurate|nonsense|fabricat\w+|rumou?rs? "
    "(?:that|of) [^.]{0,80}"
    r"(?:are|is|were) (?:not|wrong|false))\b"
)
"""What is said not to be so."""

REPORT = (
    r"\b(?:reportedly|(?:newspaper|daily|agency|magazine|weekly|website|outlet|journal|"
    r"paper|broadcaster|media|press|site)\b[^,.;]{0,40}\breported|as reported|"
    "(?:media|press|news|newspaper|unconfirmed|local|earlier|previous|recent|several|"
    "some|latest) reports?|"
    "reports? (?:say|says|said|suggests?|suggested|that|claims?|claimed|indicates?|of)|"
    "according to (?:a |the |one |an )?"
    r"(?:[\w-]+ ){0,4}?(?:reports?|sources?|people|persons?|insiders?|media|newspaper|"
    "outlet|website|agency|magazine|"
    r"blogger|analysts?|rumou?rs?|leak|leaks|paper|tipster|documents?|filings? seen|data)|"
    r"sources?(?: (?:familiar|close|with|said|say|says|told|at|in|inside|within)\b)|"
    "(?:people|persons?) (?:familiar|close|with knowledge|"
    "briefed|who asked|who declined)|(?:two|three|four|several|some) (?:people|persons|"
    "insiders|sources|officials)|"
    r"(?:the|of the) (?:people|persons|sources|insiders) (?:said|say|added)|of the people said|"
    r"by (?:our|his|her|their|one) (?:count|estimate|reckoning|calculation)|company circles|"
    "one person|a person|insiders?|rumou?r(?:s|ed)?|is said to|are said to|was said to|"
    "is understood to|it is said|"
    "allegedly|purportedly|apparently|leak(?:s|ed)?|bloggers?|tipsters?|analysts? "
    r"(?:expect|estimate|say|see|believe|forecast|predict|at|reckon|think)\w*|"
    r"as reported by|citing|cited|speculat\w+|word has it|is believed to|are believed to|"
    "netizens?|exposing|"
    "it is reported|it was reported|supply chain (?:sources|news)|observers|has learned|"
    r"have learned)\b"
)
"""What rests on media, unnamed sources or third parties."""

ANNOUNCING = (
    r"(?:said|says|told|tells|learned|learnt|announced|announces|confirmed|reported|wrote|added|revealed|stated|"
    r"disclosed|denied|unveiled|showed|presented|posted|signed|published|filed|approved|agreed|"
    r"reiterated|reaffirmed|noted|explained|warned|promised|pledged|cited|quoted|spoke|visited|met|"
    r"decided|tweeted|claimed|declared|briefed|informed|released (?:a|its)|issued|raised|"
    "lowered|cut|founded|established|registered|statement|conference|interview|filing|"
    "press release|"
    r"announcement|report|event|launched a|shown|introduced)"
)
"""Verbs whose day is the day of speaking and of nothing else."""

UNDECIDED = (
    r"\b(?:(?:has|have|had|is|are|was|were) (?:not|yet to|still to|n['’]t)(?: yet)? "
    "(?:decided?|be(?:en)? decided|"
    r"set|fixed|announced?|disclosed?|confirmed?|say|said|named?|given|revealed?)|"
    r"(?:did|does|do|would|declin\w+)(?: not|n['’]t)? (?:to )?(?:say|confirm|disclose|comment|"
    "give|name|reveal|specify|elaborate)|"
    "no (?:date|decision|timetable|timeline|schedule|price) (?:has|was|is|yet)|hasn['’]t "
    "(?:said|decided|announced)|"
    r"undecided|unclear|whether)\b"
)
"""What nobody has settled."""
