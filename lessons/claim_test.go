package lessons

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClaimRenders(t *testing.T) {
	const heading = "<h2 id=\"heading\">Heading</h2>\n"
	tests := []struct{ name, want string }{
		{"24", `<section class="block claim" id="claim-24" data-block="claim" data-name="24" data-claim="24">
<h3>Claim 24: WebSocket is faster</h3>
<blockquote><p>lower latency</p> <cite>A. Author</cite></blockquote>
<div class="said">
<p>This lesson <em>measured</em> it.</p>
</div>
<p class="so"><b>What is so:</b> It depends.</p>
<p class="verdict" data-verdict>Not measured in this browser yet.</p>
<p class="where"><a href="/claims#claim-24">On the claims page</a> · <a href="https://www.rfc-editor.org/rfc/rfc6455.html#section-1.1">RFC 6455 1.1</a></p>
</section>
`},
		{"1", `<section class="block claim" id="claim-1" data-block="claim" data-name="1" data-claim="1">
<h3>Claim 1: It is called SSN</h3>
<div class="said">
<p>This lesson <em>measured</em> it.</p>
</div>
<p class="so"><b>What is so:</b> It is called SSE.</p>
<p class="verdict">There is nothing to measure: its sources settle it.</p>
<p class="where"><a href="/claims#claim-1">On the claims page</a></p>
</section>
`},
	}
	for _, test := range tests {
		if diff := cmp.Diff(heading+test.want, render(t, fenced("claim "+test.name, claimYAML...))); diff != "" {
			t.Errorf("claim %s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestClaimFaults(t *testing.T) {
	for name, want := range map[string]string{
		"31":  "there is no claim 31 on the claims page",
		"ssn": `claim "ssn": the block is named by the claim's number, such as: claim 24`,
		"007": `claim "007": the block is named by the claim's number, such as: claim 24`,
		"9":   "claim 9 is not in claims, in the front matter",
	} {
		world := fakeWorld()
		claims := world.Claim
		world.Claim = func(n int) (Claim, bool) {
			if n == 9 {
				return Claim{Number: 9, Title: "T", So: "S"}, true
			}
			return claims(n)
		}
		_, err := loadIn(world, head+fenced("claim "+name, claimYAML...))
		if diff := cmp.Diff([]Error{{"01-one.md", fenceLine, want}}, faultsOf(t, err)); diff != "" {
			t.Errorf("claim %s (-want +got):\n%s", name, diff)
		}
	}
}
