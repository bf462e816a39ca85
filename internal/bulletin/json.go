package bulletin

import (
	"bytes"
	"encoding/json"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
)

// Format names the form of the JSON document.
const Format = "tongpin.bulletin/1"

// document is a paper as JSON. Figures have the form in which a proof states
// them (engine/seal); texts are what people read.
type document struct {
	Format      string          `json:"format"`
	Consortium  string          `json:"consortium"` // key
	Name        string          `json:"name"`
	Series      Series          `json:"series"`
	Period      string          `json:"period"`
	State       State           `json:"state"`
	Number      string          `json:"number,omitempty"`
	PublishedOn string          `json:"published_on,omitempty"`
	Language    string          `json:"language"`
	Title       string          `json:"title"`
	Editor      string          `json:"editor"`
	Sections    []jsonSection   `json:"sections"`
	Events      []jsonEvent     `json:"events"`
	Checks      []jsonCheck     `json:"checks"`
	Typed       []string        `json:"typed,omitempty"` // quantities without facts
	Figures     []jsonFigure    `json:"figures"`
	Proof       json.RawMessage `json:"proof,omitempty"`
}

type jsonSection struct {
	Heading    string   `json:"heading"`
	Source     string   `json:"source"` // with its tokens
	Paragraphs []string `json:"paragraphs"`
}

type jsonEvent struct {
	On   string `json:"on"`
	Text string `json:"text"`
}

type jsonCheck struct {
	Source string `json:"source"`
	Text   string `json:"text"`
	Holds  bool   `json:"holds"`
}

type jsonFigure struct {
	Key    string     `json:"key"`
	Slice  jsonSlice  `json:"slice"`
	Period jsonPeriod `json:"period"`
	Value  int64      `json:"value"`
	Unit   string     `json:"unit"`
	Facts  int64      `json:"facts"`
	Name   string     `json:"name"`
	Text   string     `json:"text"`
}

type jsonSlice struct {
	Scope     string `json:"scope"`
	Owner     string `json:"owner,omitempty"`
	Dimension string `json:"dimension,omitempty"`
	Value     string `json:"value,omitempty"`
}

type jsonPeriod struct {
	Name string `json:"name"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// JSON is the document of a paper, with its proof where it has one.
func (p Paper) JSON(consortium, name string, proof json.RawMessage) ([]byte, error) {
	b := p.Bulletin
	d := document{
		Format: Format, Consortium: consortium, Name: name, Series: b.Series, Period: b.Period.Name, State: b.State,
		Number: b.Number(), PublishedOn: b.PublishedOn.String(), Language: b.Content.Language, Title: p.Title, Editor: p.Editor,
		Sections: []jsonSection{}, Events: []jsonEvent{}, Checks: []jsonCheck{}, Figures: []jsonFigure{}, Proof: proof,
	}
	for i, s := range p.Sections {
		part := jsonSection{Heading: s.Heading, Source: b.Content.Sections[i].Text}
		for _, block := range s.Blocks {
			part.Paragraphs = append(part.Paragraphs, block.Lines()...)
		}
		d.Sections = append(d.Sections, part)
	}
	for _, e := range p.Events {
		d.Events = append(d.Events, jsonEvent{e.Event.On.String(), Words(e.Runs)})
	}
	for i, c := range p.Checks {
		d.Checks = append(d.Checks, jsonCheck{b.Content.Checks[i], c.Text, c.Holds})
	}
	d.Typed = p.Typed
	for _, f := range p.Figures {
		d.Figures = append(d.Figures, jsonFigure{
			Key: f.Figure.Key, Slice: sliceOf(f.Figure.Slice), Period: periodOf(f.Figure.Period),
			Value: f.Figure.Value, Unit: f.Figure.Unit, Facts: f.Figure.Facts, Name: f.Name, Text: f.Text,
		})
	}
	return d.write()
}

func sliceOf(s metric.Slice) jsonSlice {
	return jsonSlice{s.Scope, string(s.Owner), s.Dimension, s.Value}
}

func periodOf(p calendar.Period) jsonPeriod {
	return jsonPeriod{p.Name, p.From.String(), p.To.String()}
}

// WithProof puts the proof into an archived document.
func (x Archive) WithProof() ([]byte, error) {
	if len(x.Proof) == 0 {
		return x.Document, nil
	}
	var d document
	if err := json.Unmarshal(x.Document, &d); err != nil {
		return nil, err
	}
	d.Proof = x.Proof
	return d.write()
}

func (d document) write() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(d)
	return out.Bytes(), err
}

// Words joins the runs of a paragraph.
func Words(runs []Run) string {
	var b bytes.Buffer
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Lines are the lines of a block as plain text: a paragraph is one, a table has
// one for each row.
func (b Block) Lines() []string {
	if b.Table == nil {
		return []string{Words(b.Runs)}
	}
	lines := make([]string, 0, len(b.Table.Rows)+1)
	for _, r := range b.Table.Rows {
		lines = append(lines, r.Part+"\u3000"+r.Text)
	}
	return lines
}
