package app

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"tongpin/internal/app/disk"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web"
)

// Serve serves the pages and runs the jobs until ctx ends.
func (Program) Serve(ctx context.Context, o ServeOptions) error {
	h, err := Open(ctx, config.Settings{Common: o.Common, Server: o.Server}, clock.System{}, logger(o.Base))
	if err != nil {
		return err
	}
	defer h.Close()
	list, err := h.Consortia(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		if err := say(o.Out, "app.serve.empty"); err != nil {
			return err
		}
	}
	return h.serve(ctx, o, false)
}

// patience is how long requests may take to finish after the signal to stop.
const patience = 20 * time.Second

// serve listens, says where, and runs until ctx ends; then it lets requests and
// the running step of a job finish.
func (h *House) serve(ctx context.Context, o ServeOptions, demo bool) error {
	Collect()
	secret, err := secretOf(o.Data)
	if err != nil {
		return err
	}
	settings := config.Settings{Common: o.Common, Server: o.Server}
	handler, _ := h.Site(SiteOptions{Settings: settings, Secret: secret, Demo: demo})
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return fault.New(fault.Refused, "app.listen", "address", o.Listen, "problem", disk.Problem(err))
	}
	if err := say(o.Out, "app.serve.at", "address", "http://"+listener.Addr().String()); err != nil {
		return err
	}
	server := web.Server(o.Listen, handler)
	work, stop := context.WithCancel(ctx)
	defer stop()
	idle := make(chan struct{})
	go func() { defer close(idle); h.Worker.Run(work) }()
	go h.keepDays(work)
	go h.keepSealed(work)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		err = server.Shutdown(closing)
	}
	stop()
	<-idle
	if err := h.seal(context.WithoutCancel(ctx)); err != nil { // what the last minutes recorded
		h.log.Error("sealing", "error", err)
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	h.log.Info("stopped")
	return err
}

// garbage is how much may be made before it is collected, in percent of what is in
// use. Pages make much garbage on a small heap: with Go's own 100 a sixth of a
// list's time went into collecting; idle, the program stays under 100 MB.
const garbage = 200

// Collect lets the garbage collector wait longer, unless the operator has set its
// pace (GOGC).
func Collect() {
	if set := debug.SetGCPercent(garbage); set != 100 {
		debug.SetGCPercent(set)
	}
}

// secretOf reads the installation's secret, which it makes at the first start.
func secretOf(data string) ([]byte, error) {
	path := filepath.Join(data, "secret")
	secret, err := os.ReadFile(path)
	if err == nil && len(secret) >= 32 {
		return secret, nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fault.Wrong("data", data, "app.file.unreadable", "problem", disk.Problem(err))
	}
	secret = make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fault.Wrong("data", data, "app.file.unwritable", "problem", disk.Problem(err))
	}
	if err := os.WriteFile(path, secret, 0o600); err != nil {
		return nil, fault.Wrong("data", data, "app.file.unwritable", "problem", disk.Problem(err))
	}
	return secret, nil
}
