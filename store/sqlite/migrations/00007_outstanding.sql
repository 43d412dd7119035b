-- +goose Up
-- An issue is looked at when nothing is left to claim, no longer with each
-- settlement: the index cost two changes for each state of a delivery.
DROP INDEX deliveries_outstanding;

-- +goose Down
CREATE INDEX deliveries_outstanding ON deliveries (issue)
    WHERE state IN ('pending', 'talking', 'committing', 'retry', 'unknown');
