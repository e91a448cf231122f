using System.Security.Cryptography;
using System.Text;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.OutboxRelay;

/// <summary>A table, and the names of what the server keeps for it.</summary>
internal sealed record Outbox(string ConnectionString, string Database, string Schema, string Table, string Topic)
{
    private const int LongestName = 63;

    /// <summary>Slots are known to the whole server, so the database is part of the name.</summary>
    public string Slot => Name($"relay_{Database}_{Schema}_{Table}");

    public string Publication => Name($"relay_{Schema}_{Table}");

    public string QualifiedTable => $"{Quote(Schema)}.{Quote(Table)}";

    public static Outbox From(OutboxOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(Databases.Settings(options.ConnectionString, "outbox-relay")) { Pooling = false };
        // Times are read as text; the session decides how they look.
        settings.Options = $"{settings.Options} -c TimeZone=UTC -c DateStyle=ISO";
        var parts = options.Table.Split('.', 2);
        return new Outbox(
            settings.ConnectionString, settings.Database ?? "postgres", parts.Length == 2 ? parts[0] : "public", parts[^1], options.Topic);
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// Lower-case letters, digits and underscores, as slots must be; a name that had to be changed gets a hash of what it was.
    /// </summary>
    private static string Name(string wanted)
    {
        var name = string.Concat(wanted.Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '_'));
        if (name == wanted && name.Length <= LongestName)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..8];
        return $"{name[..Math.Min(name.Length, LongestName - 9)]}_{hash}";
    }
}
