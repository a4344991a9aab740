package lessons

import (
	"html/template"
	"io"
	"slices"
	"strconv"
)

// claimFields is the YAML of a claim block.
type claimFields struct {
	Text value[string] `yaml:"text"` // markdown: what the lesson has shown about it
}

// claim holds a row of the claims page to what the reader has seen.
type claim struct {
	Claim
	Name string
	Said passage
}

func readClaim(f fence) block {
	var y claimFields
	if !f.decode(&y) {
		return nil
	}
	c := &claim{Name: f.name, Said: f.markdown("text", y.Text)}
	number, err := strconv.Atoi(f.name)
	if err != nil || strconv.Itoa(number) != f.name {
		f.src.fault(f.opener, "claim %q: the block is named by the claim's number, such as: claim 24", f.name)
		return nil
	}
	var ok bool
	if c.Claim, ok = f.src.world.Claim(number); !ok {
		f.src.fault(f.opener, "there is no claim %d on the claims page", number)
	} else if !slices.Contains(f.src.claims, number) {
		f.src.fault(f.opener, "claim %d is not in claims, in the front matter", number)
	}
	return c
}

var claimHTML = template.Must(template.New("claim").Parse(
	`<section class="block claim" id="claim-{{.Name}}" data-block="claim" data-name="{{.Name}}" data-claim="{{.Number}}">
<h3>Claim {{.Number}}: {{.Title}}</h3>
{{with .Quote}}<blockquote><p>{{.}}</p> <cite>{{$.Author}}</cite></blockquote>
{{end -}}
<div class="said">
{{.Said.HTML}}</div>
<p class="so"><b>What is so:</b> {{.So}}</p>
{{if .Measurable}}<p class="verdict" data-verdict>Not measured in this browser yet.</p>
{{else}}<p class="verdict">There is nothing to measure: its sources settle it.</p>
{{end -}}
<p class="where"><a href="/claims#claim-{{.Number}}">On the claims page</a>{{range .Sources}} · <a href="{{.URL}}">{{.Title}}</a>{{end}}</p>
</section>
`))

func (c *claim) write(w io.Writer) error { return claimHTML.Execute(w, c) }

func (c *claim) add(*Lesson) {}

func (c *claim) plain() string {
	return "Claim " + c.Name + ": " + c.Title + "\n" + c.Quote + "\n" + c.Said.Plain + "\n" + c.So
}
