package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"tongpin/internal/app/demo"
	"tongpin/internal/app/disk"
	"tongpin/internal/core/file"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/fault"
)

// Demo loads the demonstration where it is not there yet and serves it. A
// demonstration that an earlier start left half loaded is loaded anew.
func (Program) Demo(ctx context.Context, o DemoOptions) error {
	Collect()
	began := clock.System{}.Now()
	if err := load(ctx, o, began); err != nil {
		return err
	}
	if o.LoadOnly {
		return say(o.Out, "app.demo.loaded", "folder", o.Data)
	}
	h, err := Open(ctx, config.Settings{Common: o.Common, Server: o.Server}, clock.System{}, logger(o.Base))
	if err != nil {
		return err
	}
	defer h.Close()
	return h.serve(ctx, o.ServeOptions, true)
}

// load opens the house with a clock that the loader moves, and closes it again.
func load(ctx context.Context, o DemoOptions, now time.Time) error {
	moved, settings := clock.At(now), config.Settings{Common: o.Common, Server: o.Server}
	settings.UploadLimit = max(settings.UploadLimit, commandLimit) // for the rosters of the demonstration, whatever people may upload
	h, err := Open(ctx, settings, moved, logger(o.Base))
	if err != nil {
		return err
	}
	defer h.Close()
	half, err := h.demoState(ctx)
	if err != nil {
		return err
	}
	if o.Fresh || half {
		if err := h.empty(ctx, o.Data); err != nil {
			return err
		}
	}
	p := h.Stage(moved)
	if err := demo.Load(ctx, p, now); err != nil {
		return err
	}
	if o.Size > 1 {
		if err := say(o.Err, "app.demo.making", "n", o.Size); err != nil {
			return err
		}
		if err := demo.Make(ctx, p, o.Size, now); err != nil {
			return err
		}
	}
	return errors.Join(h.keepDerived(ctx), h.seal(ctx))
}

// Stage is the program as the demonstration plays on it: its services, opened
// with a clock that the player moves.
func (h *House) Stage(moved *clock.Set) demo.Program {
	return demo.Program{
		DB:          h.DB,
		Clock:       moved,
		Accounts:    h.Accounts,
		Agreements:  h.Agreements,
		Attendance:  h.Attendance,
		Bulletins:   h.Bulletins,
		Intake:      h.Intake,
		Members:     h.Members,
		Offers:      h.Offers,
		Orders:      h.Orders,
		Plans:       h.Plans,
		Subsidies:   h.Subsidies,
		Training:    h.Training,
		Internships: h.Internships,
		Files:       file.Intake{Blobs: h.Blobs, Limit: int64(commandLimit), Clock: moved},
		Daily:       h.round,
		Drain:       h.Worker.Drain,
	}
}

// demoState refuses a database that holds anything but demonstrations, and
// tells whether an earlier start left one half loaded.
func (h *House) demoState(ctx context.Context) (half bool, err error) {
	list, err := h.Consortia(ctx)
	for _, c := range list {
		if !c.Sample {
			return false, fault.New(fault.Refused, "app.demo.others", "key", c.Key)
		}
		whole, err := demo.Whole(ctx, h.DB, c)
		if err != nil {
			return false, err
		}
		half = half || !whole
	}
	return half, err
}

// empty throws a demonstration away: every table and every uploaded file.
func (h *House) empty(ctx context.Context, data string) error {
	if err := h.DB.Empty(ctx); err != nil {
		return err
	}
	blobs := filepath.Join(data, "files")
	if err := os.RemoveAll(blobs); err != nil {
		return fault.Wrong("data", data, "app.file.unwritable", "problem", disk.Problem(err))
	}
	if _, err := file.OpenBlobs(blobs); err != nil { // makes the folders anew
		return err
	}
	return h.DB.Migrate(ctx)
}
