"""Words for numbers, currencies and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jobone.reading.records import NumberKind, Period, Qualifier

__all__ = [
    "CODES",
    "CURRENCY_WORDS",
    "NATIONAL",
    "NOUNS",
    "NUMBER_WORDS",
    "PERIODS",
    "QUALIFIERS",
    "SCALES",
    "STOP_WORDS",
    "SYMBOLS",
]

NUMBER_WORDS: Mapping[str, int] = MappingProxyType(
    {
        word: number
        for number, word in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
            ],
            1,
        )
    }
    | {
        word: 10 * number
        for number, word in enumerate(
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
        )
    }
)

SCALES: Mapping[str, float] = MappingProxyType(
    {
        "dozen": 12,
        "hundred": 100,
        "thousand": 1e3,
        "k": 1e3,
        "lakh crore": 1e12,
        "lakh": 1e5,
        "lakhs": 1e5,
        "lac": 1e5,
        "lacs": 1e5,
        "million": 1e6,
        "millions": 1e6,
        "mn": 1e6,
        "mln": 1e6,
        "mio": 1e6,
        "m": 1e6,
        "crore": 1e7,
        "crores": 1e7,
        "cr": 1e7,
        "billion": 1e9,
        "billions": 1e9,
        "bn": 1e9,
        "bln": 1e9,
        "mrd": 1e9,
        "b": 1e9,
        "trillion": 1e12,
        "trn": 1e12,
        "tn": 1e12,
    }
)

SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "us$": "USD",
        "u.s.$": "USD",
        "a$": "AUD",
        "au$": "AUD",
        "c$": "CAD",
        "ca$": "CAD",
        "hk$": "HKD",
        "nt$": "TWD",
        "nz$": "NZD",
        "e£": "EGP",
        "mx$": "MXN",
        "kč": "CZK",
        "₽": "RUB",
        "₸": "KZT",
        "₴": "UAH",
        "₪": "ILS",
        "৳": "BDT",
        "s$": "SGD",
        "tl": "TRY",
        "r$": "BRL",
        "$": "USD",
        "rm": "MYR",
        "rp": "IDR",
        "ksh": "KES",
        "tsh": "TZS",
        "ush": "UGX",
        "dh": "AED",
        "dhs": "AED",
        "tk": "BDT",
        "gh₵": "GHS",
        "₦": "NGN",
        "₱": "PHP",
        "zł": "PLN",
        "€": "EUR",
        "£": "GBP",
        "¥": "CNY",
        "￥": "CNY",
        "₹": "INR",
        "₩": "KRW",
        "₫": "VND",
        "฿": "THB",
        "₺": "TRY",
    }
)

CODES: Mapping[str, str] = MappingProxyType(
    {
        code.lower(): code
        for code in [
            "USD",
            "EUR",
            "GBP",
            "CNY",
            "INR",
            "JPY",
            "KRW",
            "CHF",
            "SEK",
            "NOK",
            "DKK",
            "PLN",
            "CZK",
            "HUF",
            "TRY",
            "BRL",
            "MXN",
            "CAD",
            "AUD",
            "NZD",
            "HKD",
            "TWD",
            "SGD",
            "THB",
            "IDR",
            "MYR",
            "VND",
            "SAR",
            "AED",
            "ZAR",
            "RON",
            "MAD",
            "EGP",
            "PHP",
            "PKR",
            "BDT",
            "LKR",
            "NPR",
            "ARS",
            "CLP",
            "COP",
            "PEN",
            "KZT",
            "UZS",
            "UAH",
            "RUB",
            "BGN",
            "RSD",
            "ILS",
            "QAR",
            "OMR",
            "KWD",
            "JOD",
            "DZD",
            "TND",
            "NGN",
            "GHS",
            "ETB",
            "UGX",
            "TZS",
            "RWF",
            "XOF",
            "XAF",
            "ISK",
        ]
    }
    | {"rmb": "CNY", "rs": "INR", "re": "INR", "kes": "KES", "sh": "KES", "ksh": "KES", "rp": "IDR"}
)

CURRENCY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "dollar": "USD",
        "dollars": "USD",
        "us dollars": "USD",
        "us dollar": "USD",
        "u.s. dollars": "USD",
        "u.s. dollar": "USD",
        "american dollars": "USD",
        "canadian dollars": "CAD",
        "australian dollars": "AUD",
        "euro": "EUR",
        "euros": "EUR",
        "pound": "GBP",
        "pounds": "GBP",
        "pounds sterling": "GBP",
        "yuan": "CNY",
        "renminbi": "CNY",
        "chinese yuan": "CNY",
        "rupee": "INR",
        "rupees": "INR",
        "yen": "JPY",
        "japanese yen": "JPY",
        "won": "KRW",
        "korean won": "KRW",
        "swiss francs": "CHF",
        "francs": "CHF",
        "swedish kronor": "SEK",
        "swedish crowns": "SEK",
        "kronor": "SEK",
        "norwegian kroner": "NOK",
        "norwegian crowns": "NOK",
        "danish kroner": "DKK",
        "danish crowns": "DKK",
        "kroner": "NOK",
        "czech crowns": "CZK",
        "shillings": "KES",
        "hong kong dollars": "HKD",
        "new taiwan dollars": "TWD",
        "brazilian reais": "BRL",
        "turkish lira": "TRY",
        "crowns": "SEK",
        "koruna": "CZK",
        "zloty": "PLN",
        "zlotys": "PLN",
        "forints": "HUF",
        "forint": "HUF",
        "lira": "TRY",
        "reais": "BRL",
        "real": "BRL",
        "pesos": "MXN",
        "baht": "THB",
        "rupiah": "IDR",
        "ringgit": "MYR",
        "dong": "VND",
        "riyals": "SAR",
        "dirhams": "AED",
        "rand": "ZAR",
        "som": "UZS",
        "soum": "UZS",
        "tenge": "KZT",
        "shekels": "ILS",
        "hryvnia": "UAH",
        "lei": "RON",
        "taka": "BDT",
        "rubles": "RUB",
        "roubles": "RUB",
        "ruble": "RUB",
        "rouble": "RUB",
        "canadian dollar": "CAD",
        "australian dollar": "AUD",
        "new zealand dollars": "NZD",
        "singapore dollars": "SGD",
        "taiwan dollars": "TWD",
        "nt dollars": "TWD",
        "egyptian pounds": "EGP",
        "british pounds": "GBP",
        "cfa francs": "XOF",
        "cfa": "XOF",
        "swiss franc": "CHF",
        "rwandan francs": "RWF",
        "indian rupees": "INR",
        "pakistani rupees": "PKR",
        "sri lankan rupees": "LKR",
        "nepalese rupees": "NPR",
        "mexican pesos": "MXN",
        "argentine pesos": "ARS",
        "chilean pesos": "CLP",
        "colombian pesos": "COP",
        "philippine pesos": "PHP",
        "dinars": "DZD",
        "dinar": "DZD",
        "moroccan dirhams": "MAD",
        "emirati dirhams": "AED",
        "saudi riyals": "SAR",
        "qatari riyals": "QAR",
        "kenyan shillings": "KES",
        "ugandan shillings": "UGX",
        "tanzanian shillings": "TZS",
        "south african rand": "ZAR",
        "polish zloty": "PLN",
        "hungarian forints": "HUF",
        "romanian lei": "RON",
        "indonesian rupiah": "IDR",
        "malaysian ringgit": "MYR",
        "thai baht": "THB",
        "vietnamese dong": "VND",
        "south korean won": "KRW",
        "turkish liras": "TRY",
        "liras": "TRY",
        "peso": "MXN",
        "kwacha": "ZMW",
        "cedis": "GHS",
        "birr": "ETB",
        "br": "ETB",
        "nairas": "NGN",
        "levs": "BGN",
        "leva": "BGN",
        "hryvnias": "UAH",
        "sums": "UZS",
        "laris": "GEL",
        "lari": "GEL",
        "manat": "AZN",
        "soles": "PEN",
        "guaranies": "PYG",
        "czech koruna": "CZK",
        "swedish krona": "SEK",
        "krona": "SEK",
        "norwegian krone": "NOK",
        "danish krone": "DKK",
        "brazilian real": "BRL",
        "naira": "NGN",
        "dirham": "AED",
        "riyal": "SAR",
        "€": "EUR",
        "£": "GBP",
        "₹": "INR",
    }
)


NATIONAL: Mapping[str, tuple[tuple[str, str, str], ...]] = MappingProxyType(
    {
        "dollar": (
            (
                "AUD",
                "(?:australian?s?|aussies?|sydney|melbourne|brisbane|adelaide|perth|"
                "canberra|queensland|"
                "new south wales|tasmania)",
                r"\bau?\$",
            ),
            (
                "CAD",
                "(?:canad(?:a|ian)s?|toronto|montr[eé]al|vancouver|ottawa|calgary|ontario|"
                "qu[eé]bec|"
                "alberta|manitoba|saskatchewan|nova scotia|halifax|winnipeg)",
                r"\bca?\$",
            ),
            ("NZD", "(?:new zealand(?:ers?)?|kiwis?|auckland|wellington|christchurch)", r"\bnz\$"),
            ("SGD", "(?:singapore(?:an)?s?|changi|jurong|sentosa)", r"\bs\$"),
            ("HKD", "hong kong", r"\bhk\$"),
            ("TWD", "taiwan(?:ese)?", r"\bnt\$"),
        ),
        "pound": (
            ("EGP", "(?:egypt(?:ian)?s?|cairo|alexandria)", r"\be£"),
            ("LBP", "leban(?:on|ese)", r"\bl£"),
        ),
        "franc": (
            ("XOF", "(?:cfa|senegal(?:ese)?|ivor(?:y|ian)|dakar)", "cfa"),
            ("RWF", "rwandan?s?", "rwf"),
            ("XAF", "cameroon(?:ian)?", "fcfa"),
        ),
        "rupee": (
            ("PKR", "(?:pakistani?s?|karachi|lahore|islamabad)", "pkr"),
            ("LKR", "(?:sri lankan?s?|colombo|ceylon)", "lkr"),
            ("NPR", "(?:nepal(?:ese|i)?|kathmandu)", "npr"),
        ),
        "peso": (
            ("ARS", "(?:argentin(?:a|e|ian)s?|buenos aires)", "ars"),
            ("CLP", "(?:chile(?:ans?)?|santiago)", "clp"),
            ("COP", "(?:colombian?s?|bogot[aá]|medell[ií]n)", "cop"),
            ("PHP", "(?:philippines?|filipino|manila|cebu)", "₱"),
        ),
        "dinar": (
            ("DZD", "(?:algerian?s?|algiers|oran)", "dzd"),
            ("TND", "(?:tunisian?s?|tunis)", "tnd"),
            ("RSD", "(?:serbian?s?|belgrade)", "rsd"),
            ("KWD", "kuwaiti?s?", "kwd"),
        ),
        "dirham": (("MAD", "(?:morocc(?:o|an)s?|casablanca|tangier|rabat)", "mad"),),
        "shilling": (
            ("UGX", "(?:ugandan?s?|kampala)", "ugx"),
            ("TZS", "(?:tanzanian?s?|dar es salaam|dodoma)", "tzs"),
        ),
        "crown": (
            ("CZK", "(?:czech(?:ia|s)?|prague|brno|ostrava)", "kč"),
            ("NOK", "(?:nor(?:way|wegian)s?|oslo|bergen|trondheim)", "nok"),
            ("DKK", "(?:denmark|danish|copenhagen|aarhus)", "dkk"),
            ("ISK", "iceland(?:ic)?", "isk"),
        ),
        "riyal": (("QAR", "qatari?s?", "qar"), ("OMR", "omani?s?", "omr")),
        "leu": (("MDL", "moldovan?s?", "mdl"),),
    }
)
"""Currencies whose name several countries share: code, the country's words, its own sign."""


