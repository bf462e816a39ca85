package ctt

import "tongpin/internal/engine/message"

// Why says what was found, one sentence. It is made when it is asked for: a count
// of a large timetable has tens of thousands of findings.
func (f Finding) Why() *message.Message {
	at := message.New(At, "day", f.Day, "period", f.hour) // from 0, as in the files
	switch w := f.Who; f.Rule {
	case Lectures:
		if f.Period < 0 {
			return message.New(WhyMissing, "course", w[0], "want", f.want, "n", f.have)
		}
		return message.New(WhySamePeriod, "course", w[0], "n", f.have, "at", at)
	case Conflicts:
		key := WhyCurriculum
		if f.teacher {
			key = WhyTeacher
		}
		return message.New(key, "one", w[0], "two", w[1], "at", at, "shared", w[2])
	case RoomOccupancy:
		return message.New(WhyRoom, "room", w[0], "n", f.have, "at", at, "courses", w[1:])
	case Availability:
		return message.New(WhyBanned, "course", w[0], "at", at)
	case RoomCapacity:
		return message.New(WhySeats, "name", w[0], "n", f.want, "room", w[1], "seats", f.have, "at", at)
	case MinDays:
		return message.New(WhyDays, "course", w[0], "n", f.have, "want", f.want)
	case Compactness:
		return message.New(WhyAlone, "curriculum", w[0], "course", w[1], "at", at)
	default: // Stability
		return message.New(WhyRooms, "course", w[0], "n", f.have, "rooms", w[1:])
	}
}
