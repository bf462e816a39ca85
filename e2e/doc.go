// Package e2e drives a real browser against the real binary: the main ways of
// each role, the accessibility of every page, the README's screenshots. Without
// Chromium the tests skip and say so.
package e2e
