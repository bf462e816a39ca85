// Package timetabling is the bodies of the commands tongpin timetable: files in,
// files out, progress for the person who waits. The work is done by
// internal/engine/timetable.
package timetabling
