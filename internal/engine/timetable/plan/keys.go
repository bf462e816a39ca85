package plan

import "tongpin/internal/engine/message"

// What is wrong with a plan, besides what lines says.
const (
	NoPlan           message.Key = "timetable.wrong.no_plan"           // heading: the line that is missing
	Edition          message.Key = "timetable.wrong.edition"           // value: a heading of another edition; heading: ours
	NoStatement      message.Key = "timetable.wrong.statement"         // value: the word; known: the statements
	NoOption         message.Key = "timetable.wrong.option"            // value, which statement does not take; usage
	EmptyOption      message.Key = "timetable.wrong.option_empty"      // value: an option without a value or given twice; usage
	BadWords         message.Key = "timetable.wrong.words"             // statement has n words; usage
	BadName          message.Key = "timetable.wrong.name"              // value: a name with a sign that has a meaning
	TooMany          message.Key = "timetable.wrong.many"              // kind: more than max of it
	NamedTwice       message.Key = "timetable.wrong.named_twice"       // kind and value: twice in one list
	BadDay           message.Key = "timetable.wrong.day"               // value is none of days; example of a time
	BadHours         message.Key = "timetable.wrong.hours"             // value names none of periods; example of a time
	BadWeeks         message.Key = "timetable.wrong.weeks"             // value names no weeks from 1 to last
	IdleWeeks        message.Key = "timetable.wrong.weeks_idle"        // value: all of them are holidays or after the term
	NoMonday         message.Key = "timetable.wrong.monday"            // value is no date of a Monday
	GridUsed         message.Key = "timetable.wrong.grid_used"         // weeks, days or periods after what needs them
	NoGrid           message.Key = "timetable.wrong.grid"              // days and periods are not known yet
	BadHolidays      message.Key = "timetable.wrong.holiday"           // value leaves no week, or names none
	BadDays          message.Key = "timetable.wrong.days"              // more than max days, or a second line of them
	BadPeriod        message.Key = "timetable.wrong.period"            // value overlaps the period before, or is one more than max
	BadTime          message.Key = "timetable.wrong.time"              // value is no time of the day
	TravelNowhere    message.Key = "timetable.wrong.travel"            // value: from a site to itself
	BadBooking       message.Key = "timetable.wrong.booking"           // value is no booking of a pool; example of a time
	BadRounds        message.Key = "timetable.wrong.rounds"            // value is neither day nor week
	ParallelAlone    message.Key = "timetable.wrong.parallel_alone"    // one course alone
	ParallelTwice    message.Key = "timetable.wrong.parallel_twice"    // value: a course in two parallels
	ParallelUneven   message.Key = "timetable.wrong.parallel_uneven"   // value has n sessions, other has want
	BadFixed         message.Key = "timetable.wrong.fixed"             // value: no period in which a session of n can begin
	RotationStations message.Key = "timetable.wrong.rotation_stations" // value has n groups and stations
	RotationLong     message.Key = "timetable.wrong.rotation_long"     // value needs n periods, the day has max
	RotationWeeks    message.Key = "timetable.wrong.rotation_weeks"    // value has n rounds, its weeks are max
	BadSessions      message.Key = "timetable.wrong.sessions"          // n sessions, not 1 to max
)

// What is wrong with a timetable or a list of changes.
const (
	SessionWords  message.Key = "timetable.wrong.session_words" // n words instead of six
	NoSession     message.Key = "timetable.wrong.session"       // value: a session that the plan does not have
	SessionTwice  message.Key = "timetable.wrong.session_twice" // value: a session with two lines
	NoStart       message.Key = "timetable.wrong.start"         // value: no period in which a session of n can begin
	TeacherCount  message.Key = "timetable.wrong.teachers"      // value needs want teachers, there are n
	NoChange      message.Key = "timetable.wrong.change"        // value: the word; known: the changes
	NeverClosed   message.Key = "timetable.wrong.close"         // value: what can't be closed
	NoReplacement message.Key = "timetable.wrong.replace"       // value: what stands instead of the word teacher
	KeptNowhere   message.Key = "timetable.wrong.keep"          // value: a session without a place
)

// What Check finds, besides what ctt finds too; at is a period in the words of the
// plan.
const (
	WhyUnplaced  message.Key = "timetable.why.unplaced"    // session
	WhyFixed     message.Key = "timetable.why.fixed"       // session is at, and fixed elsewhere
	WhyUnsuited  message.Key = "timetable.why.unsuited"    // session at has a room that does not suit
	WhyOneForTwo message.Key = "timetable.why.one_for_two" // session needs n teachers, teacher is named twice
	WhyStranger  message.Key = "timetable.why.stranger"    // teacher is no teacher of session
	WhyClosed    message.Key = "timetable.why.closed"      // who is closed at, when session is held
	WhyOutOfStep message.Key = "timetable.why.out_of_step" // session is at, and must keep step with other
	WhyAtOnce    message.Key = "timetable.why.at_once"     // who has n sessions at once
	WhyTravel    message.Key = "timetable.why.travel"      // who is at site at, and at from before or after; n periods
	WhySingle    message.Key = "timetable.why.single"      // who has a single period at
	WhyLoad      message.Key = "timetable.why.load"        // teacher has n periods on day, wished are want
	WhyPool      message.Key = "timetable.why.pool"        // n of pool are needed at, there are stock
)

// Why no timetable can exist; when says in which weeks, and may be empty.
const (
	RoomMissing  message.Key = "timetable.obstacle.no_room"   // session wants a room that there is not
	RoomsMissing message.Key = "timetable.obstacle.no_rooms"  // session wants a room, and there are none
	OneForTwo    message.Key = "timetable.obstacle.staff"     // session needs n teachers, two can only be teacher
	NoTime       message.Key = "timetable.obstacle.time"      // sessions can't begin for the calendars of whose
	NoLongTime   message.Key = "timetable.obstacle.long_time" // the same, of n periods on end
	FixedClosed  message.Key = "timetable.obstacle.fixed"     // session is fixed at, when whose is closed
	PoolTooSmall message.Key = "timetable.obstacle.pool"      // session needs n of pool, there are stock
	LoadOver     message.Key = "timetable.obstacle.load"      // kind and value must hold need periods, have are open
	RoomsFull    message.Key = "timetable.obstacle.full"      // need periods go into rooms, which have have
	OddWeeks     message.Key = "timetable.weeks.odd"
	EvenWeeks    message.Key = "timetable.weeks.even"
	InWeeks      message.Key = "timetable.weeks.in" // n of them, weeks
)

// What a repair moved.
const (
	Moved         message.Key = "timetable.moved"          // session goes from, to
	Nowhere       message.Key = "timetable.place.nowhere"  // no place
	Somewhere     message.Key = "timetable.place.at"       // at
	SomewhereRoom message.Key = "timetable.place.room"     // at, in room
	SomewhereWith message.Key = "timetable.place.teachers" // at, with teachers
	SomewhereBoth message.Key = "timetable.place.both"     // at, in room with teachers
)
