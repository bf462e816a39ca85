package seal

import (
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// shelf keeps tiles in memory.
type shelf map[Tile][]Hash

func (s shelf) Tile(t Tile) ([]Hash, error) {
	if hashes, ok := s[t]; ok {
		return hashes, nil
	}
	return nil, fmt.Errorf("no tile %v", t)
}

// planted is a tree of size leaves, grown in steps as they come.
func planted(t testing.TB, leaves []Hash, step func() int) shelf {
	t.Helper()
	tiles := shelf{}
	for done := 0; done < len(leaves); {
		e, err := EdgeOf(int64(done), tiles)
		if err != nil {
			t.Fatal(err)
		}
		n := min(step(), len(leaves)-done)
		for tile, hashes := range e.Append(leaves[done : done+n]) {
			tiles[tile] = hashes
		}
		done += n
	}
	return tiles
}

func leavesOf(n int) []Hash {
	leaves := make([]Hash, n)
	for i := range leaves {
		leaves[i] = tlog.RecordHash(fmt.Appendf(nil, "leaf %d", i))
	}
	return leaves
}

// reference is the root by the definition of RFC 6962, with nothing stored.
func reference(leaves []Hash) Hash {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for k*2 < len(leaves) {
		k *= 2
	}
	return tlog.NodeHash(reference(leaves[:k]), reference(leaves[k:]))
}

func TestTreeIsThatOfTheStandard(t *testing.T) {
	leaves := leavesOf(70_000) // three levels of tiles
	for _, sizes := range [][]int{{1}, {255, 1, 1}, {256}, {4096}, {1000, 7, 33}} {
		turn := 0
		tiles := planted(t, leaves, func() int { turn++; return sizes[turn%len(sizes)] * (1 + 60*(turn/900)) })
		for _, n := range []int{1, 2, 3, 255, 256, 257, 511, 512, 4096, 65535, 65536, 65537, 70_000} {
			got, err := Root(int64(n), tiles)
			if err != nil || got != reference(leaves[:n]) {
				t.Errorf("steps %v: root of %d leaves is %s (%v)", sizes, n, got, err)
			}
			if e, err := EdgeOf(int64(n), tiles); err != nil || e.Root() != got {
				t.Errorf("steps %v: the edge at %d has another root (%v)", sizes, n, err)
			}
		}
	}
	if root, err := Root(0, shelf{}); err != nil || root != (Hash{}) {
		t.Errorf("the empty tree: %s %v", root, err)
	}
}

func TestProofsHoldAndTamperedOnesDoNot(t *testing.T) {
	const most = 1500
	leaves := leavesOf(most)
	tiles := planted(t, leaves, func() int { return 300 })
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Int64Range(1, most).Draw(t, "size")
		places := slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.Int64Range(0, size-1), 0, int(min(size, 60)), rapid.ID[int64]).Draw(t, "places")))
		root := reference(leaves[:size])
		proof, err := Prove(size, places, tiles)
		if err != nil {
			t.Fatal(err)
		}
		shown := make([]Hash, len(places))
		for i, p := range places {
			shown[i] = leaves[p]
		}
		if got, err := RootOf(size, places, shown, proof); err != nil || got != root {
			t.Fatalf("%v of %d: %v", places, size, err)
		}
		if len(places) == 0 {
			return
		}
		tampered(t, size, places, shown, proof, root)
	})
}

// tampered changes one thing at a time; none may lead to the root.
func tampered(t *rapid.T, size int64, places []int64, shown, proof []Hash, root Hash) {
	wrong := map[string]func() (Hash, error){
		"leaf": func() (Hash, error) {
			other := slices.Clone(shown)
			other[rapid.IntRange(0, len(other)-1).Draw(t, "leaf")][rapid.IntRange(0, 31).Draw(t, "byte")] ^= 1
			return RootOf(size, places, other, proof)
		},
		"longer":  func() (Hash, error) { return RootOf(size, places, shown, append(slices.Clone(proof), Hash{})) },
		"dropped": func() (Hash, error) { return RootOf(size, places[1:], shown[1:], proof) },
		"repeated": func() (Hash, error) {
			return RootOf(size, append([]int64{places[0]}, places...), append([]Hash{shown[0]}, shown...), proof)
		},
	}
	if len(proof) > 0 {
		wrong["hash"] = func() (Hash, error) {
			other := slices.Clone(proof)
			other[rapid.IntRange(0, len(other)-1).Draw(t, "hash")][3] ^= 64
			return RootOf(size, places, shown, other)
		}
		wrong["shorter"] = func() (Hash, error) { return RootOf(size, places, shown, proof[1:]) }
	}
	if last := places[len(places)-1]; last+1 < size {
		wrong["moved"] = func() (Hash, error) {
			other := slices.Clone(places)
			other[len(other)-1]++
			return RootOf(size, other, shown, proof)
		}
	}
	for name, try := range wrong {
		if got, err := try(); err == nil && got == root {
			t.Fatalf("%s: a tampered proof of %v in %d holds", name, places, size)
		}
	}
}

func TestHeadsExtendEachOther(t *testing.T) {
	leaves := leavesOf(700)
	tiles := planted(t, leaves, func() int { return 64 })
	head := func(n int64) Head { return Head{Origin: "tongpin/a", Size: n, Root: reference(leaves[:n])} }
	for _, c := range [][2]int64{{1, 1}, {1, 700}, {255, 256}, {256, 257}, {300, 700}, {512, 513}} {
		proof, err := Extends(c[0], c[1], tiles)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckExtends(head(c[0]), head(c[1]), proof); err != nil {
			t.Errorf("%v: %v", c, err)
		}
		fork := head(c[0])
		fork.Root[0] ^= 1
		if CheckExtends(fork, head(c[1]), proof) == nil {
			t.Errorf("%v: a log that forked passes", c)
		}
	}
	elsewhere := head(700)
	elsewhere.Origin = "tongpin/b"
	if CheckExtends(head(700), elsewhere, nil) == nil {
		t.Error("the log of another consortium passes")
	}
}
