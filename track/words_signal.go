package track

// dropSignals: given up, folded into something else, or its date withdrawn.
var dropSignals = []named{
	{"drop.given-up", []string{
		"(has|have|had|been|be|is|are|was|were|being) (now|also|finally|quietly|reportedly|officially|effectively|since|all|) (been|) (quietly|reportedly|officially|formally|effectively|) (scrapped|abandoned|ditched|axed|shelved|dropped|cancelled|discontinued|withdrawn|terminated|halted|decommissioned|binned|jettisoned)",
		"(scraps|abandons|ditches|axes|shelves|drops|cancels|withdraws|scrapping|abandoning|ditching|axing|shelving|cancelling|halts)",
		"(scrapped|abandoned|ditched|axed|shelved|dropped|cancelled|withdrew|binned) (its|the|their|a|all|any|his|her|this|that|these|those|mandatory|compulsory) _4 (plan|plans|project|programme|scheme|proposal|proposals|procurement|target|pledge|commitment|requirement|rollout|roll-out|idea|strategy|system|app|policy|date|deadline|element|part)",
		"(scrapped|abandoned|ditched|axed|shelved|dropped) plans", "(back~|backed|moved|moving|stepped|walked) away from", "(backtrack~|backtracked) on", "u-turn on", "u-turned on", "(approved|agreed|confirmed|announced|ordered) (the|) (closure|cancellation|termination|withdrawal|abandonment) of", "(withdrawn|withdraws) plans", "(no|not|never) _8 after all", "called off", "pulled the plug", "(given|gave|giving|gives) up on", "rowed back", "rows back", "abandoned the (compulsory|mandatory)",
		"(decided|chosen|opted|agreed|resolved|voted) (not to|against) (proceed|proceeding|publish|publishing|go|going|continue|continuing|take|renew|pursue|pursuing)", "(not|never) (be|being|) (going ahead|proceeding|taken forward|taking forward|pursued|pursuing)",
	}},
	{"drop.removed", []string{
		"(removed|removes|stripped|deleted|struck) (out|) _4 (commitment|commitments|promise|promises|pledge|pledges|mention|mentions|reference|references)",
		"(commitment|commitments|promise|promises|pledge|pledges|mention|mentions|reference|references) _8 (removed|stripped|deleted|struck|taken|cut) (out|) (of|from)", "(removal|deletion) of (a|the|its) (commitment|promise|pledge)", "strip out commitments", "backtrack~ on (a|the|its) _3 (plan|strategy|commitment|promise|pledge)",
	}},
	{"drop.no-longer", []string{"(will|would|is|are|does|do|has|have) no longer _1 (be|being|have|stands|stand|a|an|going|go|proceed|proceeding|happen|planned|planning|publish|published|pursue|required|require|compulsory|mandatory|expected|intends|intend|plans|plan|pursuing|needed|used|part)", "no longer (stands|applies|has|have|planned|planning|proceeding|pursuing|going)", "no longer (be|being) (published|compulsory|mandatory|required|pursued|needed|taken)", "(will|would|is|are) (now|instead|) (not|never) (now|) (go|going|proceed|proceeding|appear|happen) (ahead|as|at|) (all|)", "won't (go ahead|proceed|happen)", "will (not|never) (now|) be (published|launched|taken|introduced|built|delivered|going)"}},
	{"drop.folded", []string{"(will|would|is|are|has|have|to) (now|instead|also|) (be|been|being) (instead|now|) (incorporated|folded|absorbed|merged|subsumed|rolled|wrapped|integrated) (in|into|within|with)", "(folded|subsumed|absorbed|merged) into"}},
	{"drop.date-withdrawn", []string{"not (setting|giving|naming|set|putting) (a|any) (specific|new|firm|fixed|start|) (start|) (date|deadline|timetable)", "no (specific|new|fixed|firm|official|) (start|launch|publication) date (is|has|will)", "no (specific|official|) (start|launch) date (is|being|)", "no longer has (a|an|any) _2 date", "(date|deadline|target) (has|was|is) (been|) (withdrawn|removed|abandoned|scrapped|dropped)", "paused indefinitely", "(delayed|postponed|paused|deferred) indefinitely", "on hold indefinitely"}},
}

