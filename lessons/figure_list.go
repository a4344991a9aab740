package lessons

import "regexp"

// svgElements are the elements that a drawing may consist of. None of them runs anything or loads anything.
var svgElements = []string{
	"svg", "g", "path", "line", "rect", "circle", "ellipse", "polyline", "polygon", "text", "tspan", "title", "desc", "defs", "marker", "use",
}

// svgWords are those of them that hold text.
var svgWords = []string{"text", "tspan", "title", "desc"}

// Forms of values. Whatever they are, they are escaped; these leave out what a browser would look up elsewhere.
var (
	svgBox     = regexp.MustCompile(`^\s*-?[0-9.]+(?:[\s,]+-?[0-9.]+){3}\s*$`)
	svgNumbers = regexp.MustCompile(`^[-+0-9.eE,%\s]+$`)
	svgPath    = regexp.MustCompile(`^[-+0-9.,\sa-zA-Z]*$`)
	svgWord    = regexp.MustCompile(`^[a-zA-Z-]+$`)
	svgID      = regexp.MustCompile(`^[a-z0-9][a-zA-Z0-9-]*$`)
	svgClasses = regexp.MustCompile(`^[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*$`)
	svgMoves   = regexp.MustCompile(`^(?:\s*(?:translate|scale|rotate|skewX|skewY|matrix)\([-+0-9.eE,\s]+\)\s*,?)+$`)
	svgLocal   = regexp.MustCompile(`^(?:#|url\(#)[a-z0-9][a-zA-Z0-9-]*\)?$|^none$`)
	svgAngle   = regexp.MustCompile(`^(?:auto|auto-start-reverse|[-+0-9.]+)$`)
	svgSides   = regexp.MustCompile(`^[a-zA-Z ]+$`)
)

// svgAttributes are the attributes that an element may have. No style is among them, which the pages' content security policy
// forbids, and no colour but none and currentColor: those are of the page's style sheet, for both themes.
var svgAttributes = map[string]*regexp.Regexp{
	"id": svgID, "class": svgClasses, "href": svgLocal, "marker-start": svgLocal, "marker-mid": svgLocal, "marker-end": svgLocal,
	"viewBox": svgBox, "preserveAspectRatio": svgSides,
	"x": svgNumbers, "y": svgNumbers, "dx": svgNumbers, "dy": svgNumbers, "x1": svgNumbers, "y1": svgNumbers, "x2": svgNumbers, "y2": svgNumbers,
	"width": svgNumbers, "height": svgNumbers, "r": svgNumbers, "rx": svgNumbers, "ry": svgNumbers, "cx": svgNumbers, "cy": svgNumbers,
	"d": svgPath, "points": svgNumbers, "transform": svgMoves, "pathLength": svgNumbers, "rotate": svgNumbers,
	"refX": svgNumbers, "refY": svgNumbers, "markerWidth": svgNumbers, "markerHeight": svgNumbers, "markerUnits": svgWord, "orient": svgAngle,
	"fill": svgWord, "stroke": svgWord, "fill-opacity": svgNumbers, "stroke-opacity": svgNumbers, "opacity": svgNumbers, "fill-rule": svgWord,
	"stroke-width": svgNumbers, "stroke-linecap": svgWord, "stroke-linejoin": svgWord, "stroke-dasharray": svgNumbers, "stroke-dashoffset": svgNumbers,
	"text-anchor": svgWord, "dominant-baseline": svgWord, "textLength": svgNumbers, "lengthAdjust": svgWord,
	"font-size": svgNumbers, "font-weight": svgPath,
}
