package placement

import "fmt"

// fan is the largest number of children that one node looks through for its
// worst student. Wider groups are given inner nodes without a cap, so that two
// million posts in one group cost a path of six and not a scan of two million.
const fan = 16

// free is the cap of a node that only helps to find the worst student.
const free = None

// leaf is a post as the solver sees it. Leaves of one node lie together, nodes
// and leaves of one tree lie together.
type leaf struct {
	cap uint32 // seats, as far as they can be used
	up  uint32 // node above, or None
}

// node is a group whose cap can bind, or a helper with the cap free.
type node struct {
	cap          uint32
	up           uint32 // node above, or None
	leaf0, leaf1 uint32 // its own leaves
	node0, node1 uint32 // its own nodes
}

// tree is all trees of an instance, compiled: groups whose cap can never bind,
// because all that is below takes no more, are left out.
type tree struct {
	leaves []leaf
	nodes  []node
	group  []uint32 // of each node: the group, None for a helper
	post   []uint32 // of each leaf: the post
	leafOf []uint32 // of each post: the leaf
	roots  []uint32 // of each tree: the leaf after its last one
}

// order returns the groups so that parents come before children.
func order(groups []Group) ([]uint32, error) {
	children := make([]uint32, len(groups)+1)
	for g, group := range groups {
		if group.Parent == None {
			continue
		}
		if int(group.Parent) >= len(groups) {
			return nil, fmt.Errorf("placement: group %d has the parent %d, which does not exist", g, group.Parent)
		}
		children[group.Parent]++
	}
	// From the childless upwards: what is never reached lies on a circle.
	seq := make([]uint32, 0, len(groups))
	for g := range groups {
		if children[g] == 0 {
			seq = append(seq, uint32(g))
		}
	}
	for i := 0; i < len(seq); i++ {
		if p := groups[seq[i]].Parent; p != None {
			if children[p]--; children[p] == 0 {
				seq = append(seq, p)
			}
		}
	}
	if len(seq) < len(groups) {
		for g := range groups {
			if children[g] > 0 {
				return nil, fmt.Errorf("placement: the parents of group %d run in a circle", g)
			}
		}
	}
	for i, j := 0, len(seq)-1; i < j; i, j = i+1, j-1 {
		seq[i], seq[j] = seq[j], seq[i]
	}
	return seq, nil
}

// outline is what the caps come to.
type outline struct {
	above []uint32 // of each group: itself if its cap can bind, else the next such group above, or None
	room  []uint32 // of each group: the least cap on the way to the root
}

// survey finds the groups whose caps can bind.
func survey(in *Instance, seq []uint32) outline {
	below := make([]uint64, len(in.Groups))
	for _, p := range in.Posts {
		if p.Group != None {
			below[p.Group] += uint64(p.Seats)
		}
	}
	binds := make([]bool, len(in.Groups))
	for i := len(seq) - 1; i >= 0; i-- {
		g := seq[i]
		group := in.Groups[g]
		binds[g] = uint64(group.Cap) < below[g]
		if group.Parent != None {
			below[group.Parent] += min(below[g], uint64(group.Cap))
		}
	}
	o := outline{above: make([]uint32, len(in.Groups)), room: make([]uint32, len(in.Groups))}
	for _, g := range seq {
		o.above[g], o.room[g] = g, in.Groups[g].Cap
		if p := in.Groups[g].Parent; p != None {
			o.room[g] = min(o.room[g], o.room[p])
			if !binds[g] {
				o.above[g] = o.above[p]
			}
		} else if !binds[g] {
			o.above[g] = None
		}
	}
	return o
}

// sheaf lists the members of each key in one array: members of k are
// item[from[k]:from[k+1]], in rising order.
type sheaf struct{ from, item []uint32 }

func (s sheaf) of(k uint32) []uint32 { return s.item[s.from[k]:s.from[k+1]] }

// gather makes a sheaf of n members over keys; key returns None for members of
// no key.
func gather(keys, n int, key func(i uint32) uint32) sheaf {
	s := sheaf{from: make([]uint32, keys+2)}
	for i := range uint32(n) {
		if k := key(i); k != None {
			s.from[k+2]++
		}
	}
	for k := 2; k < len(s.from); k++ {
		s.from[k] += s.from[k-1]
	}
	s.item = make([]uint32, s.from[keys+1])
	for i := range uint32(n) {
		if k := key(i); k != None {
			s.item[s.from[k+1]] = i
			s.from[k+1]++
		}
	}
	return s
}

// branch is a node that waits to be laid out: its posts and its groups.
type branch struct{ posts, groups []uint32 }

// planter lays out trees one after the other, each breadth first.
type planter struct {
	tree
	in     *Instance
	posts  sheaf // posts of each binding group
	groups sheaf // binding groups of each binding group
	queue  []branch
}

