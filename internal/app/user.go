package app

import (
	"bufio"
	"context"
	"io"
	"slices"
	"strings"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// AddUser makes a person with an account and a role. The first line of standard
// input is the password; without one, a password is made up and printed, to be
// changed at the first sign-in.
func (Program) AddUser(ctx context.Context, o AddUserOptions) error {
	if !slices.Contains(Roles(), o.Role) {
		return fault.Wrong("role", o.Role, "app.role.unknown", "roles", strings.Join(Roles(), ", "))
	}
	h, c, ctx, err := enter(ctx, o.Base, o.Consortium)
	if err != nil {
		return err
	}
	defer h.Close()
	org, err := h.organisation(ctx, c, o.Organisation)
	if err != nil {
		return err
	}
	line, err := bufio.NewReader(o.In).ReadString('\n')
	if err != nil && err != io.EOF {
		return err
	}
	_, made, err := h.Accounts.Create(ctx, access.Robot(c.ID), account.CreateCommand{
		ID: record.NewID(), Contact: identity.Contact{Name: o.Name, Phone: o.Phone, Email: o.Email}, Login: o.Login,
		Password: strings.TrimRight(line, "\r\n"), Role: access.Role(o.Role), Organisation: org,
	})
	if err != nil {
		return err
	}
	err = say(o.Out, "app.user.made", "name", o.Name, "login", o.Login)
	if err == nil && made != "" {
		err = say(o.Out, "app.user.password", "password", made)
	}
	return err
}

// organisation finds an organisation by credit code or exact name; the
// consortium's own body if text is empty.
func (h *House) organisation(ctx context.Context, c consortium.Consortium, text string) (id record.ID, err error) {
	if text == "" {
		return c.Body, nil
	}
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		byCode, err := organisationdb.ByCreditCodes(tx, []string{text})
		if err != nil {
			return err
		}
		byName, err := organisationdb.ByNames(tx, []string{text})
		if err != nil {
			return err
		}
		switch {
		case byCode[text].ID != "":
			id = byCode[text].ID
		case byName[text].ID != "":
			id = byName[text].ID
		default:
			return fault.Wrong("organisation", text, "app.organisation.unknown")
		}
		return nil
	})
	return id, err
}
