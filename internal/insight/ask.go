package insight

import (
	"slices"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

// FactFilters are the keys by which a list of facts is asked for: the metric,
// its period, scope, owner, one part ("type:training"), one record
// ("order:<id>"), and whether only corrections are wanted ("yes").
var FactFilters = []string{"metric", "period", "scope", "owner", "part", "record", "reversals"}

// Ask is what an address asks of one metric.
type Ask struct {
	Definition metric.Definition
	Slice      metric.Slice
	Period     calendar.Period
	Record     record.Ref // zero for all
	Reversals  bool
}

// Ask reads the question to one metric; every part of it is proved.
func (s *Service) Ask(q listing.Query) (Ask, error) {
	d, err := s.Definition(q.First("metric"))
	if err != nil {
		return Ask{}, err
	}
	p, err := calendar.ParsePeriod(q.First("period"))
	if err != nil {
		return Ask{}, wrongPeriod(q.First("period"))
	}
	ask := Ask{Definition: d, Slice: sliceOf(d, q), Period: p, Reversals: q.First("reversals") != ""}
	if given := q.First("record"); given != "" {
		kind, id, _ := strings.Cut(given, ":")
		known, ok := record.ParseID(id)
		if !ok {
			return ask, fault.New(fault.NotFound, "record.not_found")
		}
		ask.Record = record.Ref{Kind: record.Kind(kind), ID: known}
	}
	if !slices.Contains(d.Scopes, ask.Slice.Scope) {
		return ask, fault.New(fault.NotFound, "figure.scope", "scope", ask.Slice.Scope)
	}
	if _, ok := record.ParseID(string(ask.Slice.Owner)); ask.Slice.Owner != "" && !ok {
		return ask, fault.New(fault.NotFound, "record.not_found")
	}
	if ask.Slice.Dimension != "" && !slices.Contains(d.Dimensions, ask.Slice.Dimension) {
		return ask, fault.New(fault.NotFound, "figure.dimension", "dimension", ask.Slice.Dimension)
	}
	return ask, nil
}

func wrongPeriod(given string) error { return fault.Wrong("period", given, "figure.period") }

// Part joins a dimension and its value as they stand in addresses.
func Part(dimension, value string) string {
	if dimension == "" {
		return ""
	}
	return dimension + ":" + value
}

// SplitPart takes apart what Part joined.
func SplitPart(part string) (dimension, value string) {
	dimension, value, _ = strings.Cut(part, ":")
	return dimension, value
}

// DimensionWord is the word for one value of a dimension. Features name their
// values under different families: of the metric's feature first ("order.kind"
// has "enum.order_kind"), then the shared ones.
func DimensionWord(l *i18n.Localizer, key, dimension, value string) string {
	if o, ok := code.FindOccupation(value); ok && dimension == "occupation" {
		return o.Title
	}
	feature, _, _ := strings.Cut(key, ".")
	if feature == "demand" { // open demand is told by orders
		feature = "order"
	}
	families := []string{feature + "_" + dimension, dimension, "programme_" + dimension}
	if feature == "member" {
		families = append([]string{"organisation_" + dimension}, families...)
	}
	for _, family := range families {
		for _, v := range []string{value, strings.TrimLeft(value, "0")} {
			if l.Has("enum." + family + "." + v) {
				return l.T("enum." + family + "." + v)
			}
		}
	}
	return value
}

// DimensionWords joins the dimensions of a fact for reading.
func DimensionWords(l *i18n.Localizer, key string, dims map[string]string) string {
	names := make([]string, 0, len(dims))
	for name, value := range dims {
		if value != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = DimensionWord(l, key, name, dims[name])
	}
	return strings.Join(names, " / ")
}

// wordOr is the text of family.code, or the code where there is none: keys of
// later features may lack a text of their own.
func wordOr(l *i18n.Localizer, family, code string) string {
	if s := optional(l, family+"."+code); s != "" {
		return s
	}
	return code
}

func optional(l *i18n.Localizer, key string) string {
	if l.Has(key) {
		return l.T(key)
	}
	return ""
}
