// Package identity holds who people are to the program: persons, the accounts
// with which they sign in, the roles in which they act for organisations, and
// their sessions.
//
// Persons, accounts and sessions are global: one natural person may act in
// several consortia. Each person and account is kept by one consortium, whose
// administrator alone may change it or reset its password; another consortium
// can give the person a role and no more. Assignments belong to a consortium.
package identity
