// Deferred acceptance under nested caps as a textbook writes it, in C++: one
// student after the other, a binary heap of 64-bit keys for each post, the worst
// student of a group kept until she goes; on pages of 2 MiB, as the engine. The
// baseline that internal/engine/placement is measured against (scripts/peers).
//
// simple FILE RUNS: FILE holds 32-bit numbers: students, posts, groups, entries
// of lists; seats and group of each post; parent and cap of each group; where
// each student's list begins; post and grade of each entry, a post of 2^32-1
// ending a list. Prints the processor seconds of each run, and the posts of all
// students to standard output as 32-bit numbers.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <sys/mman.h>
#include <vector>

using u32 = uint32_t;
using u64 = uint64_t;
constexpr u32 none = ~0u;

// On large pages, if the system has them.
template <class T> struct Large {
	using value_type = T;
	Large() = default;
	template <class U> Large(const Large<U> &) {}
	T *allocate(size_t n) {
		constexpr size_t page = 2 << 20;
		size_t bytes = (n * sizeof(T) + page - 1) / page * page;
		void *p = aligned_alloc(page, bytes);
		madvise(p, bytes, MADV_HUGEPAGE);
		return static_cast<T *>(p);
	}
	void deallocate(T *p, size_t) { free(p); }
	bool operator==(const Large &) const { return true; }
	bool operator!=(const Large &) const { return false; }
};
template <class T> using vec = std::vector<T, Large<T>>;

struct Post { u32 seats, group; };
struct Group { u32 parent, cap; };
struct Wish { u32 post, grade; };

struct Instance {
	vec<Post> posts;
	vec<Group> groups;
	vec<u32> start;
	vec<Wish> wishes;
};

struct Solver {
	const Instance &in;
	vec<u64> held;                        // the heaps, one behind the other
	vec<u32> from, size;                  // of each post: its heap
	vec<u32> count;                       // of each group
	vec<u64> worst;                       // of each group, 0: unknown
	std::vector<std::vector<u32>> posts, below;   // of each group
	vec<u32> next;

	explicit Solver(const Instance &i)
		: in(i), from(i.posts.size()), size(i.posts.size()), count(i.groups.size()), worst(i.groups.size()),
		  posts(i.groups.size()), below(i.groups.size()), next(i.start) {
		u32 seats = 0;
		for (u32 p = 0; p < in.posts.size(); p++) {
			from[p] = seats;
			seats += in.posts[p].seats;
			if (in.posts[p].group != none) posts[in.posts[p].group].push_back(p);
		}
		held.resize(seats);
		for (u32 g = 0; g < in.groups.size(); g++)
			if (in.groups[g].parent != none) below[in.groups[g].parent].push_back(g);
	}

	u64 top(u32 p) const { return size[p] ? held[from[p]] : ~u64(0); }

	u64 find(u32 g) {
		if (worst[g]) return worst[g];
		u64 w = ~u64(0);
		for (u32 p : posts[g]) w = std::min(w, top(p));
		for (u32 b : below[g]) w = std::min(w, find(b));
		return worst[g] = w;
	}

	u32 holder(u32 g, u64 w) {
		for (u32 p : posts[g]) if (top(p) == w) return p;
		for (u32 b : below[g]) if (find(b) == w) return holder(b, w);
		return none;
	}

	void push(u32 p, u64 k) {
		auto h = held.begin() + from[p];
		h[size[p]++] = k;
		std::push_heap(h, h + size[p], std::greater<u64>());
		for (u32 g = in.posts[p].group; g != none; g = in.groups[g].parent) {
			count[g]++;
			if (worst[g]) worst[g] = std::min(worst[g], k);
		}
	}

	void pop(u32 p) {
		auto h = held.begin() + from[p];
		u64 w = *h;
		std::pop_heap(h, h + size[p], std::greater<u64>());
		size[p]--;
		for (u32 g = in.posts[p].group; g != none; g = in.groups[g].parent) {
			count[g]--;
			if (worst[g] == w) worst[g] = 0;
		}
	}

	// offer returns the student who has to go, or none.
	u32 offer(u32 p, u64 k) {
		u32 from = none;
		u64 w = 0;
		if (size[p] == in.posts[p].seats) {
			from = p, w = top(p);
		} else {
			for (u32 g = in.posts[p].group; g != none; g = in.groups[g].parent)
				if (count[g] == in.groups[g].cap) {
					w = find(g);
					if (k > w) from = holder(g, w);
					break;
				}
		}
		if (!w) {
			push(p, k);
			return none;
		}
		if (k < w) return none - u32(k);
		pop(from);
		push(p, k);
		return none - u32(w);
	}

	void solve() {
		for (u32 s = 0; s < in.start.size(); s++)
			for (u32 who = s; who != none;) {
				Wish w = in.wishes[next[who]];
				if (w.post == none) break;
				next[who]++;
				who = offer(w.post, u64(w.grade) << 32 | (none - who));
			}
	}
};

template <class T> vec<T> read(FILE *f, size_t n) {
	vec<T> v(n);
	if (fread(v.data(), sizeof(T), n, f) != n) {
		fprintf(stderr, "simple: the file is too short\n");
		exit(1);
	}
	return v;
}

int main(int argc, char **argv) {
	FILE *f = argc == 3 ? fopen(argv[1], "rb") : nullptr;
	if (!f) {
		fprintf(stderr, "usage: simple FILE RUNS\n");
		return 2;
	}
	auto n = read<u32>(f, 4);
	Instance in{read<Post>(f, n[1]), read<Group>(f, n[2]), read<u32>(f, n[0]), read<Wish>(f, n[3])};
	vec<u32> post(n[0], none);
	for (int run = atoi(argv[2]); run > 0; run--) {
		clock_t begin = clock();
		Solver s(in);
		s.solve();
		fprintf(stderr, "%.4f\n", double(clock() - begin) / CLOCKS_PER_SEC);
		for (u32 p = 0; p < n[1]; p++)
			for (u32 i = 0; i < s.size[p]; i++) post[none - u32(s.held[s.from[p] + i])] = p;
	}
	fwrite(post.data(), sizeof(u32), post.size(), stdout);
}
