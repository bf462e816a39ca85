// Package timetable finds good week timetables for curriculum-based course
// timetabling (UD2): a simulated annealing over timetables without conflicts,
// whose proposals cost tens of nanoseconds.
//
// Package ctt knows the problem, its files and the exact count of a solution;
// this package only searches. The sibling packages hold the richer problem of
// shared training bases.
//
// Layout of data, neighbourhoods, schedule and what did not help: see
// docs/timetable.md. Sources: Bellio, Ceschia, Di Gaspero, Schaerf, Urli,
// "Feature-based tuning of simulated annealing applied to the curriculum-based
// course timetabling problem", 2016; Lü and Hao, "Adaptive tabu search for course
// timetabling", 2010 (exchanges along conflicts); Bonutti et al. 2012 (UD2).
package timetable
