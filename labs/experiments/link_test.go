package experiments

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/lab"
)

// packed is a link of any text.
func packed(text string) string {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.BestCompression)
	w.Write([]byte(text))
	w.Close()
	return base64.RawURLEncoding.EncodeToString(out.Bytes())
}

func TestResultSurvivesALink(t *testing.T) {
	want := sampleResult()
	link := Fragment(want)
	for _, link := range []string{link, "#r=" + link} {
		got, err := ParseFragment(link)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
	if strings.Trim(link, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		t.Errorf("%s would have to be escaped in a URL", link)
	}
}

func TestParseFragmentRefuses(t *testing.T) {
	good := Fragment(sampleResult())
	text, _ := json.Marshal(sampleResult())
	whole, _ := base64.RawURLEncoding.DecodeString(good)
	for name, link := range map[string]string{
		"nothing":          "",
		"no base64":        "?!",
		"padded":           good + "=",
		"line ends":        good[:8] + "\r\n" + good[8:],
		"cut off":          good[:len(good)/2],
		"without its end":  base64.RawURLEncoding.EncodeToString(whole[:len(whole)-1]),
		"with more behind": base64.RawURLEncoding.EncodeToString(append(bytes.Clone(whole), "more"...)),
		"no deflate":       base64.RawURLEncoding.EncodeToString([]byte("hello, world, this is no deflate")),
		"no result":        packed(`{"wireside":"claim/1"}`),
		"several":          packed(`{"wireside":"claims/1","results":[` + string(text) + "," + string(text) + `]}`),
		"a bomb":           packed(strings.Repeat(" ", 1<<24)),
		"a bomb around it": packed(string(text) + strings.Repeat(" ", MaxInflated)),
		"too long":         strings.Repeat("A", MaxFragment+1),
	} {
		got, err := ParseFragment(link)
		var e *lab.Error
		if !errors.As(err, &e) || e.Status != 400 || e.Code != "bad_result" {
			t.Errorf("%s: %+v", name, err)
		}
		if diff := cmp.Diff(Result{}, got); diff != "" {
			t.Errorf("%s: something was read:\n%s", name, diff)
		}
	}
}

// FuzzParseFragment looks for a link that does harm, or that says something else when it is written again.
func FuzzParseFragment(f *testing.F) {
	f.Add(Fragment(sampleResult()))
	f.Add("#r=" + Fragment(Judge(sampleClaim(), nil)))
	f.Add(packed(`{"wireside":"claims/1","results":[]}`))
	f.Add(packed("{"))
	f.Add("AwA")
	f.Add("")
	f.Fuzz(func(t *testing.T, link string) {
		r, err := ParseFragment(link)
		if err != nil {
			refusal(t, err)
			return
		}
		unharmed(t, r)
	})
}

// FuzzReadResults is the same for files.
func FuzzReadResults(f *testing.F) {
	text, _ := json.Marshal(sampleResult())
	f.Add(text)
	f.Add([]byte(`{"wireside":"claims/1","results":[` + string(text) + `]}`))
	f.Add(bytes.Replace(text, []byte("12.123456789012345"), []byte("null"), 1))
	f.Add([]byte(`{"wireside":"claim/1","cases":[{"values":[1e308,-1e308]}]}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := ReadResults(text)
		if err != nil {
			refusal(t, err)
			return
		}
		for _, r := range all {
			unharmed(t, r)
		}
	})
}

func refusal(t *testing.T, err error) {
	t.Helper()
	var e *lab.Error
	if !errors.As(err, &e) || e.Status < 400 || e.Message == "" || len(e.Message) > 600 {
		t.Errorf("the refusal is %+v", err)
	}
}

// unharmed sees that a result that was read can be judged again, and says the same when it is written again.
func unharmed(t *testing.T, r Result) {
	t.Helper()
	claim := sampleClaim()
	r.Rules, r.Claim = claim.Rules(), claim.Number
	if judged, err := check([]Claim{claim}, r); err != nil {
		refusal(t, err)
	} else if again, err := check([]Claim{claim}, judged); err != nil || !again.Agrees(judged) {
		t.Errorf("judged once more it is another one: %v", err)
	}
	link := Fragment(r)
	if link == "" {
		return // too large
	}
	got, err := ParseFragment(link)
	if diff := cmp.Diff(r, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
