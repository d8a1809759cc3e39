// Reads specs/vectors/log.json and liabilities.json, and proofs that Farthing made, with golang.org/x/mod as it comes; what
// specs/log.md says of commitments and of liabilities is written here once more. Prints one JSON object of what it computed.
//
//	main LOG LIABILITIES PROOFS
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"sort"
	"strconv"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// inclusion and consistency are claims; roots are by size.
type inclusion struct {
	Index, Size int64
	Proof       []string
}
type consistency struct {
	OldSize, NewSize int64
	OldRoot, NewRoot string
	Proof            []string
}
type signed struct{ Name, VerifierKey, Note string }
type group struct {
	Key    string
	Fields map[string]string
}
type logVectors struct {
	Tree struct {
		Leaves, Roots []string
		Inclusion     []inclusion
		Consistency   []consistency
	}
	Notes struct {
		Signing   signed
		Opening   []signed
		Malformed []string
	}
	Checkpoints []signed
	Commitments struct {
		Entries []struct {
			Payment, Timestamp string
			Groups             map[string]group
		}
	}
}
type liabilities struct {
	Leaves []struct{ Salt, Account, Balance string }
}

func main() {
	var given logVectors
	var owed liabilities
	var proofs []consistency
	for at, into := range []any{&given, &owed, &proofs} {
		text, err := os.ReadFile(os.Args[at+1])
		must(err)
		must(json.Unmarshal(text, into))
	}
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"roots":       rootsOf(given.Tree.Leaves),
		"included":    includedIn(given),
		"consistent":  consistentBy(given.Tree.Roots, given.Tree.Consistency),
		"ours":        consistentBy(nil, proofs),
		"signing":     bodyOf(given.Notes.Signing),
		"opening":     bodiesOf(given.Notes.Opening),
		"malformed":   wellFormed(given.Notes.Malformed),
		"checkpoints": treesOf(given.Checkpoints),
		"commitments": commitmentsOf(given),
		"liabilities": levelsOf(owed),
	}))
}

// must ends the program: what it is given was written for it.
func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bytesOf(text string) []byte {
	bytes, err := hex.DecodeString(text)
	must(err)
	return bytes
}

func hashOf(text string) tlog.Hash {
	return tlog.Hash(*(*[tlog.HashSize]byte)(bytesOf(text)))
}

func hashesOf(texts []string) []tlog.Hash {
	hashes := []tlog.Hash{}
	for _, text := range texts {
		hashes = append(hashes, hashOf(text))
	}
	return hashes
}

// rootsOf grows the tree leaf by leaf; the root of each size from 1 on.
func rootsOf(leaves []string) []string {
	stored := []tlog.Hash{}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := []tlog.Hash{}
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	roots := []string{}
	for at, leaf := range leaves {
		more, err := tlog.StoredHashes(int64(at), bytesOf(leaf), reader)
		must(err)
		stored = append(stored, more...)
		root, err := tlog.TreeHash(int64(at+1), reader)
		must(err)
		roots = append(roots, hex.EncodeToString(root[:]))
	}
	return roots
}

func includedIn(given logVectors) []bool {
	found := []bool{}
	for _, claim := range given.Tree.Inclusion {
		leaf := tlog.RecordHash(bytesOf(given.Tree.Leaves[claim.Index]))
		root := hashOf(given.Tree.Roots[claim.Size])
		err := tlog.CheckRecord(hashesOf(claim.Proof), claim.Size, root, claim.Index, leaf)
		found = append(found, err == nil)
	}
	return found
}

// consistentBy judges each claim; roots are by size where a claim does not bring its own.
func consistentBy(roots []string, claims []consistency) []bool {
	found := []bool{}
	for _, claim := range claims {
		older, newer := claim.OldRoot, claim.NewRoot
		if roots != nil {
			older, newer = roots[claim.OldSize], roots[claim.NewSize]
		}
		proof := tlog.TreeProof(hashesOf(claim.Proof))
		err := tlog.CheckTree(proof, claim.NewSize, hashOf(newer), claim.OldSize, hashOf(older))
		found = append(found, err == nil)
	}
	return found
}

// bodyOf is nil where the note does not open by that key alone.
func bodyOf(given signed) any {
	verifier, err := note.NewVerifier(given.VerifierKey)
	must(err)
	opened, err := note.Open([]byte(given.Note), note.VerifierList(verifier))
	if err != nil {
		return nil
	}
	return opened.Text
}

