"""Words that say much the same, by what they say.

Reports name one thing in a hundred ways, and a few thousand sentences teach only some of
them: what was learned of one word holds for all of its group.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["GROUPS"]

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "deliver": "deliver delivery handover ship dispatch despatch supply consign, hand over",
        "sell": "sell sale retail wholesale register registration export shift market offload "
        "trade takers, find buyers, find owners, find homes, change hands, sales volume",
        "make": "make build produce manufacture assemble fabricate output volume crank churn "
        "run-rate made craft, turn out, roll out, roll off, churn out, put together, left the, "
        "leave the, come off, run rate",
        "production": "production manufacturing assembly serial series mass mass-production "
        "mass-produced series-production start-of-production sop fabrication",
        "capacity": "capacity capacities nameplate capable able can could ceiling throughput "
        "capability potential designed installed equipped tooled rated sized enough room scope "
        "dimensioned accommodate handle, laid out, flat out, good for, full stretch, full tilt, "
        "set up, drawn up, space for, big enough, up to",
        "phase": "phase stage step tranche module section block wing build-out buildout "
        "expansion extension enlargement initial eventually ultimately fully full final "
        "first-phase second-phase expandable later annex, at first, to begin, to start, in time, "
        "full expansion, second line, second hall, end state, third line",
        "goal": "target goal aim objective ambition guidance guide forecast outlook plan budget "
        "expect hope want intend intention seek eye project anticipate predict estimate foresee "
        "pledge promise vow envisage reckon bet aspire consensus think guess see assume wish "
        "dream believe propose projection prospect, gun for, shoot for, looking to, bank on, "
        "count on, looks for, set itself, sights on, on track, on course",
        "will": "will would shall should going due slated scheduled next upcoming soon future "
        "may might must set coming shortly tomorrow",
        "was": "already now today currently previously before former earlier once ago last "
        "recently originally present then so-far hitherto",
        "order": "order reservation preorder pre-order booking backlog deposit tender waitlist "
        "queue requisition, waiting list, on order, letter of, spoken for, signed for, sign up, "
        "framework agreement, order book, names down, put down",
        "contract": "contract agreement deal memorandum mou option pact accord loi",
        "invest": "invest spend pour pump plough plow inject injection earmark allocate fund "
        "finance capital capex outlay expenditure stake mobilise mobilize sink sunk bankroll "
        "commit acquire acquisition equity backer investor disburse channel venture cash-in "
        "inflow, set aside, put in, put into, lined up, price tag, shell out, brought in, the "
        "table, funding round, series a, series b, series c, series d, capital increase, come up",
        "cost": "cost worth bill sum amount require need swallow total budget run price-tag come "
        "expense",
        "earn": "revenue turnover profit profitable loss losses earning margin income ebit "
        "ebitda cash liquidity debt fine penalty dividend valuation capitalisation "
        "capitalization proceeds gross impairment write-down writedown burn owe lawsuit damages "
        "compensation settlement net shares bond yield deficit surplus royalty pension "
        "charge-off, market value, market cap, per share, a share",
        "aid": "subsidy subsidies subsidise subsidize grant incentive rebate aid loan tax credit "
        "relief voucher discount bonus taxpayer government ministry state public council county "
        "bank lender guarantee",
        "price": "price msrp rrp sticker list ex-showroom entry asking cheaper pricier tag "
        "entry-level starting affordable, the road, starting at, set you, change hands, goes "
        "for, go for, prices start, comes in",
        "fee": "deposit fee lease monthly rent rental insurance subscription instalment "
        "installment warranty option package surcharge servicing repair fare ticket toll salary "
        "wage hour extra accessory down-payment booking-fee refundable, a month, per month, an "
        "hour, a ride, a day",
        "staff": "employ staff worker workforce headcount job hire recruit payroll position post "
        "engineer people personnel team crew vacancy associate colleague workplace labour labor "
        "hand apprentice technician developer designer employer manpower bosses, work for, work "
        "at, work there, take on, taken on, work here",
        "layoff": "layoff layoffs redundant redundancy redundancies slash shed axe dismiss fire "
        "sack furlough lose lost leave strike walkout severance retire laid-off jobless, laid "
        "off, let go, at risk, job cuts, to go, sent home",
        "crowd": "attend attendance visitor guest resident inhabitant protester spectator reader "
        "applicant apply signature member voter passenger commuter household follower viewer fan "
        "population town",
        "store": "store showroom dealer dealership outlet shop boutique branch retailer "
        "touchpoint concession agency franchise studio, experience centre, experience center, "
        "sales point, points of, dealer network, sales network, brand stores",
        "charger": "charger charging station charge-point plug stall swap, charging point, swap "
        "stations, service centres, service centers",
        "test": "test tester prototype trial pilot mule validation pre-series preseries "
        "pre-production camouflage fleet demonstrator driverless autonomous self-driving "
        "experimental operate pre-serial verification, the road, on public, safety driver, trial "
        "operation, on test, on trial",
        "range": "range wltp epa cltc nedc idc midc arai battery batteries pack autonomy charge "
        "kwh cycle electric-only mileage, per charge, single charge, one charge, a charge, full "
        "charge, fully charged, test cycle, between charges, driving range, full battery",
        "distance": "away route road drive drove odometer north south east west long radius "
        "border trip journey lap loop corridor motorway highway distance travelled traveled "
        "covered stretch walk diameter kilometres-long",
        "start": "start begin commence kick open enter initiate inaugurate underway onset, kick "
        "off, under way, get going, go live, into operation, come on",
        "end": "end finish complete completion conclude conclusion over ready done structurally, "
        "topped out, hand over, wrapped up, in place",
        "plant": "plant factory factories works facility facilities gigafactory line site hall "
        "shop mill foundry campus complex base terminal workshop depot location hub shed, "
        "production line, assembly line",
        "build": "construction ground groundbreaking ground-breaking foundation stone pile "
        "building excavation excavate sod spade civil topping concrete excavator bulldozer "
        "cornerstone roof shell contractor crane digger erect erection structure scaffolding, "
        "break ground, building work, building site, first stone",
        "delay": "delay postpone push slip defer late behind reschedule wait setback slippage "
        "overdue slow slower, put off, put back, pushed back, moved to, instead of, rather than, "
        "pushed out, held up, back to",
        "pause": "pause suspend suspension halt freeze stop idle interrupt mothball hold "
        "standstill",
        "cancel": "cancel cancelled scrap drop shelve abandon axe shut shutter shutdown "
        "discontinue ditch terminate cease close closure kill bury withdraw exit dead gone doom "
        "farewell, wind down, wound down, giving up, gave up, pull the, phase out, called off, "
        "pull out",
        "report": "reportedly source rumour rumor insider leak allegedly media newspaper "
        "according analyst broker documents",
        "deny": "deny denied untrue reject dismiss dismissed refute false no not never nobody "
        "nothing neither nor without hardly n't",
        "rise": "rise rose increase grow growth climb jump raise lift expand double triple boost "
        "up higher more additional another further extra add gain surge",
        "fall": "fall drop decline decrease down lower slump shrink reduce reduction cut less "
        "fewer below slide plunge trim",
        "by": "by difference gap shortfall margin short lack missing",
        "compare": "than against versus compare from after while whereas where instead equal "
        "level twice times double half",
        "total": "total cumulative altogether combined overall reach exceed surpass top pass "
        "cross hit milestone since founding inception lifetime number tally, so far, to date, in "
        "all, in total, since then, stood at, came to, adds up, all told, to now, by now, until "
        "now",
        "part": "including among half remainder rest share portion majority most which whom "
        "these those of-which, of them, of which, of these, of those, of whom, out of",
        "customer": "customer buyer client owner driver haulier operator carrier user subscriber",
        "vehicle": "car vehicle van truck bus suv sedan saloon hatchback pickup pick-up ute "
        "lorry lorries scooter motorcycle bike motorbike tractor coach minibus crossover coupe "
        "model ev evs hybrid trike unit moped quadricycle taxi roadster wagon rickshaw "
        "two-wheeler three-wheeler",
        "cell": "cell battery gigawatt gigawatt-hour chemistry cathode anode",
        "licence": "licence license permit approval approve homologate homologation certificate "
        "certification certify regulator authority clearance permission type-approval "
        "registration-authority catalogue watchdog application",
        "say": "say tell announce add state confirm report write disclose reveal note explain "
        "quote admit insist",
        "show": "unveil show present premiere exhibit exhibition debut concept preview teaser "
        "fair auto-show motor-show",
        "launch": "launch introduce introduction release arrive arrival market showroom roll-out "
        "rollout available availability, on sale, to market, go on, goes on, bring out, come to, "
        "the market, sales start",
        "service": "robotaxi ride taxi service fare shuttle commercial paying operation route "
        "passengers ride-hailing",
        "recall": "recall accident crash defect affected killed injured fault faulty fire blaze "
        "stolen",
        "percent": "percent share proportion per-cent percentage points, per cent",
        "year": "year annual annum full-year",
        "month": "month",
        "week": "week day shift",
        "area": "square hectare acre metre meter tonne kilogram kg kilowatt kilowatts kw hp "
        "horsepower volt gwh mwh litre liter minutes seconds degrees",
        "company": "company group firm maker carmaker automaker manufacturer startup start-up "
        "brand rival concern corporation",
        "industry": "industry industrywide country countries nation nationwide world global "
        "worldwide market segment association registrations europe region economy",
    }
)
"""What a group says, and its words; phrases of two words stand behind the first comma."""
