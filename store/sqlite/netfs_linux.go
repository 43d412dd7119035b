package sqlite

import "syscall"

// onLocalDisk refuses a folder on a network file system. One that cannot be asked
// about is let through: opening the store will say what is wrong.
func onLocalDisk(folder string) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return nil //nolint:nilerr // see above
	}
	return refuseNetworkFS(folder, int64(fs.Type)) //nolint:unconvert // another width on other processors
}