def _qualified(qualifier: Qualifier, *words: str) -> dict[str, Qualifier]:
    return dict.fromkeys(words, qualifier)


QUALIFIERS: Mapping[str, Qualifier] = MappingProxyType(
    _qualified(
        "about",
        "about", "around", "roughly", "c.", "approximately", "approx.", "approx", "some",
        "nearly", "almost", "close to", "an estimated", "circa", "ca.", "~", "nigh on",
        "just under", "just over", "in the region of", "on the order of", "of the order of",
        "near",
    )
    | _qualified(
        "at least",
        "at least", "more than", "over", "in excess of", "upwards of", "no fewer than",
        "no less than", "not less than", "above", "exceeding", "north of", "a minimum of",
        "well over", "well above", "exceed", "exceeds", "exceeded", "surpass", "surpassed",
        "surpassing", "topping", "topped", ">", "greater than", "minimum of", "not fewer than",
    )
    | _qualified(
        "at most",
        "at most", "up to", "as many as", "as much as", "fewer than", "less than", "under",
        "no more than", "not more than", "a maximum of", "below", "maximum of", "<",
        "capped at",
    )
)  # fmt: skip
"""How exact a number is meant, by the words before it."""

PERIODS: Mapping[str, Period] = MappingProxyType(
    {
        "year": "year", "annum": "year", "annually": "year", "yearly": "year", "annual": "year",
        "yr": "year", "p.a.": "year", "annualised": "year", "annualized": "year",
        "month": "month", "monthly": "month", "week": "week", "weekly": "week",
        "day": "day", "daily": "day", "quarter": "quarter", "quarterly": "quarter",
        "hour": "hour", "hourly": "hour",
    }
)  # fmt: skip


