// Answers some questions of the x402 vectors with Go's standard library alone.
//
//	x402-conformance vectors verify --cmd "go run ."
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"unicode/utf8"
)

type question struct {
	ID        string          `json:"id"`
	Operation string          `json:"operation"`
	Input     json.RawMessage `json:"input"`
}

type answer struct {
	ID     string `json:"id"`
	Result string `json:"result"`
	Output any    `json:"output,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Here an implementer calls his own code: a question comes in, an output goes out, and an error is a refusal.
var operations = map[string]func(json.RawMessage) (any, error){
	"header.decode": decodeHeader,
	"header.encode": encodeHeader,
	"amount.parse":  parseAmount,
}

func decodeHeader(input json.RawMessage) (any, error) {
	var in struct{ Values []string }
	if err := json.Unmarshal(input, &in); err != nil {
		return nil, err
	}
	if len(in.Values) != 1 {
		return nil, errors.New("expected one value")
	}
	text, err := base64.StdEncoding.Strict().DecodeString(in.Values[0])
	if err != nil {
		return nil, err
	}
	// encoding/json replaces what is not UTF-8 without a word.
	if !utf8.Valid(text) {
		return nil, errors.New("not UTF-8")
	}
	var message map[string]json.RawMessage
	if err := json.Unmarshal(text, &message); err != nil {
		return nil, err
	}
	if message == nil {
		return nil, errors.New("not an object")
	}
	return message, nil
}

func encodeHeader(input json.RawMessage) (any, error) {
	var in struct{ Message json.RawMessage }
	err := json.Unmarshal(input, &in)
	return map[string]string{"header": base64.StdEncoding.EncodeToString(in.Message)}, err
}

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

func parseAmount(input json.RawMessage) (any, error) {
	var in struct{ Amount string }
	if err := json.Unmarshal(input, &in); err != nil {
		return nil, err
	}
	if !decimal.MatchString(in.Amount) {
		return nil, errors.New("not a decimal integer without sign or leading zeros")
	}
	return map[string]string{"value": in.Amount}, nil
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	replies := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			panic(err)
		}
		reply := answer{ID: asked.ID, Result: "unsupported"}
		if operation, known := operations[asked.Operation]; known {
			output, err := operation(asked.Input)
			reply.Result, reply.Output = "valid", output
			if err != nil {
				reply = answer{ID: asked.ID, Result: "invalid", Note: err.Error()}
			}
		}
		if err := replies.Encode(reply); err != nil {
			panic(err)
		}
	}
}
