package quota

// run finds the largest flow from source to sink (Dinic 1970): as long as the
// sink is reached, shortest ways are filled.
func (n *network) run() {
	n.level = make([]int32, len(n.first))
	n.at = make([]int32, len(n.first))
	for n.layers() {
		copy(n.at, n.first)
		for n.fill() {
		}
	}
}

// layers numbers the nodes by their distance from the source.
func (n *network) layers() bool {
	for i := range n.level {
		n.level[i] = -1
	}
	n.level[n.source] = 0
	queue := []int32{n.source}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for a := n.first[v]; a >= 0; a = n.next[a] {
			if u := n.to[a]; n.left[a] > 0 && n.level[u] < 0 {
				n.level[u] = n.level[v] + 1
				queue = append(queue, u)
			}
		}
	}
	return n.level[n.sink] >= 0
}

// fill sends what fits along one shortest way; false if there is none left.
func (n *network) fill() bool {
	var way []int32
	v := n.source
	for v != n.sink {
		a := n.at[v]
		for a >= 0 && (n.left[a] == 0 || n.level[n.to[a]] != n.level[v]+1) {
			a = n.next[a]
		}
		if n.at[v] = a; a >= 0 {
			way = append(way, a)
			v = n.to[a]
			continue
		}
		if len(way) == 0 {
			return false
		}
		// A dead end: go back and take the next arc there.
		last := way[len(way)-1]
		way = way[:len(way)-1]
		v = n.to[last^1]
		n.at[v] = n.next[last]
	}
	least := n.left[way[0]]
	for _, a := range way {
		least = min(least, n.left[a])
	}
	for _, a := range way {
		n.left[a] -= least
		n.left[a^1] += least
	}
	return true
}