func (b *planter) leaf(post, up, room uint32) {
	b.leafOf[post] = uint32(len(b.leaves))
	b.leaves = append(b.leaves, leaf{cap: min(b.in.Posts[post].Seats, room), up: up})
	b.post = append(b.post, post)
}

func (b *planter) node(up, limit, group uint32, content branch) {
	b.nodes = append(b.nodes, node{cap: limit, up: up})
	b.group = append(b.group, group)
	b.queue = append(b.queue, content)
}

// grow lays out the tree of one root.
func (b *planter) grow(root uint32, o outline) {
	first := uint32(len(b.nodes))
	b.queue = b.queue[:0]
	b.node(None, b.in.Groups[root].Cap, root, branch{b.posts.of(root), b.groups.of(root)})
	for v := first; v < uint32(len(b.nodes)); v++ {
		content := b.queue[v-first]
		n := node{cap: b.nodes[v].cap, up: b.nodes[v].up, leaf0: uint32(len(b.leaves)), node0: uint32(len(b.nodes))}
		if len(content.posts) <= fan {
			for _, p := range content.posts {
				b.leaf(p, v, o.room[b.in.Posts[p].Group])
			}
		} else {
			for _, part := range split(content.posts) {
				b.node(v, free, None, branch{posts: part})
			}
		}
		if len(content.groups) <= fan {
			for _, g := range content.groups {
				b.node(v, b.in.Groups[g].Cap, g, branch{b.posts.of(g), b.groups.of(g)})
			}
		} else {
			for _, part := range split(content.groups) {
				b.node(v, free, None, branch{groups: part})
			}
		}
		n.leaf1, n.node1 = uint32(len(b.leaves)), uint32(len(b.nodes))
		b.nodes[v] = n
	}
	b.roots = append(b.roots, uint32(len(b.leaves)))
}

// split cuts list into at most fan parts of nearly equal length.
func split(list []uint32) [][]uint32 {
	n := min(fan, (len(list)+fan-1)/fan)
	parts := make([][]uint32, n)
	for i := range parts {
		parts[i] = list[i*len(list)/n : (i+1)*len(list)/n]
	}
	return parts
}

// plant compiles the trees of an instance. O(posts + groups).
func plant(in *Instance) (*tree, error) {
	if len(in.Start) > MaxStudents || len(in.Wishes) > MaxWishes {
		return nil, fmt.Errorf("placement: %d students with %d wishes are too many", len(in.Start), len(in.Wishes))
	}
	for p, post := range in.Posts {
		if post.Group != None && int(post.Group) >= len(in.Groups) {
			return nil, fmt.Errorf("placement: post %d is in group %d, which does not exist", p, post.Group)
		}
	}
	seq, err := order(in.Groups)
	if err != nil {
		return nil, err
	}
	o := survey(in, seq)
	over := func(g uint32) uint32 {
		if g == None {
			return None
		}
		return o.above[g]
	}
	b := &planter{in: in}
	b.leafOf = make([]uint32, len(in.Posts))
	b.leaves = make([]leaf, 0, len(in.Posts))
	b.post = make([]uint32, 0, len(in.Posts))
	b.posts = gather(len(in.Groups), len(in.Posts), func(p uint32) uint32 { return over(in.Posts[p].Group) })
	b.groups = gather(len(in.Groups), len(in.Groups), func(g uint32) uint32 {
		if o.above[g] != g {
			return None
		}
		return over(in.Groups[g].Parent)
	})
	for g, group := range in.Groups {
		if o.above[g] == uint32(g) && over(group.Parent) == None {
			b.grow(uint32(g), o)
		}
	}
	for p, post := range in.Posts {
		if over(post.Group) == None {
			room := free
			if post.Group != None {
				room = o.room[post.Group]
			}
			b.leaf(uint32(p), None, room)
			b.roots = append(b.roots, uint32(len(b.leaves)))
		}
	}
	b.reserve()
	return &b.tree, nil
}

// reserve gives every leaf its places: no more than it has applicants, if seats
// are plenty.
func (b *planter) reserve() {
	total, students := uint64(0), uint32(len(b.in.Start))
	for i := range b.leaves {
		l := &b.leaves[i]
		l.cap = min(l.cap, students)
		total += uint64(l.cap)
	}
	if total > 2*uint64(students)+1024 {
		applicants := make([]uint32, len(b.leaves))
		for s := range b.in.Start {
			for _, w := range b.in.List(uint32(s)) {
				applicants[b.leafOf[w.Post]]++
			}
		}
		for i := range b.leaves {
			b.leaves[i].cap = min(b.leaves[i].cap, applicants[i])
		}
	}
}