func bodiesOf(all []signed) []any {
	bodies := []any{}
	for _, each := range all {
		bodies = append(bodies, bodyOf(each))
	}
	return bodies
}

// wellFormed lists those that are notes, whoever signed them.
func wellFormed(texts []string) []string {
	found := []string{}
	for _, text := range texts {
		_, err := note.Open([]byte(text), note.VerifierList())
		if _, isNote := err.(*note.UnverifiedNoteError); isNote || err == nil {
			found = append(found, text)
		}
	}
	return found
}

func treesOf(all []signed) []any {
	trees := []any{}
	for _, each := range all {
		body, _ := bodyOf(each).(string)
		tree, err := tlog.ParseTree([]byte(body))
		must(err)
		trees = append(trees, map[string]any{"size": tree.N, "root": hex.EncodeToString(tree.Hash[:])})
	}
	return trees
}

func commitmentsOf(given logVectors) []any {
	found := []any{}
	for _, entry := range given.Commitments.Entries {
		parts := [][]byte{[]byte("farthing/commitment/v1")}
		for _, name := range []string{"shared", "payer", "merchant"} {
			of := entry.Groups[name]
			mac := hmac.New(sha256.New, bytesOf(of.Key))
			mac.Write(framed([]byte("farthing/salt/v1"), []byte(name), bytesOf(entry.Payment)))
			parts = append(parts, groupOf(name, mac.Sum(nil), of.Fields))
		}
		commitment := sha256.Sum256(framed(parts...))
		timestamp, err := strconv.ParseUint(entry.Timestamp, 10, 64)
		must(err)
		data := binary.BigEndian.AppendUint64(framed([]byte("farthing/leaf/v1")), timestamp)
		leaf := sha256.Sum256(append(data, commitment[:]...))
		hash := tlog.RecordHash(leaf[:])
		found = append(found, map[string]string{
			"commitment": hex.EncodeToString(commitment[:]),
			"leafData":   hex.EncodeToString(leaf[:]),
			"leafHash":   hex.EncodeToString(hash[:]),
		})
	}
	return found
}

func groupOf(name string, salt []byte, fields map[string]string) []byte {
	parts := [][]byte{[]byte("farthing/group/v1"), []byte(name), salt}
	names := []string{}
	for field := range fields {
		names = append(names, field)
	}
	sort.Strings(names)
	for _, field := range names {
		parts = append(parts, []byte(field), []byte(fields[field]))
	}
	sum := sha256.Sum256(framed(parts...))
	return sum[:]
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

type node struct {
	hash []byte
	sum  *big.Int
}

// levelsOf builds the Merkle-sum tree (specs/log.md §6): the hashes of each level, the leaves first, and the sum.
func levelsOf(given liabilities) map[string]any {
	level := []node{}
	for _, leaf := range given.Leaves {
		account, balance := number(leaf.Account), number(leaf.Balance)
		data := append([]byte{0}, bytesOf(leaf.Salt)...)
		hash := sha256.Sum256(append(append(data, wide(account)...), wide(balance)...))
		level = append(level, node{hash[:], balance})
	}
	levels := [][]string{hashesIn(level)}
	for len(level) > 1 {
		above := []node{}
		for at := 0; at < len(level); at += 2 {
			left, right := level[at], level[at+1]
			data := append([]byte{1}, left.hash...)
			data = append(append(data, wide(left.sum)...), right.hash...)
			hash := sha256.Sum256(append(data, wide(right.sum)...))
			above = append(above, node{hash[:], new(big.Int).Add(left.sum, right.sum)})
		}
		level = above
		levels = append(levels, hashesIn(level))
	}
	return map[string]any{"hashes": levels, "sum": level[0].sum.String()}
}

func hashesIn(level []node) []string {
	hashes := []string{}
	for _, each := range level {
		hashes = append(hashes, hex.EncodeToString(each.hash))
	}
	return hashes
}

func number(text string) *big.Int {
	value, isNumber := new(big.Int).SetString(text, 10)
	if !isNumber {
		must(fmt.Errorf("no number: %s", text))
	}
	return value
}

// wide is a sum or an account in 16 bytes.
func wide(value *big.Int) []byte {
	return value.FillBytes(make([]byte, 16))
}