def _nouns(kind: NumberKind, words: str) -> dict[str, NumberKind]:
    return {word: kind for word in words.split()}


NOUNS: Mapping[str, NumberKind] = MappingProxyType(
    _nouns(
        "vehicles",
        "vehicle vehicles car cars buyers unit units truck trucks van vans bus buses coach "
        "coaches ev evs suv suvs pickup pickups sedan sedans saloon saloons automobile "
        "automobiles motorcycle motorcycles scooter scooters bike bikes moped mopeds wheeler "
        "wheelers robotaxi robotaxis robovan robovans bev bevs phev phevs nev nevs hybrid "
        "hybrids crossover crossovers lorry lorries tractor tractors semi semis hatchback "
        "hatchbacks minivan minivans taxi taxis auto autos shuttle shuttles rickshaw "
        "rickshaws cab cabs minibus minibuses roadster roadsters coupe coupes wagon wagons "
        "limousine limousines e-bikes e-scooters cvs lcvs hcvs machines sets deliveries "
        "sales registrations shipments handovers bakkies kei double-deckers midibuses "
        "examples freighters rigs haulers tippers tuk-tuks carriers dumpers loaders campers "
        "motorhomes ambulances convertibles cabriolets two-seaters three-seaters four-seaters "
        "five-seaters seven-seaters microcars quadricycles quads snowmobiles watercraft pods "
        "trolleybuses trikes e-trikes jeeps off-roaders tankers utes ute mpvs limos jeepneys "
        "mini-trucks pick-ups pick-up sweepers carts buggies runabouts supercars hypercars tourers "
        "three-wheelers two-wheelers four-wheelers ones hatches microbuses microbus e-buses "
        "artics estates "
        "minicars minicar subcompacts hatchback-cars "
        "harvesters forwarders excavators combines forklifts skidders telehandlers off-roader "
        "robobuses robobus people-carriers chassis",
    )
    | _nouns(
        "orders",
        "order orders reservation reservations preorder preorders pre-order pre-orders booking "
        "bookings letters commitment commitments pre-booking pre-bookings prebookings "
        "preorderers pre-reservations refundable-orders lock-ins lock-in",
    )
    | _nouns("prototypes", "prototype prototypes mule mules pre-series preproduction")
    | _nouns(
        "people",
        "employee employees worker workers people staff job jobs engineer engineers staffer "
        "staffers position positions role roles member members personnel developer developers "
        "specialist specialists hire hires recruit recruits technician technicians associates "
        "colleagues posts post person persons workforce workplaces headcount operators designers "
        "welders electricians mechanics researchers scientists apprentices trainees graduates us "
        "coders permanent-employees workmen labourers craftsmen vacancies men women experts "
        "programmers fte ftes",
    )
    | _nouns(
        "stores",
        "store stores showroom showrooms dealership dealerships dealer dealers outlet outlets "
        "shop shops retailers touchpoints touchpoint galleries boutiques salesrooms "
        "salons franchisees franchises distributors pop-ups studios shopfronts shopfront "
        "storefronts storefront",
    )
    | _nouns("distance", "km kilometers kilometres kilometer kilometre kms miles mile mi")
    | _nouns(
        "duration",
        "month months week weeks day days year years quarter quarters hour hours minute minutes "
        "second seconds decade decades shifts shift",
    )
    | _nouns("share", "% percent percentage pct per-cent points")
    | _nouns(
        "other",
        "battery batteries pack packs cell cells engine engines motor motors axle axles square "
        "ton tons tonne tonnes gwh gw mwh mw kwh kw twh wh hp ps horsepower degrees charger "
        "chargers charging stations station shares customers customer households resumes robots "
        "robot houses homes feet metres meters sq sqm acres hectares acre hectare nm euros "
        "dollars countries country cities markets models model suppliers supplier parts modules "
        "users patents applications applicants brands times seats doors lines line "
        "plants factories plant factory phases companies partners swaps swap kg lb pounds "
        "gigafactories mph volts volt v amps rounds units-of chips wafers gearboxes transmissions "
        "systems components bodies presses hectare-site m2 sites visitors guests views wheels "
        "tyres tires seats sensors inverters drives units/year-lines connectors points "
        "complaints incidents crashes deaths drivers passengers trips rides cycles litres liters "
        "barrels gallons investors shareholders followers votes students families residents",
    )
)
"""What each counted noun counts; the last known noun of a phrase decides."""

