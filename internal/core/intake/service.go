package intake

import (
	"context"
	"io"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/job"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// Options are what the service works with. All must be given but Wake and
// WorkbookDays.
type Options struct {
	Kinds Kinds
	Store Store
	Files file.Intake
	Table *access.Table
	Clock clock.Clock
	// Texts gives the texts of a language, for headers, options and reasons.
	Texts func(i18n.Language) sheet.Texts
	// WorkbookDays is after how many days the workbook of an import with personal
	// data is deleted; 0 for DefaultWorkbookDays.
	WorkbookDays int
	// Wake tells the worker that a job was queued.
	Wake func()
}

// Service brings sheets in and out.
type Service struct{ o Options }

// NewService makes the service.
func NewService(o Options) *Service {
	if o.Wake == nil {
		o.Wake = func() {}
	}
	if o.WorkbookDays == 0 {
		o.WorkbookDays = DefaultWorkbookDays
	}
	return &Service{o}
}

// The kinds of jobs.
const (
	jobCheck  = "intake.check"
	jobImport = "intake.import"
)

// Handlers are the jobs of the service, for the worker.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{
		jobCheck:  func(ctx context.Context, j job.Job) error { return s.work(ctx, j, false, nil) },
		jobImport: func(ctx context.Context, j job.Job) error { return s.work(ctx, j, true, nil) },
	}
}

// Upload is a file that a person sends. ID is made by the caller, derived from
// the once key of the form, so that a double click makes one import.
type Upload struct {
	ID       record.ID
	Kind     string
	FileName string
	Content  io.Reader
	Lang     i18n.Language // of the person: for the words in the reasons
}

// Upload keeps the file and starts its dry run.
func (s *Service) Upload(ctx context.Context, a access.Actor, u Upload) (Import, error) {
	i, f, err := s.receive(a, u)
	if err != nil {
		return i, err
	}
	if i.State, err = Flow.Next(i.State, VerbCheck); err != nil {
		return i, err
	}
	c := change.By(a, i.CreatedAt)
	c.Log(i.Ref(), VerbUpload, "file", i.FileName, "kind", i.Kind)
	c.Attach(f)
	i = s.queue(&c, i, jobCheck, args{Import: i.ID, Actor: a, Lang: u.Lang})
	if err := s.o.Store.Add(ctx, i, c); err != nil {
		if fault.Is(err, fault.Conflict) {
			return s.Find(ctx, a, i.ID) // sent twice: the first one counts
		}
		return i, err
	}
	s.o.Wake()
	return i, nil
}

// receive checks the permission, takes the file in and makes the import.
func (s *Service) receive(a access.Actor, u Upload) (Import, file.File, error) {
	if _, err := s.ImportKind(a, u.Kind); err != nil {
		return Import{}, file.File{}, err
	}
	i := Import{
		ID: u.ID, Kind: u.Kind, State: Flow.Start,
		Person: a.Person, PersonName: a.Name, CreatedAt: s.o.Clock.Now(),
	}
	f, err := s.o.Files.Take(file.Upload{Name: u.FileName, Content: u.Content}, i.Ref(), a)
	if err != nil {
		return Import{}, f, err
	}
	i.File, i.FileName, i.Hash = f.ID, f.Name, f.Hash
	return i, f, nil
}

// queue gives the import a job of its own.
func (s *Service) queue(c *change.Change, i Import, kind string, with args) Import {
	i.Job = record.NewID()
	c.Start(job.New{ID: i.Job, Kind: kind, Args: with, RunAt: with.RunAt})
	return i
}

// Confirm starts the import of a file whose dry run is over. A second click
// returns the import as it is.
func (s *Service) Confirm(ctx context.Context, a access.Actor, id record.ID, lang i18n.Language) (Import, error) {
	i, kind, err := s.find(ctx, a, id)
	if err != nil {
		return i, err
	}
	if err := s.works(a, i, kind); err != nil {
		return i, err
	}
	if i.State == Importing || i.State == Done {
		return i, nil
	}
	total := i.Counts.Total()
	if i.State, err = Flow.Next(i.State, VerbConfirm); err != nil {
		return i, err
	}
	i.Counts = Counts{}
	c := change.By(a, s.o.Clock.Now())
	c.Log(i.Ref(), VerbConfirm)
	started, err := s.start(ctx, i, c, jobImport, args{Import: i.ID, Actor: a, Lang: lang, Total: total})
	if fault.Is(err, fault.Stale) {
		if now, again := s.Find(ctx, a, id); again == nil && now.State == Importing {
			return now, nil // the other of two clicks was faster
		}
	}
	return started, err
}

// Resume takes up an import whose job was given up after its last attempt; it
// goes on behind the last row that was written.
func (s *Service) Resume(ctx context.Context, a access.Actor, id record.ID) (Import, error) {
	i, kind, err := s.find(ctx, a, id)
	if err != nil {
		return i, err
	}
	if err := s.works(a, i, kind); err != nil {
		return i, err
	}
	j, err := s.o.Store.Job(ctx, i.Job)
	if err != nil {
		return i, err
	}
	if j.State != job.Failed {
		return i, nil
	}
	if _, err = Flow.Next(i.State, VerbResume); err != nil {
		return i, err
	}
	with, from, err := readArgs(j)
	if err != nil {
		return i, err
	}
	with.From, with.Actor = from, a
	c := change.By(a, s.o.Clock.Now())
	c.Log(i.Ref(), VerbResume)
	return s.start(ctx, i, c, j.Kind, with)
}

func (s *Service) start(ctx context.Context, i Import, c change.Change, kind string, with args) (Import, error) {
	i = s.queue(&c, i, kind, with)
	if err := s.o.Store.Save(ctx, i, c); err != nil {
		return i, err
	}
	s.o.Wake()
	return i, nil
}
