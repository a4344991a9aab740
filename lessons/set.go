package lessons

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
)

// set checks the mark of a number that was set, in the lab before it or in the source. It returns where that is, for a
// person; empty: the mark is at fault.
func (s *source) set(line int, said, path string) string {
	q, err := readQuantity(said)
	if err != nil {
		s.fault(line, "%q is marked as %s%s: %v", said, setMark, path, err)
		return ""
	}
	if file, name, ok := strings.Cut(path, "#"); ok {
		if err := s.inSource(file, name, q); err != nil {
			s.fault(line, "%s%s: %v", setMark, path, err)
			return ""
		}
		return file + ": " + name
	}
	if s.lab == nil {
		s.fault(line, "%s%s speaks of the lab before it, and there is none; or of the source: %sFILE#NAME", setMark, path, setMark)
		return ""
	}
	if s.lab.set != nil { // else the lab is at fault, and has been reported
		if err := inRun(s.lab.set, path, q); err != nil {
			s.fault(line, "%s%s, in lab %s: %v", setMark, path, s.lab.Name, err)
			return ""
		}
	}
	return "this lab: " + path
}

// inRun compares a quantity with a parameter of a run.
func inRun(run any, path string, q quantity) error {
	value, err := parameter(run, strings.Split(path, "."))
	if err != nil || !q.found {
		return err
	}
	number, ok := value.(float64)
	if !ok {
		return fmt.Errorf("it is %v, and no number", value)
	}
	unit, factor := plainNumber, 1.0
	switch last := path[strings.LastIndex(path, ".")+1:]; {
	case strings.HasSuffix(last, "Ms"):
		unit = ofTime
	case slices.Contains([]string{"seconds", "at", "every"}, last):
		unit, factor = ofTime, 1000
		if q.kind == plainNumber {
			factor = 1 // as it is written
		}
	case strings.HasSuffix(last, "Bytes"):
		unit = ofBytes
	case number <= 1 && q.kind == ofWhole:
		unit = ofWhole // such as jitter
	}
	return same(q, unit, number*factor, fmt.Sprint(number))
}

// same compares a quantity with what was set. written is how that is written where it was set.
func same(q quantity, unit kindOfUnit, set float64, written string) error {
	said, err := q.in(unit)
	if err != nil {
		return err
	}
	if math.Abs(said-set) > 1e-9*math.Abs(set) {
		return fmt.Errorf("it is %s", written)
	}
	return nil
}

// parameter finds what stands at a path in a run's body. A lane is found by its name or by its place from 0.
func parameter(at any, path []string) (any, error) {
	for i, key := range path {
		var known []string
		var next any
		switch at := at.(type) {
		case map[string]any:
			for name, value := range at {
				known = append(known, name)
				if name == key {
					next = value
				}
			}
			slices.Sort(known)
		case []any:
			for place, value := range at {
				name := laneName(value)
				if name == "" {
					name = strconv.Itoa(place)
				}
				known = append(known, name)
				if key == name || key == strconv.Itoa(place) {
					next = value
				}
			}
		default:
			return nil, fmt.Errorf("%s is %v, and has no %s", strings.Join(path[:i], "."), at, key)
		}
		if next == nil {
			return nil, fmt.Errorf("there is no %s: set are %s", strings.Join(path[:i+1], "."), strings.Join(known, ", "))
		}
		at = next
	}
	return at, nil
}

// laneName returns the name of a lane of a run's body; empty: it is none.
func laneName(v any) string {
	if name, ok := v.(string); ok {
		return name
	}
	lane, _ := v.(map[string]any)
	if name, ok := lane["name"].(string); ok {
		return name
	}
	name, _ := lane["technique"].(string)
	return name
}

// inSource sees that the source has something of that name, and compares a quantity with it if it is a constant of Go.
func (s *source) inSource(file, name string, q quantity) error {
	text, err := s.world.source(file)
	if err != nil {
		return err
	}
	declared, err := declarations(file, text)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(declared, func(d declaration) bool { return d.name == name }) {
		return fmt.Errorf("there is no %q in %s; there are %s", name, file, namesOf(declared))
	}
	if path.Ext(file) != ".go" || !q.found {
		return nil
	}
	c, err := goConstant(file, text, name)
	if err != nil || !c.known {
		return err
	}
	return same(q, c.unit(q), c.number, c.written)
}