// slipSignals: the sentence itself says that a date moved or was missed.
var slipSignals = []named{
	{"slip.moved", []string{
		"(is|are|be|been|being|was|were|has|have) (now|also|further|again|once|) (been|being|) (further|again|) (delayed|postponed|deferred|rescheduled|pushed|put back|put off|moved back|set back|extended|stalled|paused|knocked back)",
		"(delays|postpones|defers|pushes back|puts back|delaying|postponing|deferring)", "(delay~|postpone~|defer~|deferred) (the|its|until|till|to|by|from|a|of)", "(pushed|put|moved|pushes|puts|pushing|knocked) _3 back (to|until|till|by|from|again|)", "(has|have) slipped", "(slip|slips|slipped|slipping) (to|until|from|into|by|back|further|again)", "(moves|moved|shifted|shifts|extended|revised) from", "(extended|revised|changed|moved|shifted|rescheduled) (to|until)", "(moved|extended) (the|its) (deadline|date|target)",
		"(will|would|to|could) (now|) (take|be) (longer|later)", "later than (planned|expected|hoped|first|originally|previously|promised|scheduled|intended)", "behind schedule", "longer than (first|originally|previously|initially|) (planned|expected|thought|hoped|first|originally)", "no longer a rush",
		"(re-profiled|reprofiled|re-phased|rephased|re-planned|replanned|re-baselined|rebaselined|rescheduled) (from|to|until|into)", "(set|sets|setting|knocks|pushes|pushing|put|puts|putting) _4 back (by|to|until|a|another|several|at)",
		"(push|pushes|pushing|pushed|takes) _6 into",
		"(given|gives|gave|giving|granted|grants|granting|allowed|allows|has|have|gets) _4 (extra|additional|further|another|more) _1 (week|weeks|month|months|year|years)",
	}},
	{"slip.new-date", []string{"new (deadline|date|timetable|timeline|target|launch|go-live)", "revised (deadline|date|timetable|timeline|target|launch|go-live|plan)", "(is|are|was|were) now (due|expected|scheduled|planned|anticipated|likely|set|targeted|aiming|slated|going) (for|to|in|by|on|at|until|later|early|next|this|from|some)", "now (due|expected|scheduled|planned|aiming|targeted|slated) (for|to|in|by|next|later|from)", "wait~ (until|till|another)", "(year|years|month|months|week|weeks) (late|behind|overdue)", "rather than", "instead of (the|in|by|this|next|being|from)", "not _8 (until|till|before)", "won't _6 (until|till)", "no _6 until", "(but|not) before (spring|summer|autumn|winter|next)"}},
	{"slip.missed", []string{"(missed|missing|misses|miss) (the|its|their|a|that|this|several|another) _3 (deadline|target|date|deadlines|targets|milestone)", "(deadline|target|date|milestone) (was|were|has|had|have) (not|been|) (missed|met|passed|slipped)", "(has|have|had|was|were) (not|n't|yet) (yet|) (been|to) (be|) (met|published|delivered) _3 (deadline|target|date)", "(failed|fails) to (meet|hit|publish|deliver)", "(not|n't|won't|can't|cannot|couldn't|unable to) (now|) (meet|hit|make|reach) (the|its|their|a|this|that|our) _4 (deadline|target|date|milestone)"}},
	{"slip.no-date", []string{"(gives|gave|give|giving) no _2 (start|date|deadline|timetable|timescale)", "(would|will|did|does) not (name|give|set|say|commit|confirm|put) (a|any|when|to) _3 (date|deadline|timetable|timescale|published)", "until further notice"}},
}

// keptSignals: it happened.
var keptSignals = []named{
	{"kept.done", []string{
		"(has|have) (now|today|finally|at last|at long last|formally|officially|also|just|this|yesterday|) (week|month|morning|) (been|) (now|officially|formally|finally|) (published|launched|released|unveiled|opened|initiated|begun|introduced|implemented|rolled out|awarded|completed|delivered|switched on|started|enacted|commenced)",
		"(has|have) (now|finally|officially|successfully|) (gone live|come into force|come into effect|gone-live|taken effect|gone out|come out)",
		"(is|are) (published|launched|released|unveiled|opened|laid) (today|this)", "(is|are) now (live|available|in force|in place|open|operational|up and running|published|law|complete|in effect)", "goes live (today|this)", "went live", "came into (force|effect)", "(received|receives|given) royal assent",
		"(today|yesterday) (published|launched|unveiled|opened|released)", "(published|launched|released|unveiled|opened) (today|yesterday|this)",
		"(was|were) (finally|officially|formally|) (published|launched|released|laid|opened|switched on|unveiled|awarded|completed) (on|today|yesterday|this|by)", "(opened|started|began) (to _3|for _3|its doors _2|their doors _2|) (on|yesterday|today|last|this) (monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|morning)", "(was|were) (issued|connected|delivered|introduced|handed) _4 (on|today|yesterday|this|last) (monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|morning)", "the (last|final) of _6 (was|were|has been|have been) (connected|switched|migrated|moved|installed|upgraded|trained|published)",
		"(deadline|target|goal|milestone) (has|was|had|have) (now|) (been|) (met|reached|hit|achieved|exceeded)", "(met|hit|reached|achieved|exceeded|beat) (the|its|their) _4 (target|goal|milestone|deadline|standard)", "laid _4 (before|in) parliament", "(appeared|appears) (on|online)",
	}},
}

// shareReached: a share or number was reached; only a promise of the same number is kept by it.
var shareReached = []named{
	{"kept.number", []string{"(had|have|has) (now|already|) (registered|reached|achieved|hit|met|passed|signed|joined|connected|adopted|exceeded|gone)", "(now|already) (have|has|use|uses|using|connected|registered|live)", "reached", "(is|are) now"}},
}
