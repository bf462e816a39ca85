package ctt

import (
	"fmt"
	"strings"
)

// Why is the finding as one English sentence. It is made when it is asked for: a
// count of a large timetable has tens of thousands of findings.
func (f Finding) Why() string {
	at := fmt.Sprintf("day %d, period %d", f.Day, f.hour) // from 0, as in the files
	switch w := f.Who; f.Rule {
	case Lectures:
		if f.Period < 0 {
			return fmt.Sprintf("lectures of %s: %d wanted, %d placed", w[0], f.want, f.have)
		}
		return fmt.Sprintf("%s has %d lectures on %s: they must be in different periods", w[0], f.have, at)
	case Conflicts:
		bond := "belong to the curriculum"
		if f.teacher {
			bond = "have the teacher"
		}
		return fmt.Sprintf("%s and %s are both on %s and %s %s", w[0], w[1], at, bond, w[2])
	case RoomOccupancy:
		return fmt.Sprintf("%s holds %d lectures at once on %s: %s", w[0], f.have, at, strings.Join(w[1:], ", "))
	case Availability:
		return fmt.Sprintf("%s can't be taught on %s", w[0], at)
	case RoomCapacity:
		return fmt.Sprintf("%s has %d students, %s has %d seats, on %s", w[0], f.want, w[1], f.have, at)
	case MinDays:
		return fmt.Sprintf("%s is held on %d of %d wanted days", w[0], f.have, f.want)
	case Compactness:
		return fmt.Sprintf("in curriculum %s, %s on %s has no lecture right before or after it", w[0], w[1], at)
	default: // Stability
		return fmt.Sprintf("%s is held in %d rooms: %s", w[0], f.have, strings.Join(w[1:], ", "))
	}
}
