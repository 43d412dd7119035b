package fetch

import (
	"regexp"
	"strings"
	"sync"
)

// extLabel names what a short block of text is by its wording alone.
type extLabel string

const (
	labelNone      extLabel = ""
	labelComments  extLabel = "comments"  // opens the readers' comments
	labelTail      extLabel = "tail"      // opens related news, author notes, tags
	labelSignup    extLabel = "signup"    // newsletters, membership, accounts
	labelMore      extLabel = "more"      // "Read more: another story"
	labelShare     extLabel = "share"     //
	labelCaption   extLabel = "caption"   // of a picture
	labelByline    extLabel = "byline"    //
	labelDate      extLabel = "date"      //
	labelCopyright extLabel = "copyright" //
	labelAd        extLabel = "ad"        //
	labelTags      extLabel = "tags"      //
	labelBio       extLabel = "bio"       // "Jo Doe is a senior reporter at"
	labelNote      extLabel = "note"      // corrections, "this article was"
	labelSource    extLabel = "source"    //
	labelAppeal    extLabel = "appeal"    // "Help us keep our journalism free"
	labelClosed    extLabel = "closed"    // "Comments are closed"
)

const extMonths = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`

// extLabelRules are tried in order; the first that fits names the block. max is
// the greatest number of words a block of that sort has.
var extLabelRules = sync.OnceValue(func() []extLabelRule {
	rule := func(l extLabel, max int, expr string) extLabelRule {
		return extLabelRule{label: l, max: max, re: regexp.MustCompile(`(?i)` + expr)}
	}
	return []extLabelRule{
		rule(labelClosed, 12, `^comments (are|have been|for this .{0,20}are) (now )?(closed|disabled|turned off)|no comments( yet)?\.?$|^be the first to (comment|leave)|^(log|sign) in (to|or) (comment|leave|reply|register)|^you must be logged in`),
		rule(labelComments, 14, `^(\d+|one|no|all|view|show|see|read|reader|readers'|readers’|latest|top|add|post)? ?(the |a |all |your )?(\d+ )?comments?( ?\(?\d+\)?)?( on .{0,90}| so far| below)?[:.!]?$|^join the (conversation|discussion|debate)|^leave a (reply|comment)|^have your say[.!?]?$|^have your say (on|about) [^.]{1,60}$|^what do you think\??$|^(\d+|one|two|three) (responses?|replies|thoughts) (to|on) |^(add|post|write) (a|your) comment|^responses? ?\(\d+\)$|^conversation$|^discussion$`),
		rule(labelTail, 9, `^(related( (news|articles?|stories|story|posts?|content|topics?|reading|items?|links?|coverage|pages|tags|documents|publications))?|(more|other|further|additional) (news|stories|articles|posts|reading|information|resources|content|coverage|like this|to read|top stories|headlines)( .{0,40})?|(more|latest) (from|on|in|about) .{0,40}|most[ -](read|popular|viewed|commented|shared|recent)( .{0,30})?|(top|popular|trending|recent|featured|latest|breaking|editors?'?’?s?|recommended) (news|stories|articles|posts|jobs|picks|headlines|videos|choice|topics|now)( .{0,30})?|recommended( (for you|articles|reading|stories|by))?|(you )?(may|might) also (like|be interested in|enjoy).{0,20}|you (may|might|will|'ll) (also )?(like|love|enjoy).{0,20}|also (read|see|on)( .{0,40})?|see also|read next|read this next|keep reading|up next|next (article|story|post|up)|previous (article|story|post)|latest|trending|popular|around the web|from (the web|our partners|around the web)|sponsored( (content|stories|links))?|promoted( (content|stories|links))?|what to read next|don'?’?t miss|in this (section|story|article)|explore more( .{0,30})?|more|about (the )?(authors?|writer)|about us|contacts?|media contacts?|press contacts?|for journalists|notes for (?:journalists|editors)|contact us|notes to editors|share|tags|topics|categories|filed under|footnotes|references|sources)[:.…]?$`),
		rule(labelCopyright, 60, `^(©|\(c\) |copyright)|all rights reserved|may not be (published|reproduced|copied)|without (the )?(prior )?(written )?permission`),
		rule(labelAd, 8, `^(advertisements?|ads?|advertiser content|sponsored( by.*)?|article continues (below|after).*|story continues (below|after).*|continue reading( below)?|scroll (down )?(to|for) continue.*|promoted|paid content|(table of )?contents|ad feedback|loading\.*|skip (ad|to|advert).*)$`),
		rule(labelMore, 40, `^(read|see|watch|listen|hear|view|find out|learn|discover|click)[ -](also|more|next|this|now|here|the full|full|our|too|on)\b(?:[^.]|\.\S){0,200}$|^(read|watch|see|also|listen|related|more|don'?’?t miss|recommended|must read|also read|see also|read also|editor'?’?s pick|next|previous|exclusive|next article|previous article)( story| article| news| post| video| stories)?\s?(:|\||>|»|→|[-–] ).{3,}|^(click|tap) here\b|^download (the|our|this)\b.{0,60}$`),
		rule(labelSignup, 45, `\b(sign up|signing up|subscribe|subscribing|register)\b.{0,60}\b(newsletters?|bulletins?|inbox|e-?mails?|alerts?|updates?|free|today|now|here|account|briefing|digest|channel|podcast)\b|^(sign ?up|subscribe|register|log ?in|sign ?in|join( us)?( now)?|become a member|get started|submit)\b[^.]{0,60}$|\b(newsletters?|stories|news|bulletins?|updates)\b.{0,60}\b(your|to your) (inbox|e-?mail)|^get\b.{0,60}\b(in|to|into) your (inbox|e-?mail)\b|^(already|not) (a |have an )?(subscriber|member|account|registered|a subscriber)|^enter your e-?mail|^by (signing|subscribing|clicking|submitting|providing|registering)|^thank(s| you) for (subscribing|signing|reading|your)|\bour (free |daily |weekly |e-?mail |morning )+(newsletter|bulletin|briefing)|want (more )?(stories|news|articles) like this|download (our|the) app|^get (the|our) (latest|best|top|free)|^(do you have|have you got|got|have) (a|an|any) (story|tip|news)\b|^(have your say|tell us|let us know|what do you think)\b.{0,80}\bcomments?( section)?( below)?[.!?]?$`),
		rule(labelShare, 14, `^(share|tweet|e-?mail|print|save|pin|facebook|twitter|x|linkedin|whatsapp|reddit|copy link|copy|link|comments?|follow|bookmark|flipboard|pinterest|telegram|messenger|pocket|instagram|youtube|like|gift|listen|more|menu|close|search|home|back to top|top|expand|play|pause|mute|view gallery|gallery)( (this|on|to|via|with|by|it|article|story|post|page|link|copied|us|facebook|twitter|x|linkedin|email|e-mail|friends?|or|and|now|whatsapp|reddit|pinterest|a))*[:!.]?$|^follow (us|me|him|her|the author|@|[a-z]+ on (twitter|facebook|x|instagram|linkedin))|^(like|find|join|connect with) us on\b|^(e-?mail|e|twitter|x)?:?\s?([\w.+-]+@[\w-]+(\.[\w-]+)+|@\w{2,30}|(https?://)?(www\.)?(twitter|x|facebook|instagram|linkedin|threads|bsky|youtube)\.(com|net|app)/\S+)$`),
		rule(labelCaption, 60, `^(photo|image|picture|credit|photograph|pictured|photos|images|video|pic|illustration|graphic|file photo|caption|photo by|image source|image caption|photo credit|image credit|media caption|watch|listen)s?( (by|credit|source|caption|courtesy|via|of))?\s?[:/©]|(getty images|shutterstock|istock|reuters/[a-z]+ [a-z]+|/ap\)?$|afp via|\(ap photo|ap photo/|\((photo|image|picture|credit)[^)]*\)\.?$|/getty|/afp|via getty|\((ap|reuters|getty)[^)]{0,40}\)$|photo by [A-Z])`),
		rule(labelTags, 25, `^(tags?|topics?|filed (under|in)|posted (in|under)|categor(y|ies)|keywords?|sections?|labels?|companies|organisations?|in this story)\s?:`),
		rule(labelByline, 16, `^(by|written by|posted by|submitted by|words( by)?|author|reported by|published by|reporting by|story by|text by|edited by|from our|reviewed by|posted on|published( on)?|updated( on)?|last (updated|modified|edited|reviewed)|first published|posted|date|created|modified)\b[:\s]`),
		rule(labelDate, 14, `^((mon|tues?|wed(nes)?|thu(rs)?|fri|satur|sat|sun)(day)?,? )?(\d{1,2}(st|nd|rd|th)?( of)? `+extMonths+`,? \d{4}|`+extMonths+` \d{1,2}(st|nd|rd|th)?,? \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d)\b.{0,40}$|^\d+ (minutes?|mins?|hours?|days?|weeks?|months?|years?) (ago|read)|^\d+[ -]?min(ute)?s? read`),
		rule(labelBio, 90, `^[\p{Lu}][^.]{2,50} (is|was|are) (an?|the|our|one of|senior|chief|currently|editor|assistant|associate|co-)\b.{0,120}\b(reporter|writer|editor|journalist|correspondent|columnist|author|contributor|blogger|producer|freelance\w*|professor|lecturer|founder|director|fellow|analyst|researcher|ceo|editor-in-chief|specialist|consultant|intern)\b|^about (the )?authors?\b|\bfollow (him|her|them) (on|at|@)|\bcan be (reached|contacted) (at|on|by)|\b(contributed to|contributing to) this (report|story|article)|^(reporting|editing|writing|additional reporting) by|\bon twitter[: ]*@|^[—–-]?contact [A-Z].{0,60}@|\bmay be reached (at|on|by)\b|^reach the (reporters?|authors?|writers?)\b|^(you can )?get in touch\b|^additional reporting\b|^follow .{2,40} (coverage|reporting) `),
		rule(labelNote, 60, `^(this (article|story|post|piece|report|content|page|interview|essay|column|blog|video|feature) (was|has been|is|first|originally|appeared|may|contains|includes)\b|editor'?’?s'?’? note|correction|update|clarification|disclosure|disclaimer|note|originally published|a version of this|first published|republished|the post .{0,200}(appeared|first)|if you (buy|purchase|click|have a|would like|are affected)|we may (earn|receive)|a previous \w+ of this|affiliate links?|this is a breaking|more information:|like this (story|article)\?|want to know more\?|related reports|do you have (a|an) (story|tip|news)|got a (story|tip|news)|have (a|you got a) (story|tip)|for (more|further) (information|details|stories|on this)|all products|prices)(\b| |$)`),
		rule(labelAppeal, 90, `\b(your|a|reader) (help|support|donations?|contributions?|subscription|membership|generosity)\b.{0,60}\b((?:journalism|journalists?)|newsroom|reporting|news|stories|us|possible|go)\b|\b(support|fund|sustain|protect|believe in)s? (the |our |independent |this |quality |high-quality |local |free |kind of |of |work )*((?:journalism|journalists?)|newsroom|reporting|work|writers|editors)\b|\bas little as [$£€]\d|\b(donate|contribute|chip in|give) (today|now|here|what you can|to (us|our|support))\b|\bkeep (our|the|this) (news|stories|journalism|site|work|website|reporting) (free|going|alive|independent|open)\b|\bbecome an? (member|supporter|patron|sustainer|subscriber)\b|\b(free|open) (press|journalism) (is|needs|depends)\b`),
		rule(labelSource, 25, `^(source|via|with (files|reporting) from|from|courtesy( of)?|material from|press release|reuters|\(?reuters\)?|associated press|pa media)s?\s?(:|$)|^(reuters|ap|afp|ani|pti)$`),
	}
})

type extLabelRule struct {
	label extLabel
	max   int
	re    *regexp.Regexp
}

// extLabelOf names a block by its wording, or returns labelNone.
func extLabelOf(text string, words int) extLabel {
	if words > 90 || len(text) > 1500 {
		return labelNone
	}
	text = strings.TrimLeft(text, "•·»>-–—|▶►* ")
	for _, r := range extLabelRules() {
		if words <= r.max && r.re.MatchString(text) {
			return r.label
		}
	}
	return labelNone
}
