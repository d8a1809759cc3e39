// Reads specs/vectors/receipt-file.json with golang.org/x/mod as it comes, and what specs/log.md says of commitments written
// here once more. Prints one JSON object: for each file whether its leaf is under its log's head, and how tiles are named.
//
//	main VECTORS
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type vectors struct {
	Keys  struct{ Log []string }
	Files []struct{ Name, Text string }
	Tiles []struct {
		Level        any
		Index, Width int64
	}
	BadTilePaths []string
}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var given vectors
	if err := json.Unmarshal(text, &given); err != nil {
		return err
	}
	verifier, err := note.NewVerifier(given.Keys.Log[0])
	if err != nil {
		return err
	}
	files := map[string]string{}
	for _, file := range given.Files {
		leaf, err := checkFile(file.Text, verifier)
		if err != nil {
			files[file.Name] = "refused: " + err.Error()
		} else {
			files[file.Name] = hex.EncodeToString(leaf[:])
		}
	}
	tiles := []string{}
	for _, tile := range given.Tiles {
		tiles = append(tiles, tilePath(tile.Level, tile.Index, tile.Width))
	}
	accepted := []string{}
	for _, bad := range given.BadTilePaths {
		if _, err := tlog.ParseTilePath(goPath(bad)); err == nil {
			accepted = append(accepted, bad)
		}
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"files": files, "tiles": tiles, "accepted": accepted,
	})
}

// checkFile answers with the leaf's hash when it is in the tree under the head that verifier signed.
func checkFile(text string, verifier note.Verifier) (tlog.Hash, error) {
	var leaf tlog.Hash
	above, head, found := strings.Cut(text, "\n\n")
	lines := strings.Split(above, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return leaf, errors.New("no proof file")
	}
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil || !strings.HasPrefix(lines[1], "extra ") {
		return leaf, errors.New("no extra")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil || lines[2] != fmt.Sprintf("index %d", index) {
		return leaf, errors.New("no index")
	}
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return leaf, err
		}
		path = append(path, hash)
	}
	if leaf, err = leafOf(extra); err != nil {
		return leaf, err
	}
	opened, err := note.Open([]byte(head), note.VerifierList(verifier))
	if err != nil {
		return leaf, err
	}
	// Go's own reader of a head asks for its first line: the rest is the same format.
	_, rest, _ := strings.Cut(opened.Text, "\n")
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	if err != nil {
		return leaf, err
	}
	return leaf, tlog.CheckRecord(path, tree.N, tree.Hash, index, leaf)
}

type group struct {
	Salt, Commitment string
	Fields           map[string]string
}

// leafOf makes a leaf's hash of what one party is shown of its entry (specs/log.md §1, §5).
func leafOf(extra []byte) (tlog.Hash, error) {
	var shown struct {
		Timestamp               string
		Shared, Payer, Merchant group
	}
	decoder := json.NewDecoder(bytes.NewReader(extra))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&shown); err != nil {
		return tlog.Hash{}, err
	}
	timestamp, err := strconv.ParseUint(shown.Timestamp, 10, 63)
	if err != nil {
		return tlog.Hash{}, err
	}
	parts := [][]byte{[]byte("farthing/commitment/v1")}
	for at, each := range []group{shown.Shared, shown.Payer, shown.Merchant} {
		commitment, err := commitmentOf([]string{"shared", "payer", "merchant"}[at], each)
		if err != nil {
			return tlog.Hash{}, err
		}
		parts = append(parts, commitment)
	}
	commitment := sha256.Sum256(framed(parts...))
	data := binary.BigEndian.AppendUint64(framed([]byte("farthing/leaf/v1")), timestamp)
	leaf := sha256.Sum256(append(data, commitment[:]...))
	return tlog.RecordHash(leaf[:]), nil
}

func commitmentOf(name string, of group) ([]byte, error) {
	if (of.Salt == "") == (of.Commitment == "") {
		return nil, errors.New("a group is opened or closed")
	}
	if of.Commitment != "" {
		return base64.RawURLEncoding.DecodeString(of.Commitment)
	}
	salt, err := base64.RawURLEncoding.DecodeString(of.Salt)
	if err != nil {
		return nil, err
	}
	parts := [][]byte{[]byte("farthing/group/v1"), []byte(name), salt}
	names := []string{}
	for field := range of.Fields {
		names = append(names, field)
	}
	sort.Strings(names)
	for _, field := range names {
		parts = append(parts, []byte(field), []byte(of.Fields[field]))
	}
	sum := sha256.Sum256(framed(parts...))
	return sum[:], nil
}

// framed puts each part behind its length in four bytes.
func framed(parts ...[]byte) []byte {
	var all []byte
	for _, part := range parts {
		all = binary.BigEndian.AppendUint32(all, uint32(len(part)))
		all = append(all, part...)
	}
	return all
}

// tilePath names a tile as Go does, without the height, and with tlog-tiles' word for the entries.
func tilePath(level any, index, width int64) string {
	tile := tlog.Tile{H: 8, L: -1, N: index, W: int(width)}
	if number, ok := level.(float64); ok {
		tile.L = int(number)
	}
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

func goPath(path string) string {
	path = strings.Replace(path, "tile/entries/", "tile/data/", 1)
	return strings.Replace(path, "tile/", "tile/8/", 1)
}