STOP_WORDS = frozenset(
    [
        "of",
        "in",
        "by",
        "a",
        "an",
        "the",
        "per",
        "each",
        "every",
        "at",
        "on",
        "for",
        "from",
        "to",
        "and",
        "or",
        "with",
        "as",
        "that",
        "what",
        "which",
        "who",
        "will",
        "would",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "has",
        "have",
        "had",
        "since",
        "until",
        "during",
        "within",
        "after",
        "before",
        "under",
        "over",
        "this",
        "last",
        "next",
        "than",
        "while",
        "but",
        "so",
        "its",
        "their",
        "his",
        "her",
        "it",
        "if",
        "when",
        "where",
        "through",
        "into",
        "about",
        "around",
        "between",
        "among",
        "across",
        "against",
        "out",
        "up",
        "off",
        "down",
        "because",
        "upon",
        "onto",
        "via",
        "without",
        "throughout",
        "toward",
        "towards",
        "beyond",
        "amid",
        "despite",
        "except",
        "unless",
        "though",
        "although",
        "whereas",
        "there",
        "here",
        "nationwide",
        "abroad",
        "alone",
        "yesterday",
        "once",
        "later",
        "earlier",
        "remain",
        "remains",
        "stays",
        "stands",
        "went",
        "goes",
        "came",
        "rolled",
        "follow",
        "follows",
        "followed",
        "compares",
        "represents",
        "corresponds",
        "exceeds",
        "means",
        "sold",
        "delivered",
        "built",
        "made",
        "ordered",
        "produced",
        "registered",
        "shipped",
        "reserved",
        "planned",
        "expected",
        "mark",
        "milestone",
        "barrier",
        "given",
        "announced",
        "promised",
        "targeted",
        "forecast",
        "quoted",
        "issued",
        "set",
        "likely",
        "originally",
        "initially",
        "eventually",
        "now",
        "today",
        "currently",
        "previously",
        "so",
        "already",
        "annually",
        "yearly",
        "monthly",
        "weekly",
        "daily",
        "worldwide",
        "globally",
        "again",
        "combined",
        "altogether",
        "apiece",
        "only",
        "can",
        "could",
        "may",
        "might",
        "should",
        "must",
        "do",
        "does",
        "did",
        "not",
    ]
)
"""Words at which the phrase behind a number ends."""
