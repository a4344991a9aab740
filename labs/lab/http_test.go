package lab_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

type answer struct {
	Status int
	Body   string
}

func do(t *testing.T, method, url, body string) answer {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, string(got)}
}

func TestCursor(t *testing.T) {
	f := feed.New(feed.Config{})
	f.Publish("x")
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			after, given, err := lab.Cursor(c, f)
			if err != nil {
				return err
			}
			return c.SendString(fmt.Sprint(after, given))
		})
	})
	bad := func(value string) answer {
		return answer{400, `{"error":{"code":"bad_cursor","message":"after=` + value + ` is not a cursor: give the seq of the last ` +
			`event you have seen, a whole number from 0 to 9007199254740991, or now for what is published from now on, or leave it out"}}`}
	}
	for query, want := range map[string]answer{
		"":                        {200, "0 false"},
		"?after=0":                {200, "0 true"},
		"?run=x&after=42":         {200, "42 true"},
		"?after=9007199254740991": {200, "9007199254740991 true"},
		"?after=9007199254740992": bad(`\"9007199254740992\"`),
		"?after=now":              {200, "1 true"},
		"?after=NOW":              bad(`\"NOW\"`),
		"?after=banana":           bad(`\"banana\"`),
		"?after=-1":               bad(`\"-1\"`),
		"?after=%2B1":             bad(`\"+1\"`),
		"?after=1.0":              bad(`\"1.0\"`),
		"?after=":                 bad(`\"\"`),
		"?after=%00":              bad(`\"\\x00\"`),
	} {
		if diff := cmp.Diff(want, do(t, "GET", server.URL+"/"+query, "")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", query, diff)
		}
	}
}

func TestSend(t *testing.T) {
	server := labtest.Start(t, func(app *fiber.App) { app.Post("/send", lab.Send) })
	for body, want := range map[string]answer{
		"":           {200, `{"echo":""}`},
		"hi \"é\"\n": {200, `{"echo":"hi \"é\"\n"}`},
		"\xff":       {400, `{"error":{"code":"bad_text","message":"the body is not valid UTF-8: send text"}}`},
	} {
		if diff := cmp.Diff(want, do(t, "POST", server.URL+"/send", body)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", body, diff)
		}
	}
}

func TestSendTo(t *testing.T) {
	var told []string
	server := labtest.Start(t, func(app *fiber.App) {
		app.Post("/send", lab.SendTo(func(text string) { told = append(told, text) }))
	})
	for _, body := range []string{"hi", "", "there \"é\"\n", "\xff"} {
		do(t, "POST", server.URL+"/send", body)
	}
	if diff := cmp.Diff([]string{"hi", "", "there \"é\"\n"}, told); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(answer{200, `{"echo":"hi"}`}, do(t, "POST", server.URL+"/send", "hi")); diff != "" {
		t.Errorf("the answer (-want +got)\n%s", diff)
	}
}
