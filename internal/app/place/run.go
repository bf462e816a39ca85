package place

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"time"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
	"tongpin/internal/engine/placement/together"
	"tongpin/internal/platform/fault"
)

// run is one call of the command.
type run struct {
	Options
	Surroundings
	progress *progress
}

// Run solves or checks a placement. What is wrong with the files, and what a
// check found, comes back as a fault.List.
func Run(ctx context.Context, o Options, s Surroundings) error {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	r := &run{o, s, newProgress(s)}
	defer r.progress.end()
	c, err := r.read()
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	x, err := r.readExtras(c)
	if err != nil {
		return err
	}
	if o.Verify != "" {
		return r.verify(c, &x)
	}
	return r.solve(ctx, c, &x)
}

func (r *run) read() (*placefile.Case, error) {
	began := r.Clock.Now()
	c, err := placefile.Read(r.paths(), placefile.Options{Seed: r.seed(), Workers: r.Workers, Ties: r.Ties, Progress: r.progress.tell})
	if err != nil {
		return nil, explained(err)
	}
	r.progress.loaded = r.Clock.Now().Sub(began)
	if c.NoCaps {
		r.warn("app.place.no_caps")
	}
	if c.Open {
		r.warn("app.place.open", "file", r.Wishes)
	}
	return c, nil
}

func (r *run) warn(key string, args ...any) {
	r.progress.end()
	fmt.Fprintln(r.Err, r.Texts.T(key, args...))
}

// solve solves the case and writes all files, or none.
func (r *run) solve(ctx context.Context, c *placefile.Case, x *extras) error {
	began := r.Clock.Now()
	r.progress.stage("app.place.solving")
	if err := r.feasible(c, x); err != nil {
		return err
	}
	res, cert, err := r.place(ctx, c, x)
	if err != nil {
		return r.overLocked(c, err)
	}
	solved := r.Clock.Now()
	if err := ctx.Err(); err != nil {
		return err
	}
	r.progress.stage("app.place.writing")
	var batch disk.Batch
	defer batch.Discard()
	if err := r.results(&batch, c, x, res, cert); err != nil {
		return err
	}
	s := r.stats(c, x, res, cert)
	s.LoadSeconds, s.SolveSeconds = seconds(r.progress.loaded), seconds(solved.Sub(began))
	s.WriteSeconds = seconds(r.Clock.Now().Sub(solved))
	if r.Stats != "" {
		err := batch.Add(r.Stats, func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(s)
		})
		if err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := batch.Commit(); err != nil {
		return err
	}
	r.progress.end()
	_, err = fmt.Fprintln(r.Surroundings.Out, r.Texts.T("app.place.done", "placed", s.Placed, "students", s.Students, "file", r.Options.Out))
	return err
}

// place solves the case in the mode that is asked for.
func (r *run) place(ctx context.Context, c *placefile.Case, x *extras) (*placement.Result, *certificate, error) {
	o := placement.Options{Fill: r.Mode == Fill, Workers: r.Workers, Locked: x.locks, Tell: r.progress.asking}
	switch {
	case r.Mode == Weighted:
		return r.solveWeighted(ctx, c, x)
	case r.Ties && len(r.Bands) > 0:
		res, err := placement.SolveTiedBands(c.Instance, c.Tied, r.Bands, o)
		return res, nil, err
	case r.Ties:
		res, err := placement.SolveTied(c.Instance, c.Tied, o)
		return res, nil, err
	case len(r.Bands) > 0:
		res, err := placement.SolveBands(c.Instance, r.Bands, o)
		return res, nil, err
	case len(x.pairs) > 0:
		res, err := together.Solve(c.Instance, x.pairs, o)
		if err != nil {
			return nil, nil, err
		}
		x.kept = res.Kept
		return &res.Result, nil, nil
	}
	res, err := placement.Solve(c.Instance, o)
	return res, nil, err
}

func seconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1e6 }

// results writes everything but the statistics.
func (r *run) results(batch *disk.Batch, c *placefile.Case, x *extras, res *placement.Result, cert *certificate) error {
	err := batch.Add(r.Options.Out, func(w io.Writer) error { return c.WritePlacement(w, res.Post, r.Workers) })
	if err == nil && r.Prices != "" {
		err = batch.Add(r.Prices, func(w io.Writer) error { return c.WritePrices(w, cert.proof.Rents) })
	}
	if err != nil || r.Explain == "" && r.Cutoffs == "" {
		return err
	}
	table := placement.NewTable(c.Instance, res.Post, x.locks)
	table.Tied = c.Tied
	if r.Cutoffs != "" {
		if err := batch.Add(r.Cutoffs, func(w io.Writer) error { return c.WriteCutoffs(w, table) }); err != nil {
			return err
		}
	}
	if r.Explain != "" {
		return r.explanations(batch, c, x, res, cert, table)
	}
	return nil
}

// withRest says how many faults are not listed.
func withRest(list fault.List, total int) error {
	if rest := total - len(list); rest > 0 {
		list = append(list, fault.New(fault.Invalid, "app.place.more", "n", rest))
	}
	return list.Err()
}

// explained makes faults of problems and of what the system says.
func explained(err error) error {
	var wrong *placefile.Problems
	if errors.As(err, &wrong) {
		var list fault.List
		for _, p := range wrong.List {
			list = append(list, fault.New(fault.Invalid, "app.place.wrong."+p.Key, "where", p.Where(), "value", p.Value, "other", p.Other))
		}
		return withRest(list, wrong.Total)
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		return fault.Wrong("file", p.Path, "app.file.unreadable", "problem", disk.Problem(err))
	}
	return err
}
