package config

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/platform/fault"
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
	var problems fault.List
	problems.Append(err)
	problems.Append(serverErr)
	return s, problems.Err()
}

// Resolve fills in and checks the settings of a command that serves nothing.
func (c Common) Resolve() (Common, error) {
	var problems fault.List
	if c.Data == "" {
		dir, err := userFolder()
		if err != nil {
			problems.Append(err)
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
			problems = append(problems, wrong("database", "", "postgres"))
		}
	case strings.HasPrefix(c.Database, "sqlite:") && c.Database != "sqlite:":
	default:
		problems = append(problems, wrong("database", "", "database"))
	}
	return c, problems.Err()
}

func (s Server) resolve() (Server, error) {
	var problems fault.List
	if _, port, err := net.SplitHostPort(s.Listen); err != nil || !isPort(port) {
		problems = append(problems, wrong("listen", s.Listen, "listen"))
	}
	if s.PublicURL != "" {
		u, err := url.Parse(s.PublicURL)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			problems = append(problems, wrong("public-url", s.PublicURL, "site"))
		} else {
			s.PublicURL = u.Scheme + "://" + u.Host
		}
	}
	if s.SessionIdle < time.Minute {
		problems = append(problems, wrong("session-idle", s.SessionIdle.String(), "short"))
	}
	if s.SessionMax < s.SessionIdle {
		problems = append(problems, wrong("session-max", s.SessionMax.String(), "shorter", "least", s.SessionIdle.String()))
	}
	if s.PasswordWorkers < 1 || s.PasswordWorkers > 256 {
		problems = append(problems, wrong("password-workers", strconv.Itoa(s.PasswordWorkers), "range", "low", 1, "high", 256))
	}
	if s.WorkbookDays < 1 || s.WorkbookDays > 3650 {
		problems = append(problems, wrong("workbook-days", strconv.Itoa(s.WorkbookDays), "range", "low", 1, "high", 3650))
	}
	return s, problems.Err()
}

// Secure tells whether people reach the program over TLS.
func (s Server) Secure() bool { return strings.HasPrefix(s.PublicURL, "https://") }

func isPort(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= 65535
}

// wrong is a fault of a setting; args are further values of the text "config." + key.
func wrong(name, value, key string, args ...any) *fault.Fault {
	setting := fmt.Sprintf("--%s (%s)", name, variable(name))
	return fault.Wrong(name, value, "config."+key, append([]any{"setting", setting}, args...)...)
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
		return "", wrong("data", "", "home")
	}
	return filepath.Join(home, ".local", "share", "tongpin"), nil
}
