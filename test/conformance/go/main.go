// Reads a Farthing log over HTTP with nothing but golang.org/x/mod, as it comes: the signed head with sumdb/note, the
// tree with sumdb/tlog. Prints one JSON object, or says on standard error what it refuses.
//
//	main URL VERIFIER-KEY INDEX LEAF-HASH OLD-CHECKPOINT-FILE
package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 5 {
		return errors.New("URL VERIFIER-KEY INDEX LEAF-HASH OLD-CHECKPOINT-FILE")
	}
	url, key := args[0], args[1]
	index, err := strconv.ParseInt(args[2], 10, 64)
	if err != nil {
		return err
	}
	leaf, err := hex.DecodeString(args[3])
	if err != nil || len(leaf) != tlog.HashSize {
		return errors.New("the leaf hash is 32 bytes in hexadecimal")
	}
	oldNote, err := os.ReadFile(args[4])
	if err != nil {
		return err
	}
	newNote, err := get(url + "/checkpoint")
	if err != nil {
		return err
	}
	old, err := openHead(oldNote, key)
	if err != nil {
		return fmt.Errorf("old checkpoint: %w", err)
	}
	head, err := openHead(newNote, key)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return prove(url, old, head, index, tlog.Hash(*(*[tlog.HashSize]byte)(leaf)))
}

// openHead verifies a note and takes the tree out of it: origin, size, root.
func openHead(text []byte, key string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("the note is no head of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the root is not 32 bytes")
	}
	return tlog.Tree{N: size, Hash: tlog.Hash(*(*[tlog.HashSize]byte)(root))}, nil
}

// prove makes both proofs from the served tiles, each of which TileHashReader checks against the root, and verifies them.
func prove(url string, old, head tlog.Tree, index int64, leaf tlog.Hash) error {
	tiles := &served{url: url}
	reader := tlog.TileHashReader(head, tiles)
	record, err := tlog.ProveRecord(head.N, index, reader)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(record, head.N, head.Hash, index, leaf); err != nil {
		return fmt.Errorf("inclusion: %w", err)
	}
	grown, err := tlog.ProveTree(head.N, old.N, reader)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(grown, head.N, head.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("consistency: %w", err)
	}
	path := make([]string, len(record))
	for at, hash := range record {
		path[at] = hex.EncodeToString(hash[:])
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"size": head.N, "oldSize": old.N, "path": path, "tiles": tiles.read,
	})
}

// served reads tiles where c2sp.org/tlog-tiles has them: as in the Go checksum database, without the height.
type served struct {
	url  string
	read int
}

func (s *served) Height() int { return 8 }

func (s *served) SaveTiles([]tlog.Tile, [][]byte) {}

func (s *served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for at, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := get(s.url + "/" + path)
		if err != nil {
			return nil, err
		}
		all[at] = bytes
		s.read++
	}
	return all, nil
}

func get(url string) ([]byte, error) {
	response, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", url, response.Status)
	}
	return io.ReadAll(response.Body)
}
