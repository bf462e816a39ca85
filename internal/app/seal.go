package app

import (
	"context"
	"fmt"
	"io"
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
	fmt.Fprintf(o.Out, "The log holds: %d facts are as they were sealed, under %d signed heads.\n", a.Facts, a.Heads)
	if a.Heads > 0 {
		fmt.Fprintf(o.Out, "Last head: %d facts, root %s, signed at %s.\n", a.Last.Size, a.Last.Root, a.Last.At.Format(time.RFC3339))
	}
	if a.Unsealed > 0 {
		fmt.Fprintf(o.Out, "Not yet sealed, so not checked: %d. Run tongpin seal head to seal them.\n", a.Unsealed)
	}
	if a.Erased > 0 {
		fmt.Fprintf(o.Out, "Not to be compared, because their salts were erased: %d links to persons.\n", a.Erased)
	}
	if len(published) == 0 {
		fmt.Fprintln(o.Out, "Give a head that somebody kept outside (--head FILE) to find a log that was rewritten as a whole.")
	}
	return nil
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
	tellVerified(o, v)
	return nil
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

func tellVerified(o VerifyBulletinOptions, v sealing.Verified) {
	fmt.Fprintf(o.Out, "%s holds: %d figures follow from %d sealed facts, of which none was left out.\n", o.File, len(v.Bundle.Figures), len(v.Bundle.Leaves))
	fmt.Fprintf(o.Out, "Log %s, %d facts, signed at %s.\n", v.Head.Origin, v.Head.Size, v.Head.At.Format(time.RFC3339))
	if !v.Content {
		fmt.Fprintln(o.Out, "Only the figures are signed, not the words around them.")
	}
	if o.Consortium != "" {
		fmt.Fprintln(o.Out, "The facts in the database are still as they were sealed.")
	}
	if v.OwnKey {
		fmt.Fprintf(o.Out, "The key was taken from the file itself. Compare it with the published one (/c/%s/seal/key), or give --key or --head:\n  %s\n", v.Bundle.Consortium, v.Bundle.Key)
	}
	fmt.Fprintln(o.Out, "Not proved: that each fact is true, and that everything that happened was recorded.")
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
