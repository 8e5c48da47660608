// Writes the tar that Go's archive/tar makes of the entries on standard input, one JSON object a line:
// {"name": "docs/a.md", "content": "base64"}, or without content a folder.
package main

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"io"
	"os"
	"time"
)

type entry struct {
	Name    string  `json:"name"`
	Content *[]byte `json:"content"`
}

func main() {
	out := tar.NewWriter(os.Stdout)
	lines := json.NewDecoder(bufio.NewReader(os.Stdin))
	for {
		var e entry
		if err := lines.Decode(&e); err == io.EOF {
			break
		} else if err != nil {
			panic(err)
		}
		header := &tar.Header{Typeflag: tar.TypeDir, Name: e.Name, Mode: 0o755, ModTime: time.Unix(0, 0)}
		if e.Content != nil {
			header.Typeflag, header.Mode, header.Size = tar.TypeReg, 0o644, int64(len(*e.Content))
		}
		if err := out.WriteHeader(header); err != nil {
			panic(err)
		}
		if e.Content != nil {
			if _, err := out.Write(*e.Content); err != nil {
				panic(err)
			}
		}
	}
	if err := out.Close(); err != nil {
		panic(err)
	}
}
