using System.Globalization;

namespace TicketBooking.Sidecar.State;

/// <summary>What a key holds.</summary>
internal sealed record StateValue(string Key, byte[] Value, long Version)
{
    public string ETag => Version.ToString(CultureInfo.InvariantCulture);
}
