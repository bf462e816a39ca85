package plan

// WeekKinds splits the weeks of the term into kinds: weeks of one kind have the
// same sessions and the same calendars, so they are planned and counted once. A
// term without patterns has one kind.
func (p *Plan) WeekKinds(sessions []Session) []uint32 {
	kinds := []uint32{p.AllWeeks()}
	split := func(by uint32) {
		for i := range kinds {
			if in, out := kinds[i]&by, kinds[i]&^by; in != 0 && out != 0 {
				kinds[i] = in
				kinds = append(kinds, out)
			}
		}
	}
	calendar := func(t Times) {
		for _, w := range t {
			split(w)
		}
	}
	for i := range sessions {
		split(sessions[i].Weeks)
		calendar(sessions[i].Closed)
	}
	for _, r := range p.Rooms {
		calendar(r.Closed)
	}
	for _, t := range p.Teachers {
		calendar(t.Closed)
	}
	for _, g := range p.Groups {
		calendar(g.Closed)
	}
	for _, k := range p.Pools {
		for _, b := range k.Booked {
			calendar(b.When)
		}
	}
	return kinds
}

// Stock is how many of a pool are there in a period in some weeks.
func (p *Plan) Stock(pool, period int, weeks uint32) int {
	n := p.Pools[pool].Stock
	for _, b := range p.Pools[pool].Booked {
		if b.When.Has(period, weeks) {
			n -= b.N
		}
	}
	return max(n, 0)
}
