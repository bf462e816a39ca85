package app

import "context"

// Demo is wired below once the loader stands.
func (Program) Demo(ctx context.Context, o DemoOptions) error {
	return Program{}.Serve(ctx, o.ServeOptions)
}

// Backup ...
func (Program) Backup(ctx context.Context, o BackupOptions) error { return nil }

// Restore ...
func (Program) Restore(ctx context.Context, o RestoreOptions) error { return nil }
