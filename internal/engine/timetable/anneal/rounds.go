package anneal

import "time"

// Rounds are the parts of a budget at whose ends a search has cooled down. Each
// round starts anew at the first temperature and is three times as long as all
// before it together, the last one nine times. A search that is stopped early therefore has
// the result of a whole cooling behind it, and one that is not gives a tenth of
// its budget for that.
var Rounds = [...]float64{0.1 / 256, 0.1 / 64, 0.1 / 16, 0.1 / 4, 0.1, 1}

// QuenchTime is how long a search that is stopped in the middle of a round may
// still go downhill from where it stands, so that it ends within 50 ms.
const QuenchTime = 12 * time.Millisecond
