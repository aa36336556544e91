// SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
// SPDX-License-Identifier: MIT

// Posts through go-vcr and prints each answer in a line: MODE CASSETTE KEY URL [URL ...], MODE `record` or `replay`.
// Debian: `golang-github-dnaeon-go-vcr-dev`.
package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/dnaeon/go-vcr/recorder"
)

func main() {
	mode := recorder.ModeReplaying
	if os.Args[1] == "record" {
		mode = recorder.ModeRecording
	}
	vcr, err := recorder.NewAsMode(os.Args[2], mode, nil)
	check(err)
	for _, url := range os.Args[4:] {
		request, err := http.NewRequest("POST", url, strings.NewReader("{}"))
		check(err)
		request.Header.Set("Authorization", "Bearer "+os.Args[3])
		request.Header.Set("Accept-Encoding", "gzip")
		answer, err := (&http.Client{Transport: vcr}).Do(request)
		check(err)
		body := io.Reader(answer.Body)
		if answer.Header.Get("Content-Encoding") == "gzip" {
			body, err = gzip.NewReader(answer.Body)
			check(err)
		}
		said, err := io.ReadAll(body)
		check(err)
		fmt.Println(string(said))
	}
	check(vcr.Stop())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
