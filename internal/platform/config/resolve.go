package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// databaseFile is the name of the embedded database in the data folder.
const databaseFile = "tongpin.db"

// Resolve fills in what depends on other settings or on the user, and checks
// every value. It reports all problems at once; each line says which setting,
// what it was and how to write it.
func (s Settings) Resolve() (Settings, error) {
	common, err := s.Common.Resolve()
	s.Common = common
	server, serverErr := s.Server.resolve()
	s.Server = server
	return s, errors.Join(err, serverErr)
}

// Resolve fills in and checks the settings of a command that serves nothing.
func (c Common) Resolve() (Common, error) {
	var problems []error
	if c.Data == "" {
		dir, err := userFolder()
		if err != nil {
			problems = append(problems, err)
		}
		c.Data = dir
	}
	if dir, err := filepath.Abs(c.Data); err == nil {
		c.Data = dir
	}
	switch {
	case c.Database == "":
		c.Database = "sqlite:" + filepath.Join(c.Data, databaseFile)
	case strings.HasPrefix(c.Database, "postgres://"), strings.HasPrefix(c.Database, "postgresql://"):
		if _, err := url.Parse(c.Database); err != nil {
			// The address may hold a password: it is not repeated.
			problems = append(problems, wrong("database", "the given address", "is not well formed; write postgres://user:password@host/name and escape special characters of the password as %XX"))
		}
	case strings.HasPrefix(c.Database, "sqlite:") && c.Database != "sqlite:":
	default:
		problems = append(problems, wrong("database", "the given address", "begins with neither sqlite: nor postgres://; write sqlite:/path/to/file.db or postgres://user:password@host/name"))
	}
	return c, errors.Join(problems...)
}

func (s Server) resolve() (Server, error) {
	var problems []error
	if _, port, err := net.SplitHostPort(s.Listen); err != nil || !isPort(port) {
		problems = append(problems, wrong("listen", strconv.Quote(s.Listen), "is no address; write HOST:PORT, for example 127.0.0.1:8080, or :8080 for every address of this machine"))
	}
	if s.PublicURL != "" {
		u, err := url.Parse(s.PublicURL)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			problems = append(problems, wrong("public-url", strconv.Quote(s.PublicURL), "is no address of a site; write https://HOST without a path"))
		} else {
			s.PublicURL = u.Scheme + "://" + u.Host
		}
	}
	if s.SessionIdle < time.Minute {
		problems = append(problems, wrong("session-idle", s.SessionIdle.String(), "is too short; give one minute or more, for example 2h"))
	}
	if s.SessionMax < s.SessionIdle {
		problems = append(problems, wrong("session-max", s.SessionMax.String(), "is shorter than --session-idle; give at least "+s.SessionIdle.String()))
	}
	if s.PasswordWorkers < 1 || s.PasswordWorkers > 256 {
		problems = append(problems, wrong("password-workers", strconv.Itoa(s.PasswordWorkers), "is out of range; give 1 to 256"))
	}
	if s.WorkbookDays < 1 || s.WorkbookDays > 3650 {
		problems = append(problems, wrong("workbook-days", strconv.Itoa(s.WorkbookDays), "is out of range; give 1 to 3650"))
	}
	return s, errors.Join(problems...)
}

// Secure tells whether people reach the program over TLS.
func (s Server) Secure() bool { return strings.HasPrefix(s.PublicURL, "https://") }

func isPort(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= 65535
}

func wrong(name, value, remedy string) error {
	return fmt.Errorf("--%s (%s): %s %s", name, variable(name), value, remedy)
}

func variable(name string) string {
	return Prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// userFolder is where a person's programs keep data, by the XDG base directory
// specification.
func userFolder() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "tongpin"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", wrong("data", "the home folder", "is not known; name a data folder with --data DIR")
	}
	return filepath.Join(home, ".local", "share", "tongpin"), nil
}
