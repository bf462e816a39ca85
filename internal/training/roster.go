package training

import (
	"context"
	"slices"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
)

// Roster are the people of a class, masked, by the order of enrolment.
func (s *Service) Roster(ctx context.Context, a access.Actor, class record.ID) ([]Entry, error) {
	list, err := s.inClear(ctx, a, class, ActRoster)
	for i := range list {
		list[i].Person = list[i].Person.Masked()
	}
	return list, err
}

// RosterInClear are the people of a class in clear. That somebody looked, and
// what for, stands in the timeline of the class; the program itself looks
// without a word (signals, claims).
func (s *Service) RosterInClear(ctx context.Context, a access.Actor, class record.ID, purpose string) ([]Entry, error) {
	list, err := s.inClear(ctx, a, class, ActReveal)
	if err != nil || a.Role == access.System {
		return list, err
	}
	if strings.TrimSpace(purpose) == "" {
		return nil, fault.Wrong("purpose", "", "training.reason.missing")
	}
	c := change.By(a, s.clock.Now())
	c.Log(record.Ref{Kind: ClassKind, ID: class}, VerbReveal).Message = purpose
	return list, s.store.Commit(ctx, c)
}

func (s *Service) inClear(ctx context.Context, a access.Actor, class record.ID, act access.Action) ([]Entry, error) {
	k, err := s.store.FindClass(ctx, class)
	if err != nil {
		return nil, err
	}
	if err := s.gate(act).Check(a, k.Subject(a)); err != nil {
		return nil, err
	}
	return s.store.Roster(ctx, class)
}

// tries is how often an enrolment is decided anew because the person enrolled
// somewhere else at the same moment.
const tries = 5

// Enrol puts a person on the roster of a class. No class ever holds more people
// than it has places, whatever happens at the same time.
func (s *Service) Enrol(ctx context.Context, a access.Actor, class record.ID, cmd EnrolCommand) (Enrolment, error) {
	return s.enrol(ctx, a, class, cmd, ActKeep)
}

