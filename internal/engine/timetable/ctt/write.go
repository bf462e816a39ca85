package ctt

import (
	"bufio"
	"fmt"
	"io"
)

// Write writes the instance as a .ctt file.
func (in *Instance) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "Name: %s\nCourses: %d\nRooms: %d\nDays: %d\nPeriods_per_day: %d\nCurricula: %d\nConstraints: %d\n",
		in.Name, len(in.Courses), len(in.Rooms), in.Days, in.PerDay, len(in.Curricula), len(in.Bans))
	fmt.Fprint(b, "\nCOURSES:\n")
	for _, c := range in.Courses {
		fmt.Fprintf(b, "%s %s %d %d %d\n", c.ID, c.Teacher, c.Lectures, c.MinDays, c.Students)
	}
	fmt.Fprint(b, "\nROOMS:\n")
	for _, r := range in.Rooms {
		fmt.Fprintf(b, "%s %d\n", r.ID, r.Capacity)
	}
	fmt.Fprint(b, "\nCURRICULA:\n")
	for _, q := range in.Curricula {
		fmt.Fprintf(b, "%s %d", q.ID, len(q.Courses))
		for _, c := range q.Courses {
			fmt.Fprintf(b, " %s", in.Courses[c].ID)
		}
		fmt.Fprintln(b)
	}
	fmt.Fprint(b, "\nUNAVAILABILITY_CONSTRAINTS:\n")
	for _, u := range in.Bans {
		fmt.Fprintf(b, "%s %d %d\n", in.Courses[u.Course].ID, u.Period/in.PerDay, u.Period%in.PerDay)
	}
	fmt.Fprint(b, "\nEND.\n")
	return b.Flush()
}
