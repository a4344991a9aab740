package lessons

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const tableText = `| lane | its bytes & all |
|---|--:|
| ` + "`a\\|b`" + ` | [24 bytes](https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2) |
| c |
`

// A table says for who can't see it what it is of; a column's side is no inline style.
func TestTableRenders(t *testing.T) {
	const want = `<div class="table" role="region" tabindex="0" aria-label="Table: lane, its bytes &amp; all">
<table>
<thead>
<tr>
<th>lane</th>
<th align="right">its bytes &amp; all</th>
</tr>
</thead>
<tbody>
<tr>
<td><code>a|b</code></td>
<td align="right"><a href="https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2">24 bytes</a></td>
</tr>
<tr>
<td>c</td>
<td></td>
</tr>
</tbody>
</table>
</div>
`
	if diff := cmp.Diff(want, render(t, tableText)); diff != "" {
		t.Errorf("HTML (-want +got):\n%s", diff)
	}
	inClaim := render(t, fenced("claim 24", "text: |", "  "+strings.ReplaceAll(tableText, "\n", "\n  ")))
	if !strings.Contains(inClaim, strings.Split(want, "\n")[0]) {
		t.Errorf("in a block: no table in\n%s", inClaim)
	}
	lesson, err := load(head + "Text.\n\n" + tableText)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("Text. lane its bytes & all a|b 24 bytes c", lesson.Sections[0].Text); diff != "" || lesson.Words != 10 {
		t.Errorf("%d words; for the search (-want +got):\n%s", lesson.Words, diff)
	}
}

func TestTableFaults(t *testing.T) {
	const file = "01-one.md"
	const none = "this is no table: below its head stands a line such as |---|--:|, of as many columns, and no line is empty"
	number := func(n string) string {
		return "nothing says where the number " + n + " comes from: link it to the section of a standard, to measured:LANE.FIGURE or to set:PARAMETER"
	}
	tests := []struct {
		name, body string
		want       []Error
	}{
		{"numbers", "| a 1 |\n|---|\n| 20 |\n", []Error{{file, bodyLine, number("1")}, {file, bodyLine + 2, number("20")}}},
		{"a link", "| a |\n|---|\n| [x](javascript:y) |\n",
			[]Error{{file, bodyLine + 2, `"javascript:" begins no address and no mark: known are https:, http:, measured: and set:`}}},
		{"a mark without a lab", "| a |\n|---|\n| [5](set:rate) |\n",
			[]Error{{file, bodyLine + 2, "set:rate speaks of the lab before it, and there is none; or of the source: set:FILE#NAME"}}},
		{"HTML", "| a | b |\n|---|---|\n| x | y<br>z |\n", []Error{{file, bodyLine + 2, "raw HTML is off: write markdown, or a code span"}}},
		{"a picture", "| a |\n|---|\n| ![x](y) |\n", []Error{{file, bodyLine + 2, "a picture is a block: figure my-name"}}},
		{"a cell too many", "a | b\n--|--\nx | y\nx | y | z\n", []Error{{file, bodyLine + 3, `a row of 3 cells in a table of 2 columns: a bar within a cell is written \|`}}},
		{"a bar in code", "| a | b |\n|---|---|\n| `x|y` | z |\n", []Error{{file, bodyLine + 2, `a row of 3 cells in a table of 2 columns: a bar within a cell is written \|`}}},
		{"another number of columns", "Text.\n\n| a | b |\n|---|\n| x | y |\n", []Error{{file, bodyLine + 2, none}}},
		{"no line below the head", "| a | b |\n| x | y |\n", []Error{{file, bodyLine, none}}},
		{"an empty line", "| a |\n|---|\n\n| x |\n", []Error{{file, bodyLine + 3, none}}},
		{"none in a list", "- x\n- | a |\n", []Error{{file, bodyLine + 1, none}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(head + test.body)
			if err == nil {
				t.Fatal("no fault")
			}
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// A table without rows is one.
func TestTableHeadAlone(t *testing.T) {
	if got := render(t, "| a |\n|---|\n"); !strings.HasSuffix(got, "</thead>\n</table>\n</div>\n") {
		t.Error(got)
	}
}
