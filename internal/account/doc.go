// Package account is how people come in and who keeps them: signing in and out,
// changing the seat (role, organisation, consortium), sessions, passwords; and,
// for administrators and the secretariat, the people of the consortium with
// their accounts and roles.
//
// Rules: a wrong password and an unknown login are told in the same words and
// the same time. Five attempts lock an account for ten minutes. A password given
// by somebody else must be changed at the first sign-in. Only the consortium
// that keeps an account may change it. Only an administrator gives the role of
// administrator or resets an administrator's password. Telephone numbers and
// e-mail addresses are masked; showing them takes a reason and is recorded in
// the person's timeline.
package account
