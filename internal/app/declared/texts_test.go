package declared

import (
	"io/fs"
	"os"
	"testing"

	"tongpin/internal/platform/i18n"
)

// dynamic are the families of texts whose keys are put together at run time.
var dynamic = []string{
	"did.", "todo.", "notice.", "enum.", "metric.", "fact.", "unit.", "rule.", "kind.", "reason.", "intake.kind.", "intake.filter.", "intake.count.", "job.", "nav.", "bulletin.ordinal.", "bulletin.quarter.", "bulletin.series.", "bulletin.way.", "bulletin.turn.", "board.chart.",
	"dimension.", "panel.", "period.", "sheet.type.", "sheet.help.", "web.error.", "figure.measure.", "desk.job.state.", "agreement.way.", "order.way.",
	"response.move.", "response.moved.", "order.kind.", "*.state.*", "*.step.*", "*.step.*.lead", "*.step.*.chosen", "*.stepped.*", "*.tab.*", "*.column.*", "*.column.*.*", "*.*.title.lead", "offer.*.lead", "app.place.wrong.", "app.figures.", "app.rollups.", "app.use.", "app.system.", "config.", "timetable.kind.", "timetable.number.", "timetable.rule.", "training.turn.", "training.action.*.lead", "subsidy.calc.", "subsidy.level.", "subsidy.payfile.", "subsidy.policy.", "subsidy.round.draw.lead", "attendance.innocent.", "attendance.judge.",
}

// TestTextsAreWhole finds keys that a language lacks, texts that nobody uses and
// keys without a text, over all features at once.
func TestTextsAreWhole(t *testing.T) {
	catalogue, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var trees []fs.FS
	for _, root := range []string{"../../../internal", "../../../cmd"} {
		trees = append(trees, os.DirFS(root))
	}
	wrong, err := i18n.Check(catalogue, dynamic, trees...)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range wrong {
		t.Error(line)
	}
}
