package site_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"wireside/site"
	"wireside/tests/chrome"
)

// The modules' own tests are modules in testdata, and run in the browser that the modules are for.
func TestModules(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/static/", http.StripPrefix("/static/", http.FileServerFS(site.Static())))
	mux.Handle("/test/", http.StripPrefix("/test/", http.FileServer(http.Dir("testdata"))))
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte("<!doctype html><title>modules</title>"))
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	files, err := filepath.Glob("testdata/*.test.js")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests in testdata: %v", err)
	}
	for i, file := range files {
		files[i] = filepath.Base(file)
	}
	list, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}

	tab := chrome.Open(t)
	tab.Go(server.URL)
	type result struct{ Name, Error string }
	results := chrome.Eval[[]result](tab, `import('/test/check.js').then(({ run }) => run(`+string(list)+`))`)
	if len(results) < len(files) {
		t.Fatalf("%d cases from %d files", len(results), len(files))
	}
	for _, r := range results {
		t.Run(r.Name, func(t *testing.T) {
			if r.Error != "" {
				t.Error(r.Error)
			}
		})
	}
}
