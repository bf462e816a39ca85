package training

import (
	"context"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// admissions is the keeper of providers.
type admissions struct{ Store }

func (k admissions) Find(ctx context.Context, id record.ID) (Provider, error) {
	return k.FindProvider(ctx, id)
}

func (k admissions) Save(ctx context.Context, p Provider, c change.Change) error {
	return k.SaveProvider(ctx, p, c)
}

func (k admissions) Timeline(ctx context.Context, p Provider) ([]timeline.Entry, error) {
	return k.Store.Timeline(ctx, p.Ref())
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
	return p, s.store.SaveProvider(ctx, p, c)
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
