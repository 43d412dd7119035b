package sqlite

import (
	"errors"
	"fmt"
)

// ErrNetworkFS says that the store would be on a network file system. Several
// processes share a store through shared memory and file locks, which these do not
// give: it would be damaged, sooner or later (sqlite.org/wal.html, "All processes
// using a database must be on the same host computer").
var ErrNetworkFS = errors.New("SQLite cannot be trusted on a network file system")

// networkFS names the kinds of network file system by the number that statfs(2)
// gives (linux/magic.h).
var networkFS = map[int64]string{
	0x6969: "NFS", 0x517B: "SMB", 0xFF534D42: "CIFS", 0xFE534D42: "SMB2", 0x5346414F: "AFS", 0x6B414653: "kAFS",
	0x73757245: "Coda", 0x00C36400: "Ceph", 0x01161970: "GFS2", 0x7461636F: "OCFS2", 0x0BD00BD0: "Lustre",
}

// refuseNetworkFS refuses a folder by the number of its file system.
func refuseNetworkFS(folder string, kind int64) error {
	if name, is := networkFS[kind&0xFFFFFFFF]; is {
		return fmt.Errorf("%s is on %s: %w", folder, name, ErrNetworkFS)
	}
	return nil
}
