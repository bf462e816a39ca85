package ctt

import "tongpin/internal/engine/message"

// What is wrong with an instance or a solution, besides what lines says.
const (
	Empty           message.Key = "timetable.wrong.empty"
	BadHead         message.Key = "timetable.wrong.head"             // value: a line that is none of the head
	HeadTwice       message.Key = "timetable.wrong.head_twice"       // value: the name in the head
	HeadLacks       message.Key = "timetable.wrong.head_lacks"       // value: the name that the head lacks
	HeadCount       message.Key = "timetable.wrong.head_count"       // value: the name; n announced, others listed
	NoCourses       message.Key = "timetable.wrong.no_courses"       // no line COURSES:
	CourseWords     message.Key = "timetable.wrong.course_words"     // n: words of a course, too few
	RoomWords       message.Key = "timetable.wrong.room_words"       // a room without its seats
	CurriculumWords message.Key = "timetable.wrong.curriculum_words" // a curriculum without its number
	CurriculumCount message.Key = "timetable.wrong.curriculum_count" // value: the curriculum; n announced, others listed
	BanWords        message.Key = "timetable.wrong.ban_words"        // n: words of an unavailability
	LectureWords    message.Key = "timetable.wrong.lecture_words"    // n: words of a lecture in a solution
	TooManyLectures message.Key = "timetable.wrong.lectures"         // n of at most max
	TooManyLines    message.Key = "timetable.wrong.solution_lines"   // more lines than lectures could be
)

// What Check finds; at is an At.
const (
	WhyMissing    message.Key = "timetable.why.missing"    // course: n lectures of want are placed
	WhySamePeriod message.Key = "timetable.why.same"       // course: n lectures at once
	WhyCurriculum message.Key = "timetable.why.curriculum" // one and two are both at: they share a curriculum
	WhyTeacher    message.Key = "timetable.why.teacher"    // one and two are both at: they share a teacher
	WhyRoom       message.Key = "timetable.why.room"       // room: n at once, the courses
	WhyBanned     message.Key = "timetable.why.banned"     // course can't be taught at
	WhySeats      message.Key = "timetable.why.seats"      // name of n students, room with seats
	WhyDays       message.Key = "timetable.why.days"       // course is held on n of want days
	WhyAlone      message.Key = "timetable.why.alone"      // course at stands alone in curriculum
	WhyRooms      message.Key = "timetable.why.rooms"      // course is held in n rooms
	At            message.Key = "timetable.at"             // day and period, from 0
)

// Why no timetable can exist.
const (
	CourseOver message.Key = "timetable.obstacle.course" // value: the course; need lectures, have periods
	SharedOver message.Key = "timetable.obstacle.shared" // kind and value: teacher or curriculum; courses; need, have
	RoomsOver  message.Key = "timetable.obstacle.rooms"  // courses; need lectures, have places
)
