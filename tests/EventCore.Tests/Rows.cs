using System.Text.Json;
using TicketBooking.Contracts;

namespace TicketBooking.EventCore.Tests;

/// <summary>Looks into the database behind the service.</summary>
internal static class Rows
{
    public static async Task<long> CountAsync(this EventCoreApp app, string sql, object parameter)
    {
        await using var command = app.Database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = parameter });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Everything that was announced about an event.</summary>
    public static async Task<IReadOnlyList<EventMessage>> MessagesAsync(this EventCoreApp app, Guid eventId)
    {
        await using var command = app.Database.DataSource.CreateCommand("SELECT payload FROM tbl_event_outbox WHERE aggregate_id = $1");
        command.Parameters.Add(new() { Value = eventId.ToString() });
        await using var reader = await command.ExecuteReaderAsync();
        var messages = new List<EventMessage>();
        while (await reader.ReadAsync())
        {
            messages.Add(JsonSerializer.Deserialize(reader.GetString(0), ContractsJson.Default.EventMessage)!);
        }

        return messages;
    }
}