// EnrolSelf takes a place for the actor's own person in a class that is shown
// to trainees. The account and the identity number must not belong to different
// people.
func (s *Service) EnrolSelf(ctx context.Context, a access.Actor, class record.ID, cmd EnrolCommand) (Enrolment, error) {
	if a.Person == "" {
		return Enrolment{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	cmd.Person, cmd.Source = a.Person, SourceSelf
	return s.enrol(ctx, a, class, cmd, ActView)
}

func (s *Service) enrol(ctx context.Context, a access.Actor, class record.ID, cmd EnrolCommand, act access.Action) (Enrolment, error) {
	for try := 1; ; try++ {
		e, err := s.enrolOnce(ctx, a, class, cmd, act)
		if try < tries && (fault.Is(err, fault.Stale) || isTaken(err)) {
			continue
		}
		return e, err
	}
}

// isTaken tells that somebody with the same identity number was entered between
// look and write.
func isTaken(err error) bool {
	for _, f := range fault.All(err) {
		if f.Key == "record.exists" {
			return true
		}
	}
	return false
}

func (s *Service) enrolOnce(ctx context.Context, a access.Actor, class record.ID, cmd EnrolCommand, act access.Action) (Enrolment, error) {
	k, err := s.store.FindClass(ctx, class)
	if err != nil {
		return Enrolment{}, err
	}
	if err := s.gate(act).Check(a, k.Subject(a)); err != nil {
		return Enrolment{}, err
	}
	known, err := s.known(ctx, k, cmd.IDNumber)
	if err != nil {
		return Enrolment{}, err
	}
	if claims(cmd, known.Trainee) {
		return Enrolment{}, fault.Wrong("id_number", cmd.IDNumber, "training.person.other_account")
	}
	e, person, c, err := Enrol(k, cmd, known, a, s.clock.Now(), s.book)
	if err != nil {
		return e, err
	}
	return e, s.store.SaveRoster(ctx, Bundle{Joined: []Joined{{k, e, person}}}, c)
}

// known is what is known of who has an identity number; of a wrong number
// nothing, which the decision then says.
func (s *Service) known(ctx context.Context, k Class, number string) (Known, error) {
	r, err := code.ParseIdentity("id_number", number, s.Today())
	if err != nil {
		return Known{}, nil //nolint:nilerr // Enrol tells all that is wrong with the person
	}
	all, err := s.store.Known(ctx, []string{r.Number})
	if err != nil {
		return Known{}, err
	}
	known := all[r.Number]
	busy, err := s.busy(ctx, k, []string{r.Number})
	known.Interned = busy[r.Number]
	return known, err
}

// Me is what the program knows of the actor's own person as a trainee.
func (s *Service) Me(ctx context.Context, a access.Actor) (Known, error) {
	if a.Person == "" {
		return Known{}, fault.New(fault.NotFound, "record.not_found")
	}
	return s.store.KnownAs(ctx, a.Person)
}

// Place returns an enrolment, with its class, that the actor may see: one's own,
// or one of a roster that the actor may read.
func (s *Service) Place(ctx context.Context, a access.Actor, enrolment record.ID) (Place, error) {
	p, err := s.store.FindPlace(ctx, enrolment)
	if err != nil {
		return p, err
	}
	if me, err := s.Me(ctx, a); err == nil && me.Trainee.ID == p.Trainee {
		return p, nil
	}
	if !s.table.Can(a, ActRoster, p.Subject(a)) {
		return Place{}, fault.New(fault.NotFound, "record.not_found")
	}
	return p, nil
}

// Places are what a person took part in, as far as the actor may read the
// rosters, and the person masked. A NotFound fault if that is nothing.
func (s *Service) Places(ctx context.Context, a access.Actor, trainee record.ID) (Trainee, []Place, error) {
	t, err := s.store.FindTrainee(ctx, trainee)
	if err != nil {
		return t, nil, err
	}
	all, err := s.store.PlacesOf(ctx, trainee)
	if err != nil {
		return Trainee{}, nil, err
	}
	all = slices.DeleteFunc(all, func(p Place) bool { return !s.table.Can(a, ActRoster, p.Subject(a)) })
	if len(all) == 0 {
		return Trainee{}, nil, fault.New(fault.NotFound, "record.not_found")
	}
	return t.Masked(), all, nil
}

// Reveal shows one person of a roster in clear. That somebody looked, and what
// for, stands in the timelines of the place and of the class.
func (s *Service) Reveal(ctx context.Context, a access.Actor, enrolment record.ID, purpose string) (Trainee, error) {
	p, err := s.store.FindPlace(ctx, enrolment)
	if err != nil {
		return Trainee{}, err
	}
	if err := s.gate(ActReveal).Check(a, p.Subject(a)); err != nil {
		return Trainee{}, err
	}
	if strings.TrimSpace(purpose) == "" {
		return Trainee{}, fault.Wrong("purpose", "", "training.reason.missing")
	}
	c := change.By(a, s.clock.Now())
	c.Log(p.Ref(), VerbReveal).Message = purpose
	c.Log(p.In.Ref(), "reveal_one").Message = purpose
	if err := s.store.Commit(ctx, c); err != nil {
		return Trainee{}, err
	}
	return s.store.FindTrainee(ctx, p.Trainee)
}

// Story is the timeline of a place that the actor may see.
func (s *Service) Story(ctx context.Context, a access.Actor, enrolment record.ID) ([]timeline.Entry, error) {
	p, err := s.Place(ctx, a, enrolment)
	if err != nil {
		return nil, err
	}
	return s.store.Timeline(ctx, p.Ref())
}

// Proof is what anybody may know who holds a paper with its code: that it is
// ours, and what it says. Of a filing form there is no person.
type Proof struct {
	Class      Class
	Enrolment  Enrolment             // zero of a filing form
	Name       string                // masked; empty of a filing form, or once erased
	Consortium consortium.Consortium // keeps it
}

// Verify returns what a code proves, whichever consortium keeps it.
func (s *Service) Verify(ctx context.Context, text string) (Proof, error) {
	parsed, ok := code.ParseVerification(text)
	if !ok {
		return Proof{}, fault.Wrong("code", text, "training.code.wrong")
	}
	p, err := s.store.FindCode(ctx, parsed)
	p.Name = code.MaskName(p.Name)
	return p, err
}

// Withdraw frees the place of somebody who does not take part; of a completed
// class it takes back what was counted.
func (s *Service) Withdraw(ctx context.Context, a access.Actor, t step.Target, reason string) (Enrolment, error) {
	p, err := s.store.FindPlace(ctx, t.ID)
	if err != nil {
		return Enrolment{}, err
	}
	strike := slices.Contains(Results, p.State)
	act := ActKeep
	if strike {
		act = ActCorrect
	}
	if err := s.gate(act).Check(a, p.Subject(a)); err != nil {
		return Enrolment{}, err
	}
	if t.Version != 0 && t.Version != p.Enrolment.Version {
		return p.Enrolment, fault.New(fault.Stale, "record.stale", "version", p.Enrolment.Version)
	}
	e, c, err := s.leave(ctx, p, strike, reason, a)
	if err != nil {
		return e, err
	}
	return e, s.store.Leave(ctx, e, c)
}

func (s *Service) leave(ctx context.Context, p Place, strike bool, reason string, a access.Actor) (Enrolment, change.Change, error) {
	if !strike {
		return Withdraw(p, reason, a, s.clock.Now())
	}
	facts, err := s.store.Standing(ctx, p.In.ID)
	if err != nil {
		return p.Enrolment, change.Change{}, err
	}
	return Strike(p, facts, reason, a, s.clock.Now())
}

// Erase removes what identifies a person, on the person's demand or when the
// time of keeping is over, and makes meaningless what was sealed about the
// person. Figures do not change. Should it fail half way, the person is still
// there to be erased again: the seal forgets first.
func (s *Service) Erase(ctx context.Context, a access.Actor, trainee record.ID, reason string) error {
	if s.table.Reach(a, ActErase)&access.Any == 0 {
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	t, err := s.store.FindTrainee(ctx, trainee)
	if err != nil {
		return err
	}
	t, c, err := Erase(t, reason, a, s.clock.Now())
	if err != nil {
		return err
	}
	if s.forgetter != nil {
		if _, err := s.forgetter.Forget(ctx, t.ID); err != nil {
			return err
		}
	}
	return s.store.SaveTrainee(ctx, t, c)
}

// claims tells that somebody enrols with the number of another person: known
// under another name, or with another account.
func claims(cmd EnrolCommand, known Trainee) bool {
	if cmd.Source != SourceSelf || known.ID == "" {
		return false
	}
	return known.Name != code.Name(cmd.Name) || known.Identity.Person != "" && known.Identity.Person != cmd.Person
}

// Examined is one line of a roster with what the rules find about it, judged
// anew: what was entered after the enrolment counts too.
type Examined struct {
	Entry
	Found []rule.Finding
}

// Examine judges everybody on the roster of a class, masked, for claims of
// money. Of several classes of one person the one that opened first counts
// first, so only the later one is found to be too much.
func (s *Service) Examine(ctx context.Context, a access.Actor, class record.ID) ([]Examined, error) {
	k, err := s.Class(ctx, a, class)
	if err != nil {
		return nil, err
	}
	entries, err := s.inClear(ctx, a, class, ActRoster)
	if err != nil {
		return nil, err
	}
	numbers := make([]string, 0, len(entries))
	for _, e := range entries {
		if e.Person.IDNumber != "" {
			numbers = append(numbers, e.Person.IDNumber)
		}
	}
	known, err := s.store.Known(ctx, numbers)
	if err != nil {
		return nil, err
	}
	interned, err := s.busy(ctx, k, numbers)
	if err != nil {
		return nil, err
	}
	var list []Examined
	for _, e := range entries {
		if !e.OnRoster() {
			continue
		}
		found := PersonFindings(k, e.Person, earlier(k, known[e.Person.IDNumber].Places), interned[e.Person.IDNumber], s.book)
		found = append(found, HoursFindings(k, e.Enrolment, s.book)...)
		e.Person = e.Person.Masked()
		list = append(list, Examined{e, found})
	}
	return list, nil
}

// earlier leaves the places in classes that opened before this one; of the same
// day, the one that was entered first.
func earlier(k Class, places []Place) []Place {
	var list []Place
	for _, p := range places {
		if p.In.Opens.Before(k.Opens) || p.In.Opens == k.Opens && p.In.ID < k.ID {
			list = append(list, p)
		}
	}
	return list
}
