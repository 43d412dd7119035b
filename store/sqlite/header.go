package sqlite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// ErrNotStore is given for a file that holds something else, and for a folder. It is
// left as it is.
var ErrNotStore = errors.New("this is no store")

// fileHeader opens every file of SQLite (https://sqlite.org/fileformat.html, section 1.3).
const fileHeader = "SQLite format 3\x00"

// looksLikeStore lets files pass that SQLite wrote, those still empty, and none at all.
func looksLikeStore(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close() // read only: nothing can be lost
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return fmt.Errorf("%w but a folder", ErrNotStore)
	}
	head := make([]byte, len(fileHeader))
	n, err := io.ReadFull(file, head)
	if errors.Is(err, io.EOF) || err == nil && string(head) == fileHeader {
		return nil
	}
	if err != nil && n == 0 {
		return err
	}
	return fmt.Errorf("%w but another file", ErrNotStore)
}
