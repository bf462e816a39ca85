package place

import (
	"os"
	"strconv"
	"strings"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
)

// stats is what stats.json holds.
type stats struct {
	Mode      string `json:"mode"`
	Seed      uint64 `json:"seed"`
	Students  int    `json:"students"`
	Posts     int    `json:"posts"`
	Groups    int    `json:"groups"`
	Seats     uint64 `json:"seats"`
	Wishes    int    `json:"wishes"`
	Placed    int    `json:"placed"`
	Unplaced  int    `json:"unplaced"`
	ByRank    []int  `json:"by_rank"` // placed by their first wish, by their second...
	Proposals uint64 `json:"proposals"`

	LoadSeconds  float64 `json:"load_seconds"`
	SolveSeconds float64 `json:"solve_seconds"`
	WriteSeconds float64 `json:"write_seconds"`
	Workers      int     `json:"workers"`
	// PeakMemory of the process so far; 0 where the system does not tell.
	PeakMemory int64 `json:"peak_memory_bytes"`

	Bands     []int `json:"bands,omitempty"`
	Locked    int   `json:"locked,omitempty"`
	Pairs     int   `json:"pairs,omitempty"`
	PairsKept int   `json:"pairs_kept,omitempty"`
	// Unmet are the lower quotas that the placement leaves unmet.
	Unmet []shortfall `json:"unmet,omitempty"`

	// Certificate of the weighted mode.
	Certificate *certificate `json:"certificate,omitempty"`
}

func (r *run) stats(c *placefile.Case, x *extras, res *placement.Result, cert *certificate) stats {
	s := stats{
		Mode: r.Mode, Seed: r.seed(), Students: len(c.Instance.Start), Posts: len(c.Instance.Posts), Groups: len(c.Instance.Groups),
		Wishes: c.Wishes, Placed: res.Placed, Unplaced: len(c.Instance.Start) - res.Placed,
		ByRank: []int{}, Proposals: res.Proposals, Workers: r.Workers, PeakMemory: peakMemory(), Certificate: cert,
		Bands: r.Bands, Locked: len(x.locks), Pairs: len(x.pairs), PairsKept: r.apart(c, x), Unmet: r.unmet(c, x, res.Post),
	}
	for _, p := range c.Instance.Posts {
		s.Seats += uint64(p.Seats)
	}
	for _, rank := range res.Rank {
		if rank == 0 {
			continue
		}
		for len(s.ByRank) < int(rank) {
			s.ByRank = append(s.ByRank, 0)
		}
		s.ByRank[rank-1]++
	}
	return s
}

// peakMemory is the most memory that the process has had, in bytes.
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseInt(fields[0], 10, 64)
	return kib << 10
}
