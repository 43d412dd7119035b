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
	dir    string
	bin    string              // where the server's programs are
	as     *syscall.Credential // whom they run as; nil: as we do
	done   chan error
	server *exec.Cmd // nil while it is stopped
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
	p := &Postgres{dir: dir, bin: bin, done: make(chan error, 1)}
	if err := p.initialise(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := p.Start(); err != nil {
		return nil, errors.Join(err, p.Close())
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

func (p *Postgres) initialise() (err error) {
	if p.as, err = p.serverUser(); err != nil {
		return err
	}
	initdb := exec.CommandContext(context.Background(), filepath.Join(p.bin, "initdb"), "-D", p.dir+"/d", "-U", "postgres", "-A", "trust",
		"-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = p.dir, &syscall.SysProcAttr{Credential: p.as}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

// Start starts the server again after a Stop.
func (p *Postgres) Start() error {
	server := exec.CommandContext(context.Background(), filepath.Join(p.bin, "postgres"), "-D", p.dir+"/d", "-k", p.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200")
	// The signal comes when the thread that started the server ends, so that
	// thread is kept for the server's life.
	server.Dir, server.SysProcAttr = p.dir, &syscall.SysProcAttr{Credential: p.as, Pdeathsig: syscall.SIGQUIT}
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
	p.server = server
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
	for range 1500 {
		status, err := os.ReadFile(p.dir + "/d/postmaster.pid")
		if err == nil && strings.Contains(string(status), "ready") {
			return nil
		}
		select {
		case err := <-p.done:
			p.server = nil
			return fmt.Errorf("postgres ended: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return errors.New("postgres was not ready in half a minute")
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

// Stop stops the server as an operator does, and ends all connections to it.
func (p *Postgres) Stop() error {
	if p.server == nil {
		return nil
	}
	failed := p.server.Process.Signal(syscall.SIGINT)
	select {
	case err := <-p.done: // we ended it: how no longer matters
		_ = err
	case <-time.After(10 * time.Second):
		failed = errors.Join(failed, errors.New("postgres did not stop"))
	}
	p.server = nil
	return failed
}

// Close stops the server and removes all it wrote.
func (p *Postgres) Close() error { return errors.Join(p.Stop(), os.RemoveAll(p.dir)) }
