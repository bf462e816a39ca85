package timetable

import (
	"bytes"
	"testing"

	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/sample"
)

// BenchmarkLoadLarge reads an instance of the size of the largest public ones,
// looks for obstacles, builds the search's tables and counts a timetable.
func BenchmarkLoadLarge(b *testing.B) {
	in, hidden := sample.Instance(sample.Large, 1)
	var file bytes.Buffer
	if err := in.Write(&file); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(in.Lectures()), "lectures")
	b.ReportMetric(float64(len(in.Curricula)), "curricula")
	parts := map[string]func(){
		"read":      func() { _, _ = ctt.Read(bytes.NewReader(file.Bytes())) },
		"obstacles": func() { ctt.Obstacles(in) },
		"tables":    func() { newState(newLayout(in)) },
		"count":     func() { ctt.Count(in, hidden) },
		"check":     func() { ctt.Check(in, hidden) },
	}
	for _, name := range []string{"read", "obstacles", "tables", "count", "check"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				parts[name]()
			}
		})
	}
}
