package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestNoBarIsDrawnWhereThereIsNoTerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "err"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	bars := newProgress(&app{err: file})
	bars.began = bars.began.Add(-2 * progressAfter)
	stage := bars.stage("sources")
	stage(0, 2, "One")
	stage(2, 2, "")
	bars.stop()
	if info, err := file.Stat(); err != nil || info.Size() != 0 || bars.screen != nil {
		t.Errorf("%v (%v), want nothing written", info, err)
	}
}

func TestABarComesAfterASecondAndNotAfterTheEnd(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "err"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	bars := newProgress(&app{err: file})
	bars.on = true
	stage := bars.stage("sources")
	stage(0, 2, "One")
	if len(bars.bars) != 0 {
		t.Error("a bar at once: short work needs none")
	}
	bars.began = bars.began.Add(-2 * progressAfter)
	stage(1, 2, "Two")
	if len(bars.bars) != 1 || bars.bars[0].Current() != 1 {
		t.Errorf("%d bars, want one at 1 of 2", len(bars.bars))
	}
	bars.stop()
	bars.stage("pages")(1, 2, "host")
	if len(bars.bars) != 1 {
		t.Error("a bar after the end")
	}
}

func TestAFullBarStaysUnfinishedSoThatItCanBeTakenAway(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "err"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	bars := newProgress(&app{err: file})
	bars.on, bars.began = true, bars.began.Add(-2*progressAfter)
	bars.stage("sources")(2, 2, "")
	if bar := bars.bars[0]; bar.Current() != 2 || bar.Completed() {
		t.Errorf("at %d, completed %t; want 2 and false, as what is complete stays on the screen", bar.Current(), bar.Completed())
	}
	bars.stop()
}
