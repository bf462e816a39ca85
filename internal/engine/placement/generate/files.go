package generate

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"tongpin/internal/engine/placement"
)

// Files writes an instance as wishes.csv, posts.csv and caps.csv into a folder.
func Files(dir string, in *placement.Instance) error {
	for name, write := range map[string]func(*bufio.Writer, *placement.Instance){"wishes.csv": wishes, "posts.csv": posts, "caps.csv": caps} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		w := bufio.NewWriterSize(f, 1<<20)
		write(w, in)
		if err := w.Flush(); err != nil {
			f.Close()
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func wishes(w *bufio.Writer, in *placement.Instance) {
	io.WriteString(w, "student,rank,post,grade\n") // a bufio.Writer keeps its error for Flush
	var line []byte
	for s := range in.Start {
		for rank, x := range in.List(uint32(s)) {
			line = fmt.Appendf(line[:0], "s%07d,", s)
			line = append(strconv.AppendInt(line, int64(rank)+1, 10), ",p"...)
			line = append(strconv.AppendUint(line, uint64(x.Post), 10), ',')
			line = append(strconv.AppendUint(line, uint64(x.Grade), 10), '\n')
			w.Write(line)
		}
	}
}

func posts(w *bufio.Writer, in *placement.Instance) {
	io.WriteString(w, "post,seats,group\n")
	for p, x := range in.Posts {
		fmt.Fprintf(w, "p%d,%d,g%d\n", p, x.Seats, x.Group)
	}
}

func caps(w *bufio.Writer, in *placement.Instance) {
	io.WriteString(w, "group,parent,cap,reason\n")
	for g, x := range in.Groups {
		parent := ""
		if x.Parent != placement.None {
			parent = "g" + strconv.FormatUint(uint64(x.Parent), 10)
		}
		fmt.Fprintf(w, "g%d,%s,%d,sample\n", g, parent, x.Cap)
	}
}
