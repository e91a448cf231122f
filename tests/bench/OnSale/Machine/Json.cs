using System.Text.Json;
using System.Text.Json.Serialization;

namespace TicketBooking.OnSale.Machine;

/// <summary>How results are written.</summary>
internal static class Json
{
    public static JsonSerializerOptions Indented { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
