package code

import (
	"slices"

	"tongpin/internal/platform/fault"
)

// SkillLevel is one of the eight levels of vocational skill (the new
// eight-level system). The catalogues hold its name under "enum.skill_level.*".
type SkillLevel string

// The levels; the digit is the one in certificates (5 junior ... 1 senior
// technician), the letters of the others are internal.
const (
	Apprentice        SkillLevel = "apprentice"
	Junior            SkillLevel = "junior"
	Intermediate      SkillLevel = "intermediate"
	Senior            SkillLevel = "senior"
	Technician        SkillLevel = "technician"
	SeniorTechnician  SkillLevel = "senior_technician"
	SpecialTechnician SkillLevel = "special_technician"
	ChiefTechnician   SkillLevel = "chief_technician"
)

// SkillLevels lists the levels from the lowest.
var SkillLevels = []SkillLevel{Apprentice, Junior, Intermediate, Senior, Technician, SeniorTechnician, SpecialTechnician, ChiefTechnician}

var skillCodes = []string{"XT", "5", "4", "3", "2", "1", "TJ", "SX"}

// Code returns the digit or letters of the level; "" if it is none.
func (l SkillLevel) Code() string {
	if i := slices.Index(SkillLevels, l); i >= 0 {
		return skillCodes[i]
	}
	return ""
}

// Rank returns 1 for the lowest level to 8 for the highest; 0 if it is none.
func (l SkillLevel) Rank() int { return slices.Index(SkillLevels, l) + 1 }

// ParseSkillLevel reads a level by its key or its code.
func ParseSkillLevel(field, value string) (SkillLevel, error) {
	if l := SkillLevel(value); l.Rank() > 0 {
		return l, nil
	}
	if i := slices.Index(skillCodes, fold(value)); i >= 0 {
		return SkillLevels[i], nil
	}
	return "", fault.Wrong(field, value, "code.skill_level.unknown")
}
