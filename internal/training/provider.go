package training

import (
	"context"
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// ProviderKind is the record kind of admitted providers.
const ProviderKind record.Kind = "training_provider"

// ProviderState is the state of an admission.
type ProviderState string

// The states of an admission.
const (
	Admitted  ProviderState = "admitted"
	Suspended ProviderState = "suspended"
	Struck    ProviderState = "ended"
)

// Provider is the admission of an organisation to teach occupations and levels.
type Provider struct {
	ID           record.ID
	Version      int64
	Organisation record.ID
	Name         string // read with the record
	CreditCode   string // read with the record
	Permitted    []Permit
	Basic        bool          // may teach classes without an occupation
	From         calendar.Date // admitted from
	Until        calendar.Date // zero: without end
	Document     string        // number of the decision
	State        ProviderState
	Reason       string // why it was suspended or ended
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Permit is one occupation and the levels that may be taught.
type Permit struct {
	Occupation string            `json:"occupation"`
	Levels     []code.SkillLevel `json:"levels"`
}

// ProviderFlow is the table of all steps of an admission.
var ProviderFlow = flow.Machine[ProviderState]{
	Kind: ProviderKind, Start: Admitted,
	Transitions: []flow.Transition[ProviderState]{
		{Verb: VerbAmend, From: []ProviderState{Admitted, Suspended}},
		{Verb: VerbSuspend, From: []ProviderState{Admitted}, To: Suspended},
		{Verb: VerbRestore, From: []ProviderState{Suspended, Struck}, To: Admitted},
		{Verb: VerbStrikeOff, From: []ProviderState{Admitted, Suspended}, To: Struck},
	},
}

// The verbs of an admission.
const (
	VerbAdmit     = "admit"
	VerbAmend     = "amend"
	VerbSuspend   = "suspend"
	VerbRestore   = "restore"
	VerbStrikeOff = "strike_off"
)

// At is the version, for core/step.
func (p Provider) At() int64 { return p.Version }

// Ref points at the admission.
func (p Provider) Ref() record.Ref { return record.Ref{Kind: ProviderKind, ID: p.ID} }

// Subject tells access whose the admission is.
func (p Provider) Subject(access.Actor) access.Subject {
	return access.Subject{Owner: p.Organisation, Shown: p.State == Admitted}
}

// Permits tells whether the provider may teach the class on a day.
func (p Provider) Permits(k Class, on calendar.Date) bool {
	if p.State != Admitted || !(calendar.Period{From: p.From, To: p.Until}).Contains(on) {
		return false
	}
	if k.Occupation == "" {
		return p.Basic
	}
	return slices.ContainsFunc(p.Permitted, func(x Permit) bool {
		return x.Occupation == k.Occupation && (k.Level == "" || slices.Contains(x.Levels, k.Level))
	})
}

// PermitLevels are the levels that are taught for; below them somebody learns at
// work, above them skill is assessed and not taught.
var PermitLevels = code.SkillLevels[1:6]

// MaxPermits is how many occupations an admission names at most.
const MaxPermits = 40

// Admission is what a decision admits an organisation to.
type Admission struct {
	Permitted   []Permit
	Basic       bool
	From, Until calendar.Date
	Document    string
}

func (x Admission) read() (Admission, error) {
	var wrong fault.List
	if len(x.Permitted) == 0 && !x.Basic {
		wrong.Add("permits", "", "training.provider.nothing")
	}
	if len(x.Permitted) > MaxPermits {
		wrong.Add("permits", "", "training.provider.many", "most", MaxPermits)
	}
	for i, p := range x.Permitted {
		o, err := code.ParseOccupation("permits", p.Occupation)
		wrong.Append(err)
		x.Permitted[i].Occupation = o.Code
		if len(p.Levels) == 0 || slices.ContainsFunc(p.Levels, func(l code.SkillLevel) bool { return !slices.Contains(PermitLevels, l) }) {
			wrong.Add("permits", p.Occupation, "training.provider.levels", "occupation", p.Occupation)
		}
		if slices.ContainsFunc(x.Permitted[:i], func(q Permit) bool { return err == nil && q.Occupation == o.Code }) {
			wrong.Add("permits", p.Occupation, "training.provider.twice", "occupation", o.Title)
		}
	}
	if x.From.Zero() {
		wrong.Add("from", "", "training.date.missing")
	}
	if !x.Until.Zero() && x.Until.Before(x.From) {
		wrong.Add("until", x.Until.String(), "training.date.order")
	}
	if x.Document = strings.TrimSpace(x.Document); x.Document == "" {
		wrong.Add("document", "", "training.provider.document")
	}
	return x, wrong.Err()
}

// AdmitCommand admits an organisation. ID is made by the caller.
type AdmitCommand struct {
	ID           record.ID
	Organisation record.ID
	Admission
}

// Admit enters the decision that an organisation may teach.
func Admit(cmd AdmitCommand, a access.Actor, now time.Time) (Provider, change.Change, error) {
	x, err := cmd.Admission.read()
	if err != nil {
		return Provider{}, change.Change{}, err
	}
	p := x.onto(Provider{ID: cmd.ID, Organisation: cmd.Organisation, State: Admitted, CreatedAt: now})
	c := change.By(a, now)
	c.Log(p.Ref(), VerbAdmit, "document", p.Document)
	return p, c, nil
}

func (x Admission) onto(p Provider) Provider {
	p.Permitted, p.Basic, p.From, p.Until, p.Document = x.Permitted, x.Basic, x.From, x.Until, x.Document
	return p
}

// Amend changes what an organisation may teach.
func Amend(p Provider, x Admission, a access.Actor, now time.Time) (Provider, change.Change, error) {
	if _, err := ProviderFlow.Next(p.State, VerbAmend); err != nil {
		return p, change.Change{}, err
	}
	x, err := x.read()
	if err != nil {
		return p, change.Change{}, err
	}
	p = x.onto(p)
	c := change.By(a, now)
	c.Log(p.Ref(), VerbAmend, "document", p.Document)
	return p, c, nil
}

// Rule suspends, restores or ends an admission, with a reason.
func Rule(p Provider, verb, reason string, a access.Actor, now time.Time) (Provider, change.Change, error) {
	next, err := ProviderFlow.Next(p.State, verb)
	if err != nil {
		return p, change.Change{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return p, change.Change{}, fault.Wrong("reason", "", "training.reason.missing")
	}
	p.State, p.Reason = next, reason
	c := change.By(a, now)
	c.Log(p.Ref(), verb).Message = reason
	return p, c, nil
}

// admissions is the keeper of providers.
type admissions struct{ Store }

func (k admissions) Find(ctx context.Context, id record.ID) (Provider, error) {
	return k.FindProvider(ctx, id)
}

func (k admissions) Save(ctx context.Context, p Provider, c change.Change) error {
	return k.SaveProviders(ctx, []Provider{p}, c)
}

// Provider returns an admission that the actor may see.
func (s *Service) Provider(ctx context.Context, a access.Actor, id record.ID) (Provider, error) {
	p, err := s.store.FindProvider(ctx, id)
	if err != nil {
		return p, err
	}
	gate := step.Gate{Table: s.table, View: ActProviders, Act: ActProviders}
	if err := gate.Check(a, p.Subject(a)); err != nil {
		return Provider{}, err
	}
	return p, nil
}

// ProviderOf is the admission of an organisation; the zero Provider if it has
// none. For forms of who teaches there.
func (s *Service) ProviderOf(ctx context.Context, organisation record.ID) (Provider, error) {
	p, err := s.store.ProviderOf(ctx, organisation)
	if fault.Is(err, fault.NotFound) {
		return Provider{}, nil
	}
	return p, err
}

// Providers answers a query with the admissions that the actor may see.
func (s *Service) Providers(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Provider], error) {
	return s.store.Providers(ctx, q, s.table.Reach(a, ActProviders), a)
}

// Admit enters the decision that an organisation may teach.
func (s *Service) Admit(ctx context.Context, a access.Actor, cmd AdmitCommand) (Provider, error) {
	if s.table.Reach(a, ActAdmit) == access.None {
		return Provider{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	if known, err := s.ProviderOf(ctx, cmd.Organisation); err != nil || known.ID != "" {
		if err == nil {
			err = fault.New(fault.Conflict, "training.provider.exists", "name", known.Name)
		}
		return known, err
	}
	p, c, err := Admit(cmd, a, s.clock.Now())
	if err != nil {
		return p, err
	}
	return p, s.store.SaveProviders(ctx, []Provider{p}, c)
}

// Amend changes what an organisation may teach.
func (s *Service) Amend(ctx context.Context, a access.Actor, t step.Target, x Admission) (Provider, error) {
	return s.admission(ctx, a, t, func(p Provider) (Provider, change.Change, error) { return Amend(p, x, a, s.clock.Now()) })
}

// Rule suspends, restores or ends an admission.
func (s *Service) Rule(ctx context.Context, a access.Actor, t step.Target, verb, reason string) (Provider, error) {
	return s.admission(ctx, a, t, func(p Provider) (Provider, change.Change, error) { return Rule(p, verb, reason, a, s.clock.Now()) })
}

func (s *Service) admission(ctx context.Context, a access.Actor, t step.Target, decide func(Provider) (Provider, change.Change, error)) (Provider, error) {
	gate := step.Gate{Table: s.table, View: ActProviders, Act: ActAdmit}
	return step.Take(ctx, admissions{s.store}, gate, a, t, decide)
}

// Candidates are the organisations that can be admitted.
func (s *Service) Candidates(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.Organisations(ctx)
}

// Teachers are those of a provider.
func (s *Service) Teachers(ctx context.Context, a access.Actor, provider record.ID) ([]Teacher, error) {
	if !s.table.Can(a, ActRoster, access.Subject{Owner: provider}) {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.Teachers(ctx, provider)
}

// KeepTeacher enters or changes a teacher of a provider.
func (s *Service) KeepTeacher(ctx context.Context, a access.Actor, t Teacher) (Teacher, error) {
	if !s.table.Can(a, ActKeep, access.Subject{Owner: t.Provider}) {
		return t, fault.New(fault.Forbidden, "record.forbidden")
	}
	var wrong fault.List
	if t.Name = code.Name(t.Name); t.Name == "" || len([]rune(t.Name)) > 60 {
		wrong.Add("name", t.Name, "training.person.name")
	}
	if t.Phone != "" {
		phone, err := code.ParsePhone("phone", t.Phone)
		wrong.Append(err)
		t.Phone = phone
	}
	if err := wrong.Err(); err != nil {
		return t, err
	}
	t.Qualification = strings.TrimSpace(t.Qualification)
	return t, s.store.SaveTeacher(ctx, t, change.By(a, s.clock.Now()))
}

// MayKeep tells whether the actor keeps what belongs to a provider: its teachers.
func (s *Service) MayKeep(a access.Actor, organisation record.ID) bool {
	return s.table.Can(a, ActKeep, access.Subject{Owner: organisation})
}

// AdmissionStory is the timeline of an admission that the actor may see.
func (s *Service) AdmissionStory(ctx context.Context, a access.Actor, id record.ID) ([]timeline.Entry, error) {
	p, err := s.Provider(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return s.store.Timeline(ctx, p.Ref())
}
