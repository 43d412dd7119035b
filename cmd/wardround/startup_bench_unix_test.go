//go:build unix

package main

import (
	"os/exec"
	"syscall"
	"testing"
)

// BenchmarkStart is what every command pays before it does anything: CPU time and
// peak memory of `wardround version`, run by the test binary, which holds the
// program and a little more.
func BenchmarkStart(b *testing.B) {
	path, err := exec.LookPath("wardround") // put there by TestMain
	if err != nil {
		b.Fatal(err)
	}
	var cpu float64
	var peak float64
	for b.Loop() {
		cmd := exec.Command(path, "version")
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		cpu += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		if use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, float64(use.Maxrss))
		}
	}
	b.ReportMetric(cpu*1000/float64(b.N), "cpu-ms/op")
	b.ReportMetric(peak/1024, "peak-MiB") // Linux counts in KiB
}
