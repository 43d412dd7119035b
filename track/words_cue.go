package track

// named is patterns that share a rule's name.
type named struct {
	rule  string
	words []string
}

// Strong cues promise by themselves when who controls the thing speaks.
var strongCues = []named{
	{"cue.will", []string{"will", "shall", "'ll", "we'll", "it'll", "they'll"}},
	{"cue.is-to", []string{"(is|are) (now|) to", "(is|are) (now|) (about|poised) to", "is going to", "are going to"}},
	{"cue.set-to", []string{"(is|are) (now|all|) set (to|for)", "set to (be|launch|begin|start|publish|open|go|commence|receive|get|introduce)"}},
	{"cue.committed", []string{"(has|have|is|are) (now|also|already|) (committed|pledged|promised|vowed|undertaken|guaranteed) to", "commit to", "commits to", "committed to", "pledges to", "pledged to", "promises to", "promised to", "vowed to", "vows to", "undertaken to"}},
}

// Weak cues promise only together with a time phrase.
var weakCues = []named{
	{"cue.due", []string{"due", "scheduled", "slated", "earmarked", "timetabled", "pencilled in", "penciled in", "lined up", "(is|are) promised (for|by|in|before)", "brought forward (to|from)", "(been|has|have) brought forward"}},
	{"cue.expected", []string{"(is|are|now|still|being|currently|be) (now|still|widely|not|currently|) (expected|anticipated)", "expected", "expects to", "expect to", "expecting to", "anticipate~", "foresee", "foresees", "envisage~", "expects (the|its|a|that|this)", "(is|are) (now|) forecast (for|in|by)", "(is|are) (now|currently|) forecast to (complete|finish|start|begin|open|launch|conclude|go|be)", "in line for", "first in line", "should (now|then|) be (available|ready|complete|live|with|finished|up and running|in place|in use)", "expect (the|that|this)"}},
	{"cue.planned", []string{"plan to", "plans to", "planning to", "planned", "(is|are) (being|) (planned|planning|preparing)", "plans for", "prepares to", "preparing to", "plans (the|a|its)"}},
	{"cue.intended", []string{"intend~", "intends", "(is|are) (meant|intended|designed|projected|supposed|targeted|destined|proposed) (to|for)", "propose~", "intention (is|to)", "intention (is|) that _8 (should|will|shall)"}},
	{"cue.aim", []string{"aim to", "aims to", "aim for", "aims for", "aiming (to|for)", "(the|its|their|an|our) aim", "hope~ to", "seek to", "seeks to", "seeking to", "want~ (to|the|all|every|each|it|them|its)", "look~ to", "looks to", "looking to", "aspires to", "strive~ to", "work~ (to|towards|toward)", "works towards", "try~ to"}},
	{"cue.target", []string{"target~", "targets", "targeted", "targeting", "deadline", "goal", "ambition", "ambitions", "objective", "milestone", "trajectory", "timetable", "timeline", "on (track|course|schedule|target) (to|for|with)", "on (track|course|schedule|target)"}},
	{"cue.commitment", []string{"commitment", "commitments", "pledge~", "pledge", "promise~", "promises", "promise", "vow", "undertaking", "guarantee~", "(has|have|had) (been|) (agreed|backed|promised|pledged|set aside|earmarked|allocated)", "agreed (to|with|a)", "(has|have) accepted (the|a|its|their|all) _6 (recommendation|recommendations|call|calls|proposal|proposals) (that|for|to)", "commit~"}},
	{"cue.must", []string{"must", "(will|shall) (need|have) to", "(will|to) be required to", "(is|are) required to", "have until", "has until", "(have|has) been given until", "given until", "have to", "(have|has|given) _3 (days|weeks|months|years) to", "required to", "mandated to", "(require|requires|obliges) _4 to", "(has|have|is|are) (been|) (asked|told|instructed|directed|commissioned|ordered|tasked) to", "(has|have) (asked|told|instructed|directed|commissioned|ordered|tasked) _5 to"}},
	{"cue.would", []string{"would"}},
	{"cue.progressive", []string{"launching", "starting", "beginning", "opening", "arriving", "coming", "commencing", "going live", "rolling out", "publishing", "(is|are) (being|) (rolled|introduced|brought|launched|extended)"}},
	{"cue.present", []string{"starts", "begins", "launches", "opens", "comes", "arrives", "commences", "follows", "followed by", "takes effect", "take effect", "(go|goes) live", "comes into (force|effect)", "come into (force|effect)", "enters (force|service)", "kicks off", "(get|gets) (under way|underway|going)", "moves (to|from)", "switches", "joins", "(begin|resume) (in|on|from|across|at|next|this)", "(get|gets|receive|receives) (new|their|its|access|the|a|more)", "expands", "extends", "reopens", "resumes", "ships", "rolls out"}},
	{"cue.infinitive", []string{"to (be|launch|start|begin|open|go|publish|roll|introduce|create|deliver|complete|build|bring|replace|recruit|train|consult|legislate|invest|fund|cut|reach|hit|provide|come|become|move|join|extend|expand|receive|get|have|reduce|increase|connect|roll-out)"}},
	{"cue.ready", []string{"(is|are) (nearly|almost|) ready", "publication (is|remains)", "(is|are) (now|said to be|thought to be|believed to be|) (imminent|forthcoming|imminently)", "imminently expected", "forthcoming", "upcoming", "soon-to-be"}},
}

