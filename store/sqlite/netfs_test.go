package sqlite

import (
	"errors"
	"strings"
	"testing"
)

func TestStoreOnANetworkFileSystemIsRefused(t *testing.T) {
	for kind, name := range networkFS {
		err := refuseNetworkFS("/mnt/share", kind)
		if !errors.Is(err, ErrNetworkFS) || !strings.Contains(err.Error(), "/mnt/share is on "+name) {
			t.Errorf("%s (%#x): %v, want it refused by name", name, kind, err)
		}
	}
	// Negative: statfs gives 32 bits with a sign on some processors.
	if err := refuseNetworkFS("/mnt", int64(int32(-11317950))); !errors.Is(err, ErrNetworkFS) { // 0xFF534D42
		t.Errorf("CIFS with a sign: %v, want it refused", err)
	}
	for name, kind := range map[string]int64{"ext4": 0xEF53, "xfs": 0x58465342, "btrfs": 0x9123683E, "tmpfs": 0x01021994, "overlay": 0x794C7630} {
		if err := refuseNetworkFS("/var", kind); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := onLocalDisk(t.TempDir()); err != nil {
		t.Errorf("a folder of this machine: %v", err)
	}
}
