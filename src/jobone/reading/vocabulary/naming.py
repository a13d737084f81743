"""Words by which names of companies, models, plants and people are told apart."""

from __future__ import annotations

__all__ = [
    "BODY_STYLES",
    "COMPANY_LEADS",
    "COMPANY_SUFFIXES",
    "COMPANY_VERBS",
    "NO_NAMES",
    "PERSON_ROLES",
    "PLANT_NOUNS",
]

COMPANY_SUFFIXES = frozenset(
    ["motors", "motor", "auto", "automobile", "automobiles", "automotive", "mobility", "energy", "group", "corp", "corporation", "inc", "ag", "se", "gmbh", "ltd", "limited", "co", "company", "trucks", "truck", "buses", "bus", "holding", "holdings", "materials", "industries", "technologies", "technology", "electric", "cars", "vehicles", "mobil", "plc", "llc", "nv", "sa", "spa", "ab", "as", "oy", "kg", "battery", "batteries", "cells", "systems", "international", "works", "lab", "labs", "motorcycles", "vans", "rail", "tech", "robotics", "heavy", "power"]
)
COMPANY_LEADS = (
    r"(?:maker|carmaker|automaker|truckmaker|bus ?maker|manufacturer|supplier|start-?up|rivals?|competitors?|company|firm|group|"
    r"brand|giant|producer|builder|parent|subsidiary|operator|newcomer|developer|conglomerate|venture|unit|specialist|partner)"
)
COMPANY_VERBS = (
    r"(?:plans?|said|says|will|delivered|delivers|sold|sells|announced|announces|aims?|aimed|expects?|expected|has|have|had|wants?|confirmed|"
    r"confirms|denied|denies|intends?|unveiled|reported|reports|posted|built|builds|produced|produces|invested|invests|raised|raises|opened|opens|started|starts|"
    r"begins?|began|broke|breaks|is|was|employs|employed|received|holds|operates|targets?|targeted|hopes|launched|launches|delays?|delayed|postpones?|"
    r"scraps?|scrapped|cancels?|cancelled|pauses?|paused|halts?|halted|secured?|obtained|won|wins|gets|got|to|lines|hired|hires|would|claims?|pledged|acquired|bought|makes|made)"
)
PERSON_ROLES = (
    r"(?:chief executive(?: officer)?|ceo|chairman|chairwoman|chair|founder|co-founder|president|vice president|director|managing director|"
    r"spokesman|spokeswoman|spokesperson|minister|mayor|governor|head of [\w ]+|boss|manager|chief [\w]+ officer|cfo|coo|cto|analyst|mr|ms|mrs|dr|professor|executive|officer|secretary|commissioner|engineer)"
)
BODY_STYLES = (
    r"(?:sedan|saloon|suv|sport utility vehicle|crossover|hatchback|van|truck|pickup|pick-up|lorry|coupe|coupé|roadster|minivan|mpv|scooter|motorcycle|bike|bus|coach|"
    r"tractor|semi|robotaxi|compact|wagon|estate|hypercar|supercar|city car|small car|electric car|ev|car|model|vehicle|flagship|three-wheeler|two-wheeler|moped|minibus|shuttle)"
)
PLANT_NOUNS = r"(?:plants?|factory|factories|works|gigafactory|facility|line|super factory|superfactory|megafactory|megasite|assembly plant|site|complex|campus|hub|base|mill)"
NO_NAMES = frozenset(
    ["the", "a", "an", "in", "on", "at", "it", "its", "it's", "he", "she", "they", "we", "i", "our", "their", "his", "her", "this", "that", "these", "those", "but", "and", "or", "so", "if", "when", "while", "as", "for", "from", "by", "with", "without", "after", "before", "since", "until", "during", "there", "here", "what", "where", "who", "how", "why", "yes", "no", "not", "to", "of", "is", "was", "are", "were", "will", "would", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "first", "second", "third", "last", "next", "new", "all", "both", "each", "every", "some", "many", "most", "more", "less", "about", "around", "over", "under", "up", "down", "out", "into", "production", "deliveries", "sales", "prices", "price", "series", "construction", "building", "work", "according", "asked", "although", "because", "despite", "however", "meanwhile", "moreover", "operating", "capital", "guidance", "people", "reservations", "company", "plant", "factory", "customers", "demand", "q", "a", "sop", "ev", "evs", "suv", "suvs", "usd", "eur", "gbp", "cny", "inr", "rmb", "us", "u.s", "uk", "eu", "christmas", "easter", "customer", "buyers", "chinese", "german", "american", "european", "indian", "japanese", "korean", "british", "french", "italian", "swedish", "sunday", "bn", "mn", "wltp", "epa", "cltc", "nedc", "ceo", "cfo", "q1", "q2", "q3", "q4", "h1", "h2", "reuters", "mr", "mrs", "ms", "dr", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "today", "yesterday", "tomorrow", "then", "now", "also", "just", "only", "even", "still", "yet", "once", "early", "late", "mid", "summer", "spring", "autumn", "fall", "winter", "press", "release", "note", "analysts", "investors", "orders", "bookings", "mass", "start", "annual", "total", "adjusted", "net", "revenue", "regulatory", "chief", "executive", "officer", "president", "chairman", "director", "spokesperson", "spokesman", "dear", "second-quarter", "letter", "initial", "full", "phase", "stage", "location", "investment", "capacity", "jobs", "table", "figure", "source", "photo", "image", "read", "see", "click", "subscribe", "related", "share", "follow", "home", "menu", "search", "kwh", "kw", "km", "mph", "gwh", "mwh", "ai", "lidar", "nok", "sek", "chf", "krw", "jpy", "rs", "per", "at", "under", "between", "within", "thanks", "following", "founded", "headquartered", "based", "plans", "while", "lower", "higher", "work", "deliver", "begin", "began", "starting", "beginning", "together", "under", "through", "more", "than", "less", "range", "battery", "charging", "state", "government", "city", "county", "province", "park", "zone"]
)
