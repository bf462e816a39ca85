package plan

import (
	"math/bits"
	"slices"
)

// week looks at one kind of weeks.
func (c *checker) week() {
	leaves := c.Leaves()
	for g := range c.Groups {
		if slices.Contains(leaves[g], g) {
			day := c.person(Students, c.Groups[g].ID, func(i int) bool { return slices.Contains(c.sessions[i].Leaves, g) })
			c.alone(c.Groups[g].ID, day)
		}
	}
	for t := range c.Teachers {
		day := c.person(Teaching, c.Teachers[t].ID, func(i int) bool { return slices.Contains(c.at[i].Teachers, t) })
		c.load(t, day)
	}
	for r := range c.Rooms {
		c.occupied(Rooms, c.Rooms[r].ID, func(i int) bool { return c.at[i].Room == r })
	}
	for k := range c.Pools {
		c.pool(k)
	}
}

// occupied lists who is held in each period among the chosen sessions, and books
// those that meet.
func (c *checker) occupied(rule Rule, id string, takes func(i int) bool) [][]int {
	held := make([][]int, c.Periods())
	for i, s := range c.sessions {
		if s.Weeks&c.weeks == 0 || c.at[i].Start == None || !takes(i) {
			continue
		}
		for k := range s.Length {
			held[c.at[i].Start+k] = append(held[c.at[i].Start+k], i)
		}
	}
	for period, list := range held {
		if len(list) < 2 {
			continue
		}
		who := []string{id}
		for _, i := range list {
			who = append(who, c.sessions[i].Name)
		}
		c.add(rule, len(list)-1, -1, period, c.weeks, who, WhyAtOnce, "who", id, "n", len(list), "at", c.At(period, 1, c.weeks), "sessions", who[1:])
	}
	return held
}

// person looks at the week of a group or a teacher: meetings and ways between
// sites. It returns the busy periods.
func (c *checker) person(rule Rule, id string, takes func(i int) bool) []bool {
	held := c.occupied(rule, id, takes)
	busy := make([]bool, len(held))
	site := func(i int) int {
		if c.at[i].Room == None {
			return None
		}
		return c.Rooms[c.at[i].Room].Site
	}
	for period, list := range held {
		busy[period] = len(list) > 0
		for b := range c.Sites {
			if !slices.ContainsFunc(list, func(i int) bool { return site(i) == b }) {
				continue
			}
			for a := range b {
				c.way(id, held, site, period, a, b)
			}
		}
	}
	return busy
}

// way books a period at site b that is too near to one at site a.
func (c *checker) way(id string, held [][]int, site func(int) int, period, a, b int) {
	for other := range held {
		gap := max(period-other, other-period)
		if gap == 0 || gap > c.Plan.Travel[a][b] || other/len(c.Hours) != period/len(c.Hours) {
			continue
		}
		if slices.ContainsFunc(held[other], func(i int) bool { return site(i) == a }) {
			c.add(Travel, 1, -1, period, c.weeks, []string{id, c.Sites[b], c.Sites[a]}, WhyTravel,
				"who", id, "site", c.Sites[b], "at", c.At(period, 1, c.weeks), "other", c.Sites[a], "then", c.At(other, 1, c.weeks), "n", c.Plan.Travel[a][b])
			return
		}
	}
}

func (c *checker) alone(id string, busy []bool) {
	for period, here := range busy {
		before := period%len(c.Hours) > 0 && busy[period-1]
		after := period%len(c.Hours) < len(c.Hours)-1 && busy[period+1]
		if here && !before && !after {
			c.add(Alone, c.Points.Alone, -1, period, c.weeks, []string{id}, WhySingle, "who", id, "at", c.At(period, 1, c.weeks))
		}
	}
}

func (c *checker) load(t int, busy []bool) {
	teacher := c.Teachers[t]
	for d := range c.Days {
		var mask uint64
		for h := range c.Hours {
			if busy[d*len(c.Hours)+h] {
				mask |= 1 << h
			}
		}
		if n := bits.OnesCount64(mask); teacher.PerDay > 0 && n > teacher.PerDay {
			c.add(Load, (n-teacher.PerDay)*c.Points.Load, d, -1, c.weeks, []string{teacher.ID}, WhyLoad, "teacher", teacher.ID, "n", n, "day", c.Days[d], "want", teacher.PerDay)
		}
	}
}

func (c *checker) pool(k int) {
	used := make([]int, c.Periods())
	for i, s := range c.sessions {
		if s.Weeks&c.weeks == 0 || c.at[i].Start == None {
			continue
		}
		for _, need := range s.Wants.Needs {
			if need.Pool == k {
				for j := range s.Length {
					used[c.at[i].Start+j] += need.N
				}
			}
		}
	}
	for period, n := range used {
		if stock := c.Stock(k, period, c.weeks); n > stock {
			c.add(Pools, n-stock, -1, period, c.weeks, []string{c.Pools[k].ID}, WhyPool, "n", n, "pool", c.Pools[k].ID, "at", c.At(period, 1, c.weeks), "stock", stock)
		}
	}
}
