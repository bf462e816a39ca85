package placefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongpin/internal/engine/message"
)

// Problem is one thing that is wrong with a file. Key names the text that tells
// people what it is and how to mend it; the keys are listed below.
type Problem struct {
	File  string // path as it was given
	Line  int    // counted from 1, the header's; 0 if it concerns the whole file
	Key   string
	Value string // what stands there
	Other string // what else is concerned: the second line, the student, the needed header
}

// The keys of problems.
const (
	NoHeader      = "empty"          // the file is empty
	BadHeader     = "header"         // Value: the header; Other: what it has to be
	BadRow        = "row"            // Value: number of fields; Other: number needed
	BadText       = "text"           // not UTF-8, or a control character
	BadQuotes     = "quotes"         // quotation marks that don't match, or a line break between them
	NoName        = "name"           // Other: name of the empty field
	LongName      = "long"           // Other: name of the field
	BadCount      = "count"          // Value is no whole number of 0 or more; Other: name of the field
	BadGrade      = "grade"          // Value is no number
	BadRank       = "rank"           // Value is no whole number of 1 or more
	RankTwice     = "rank.twice"     // Value: student and rank; Other: the first line
	RankGap       = "rank.gap"       // Value: student; Other: the rank that is missing
	WishTwice     = "wish.twice"     // Value: student and post; Other: the first line
	NoWishTwice   = "wish.none"      // Value: student, who lists none here and something in line Other
	PostUnknown   = "post.unknown"   // Value: post, which posts.csv does not have
	PostTwice     = "post.twice"     // Value: post; Other: the first line
	GroupUnknown  = "group.unknown"  // Value: group, which caps.csv does not have
	GroupTwice    = "group.twice"    // Value: group; Other: the first line
	ParentUnknown = "parent.unknown" // Value: parent, which caps.csv does not have
	Circle        = "circle"         // Value: the groups of the circle
	StudentTwice  = "student.twice"  // Value: student; Other: the first line
	StudentLost   = "student.lost"   // Value: student, whom the placement does not have
	StudentAlien  = "student.alien"  // Value: student, whom wishes.csv does not have
	NodeUnknown   = "node.unknown"   // Value: name that is neither a group nor a post
	GroupAlien    = "group.alien"    // Value: group of prices.csv, which caps.csv does not have
	PostAlien     = "post.alien"     // Value: post of prices.csv, which posts.csv does not have
	BadKind       = "kind"           // Value is neither group nor post
	BadPrice      = "price"          // Value is no whole number
	BadSame       = "same"           // Value is neither post nor group nor zone
	PairAlone     = "pair"           // Value: student who is paired with herself
	TooLarge      = "large"          // more students or wishes than the engine can number
)

// Error returns a line for logs; people read the text behind Key.
func (p *Problem) Error() string {
	return fmt.Sprintf("%s: %s %q %s", p.Where(), p.Key, p.Value, p.Other)
}

// Where names file and line as compilers do.
func (p *Problem) Where() string { return message.Where(p.File, p.Line) }

// Problems are what is wrong with the files: the first ones by file and line.
type Problems struct {
	List  []*Problem
	Total int
}

// most is how many problems of a file are listed.
const most = 20

// Error joins the problems, one a line.
func (p *Problems) Error() string {
	lines := make([]string, len(p.List))
	for i, x := range p.List {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

func (p *Problems) add(x Problem) {
	p.Total++
	if len(p.List) < most {
		p.List = append(p.List, &x)
	}
}

// err returns nil if nothing is wrong.
func (p *Problems) err() error {
	if p.Total == 0 {
		return nil
	}
	slices.SortStableFunc(p.List, func(a, b *Problem) int { return cmp.Compare(a.Line, b.Line) })
	return p
}
