package main

import "tongpin/internal/app"

type sealCmd struct {
	Verify sealVerifyCmd `cmd:"" help:"Recompute the whole log from the stored facts; names the first one that was changed."`
	Head   sealHeadCmd   `cmd:"" help:"Seal what was recorded and print the signed head."`
	Key    sealKeyCmd    `cmd:"" help:"Print the public keys, the present one first."`
}

type sealVerifyCmd struct {
	Consortium string   `required:"" placeholder:"KEY" help:"Key of the consortium, for example ruoqiang."`
	Head       []string `placeholder:"FILE" help:"Head that somebody kept; it must be one of the log's. Can be given more than once."`
}

// Run checks the log.
func (c *sealVerifyCmd) Run(k *call) error {
	return k.bodies.SealVerify(k.ctx, app.SealVerifyOptions{Base: k.base, Consortium: c.Consortium, Heads: c.Head})
}

type sealHeadCmd struct {
	Consortium string `required:"" placeholder:"KEY" help:"Key of the consortium, for example ruoqiang."`
}

// Run prints the head.
func (c *sealHeadCmd) Run(k *call) error {
	return k.bodies.SealHead(k.ctx, app.SealHeadOptions{Base: k.base, Consortium: c.Consortium})
}

type sealKeyCmd struct{}

// Run prints the keys.
func (c *sealKeyCmd) Run(k *call) error {
	return k.bodies.SealKey(k.ctx, app.SealKeyOptions{Base: k.base})
}

type verifyBulletinCmd struct {
	File       string `arg:"" type:"file" help:"Bulletin as JSON (tongpin bulletin --format json)."`
	Key        string `placeholder:"KEY" help:"Public key to trust, from /c/KEY/seal/key or a paper; else the one in the file, which then proves less."`
	Head       string `type:"file" placeholder:"FILE" help:"Published head of the same size, or proof of consistency between two heads."`
	Consortium string `placeholder:"KEY" help:"Also compare with the facts of this installation as they stand today."`
}

// Run checks the bulletin.
func (c *verifyBulletinCmd) Run(k *call) error {
	return k.bodies.VerifyBulletin(k.ctx, app.VerifyBulletinOptions{Base: k.base, File: c.File, Key: c.Key, Head: c.Head, Consortium: c.Consortium})
}
