package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestWithoutScripts: where scripts do not run, people still sign in, narrow a
// list down, and correct a form.
func TestWithoutScripts(t *testing.T) {
	b := openTab(t, ownDemo(t).base)
	b.goTo("/sign-in")
	b.markRoles()
	const kind = `typeof window.htmx`
	if eval[string](b, kind) == "undefined" {
		t.Fatal("with scripts there is no htmx either: the test would not notice")
	}
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	if status := b.click(`button[data-e2e-role="enterprise"]`); status != 200 {
		t.Fatalf("signing in answers %d", status)
	}
	b.goTo("/orders")
	if eval[string](b, kind) != "undefined" {
		t.Fatal("scripts still run")
	}
	b.do(chromedp.SendKeys(chromedp.CSS(`main form[role=search] input[name=q]`), "XQ"))
	if status := b.click(`main form[role=search] button[type=submit]`); status != 200 || !strings.Contains(b.path(), "q=XQ") {
		t.Errorf("the search leads to %s, status %d", b.path(), status)
	}

	b.goTo("/orders/new?kind=people")
	if status := b.send(); status != 422 {
		t.Fatalf("an empty form answers %d", status)
	}
	b.complaints() // the console repeats the status
	b.sees(word(t, "web.fault.required"))
	b.fill(journeyOrder("Without scripts"))
	if status := b.send(); status != 200 || screen(b.path()) != "/orders/{id}" {
		t.Errorf("the corrected form leads to %s, status %d: %s", b.path(), status, b.text("main"))
	}
}

// press presses keys, as on a keyboard, and waits for the page that they lead to.
func (b *tab) press(keys string) int64 {
	b.t.Helper()
	answer, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(keys))
	if err != nil {
		b.t.Fatalf("pressing keys on %s: %v", b.path(), err)
	}
	return answer.Status
}

// reach presses Tab until the focus stands on what the selector means; every
// stop must be visible.
func (b *tab) reach(selector string) {
	b.t.Helper()
	for range 300 {
		b.do(chromedp.KeyEvent(kb.Tab))
		if at := eval[string](b, `(() => {
			const e = document.activeElement, s = getComputedStyle(e)
			if (e.matches(`+"`"+selector+"`"+`)) return 'there'
			if (e === document.body) return 'around'
			return s.visibility === 'hidden' || s.display === 'none' ? 'hidden: ' + e.outerHTML.slice(0, 120) : ''
		})()`); at == "there" {
			return
		} else if strings.HasPrefix(at, "hidden") {
			b.t.Errorf("the focus stands on something %s", at)
		}
	}
	b.t.Fatalf("the Tab key does not reach %s on %s", selector, b.path())
}

// TestKeyboardOnly: a school signs in, opens an order and answers it without a
// mouse, in English.
func TestKeyboardOnly(t *testing.T) {
	base := ownDemo(t).base
	enterprise := enter(t, base, "enterprise")
	order := enterprise.placeOrder("By keyboard")
	office := enter(t, base, "secretariat")
	office.goTo(order)
	office.step("publish", nil, "order.state.open")

	b := openTab(t, base)
	b.markRoles()
	b.reach(`button[data-e2e-role="dean"]`)
	if status := b.press(kb.Enter); status != 200 {
		t.Fatalf("signing in answers %d", status)
	}
	b.speak("en")
	b.reach(`nav a[href="/orders"]`)
	b.press(kb.Enter)
	b.goTo(order) // the address that a colleague sent
	b.reach(`main a[href$="/respond"]`)
	b.press(kb.Enter)
	b.reach(`main input[name=answer][value=yes], main input[name=answer]`)
	b.do(chromedp.KeyEvent(" "))
	b.reach(`main select[name=programme]`)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.reach(`main input[name=quantity]`)
	b.do(chromedp.KeyEvent("2"))
	b.reach(mainButton)
	if status := b.press(kb.Enter); status != 200 || screen(b.path()) != "/responses/{id}" {
		t.Errorf("the answer leads to %s, status %d: %s", b.path(), status, b.text("main"))
	}
}
