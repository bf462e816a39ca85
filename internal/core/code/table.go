package code

import (
	"embed"
	"encoding/csv"
	"fmt"
)

//go:embed data/*.csv
var data embed.FS

// table reads an embedded CSV file without its head line. The files are part of
// the program and its tests read them all, so a broken one is a mistake of the
// program.
func table(name string, columns int) [][]string {
	f, err := data.Open("data/" + name)
	if err != nil {
		panic(fmt.Sprintf("code: %v", err))
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = columns
	rows, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("code: %s: %v", name, err))
	}
	return rows[1:]
}
