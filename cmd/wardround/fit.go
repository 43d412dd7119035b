package main

import (
	"context"
	netmail "net/mail"
	"strings"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/news"
)

// fitToRun refuses to start unattended work that cannot end well. What readers were
// added by a command is looked at by [app.fitToMail].
func fitToRun(cfg *config.Config) error {
	if cfg.Operator().Contact == "" {
		return usageError("set operator.contact (or operator.email) to an address or web page where you can be reached",
			"publishers must be able to reach whoever polls them every day")
	}
	for _, e := range cfg.EditionList() {
		if len(e.Recipients) > 0 && cfg.SMTP.Host == "" {
			return usageError("set smtp.host, or take the recipients out", "edition %s has recipients, but there is no mail relay", e.Name)
		}
		if len(e.Recipients) > 0 && e.From == "" {
			return usageError("set `from` of the edition, or operator.email", "edition %s has no sender", e.Name)
		}
		if err := mayWriteTo(cfg, e.Recipients...); err != nil {
			return err
		}
	}
	return nil
}

// fitToMail refuses mail to the readers of all editions as [mayWriteTo] does.
func (a *app) fitToMail(ctx context.Context) error {
	readers, err := a.readers(ctx)
	if err != nil {
		return err
	}
	for _, e := range a.cfg.EditionList() {
		gets, err := readers.Of(ctx, e)
		if err != nil {
			return err
		}
		if err := mayWriteTo(a.cfg, gets...); err != nil {
			return err
		}
	}
	return nil
}

// fitToSend wants a relay and a sender.
func fitToSend(a *app, edition news.Edition) error {
	switch {
	case a.cfg.SMTP.Host == "":
		return usageError("set smtp.host in the configuration", "there is no mail relay to send through")
	case edition.From == "":
		return usageError("set `from` of the edition, or operator.email", "edition %s has no sender", edition.Name)
	}
	return nil
}

// mayWriteTo refuses mail to anybody but the operator while it would not say who
// sends it and how to reach them, which UK GDPR (article 13) and PECR (regulation 23) want.
func mayWriteTo(cfg *config.Config, readers ...news.Recipient) error {
	missing := missingOperator(cfg)
	if len(missing) == 0 {
		return nil
	}
	own, err := netmail.ParseAddress(cfg.Settings.Operator.Email)
	for _, to := range readers {
		if err != nil || !strings.EqualFold(to.Address, own.Address) {
			return usageError("set "+join(missing)+" in the configuration; until then only operator.email can be written to",
				"readers must be able to see who writes to them, and how to reach you")
		}
	}
	return nil
}

// missingOperator names the keys that readers need and that are not set.
func missingOperator(cfg *config.Config) (keys []string) {
	operator := cfg.Operator()
	if strings.TrimSpace(operator.Name) == "" {
		keys = append(keys, "operator.name")
	}
	if strings.TrimSpace(operator.Contact) == "" {
		keys = append(keys, "operator.contact")
	}
	return keys
}
