// Package config holds the settings of the program. The tags of the structs
// below are the one table of settings: the command line, --help and
// docs/settings.md are all made from it.
package config

import "time"

// Common are the settings that every command understands.
type Common struct {
	Data      string `name:"data" env:"TONGPIN_DATA" placeholder:"DIR" shown:"$XDG_DATA_HOME/tongpin, else ~/.local/share/tongpin" help:"Folder of this installation: the embedded database and the uploaded files."`
	Database  string `name:"database" env:"TONGPIN_DATABASE" placeholder:"URL" shown:"sqlite:tongpin.db in the data folder" help:"Database: sqlite:PATH or postgres://user:password@host/name. Uploaded files stay in the data folder either way."`
	LogLevel  string `name:"log-level" env:"TONGPIN_LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"Least level that is logged: debug, info, warn or error."`
	LogFormat string `name:"log-format" env:"TONGPIN_LOG_FORMAT" enum:"text,json" default:"text" help:"Form of the log on standard error: text or json."`
}

// Server are the settings of the commands that serve pages.
type Server struct {
	Listen          string        `name:"listen" env:"TONGPIN_LISTEN" placeholder:"ADDR" default:"127.0.0.1:8080" help:"Address to serve on, HOST:PORT."`
	PublicURL       string        `name:"public-url" env:"TONGPIN_PUBLIC_URL" placeholder:"URL" shown:"http:// and the listen address" help:"Address that people type. With https:// cookies are sent over TLS only; set it behind a TLS proxy."`
	TrustProxy      bool          `name:"trust-proxy" env:"TONGPIN_TRUST_PROXY" shown:"false" help:"Take the visitor's address from X-Forwarded-For. Only behind a proxy that sets it."`
	SessionIdle     time.Duration `name:"session-idle" env:"TONGPIN_SESSION_IDLE" placeholder:"TIME" default:"2h" help:"A session ends after this long without a request. Classified protection asks for 30m at level 2, 15m at level 3."`
	SessionMax      time.Duration `name:"session-max" env:"TONGPIN_SESSION_MAX" placeholder:"TIME" default:"12h" help:"A session ends this long after signing in, whatever happens."`
	UploadLimit     Size          `name:"upload-limit" env:"TONGPIN_UPLOAD_LIMIT" placeholder:"SIZE" default:"20MiB" help:"Largest file that can be uploaded."`
	WorkbookDays    int           `name:"workbook-days" env:"TONGPIN_WORKBOOK_DAYS" placeholder:"N" default:"30" help:"Days after its import that an uploaded workbook with personal data is kept. Its content leaves the disk 30 days after the upload at the earliest."`
	PasswordWorkers int           `name:"password-workers" env:"TONGPIN_PASSWORD_WORKERS" placeholder:"N" default:"4" help:"Passwords checked at the same time; each takes 19 MiB of memory while it lasts."`
}

// Settings are all settings of the program, checked and complete after Resolve.
type Settings struct {
	Common
	Server
}

// Prefix begins the name of every environment variable of the program.
const Prefix = "TONGPIN_"

// testPrefix begins the variables of the program's own test suite, which a
// started program must not take for settings.
const testPrefix = "TONGPIN_TEST_"
