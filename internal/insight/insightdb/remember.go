package insightdb

import (
	"fmt"
	"sync"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/db"
)

// maxRemembered is how many groups are kept in memory, about 200 bytes each.
const maxRemembered = 100_000

// remembered keeps sums of facts. Facts are only ever appended and each takes
// the next number of its consortium, so sums are right as long as the last
// number is the one at which they were made: nothing is ever stale.
type remembered struct {
	mu     sync.Mutex
	sums   map[string]sums
	groups int
}

type sums struct {
	last   int64
	groups []metric.Group
}

// read returns the sums, from memory if no fact was added since. The number and
// the sums come from one snapshot.
func (m *remembered) read(tx *db.Tx, kinds []fact.Kind, span calendar.Period) ([]metric.Group, error) {
	last, err := db.Value[int64](tx, `SELECT coalesce(max(last), 0) FROM numbers WHERE consortium_id = $1 AND series = 'fact'`)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprint(tx.Consortium(), kinds, span.From, span.To)
	if s, ok := m.get(key); ok && s.last == last {
		return s.groups, nil
	}
	groups, err := ledger.Groups(tx, kinds, span)
	if err == nil {
		m.put(key, sums{last, groups})
	}
	return groups, err
}

func (m *remembered) get(key string) (sums, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.sums[key]
	return s, ok
}

// put keeps sums; when there are too many, it forgets all others first.
func (m *remembered) put(key string, s sums) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.groups += len(s.groups) - len(m.sums[key].groups)
	if m.sums == nil || m.groups > maxRemembered {
		m.sums, m.groups = map[string]sums{}, len(s.groups)
	}
	if m.groups <= maxRemembered {
		m.sums[key] = s
	}
}
