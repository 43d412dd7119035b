package testkit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ErrNoPostgres says that this machine has no PostgreSQL server to start.
var ErrNoPostgres = errors.New("no PostgreSQL here: neither initdb on PATH nor /usr/lib/postgresql/*/bin")

// Postgres is a throw-away PostgreSQL cluster on a Unix socket. Nothing of it
// outlives its Close, or this process.
type Postgres struct {
	dir  string
	done chan error
	stop func() error
}

// StartPostgres makes a cluster and starts it, in about a second. The error is
// [ErrNoPostgres] where there is no server to start.
func StartPostgres() (*Postgres, error) {
	bin, err := postgresBin()
	if err != nil {
		return nil, err
	}
	// Not inside a test's own folder: the server's user must be able to enter it.
	dir, err := os.MkdirTemp("", "wardround-pg")
	if err != nil {
		return nil, err
	}
	p := &Postgres{dir: dir, done: make(chan error, 1)}
	if err := p.start(bin); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return p, nil
}

func postgresBin() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(found) == 0 {
		return "", ErrNoPostgres
	}
	return found[len(found)-1], nil
}

func (p *Postgres) start(bin string) error {
	as, err := p.serverUser()
	if err != nil {
		return err
	}
	initdb := exec.CommandContext(context.Background(), filepath.Join(bin, "initdb"), "-D", p.dir+"/d", "-U", "postgres", "-A", "trust",
		"-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = p.dir, &syscall.SysProcAttr{Credential: as}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	server := exec.CommandContext(context.Background(), filepath.Join(bin, "postgres"), "-D", p.dir+"/d", "-k", p.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200")
	// The signal comes when the thread that started the server ends, so that
	// thread is kept for the server's life.
	server.Dir, server.SysProcAttr = p.dir, &syscall.SysProcAttr{Credential: as, Pdeathsig: syscall.SIGQUIT}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := server.Start()
		started <- err
		if err == nil {
			p.done <- server.Wait()
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	p.stop = func() error { return server.Process.Signal(syscall.SIGINT) }
	return p.ready()
}

// serverUser is whom the server runs as: it refuses root.
func (p *Postgres) serverUser() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		if account, err = user.Lookup("nobody"); err != nil {
			return nil, fmt.Errorf("user for postgres: %w", err)
		}
	}
	uid, errUID := strconv.ParseUint(account.Uid, 10, 32)
	gid, errGID := strconv.ParseUint(account.Gid, 10, 32)
	if err := errors.Join(errUID, errGID, os.Chown(p.dir, int(uid), int(gid))); err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func (p *Postgres) ready() error {
	for range 500 {
		status, err := os.ReadFile(p.dir + "/d/postmaster.pid")
		if err == nil && strings.Contains(string(status), "ready") {
			return nil
		}
		select {
		case err := <-p.done:
			return fmt.Errorf("postgres ended: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return errors.Join(errors.New("postgres was not ready in ten seconds"), p.Close())
}

// DSN names one database of the cluster.
func (p *Postgres) DSN(database string) string {
	return "postgres:///" + database + "?host=" + p.dir + "&user=postgres"
}

// Create makes an empty database, from a template if one is named.
func (p *Postgres) Create(ctx context.Context, database, template string) error {
	return p.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", database, template))
}

// Exec runs a statement as the cluster's owner.
func (p *Postgres) Exec(ctx context.Context, statement string) error {
	psql := exec.CommandContext(ctx, "psql", p.DSN("postgres"), "-qc", statement)
	if out, err := psql.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", statement, err, out)
	}
	return nil
}

// Close stops the server and removes all it wrote.
func (p *Postgres) Close() error {
	var failed error
	if p.stop != nil {
		failed = p.stop()
		select {
		case err := <-p.done: // we ended it: how no longer matters
			_ = err
		case <-time.After(10 * time.Second):
			failed = errors.Join(failed, errors.New("postgres did not stop"))
		}
	}
	return errors.Join(failed, os.RemoveAll(p.dir))
}
