// Package generate makes up instances of placement for measuring and testing.
package generate

import (
	"math"
	"math/rand/v2"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/large"
)

// Market describes an instance: seats 1.1 times the students, ten students a
// post, eight posts an enterprise with a cap of 95 % of its seats, fifty
// enterprises a zone with a cap of 95.3 % of those, which is 98.9 % of the students, and posts of uneven
// popularity.
type Market struct {
	Students int
	List     int     // wishes of a student
	Classes  uint32  // different grades; a student has one grade in each zone
	Skew     float64 // 0: all posts are equally sought after; 1: the popular ones much more
	Seed     uint64
}

const (
	studentsPerPost    = 10
	postsPerEnterprise = 8
	enterprisesPerZone = 50
)

// Make makes the instance; the same market always gives the same one.
func Make(m Market) *placement.Instance {
	posts := max(1, m.Students/studentsPerPost)
	in := &placement.Instance{
		Posts:  make([]placement.Post, posts),
		Start:  make([]uint32, m.Students),
		Wishes: large.Make[placement.Wish](m.Students * (m.List + 1))[:0],
	}
	zones := zoning(in, posts)
	r := rand.New(rand.NewPCG(m.Seed, 1))
	// Popularity is spread over the city, not along the numbers of posts.
	place := r.Perm(posts)
	seen := make([]uint32, posts)
	for s := range m.Students {
		in.Start[s] = uint32(len(in.Wishes))
		for n := 0; n < min(m.List, posts); {
			p := uint32(place[int(float64(posts)*math.Pow(r.Float64(), 1+m.Skew))])
			if seen[p] == uint32(s)+1 {
				continue
			}
			seen[p] = uint32(s) + 1
			in.Wishes = append(in.Wishes, placement.Wish{Post: p, Grade: gradeIn(m, uint64(s), zones[p])})
			n++
		}
		in.Wishes = append(in.Wishes, placement.End)
	}
	return in
}

// gradeIn is the grade that a zone gives a student.
func gradeIn(m Market, student uint64, zone uint32) uint32 {
	x := (student<<20 ^ uint64(zone)) * 0x9e3779b97f4a7c15
	x ^= x >> 29
	x *= 0xbf58476d1ce4e5b9
	return uint32(x>>33) % m.Classes
}

// zoning fills in seats, enterprises and zones and returns the zone of each post.
func zoning(in *placement.Instance, posts int) []uint32 {
	enterprises := (posts + postsPerEnterprise - 1) / postsPerEnterprise
	zones := (enterprises + enterprisesPerZone - 1) / enterprisesPerZone
	in.Groups = make([]placement.Group, zones+enterprises)
	for z := range zones {
		in.Groups[z].Parent = placement.None
	}
	zoneOf := make([]uint32, posts)
	seats := make([]uint64, len(in.Groups))
	for p := range in.Posts {
		e := p / postsPerEnterprise
		z := e / enterprisesPerZone
		n := 8 + p%7 // eleven on average
		in.Posts[p] = placement.Post{Seats: uint32(n), Group: uint32(zones + e)}
		seats[zones+e] += uint64(n)
		zoneOf[p] = uint32(z)
	}
	for e := range enterprises {
		z := e / enterprisesPerZone
		limit := seats[zones+e] * 95 / 100
		in.Groups[zones+e] = placement.Group{Parent: uint32(z), Cap: uint32(limit)}
		seats[z] += limit
	}
	for z := range zones {
		in.Groups[z].Cap = uint32(seats[z] * 953 / 1000)
	}
	return zoneOf
}
