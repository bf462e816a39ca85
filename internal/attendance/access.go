package attendance

import "tongpin/internal/core/access"

// The actions on attendance.
const (
	ActView    access.Action = "attendance.view"    // who was there, masked
	ActKeep    access.Action = "attendance.keep"    // the code of the room, roll, leave, links
	ActImport  access.Action = "attendance.import"  // a roll as a workbook
	ActInspect access.Action = "attendance.inspect" // come unannounced and count heads
	ActWatch   access.Action = "attendance.watch"   // signals with their evidence
	ActJudge   access.Action = "attendance.judge"   // and decide them
)

// Grants says who may do what. The school keeps its roll; those who watch over
// it inspect and judge, and never write in the roll that they judge.
func Grants() []access.Grant {
	teaching := []access.Role{access.Provider, access.Dean}
	watch := []access.Role{access.Secretariat, access.Leader, access.Auditor}
	return []access.Grant{
		access.Allow(ActView, access.Any, watch...),
		access.Allow(ActView, access.Own, teaching...),
		access.Allow(ActKeep, access.Own, teaching...),
		access.Allow(ActImport, access.Own, teaching...),
		access.Allow(ActInspect, access.Any, watch...),
		access.Allow(ActWatch, access.Any, watch...),
		access.Allow(ActJudge, access.Any, access.Secretariat),
	}
}
