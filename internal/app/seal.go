package app

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"tongpin/internal/app/declared"
	"tongpin/internal/app/disk"
	"tongpin/internal/sealing"
)

// SealVerify recomputes the whole sealed log of a consortium from its facts.
func (Program) SealVerify(ctx context.Context, o SealVerifyOptions) error {
	published, err := readAll(o.Heads)
	if err != nil {
		return err
	}
	h, _, ctx, err := enter(ctx, o.Base, o.Consortium)
	if err != nil {
		return err
	}
	defer h.Close()
	a, err := h.Sealing.Audit(ctx, published...)
	if err != nil {
		return err
	}
	l, err := words()
	if err != nil {
		return err
	}
	lines := []string{l.T("app.seal.holds", "facts", a.Facts, "heads", a.Heads)}
	if a.Heads > 0 {
		lines = append(lines, l.T("app.seal.last", "facts", a.Last.Size, "root", a.Last.Root, "at", a.Last.At.Format(time.RFC3339)))
	}
	if a.Unsealed > 0 {
		lines = append(lines, l.T("app.seal.unsealed", "n", a.Unsealed))
	}
	if a.Erased > 0 {
		lines = append(lines, l.T("app.seal.erased", "n", a.Erased))
	}
	if len(published) == 0 {
		lines = append(lines, l.T("app.seal.no_head"))
	}
	_, err = fmt.Fprintln(o.Out, strings.Join(lines, "\n"))
	return err
}

// SealHead seals what was recorded and prints the signed head.
func (Program) SealHead(ctx context.Context, o SealHeadOptions) error {
	h, _, ctx, err := enter(ctx, o.Base, o.Consortium)
	if err != nil {
		return err
	}
	defer h.Close()
	if _, err := h.Sealing.Seal(ctx); err != nil {
		return err
	}
	head, err := h.Sealing.HeadAt(ctx, 0)
	if err == nil {
		_, err = fmt.Fprint(o.Out, head.Signed)
	}
	return err
}

// SealKey prints the public keys of the installation, the present one first.
func (Program) SealKey(_ context.Context, o SealKeyOptions) error {
	keys, err := sealing.KeyFile(o.Data)()
	if err == nil {
		_, err = fmt.Fprint(o.Out, keys.Public)
	}
	return err
}

// VerifyBulletin checks a published paper. Without a consortium it needs no
// database: file, key and arithmetic are enough.
func (Program) VerifyBulletin(ctx context.Context, o VerifyBulletinOptions) error {
	text, err := readAll([]string{o.File})
	if err != nil {
		return err
	}
	t := sealing.Trust{Keys: o.Key, Known: declared.Metrics()}
	if o.Head != "" {
		head, err := readAll([]string{o.Head})
		if err != nil {
			return err
		}
		t.Head = head[0]
	}
	v, err := sealing.VerifyFile([]byte(text[0]), t)
	if err == nil && o.Consortium != "" {
		err = confirm(ctx, o, v)
	}
	if err != nil {
		return err
	}
	return tellVerified(o, v)
}

// confirm compares the paper with this installation's facts of today.
func confirm(ctx context.Context, o VerifyBulletinOptions, v sealing.Verified) error {
	h, _, ctx, err := enter(ctx, o.Base, o.Consortium)
	if err != nil {
		return err
	}
	defer h.Close()
	return h.Sealing.Confirm(ctx, v.Bundle)
}

func tellVerified(o VerifyBulletinOptions, v sealing.Verified) error {
	l, err := words()
	if err != nil {
		return err
	}
	lines := []string{
		l.T("app.verified.holds", "file", o.File, "figures", len(v.Bundle.Figures), "facts", len(v.Bundle.Leaves)),
		l.T("app.verified.log", "origin", v.Head.Origin, "facts", v.Head.Size, "at", v.Head.At.Format(time.RFC3339)),
	}
	if !v.Content {
		lines = append(lines, l.T("app.verified.words"))
	}
	if o.Consortium != "" {
		lines = append(lines, l.T("app.verified.database"))
	}
	if v.OwnKey {
		lines = append(lines, l.T("app.verified.own_key", "consortium", v.Bundle.Consortium), "  "+v.Bundle.Key)
	}
	lines = append(lines, l.T("app.verified.not_proved"))
	_, err = fmt.Fprintln(o.Out, strings.Join(lines, "\n"))
	return err
}

// readAll reads files whole.
func readAll(paths []string) ([]string, error) {
	texts := make([]string, len(paths))
	for i, path := range paths {
		err := disk.Read(path, func(r io.Reader) error {
			b, err := io.ReadAll(r)
			texts[i] = string(b)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return texts, nil
}
