package web

import (
	"net/http"
	"slices"

	"tongpin/internal/platform/i18n"
)

// Preferences live in cookies for a year, so that they also hold before
// signing in.
const (
	languageCookie = "tp_lang"
	largerCookie   = "tp_larger"
	year           = 365 * 24 * 60 * 60
)

// PreferencePath takes the choices of language and of larger text.
const PreferencePath = "/preferences"

// PreferenceRoutes are the routes of the switches in the top bar.
func PreferenceRoutes() []Route {
	return []Route{Post(PreferencePath, Public, prefer)}
}

func prefer(w http.ResponseWriter, r *http.Request) error {
	if lang := i18n.Language(r.PostFormValue("lang")); slices.Contains(i18n.Languages, lang) {
		http.SetCookie(w, cookie(r, languageCookie, string(lang), year))
	}
	switch r.PostFormValue("larger") {
	case "on":
		http.SetCookie(w, cookie(r, largerCookie, "on", year))
	case "off":
		http.SetCookie(w, cookie(r, largerCookie, "", -1))
	}
	leave(w, r, Local(r.PostFormValue("back"), "/"))
	return nil
}

func choice(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// language is the chosen language, else Chinese: the language of a person's
// browser says little about offices in China.
func language(r *http.Request) i18n.Language {
	if chosen := i18n.Language(choice(r, languageCookie)); slices.Contains(i18n.Languages, chosen) {
		return chosen
	}
	return i18n.Languages[0]
}
