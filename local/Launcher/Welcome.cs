using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher;

/// <summary>Lists addresses and logins once everything runs.</summary>
internal static class Welcome
{
    public static string Text(LauncherOptions options, DaprFile file, Setting setting, TimeSpan took)
    {
        var publishableKey = SimulatorPlan.StripeSetting(file, "Stripe__PublishableKey");
        return $"""

            Ticket booking runs at {setting.LocalUrl(Setting.GatewayPort)} (ready after {took.TotalSeconds:0.0} s). Ctrl-C stops it; the data stays in {options.DataDirectory}.

              Administrator     {Admin.Username} ({Admin.Email}), password {setting.Secrets.AdminPassword}
              Stripe simulator  {setting.LocalUrl(Setting.SimulatorPort)}, secret key {SimulatorPlan.StripeSetting(file, "Stripe__SecretKey")}, publishable key {publishableKey}
              Webhook secret    {setting.Secrets.WebhookSecret}
              Test cards        pm_card_visa pays, pm_card_chargeDeclined is declined
              Pay a booking     curl {setting.LocalUrl(Setting.SimulatorPort)}/v1/payment_intents/PAYMENT_INTENT_ID/confirm -u {publishableKey}: -d payment_method=pm_card_visa -d client_secret=CLIENT_SECRET
              Logs              {Path.Combine(options.DataDirectory, "logs")}
              Commands          status | restart APP | kill APP | pause APP | resume APP | stop, then Enter

            """;
    }
}
