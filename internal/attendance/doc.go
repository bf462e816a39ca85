// Package attendance is about who really was in a training class: enrolment by
// the trainee's own phone, sign-in twice a day, the teacher's roll, leave,
// unannounced inspections, and signals that something does not fit.
//
// A day of a class has at most two slots, morning and afternoon. In each there
// can be two statements about a person: the trainee's (the code that the room
// shows, typed on the own phone) and the school's (the teacher's roll, or a
// sheet). Where both exist, the roll decides the hours and both stay: evidence
// from two sides. Leave explains an absence; it does not make it hours.
//
// A leave: asked -> granted | refused. A signal: open -> dismissed | upheld,
// always by a person and with a reason; it opens again when its evidence grows.
// See docs/states/attendance_leave.md and attendance_signal.md.
//
// Attendance by itself proves nothing: phones can be lent, codes can be sent on,
// rolls can be ticked from home. The program therefore shows signals with their
// evidence and decides nothing by itself. Rules: rules.json (domain.md 4.2 and
// 4.5); the share of hours that an exam asks for is TRN-018 of training.
//
// People without an account act through a link of their own: it holds their
// enrolment, signed with the secret of the class.
package attendance
