package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Unavailable reports whether err says that the server cannot be reached, or takes
// nobody in just now: what may pass by itself. A wrong password or a database that is
// not there does not.
func Unavailable(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch refused.Code {
		case "57P01", "57P02", "57P03", // stops, crashed, starts
			"53300": // no connection is left
			return true
		}
		return false
	}
	var unreached *pgconn.ConnectError
	return errors.As(err, &unreached)
}