// pastCues tell of an earlier promise; what they cover is no cue.
var pastCues = []named{
	{"filter.past", []string{
		"(was|were) (originally|initially|first|at|once|previously|always|also|then|all|still|) (first|) (due|set|expected|to|meant|scheduled|supposed|planned|intended|slated|promised|going|hoped|targeted|anticipated|committed|aiming|planning|hoping|targeting|imminent|imminently|forthcoming)",
		"had (previously|originally|initially|long|once|already|earlier|at|first|repeatedly|) (first|) been (originally|previously|initially|first|widely|) (due|promised|hoped|planned|pledged|expected|announced|scheduled|intended|anticipated|set|meant)",
		"(has|have) (previously|originally|initially|long|once|already|earlier|at|first|repeatedly|) (first|) been (originally|previously|initially|first|widely|) (due|promised|hoped|pledged|expected|announced|intended|anticipated|meant)",
		"(has|have) (previously|originally|initially|long|once|earlier|first|repeatedly) (first|) been (planned|scheduled|set)",
		"had (previously|originally|initially|once|already|earlier|first|long|) (promised|pledged|committed|said|planned|hoped|expected|vowed|intended|aimed|targeted|anticipated|agreed|set)",
		"(originally|initially|once|previously|formerly|at first|long) (due|expected|planned|meant|scheduled|promised|intended|aimed|set|targeted|supposed|slated)",
		"(aimed|hoped|wanted|sought) to", "wanted", "used to", "would have", "should have", "could have",
		"(contained|included|carried|held) (the|a) (commitment|pledge|promise|target|deadline)", "(pledge|commitment|promise|target|deadline) (had|has|was|were) (been|) (removed|cut|dropped|missed|set|made)",
		"(which|that) (was|were) (promised|pledged|due|expected)", "promised in",
	}},
}

// Verbs by the kind of act they promise.
var actionVerbs = map[string][]string{
	"publish":   {"publish~", "release~", "unveil~", "issue~", "set out", "sets out", "lay", "come out", "reveal~", "appear", "share~", "update~", "report", "respond", "submit", "announce~", "publication", "provide an update"},
	"launch":    {"launch~", "start~", "begin", "beginning", "begins", "open~", "go live", "going live", "goes live", "go-live", "commence~", "operate~", "kick off", "pilot~", "trial", "establish~", "create~", "set up", "come into", "take effect", "comes into"},
	"roll-out":  {"roll~ out", "rolled out", "rolling out", "roll-out", "rollout", "deploy~", "implement~", "extend~", "introduce~", "replace~", "connect~", "integrate~", "switch~", "adopt~", "expand~", "complete~", "deliver~", "upgrade~", "make available", "provide~", "build", "develop~", "transform~", "improve~", "overhaul~", "refresh~", "modernise~", "digitise~", "scale~", "migrate~", "move~", "bring", "brought", "give", "given", "get", "receive~", "enable~", "automate~", "simplify~", "standardise~", "reform~", "cut", "reduce~", "end", "phase~", "join up", "support~", "focus~", "cost", "costed", "remove~", "close~", "ensure~"},
	"fund":      {"fund~", "invest~", "spend", "pay", "paid", "allocate~", "back", "backed", "go on", "go to", "go towards", "award~", "increase~", "uplift"},
	"recruit":   {"recruit~", "train~", "hire~", "employ~", "double~", "upskill~", "expand~"},
	"legislate": {"legislate~", "abolish~", "transfer~", "ban~", "require~", "make it", "mandate~", "repeal~", "amend~", "bring forward", "enact", "merge~", "table"},
	"consult":   {"consult~", "consultation", "engage~", "seek views", "talks", "negotiate~", "review~"},
}

var actionOrder = []string{"consult", "legislate", "publish", "launch", "recruit", "fund", "roll-out"}
