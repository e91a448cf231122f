using System.Security.Cryptography;

namespace TicketBooking.Containers;

/// <summary>What docs/deployment.md exports in the shell that starts everything.</summary>
internal static class Shell
{
    public const string DaprApiToken = "token-of-sidecars";

    public static Dictionary<string, string> New() => new()
    {
        ["DAPR_API_TOKEN"] = DaprApiToken,
        ["APP_API_TOKEN"] = "token-of-apps",
        ["Auth__KeyEncryptionKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["REDIS_PASSWORD"] = "",
        ["STATESTORE_CONNECTION"] = "host=localhost port=5432 database=dapr_state user=dapr_state password=dapr_state",
        ["Admin__Email"] = "admin@example.test",
        ["Admin__Username"] = "admin",
        ["Admin__Password"] = "correct horse battery",
        // To the gateway all users of a test are one address.
        ["Limits__Scale"] = "100",
        // Tests register many users at once.
        ["Auth__Hashing__MostWaiting"] = "10000",
        ["Auth__Hashing__LongestWait"] = "00:01:00",
        // A test may create what takes a user days.
        ["Quotas__EventsPerDay"] = "10000",
        ["Quotas__VenuesPerDay"] = "10000",
        ["Quotas__SeatsPerDay"] = "1000000000",
        // A test waits for the end of an unpaid booking.
        ["Payments__LeastTime"] = "00:00:00",
    };
}
