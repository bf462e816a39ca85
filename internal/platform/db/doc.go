// Package db is the only way to the database. It runs the same portable SQL on
// SQLite (one writer, several query-only readers, WAL) and on PostgreSQL.
//
// A transaction exists only for one consortium: In puts it into the context,
// Read and Write refuse a context without one, $1 of every statement is bound to
// it, a guard refuses a statement that does not tie every tenant table to it,
// and row-level security stands behind the guard on PostgreSQL. System opens a
// transaction for global tables (consortia, persons, accounts, sessions); the
// guard refuses tenant tables there.
//
// A transaction is over at its first failed statement, as PostgreSQL has it:
// whatever fn returns, nothing of it is committed. Rows that come in great numbers
// are written by an Insertion.
//
// Statements use $n parameters; the caller's begin at $2 (at $1 under System).
// Times, calendar dates, typed strings and booleans can be passed and scanned
// as they are; see Row.
package db
